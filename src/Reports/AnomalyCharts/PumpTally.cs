using Plumbline.Plant;
using Plumbline.Reports.PumpCharts;

namespace Plumbline.Reports.AnomalyCharts;

/// <summary>What one pump has been reported for, to be held beside others.</summary>
/// <param name="Pump">As it is called.</param>
/// <param name="Count">Anomalies of it.</param>
/// <param name="ByStatus">How many of each status; those that occur, the worst first.</param>
/// <param name="PerDay">Anomalies a day, over all days of the selection.</param>
/// <param name="Worst">Its largest deviation; null where no report has any.</param>
/// <param name="LastSeen">Time of the latest, UTC.</param>
public sealed record PumpTally(string Pump, int Count, IReadOnlyList<KeyValuePair<PumpStatus, int>> ByStatus, double PerDay, WorstDeviation? Worst, DateTime LastSeen)
{
    /// <summary>Statuses in the order in which tables and charts list them: the worst first, then what is no fault, then what could not be told.</summary>
    public static IReadOnlyList<PumpStatus> FromWorst { get; } = [.. StatusInk.FromBest.Reverse()];

    /// <summary>One for each pump, the one with the most first; of equal ones by name.</summary>
    public static IReadOnlyList<PumpTally> Of(AnomalySelection selection)
    {
        ArgumentNullException.ThrowIfNull(selection);
        return [.. selection.Anomalies.GroupBy(anomaly => anomaly.Pump, StringComparer.Ordinal)
            .Select(group => new PumpTally(
                group.Key,
                group.Count(),
                CountsOf(group),
                (double)group.Count() / selection.Days.Count,
                group.Select(anomaly => anomaly.Worst).OfType<WorstDeviation>().MaxBy(worst => Math.Abs(worst.Pct)),
                group.Max(anomaly => anomaly.Time)))
            .OrderByDescending(tally => tally.Count).ThenBy(tally => tally.Pump.Length).ThenBy(tally => tally.Pump, StringComparer.Ordinal)];
    }

    /// <summary>How many anomalies there are of each status; those that occur, the worst first.</summary>
    public static IReadOnlyList<KeyValuePair<PumpStatus, int>> CountsOf(IEnumerable<ReportedAnomaly> anomalies)
    {
        var counts = anomalies.CountBy(anomaly => anomaly.Status).ToDictionary();
        return [.. FromWorst.Where(counts.ContainsKey).Select(status => KeyValuePair.Create(status, counts[status]))];
    }

    /// <summary>How many there are of a status; 0 where it does not occur.</summary>
    public int Of(PumpStatus status) => ByStatus.FirstOrDefault(entry => entry.Key == status).Value;
}
