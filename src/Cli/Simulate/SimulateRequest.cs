using Plumbline.Simulation;

namespace Plumbline.Cli.Simulate;

/// <summary>What the user asked of <c>plumb simulate pump</c>.</summary>
sealed record SimulateRequest
{
    public required PumpScenario Scenario { get; init; }
    public required double Days { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime Start { get; init; }
    public required TimeSpan Interval { get; init; }
    public required int Seed { get; init; }
    public required int Pumps { get; init; }

    /// <summary>First part of the file names; null: the scenario's name.</summary>
    public string? Name { get; init; }
    public required string OutFolder { get; init; }
}
