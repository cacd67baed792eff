using Plumbline.Plant;

namespace Plumbline.Reports.AnomalyCharts;

/// <summary>What devices reported, as charts and tables need it.</summary>
/// <param name="Time">Of the reading, UTC.</param>
/// <param name="Pump">What the pump is called; one name for one pump.</param>
/// <param name="Status">The status that was reported; <see cref="PumpStatus.Unknown"/> where the report names none.</param>
/// <param name="Worst">The largest deviation in the report; null where it has none.</param>
public sealed record ReportedAnomaly(DateTime Time, string Pump, PumpStatus Status, WorstDeviation? Worst);

/// <summary>How far one parameter was from its baseline.</summary>
/// <param name="Parameter">As the report calls it, such as "flow".</param>
/// <param name="Pct">Percent of the baseline, with its sign; finite. Worst is what is largest on either side of 0.</param>
public sealed record WorstDeviation(string Parameter, double Pct);

/// <summary>A stretch of whole days, UTC.</summary>
/// <param name="First">First day.</param>
/// <param name="Last">Last day, included; not before <paramref name="First"/>.</param>
public sealed record DaySpan(DateOnly First, DateOnly Last)
{
    /// <summary>At least 1.</summary>
    public int Count => Last.DayNumber - First.DayNumber + 1;
}

/// <summary>An answer to a question about anomalies: which, over which days, and whether it is all there is.</summary>
public sealed record AnomalySelection
{
    /// <summary>Whose anomalies were asked for, in words: "pump 1 at site 35482". Empty: everybody's.</summary>
    public string Scope { get; init; } = "";

    /// <summary>The days that were asked for; those without an anomaly are days too.</summary>
    public required DaySpan Days { get; init; }

    /// <summary>In any order.</summary>
    public required IReadOnlyList<ReportedAnomaly> Anomalies { get; init; }

    /// <summary>How many there are in all; more than <see cref="Anomalies"/> where only the newest were fetched.</summary>
    public required long Total { get; init; }
}
