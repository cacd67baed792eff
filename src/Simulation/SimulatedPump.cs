using Plumbline.Plant;

namespace Plumbline.Simulation;

/// <summary>A pump's life as simulated: what a user of the product would have, and the truth behind it.</summary>
public sealed record SimulatedPump
{
    /// <summary>What the commissioning test found, with the failure date where it failed.</summary>
    public required PumpBaseline Baseline { get; init; }

    /// <summary>The readings, rounded as the instruments show them.</summary>
    public required PumpLog Log { get; init; }

    /// <summary>When it failed, UTC; null where it did not.</summary>
    public DateTime? FailureDate => Baseline.FailureDate;

    /// <summary>What was planted, in the order in which it begins.</summary>
    public required IReadOnlyList<PlantedFault> Truth { get; init; }
}

/// <summary>Something that a good analysis should find.</summary>
/// <param name="What">In words.</param>
/// <param name="When">From its onset, UTC.</param>
public sealed record PlantedFault(string What, Period When);
