using Plumbline.Plant;
using Plumbline.Reports.AnomalyCharts;

namespace Plumbline.Cli.Query;

/// <summary>What was found, counted.</summary>
sealed class AnomalySummary
{
    public AnomalySummary(FoundAnomalies found, AnomalyFilter filter, DateTime now)
    {
        Found = found;
        var items = found.Items;
        BySensor = Counts(items, item => item.SensorId);
        BySite = Counts(items, item => item.SiteId);
        Pumps = [.. items.Select(item => new PumpKey(item.SiteId, item.PumpId)).Distinct()];
        var anomalies = items.Select(item => new ReportedAnomaly(item.Time, Name(new(item.SiteId, item.PumpId)), item.Status, item.Worst)).ToList();
        Selection = new()
        {
            Scope = filter.InWords(),
            Days = DaysOf(found, filter, now),
            Anomalies = anomalies,
            Total = found.Total,
        };
        ByStatus = PumpTally.CountsOf(anomalies);
        Tallies = PumpTally.Of(Selection);
    }

    public FoundAnomalies Found { get; }

    public AnomalySelection Selection { get; }

    /// <summary>The worst first.</summary>
    public IReadOnlyList<KeyValuePair<PumpStatus, int>> ByStatus { get; }

    /// <summary>The most frequent first; null: of no sensor.</summary>
    public IReadOnlyList<(long? Id, int Count)> BySensor { get; }

    /// <inheritdoc cref="BySensor"/>
    public IReadOnlyList<(long? Id, int Count)> BySite { get; }

    public IReadOnlyList<PumpKey> Pumps { get; }

    /// <summary>A pump each, that with the most anomalies first.</summary>
    public IReadOnlyList<PumpTally> Tallies { get; }

    /// <summary>What a pump is called: its number, and its site where there are several.</summary>
    public string Name(PumpKey pump)
    {
        var name = pump.PumpId is { } id ? $"Pump {id}" : "No pump";
        return BySite.Count < 2 ? name : pump.SiteId is { } site ? $"{name}, site {site}" : $"{name}, no site";
    }

    static IReadOnlyList<(long? Id, int Count)> Counts(IReadOnlyList<AnomalyItem> items, Func<AnomalyItem, long?> of) =>
        [.. items.GroupBy(of).Select(group => (Id: group.Key, Count: group.Count())).OrderByDescending(entry => entry.Count).ThenBy(entry => entry.Id ?? long.MaxValue)];

    // What was asked for; where an end is open, from the first or to the last that there is. Of a cut list nothing is known of the days before its first.
    static DaySpan DaysOf(FoundAnomalies found, AnomalyFilter filter, DateTime now)
    {
        DateOnly? Day(DateTime? time) => time is { } at ? DateOnly.FromDateTime(at) : null;
        var (newest, oldest) = (Day(found.Items.FirstOrDefault()?.Time), Day(found.Items.LastOrDefault()?.Time));
        var last = Day(filter.End) ?? (filter.Start is null ? newest : null) ?? Day(now)!.Value;
        var first = found.IsCut ? oldest : Day(filter.Start) ?? oldest;
        return new(Earlier(first ?? last, oldest ?? last), Later(last, newest ?? last, Day(filter.Start) ?? last));

        static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;
        static DateOnly Later(DateOnly a, DateOnly b, DateOnly c) => a > b ? a > c ? a : c : b > c ? b : c;
    }
}

/// <summary>A pump's number is its own only within its site.</summary>
sealed record PumpKey(long? SiteId, long? PumpId);
