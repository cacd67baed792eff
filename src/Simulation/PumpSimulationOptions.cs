using Plumbline.Plant;

namespace Plumbline.Simulation;

/// <summary>How a station meets the demand.</summary>
public enum FlowControl
{
    /// <summary>The pump turns at supply frequency; consumers open and close their valves.</summary>
    Throttling,

    /// <summary>A drive turns the pump as fast as the wanted flow needs.</summary>
    VariableSpeed,
}

/// <summary>What goes wrong with a pump.</summary>
public enum DamageKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Impeller and wear rings: head, flow and efficiency fall.</summary>
    Wear,

    /// <summary>A bearing or a rubbing ring: power rises, efficiency falls, flow and head stay.</summary>
    Bearing,

    /// <summary>The strainer before the pump: suction pressure and flow fall, in the end the pump cavitates.</summary>
    Clogging,
}

/// <summary>What to simulate. Equal options give equal readings, on any machine.</summary>
public sealed record PumpSimulationOptions
{
    const int MostReadings = 20_000_000;

    /// <summary>The pump's name in the <c>Well ID</c> column.</summary>
    public string PumpId { get; init; } = "Well 1";

    /// <summary>Decides all that is left to chance: the station's size, the demand, the noise, when things fail.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Which pump of the seed's fleet; 0 or above. The third pump is the same whether three are made or a hundred.</summary>
    public int Number { get; init; }

    /// <summary>Time of the first reading, UTC.</summary>
    public DateTime Start { get; init; } = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Time until the last reading. A pump that fails is not read after.</summary>
    public TimeSpan Length { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Between readings; whole seconds, at most a day.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The service, which selects the acceptance grade.</summary>
    public string Application { get; init; } = "Dewatering, drainage, and irrigation";

    /// <summary>How the station meets the demand.</summary>
    public FlowControl Control { get; init; }

    /// <summary>What goes wrong with the pump: nothing until a quarter to nearly half of the length, failure in its last tenth.</summary>
    public DamageKind Damage { get; init; }

    /// <summary>What goes wrong with the sensors.</summary>
    public IReadOnlyList<SensorFault> SensorFaults { get; init; } = [];

    /// <summary>Sensor noise relative to that of usual instruments; 0 gives exact values but for their last digit.</summary>
    public double Noise { get; init; } = 1;

    /// <summary>Half the daily swing of the demand, share of rated flow.</summary>
    public double DemandSwing { get; init; } = 0.04;

    /// <summary>Mean demand, share of rated flow.</summary>
    public double MeanDemand { get; init; } = 1;

    /// <summary>Stops of two to ten hours, for a month.</summary>
    public double StopsPerMonth { get; init; } = 1.5;

    /// <summary>Share of readings that never arrive, one by one or for hours.</summary>
    public double MissingShare { get; init; } = 0.004;

    /// <summary>What makes these options unusable, as a sentence that names the value; null where nothing does.</summary>
    public string? Complaint =>
        string.IsNullOrWhiteSpace(PumpId) ? "The pump needs a name."
        : Number < 0 ? $"Pump number {Number} is negative."
        : Start.Kind != DateTimeKind.Utc ? $"The start {Start:O} is not UTC."
        : Interval < TimeSpan.FromSeconds(1) || Interval > TimeSpan.FromDays(1) || Interval.Ticks % TimeSpan.TicksPerSecond != 0 ? $"The interval {Interval} is not whole seconds up to a day."
        : Length < Interval ? $"The length {Length} is shorter than one interval of {Interval}."
        : Length > DateTime.MaxValue - Start ? $"The length {Length} from {Start:O} goes beyond the year 9999."
        : Length / Interval > MostReadings ? $"A length of {Length} holds more than {MostReadings} readings at {Interval}."
        : Noise is not (>= 0 and <= 100) ? $"The noise {Noise} is outside 0 to 100."
        : MeanDemand is not (>= 0.3 and <= 1.2) ? $"The mean demand {MeanDemand} is outside 0.3 to 1.2."
        : DemandSwing is not (>= 0 and <= 0.25) ? $"The demand's swing {DemandSwing} is outside 0 to 0.25."
        : StopsPerMonth is not (>= 0 and <= 100) ? $"{StopsPerMonth} stops a month are outside 0 to 100."
        : MissingShare is not (>= 0 and <= 0.9) ? $"The missing share {MissingShare} is outside 0 to 0.9."
        : null;
}
