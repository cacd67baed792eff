using Plumbline.Central.AnomalyReports;

namespace Plumbline.Central.Storage;

/// <summary>A filter as the conditions of a statement, with their values.</summary>
sealed class AnomalyConditions
{
    readonly List<string> _ofBoth = [];
    readonly List<string> _ofAnomalies = [];
    readonly List<string> _ofCounts = [];

    // Several sites, each in order, are not in order: not to be looked up in the index of sites, or all of them would be sorted for each page.
    readonly List<string> _severalSites = [];
    readonly List<(string, object?)> _values = [];
    readonly Database _database;

    public AnomalyConditions(AnomalyFilter filter, Database database)
    {
        _database = database;
        if (filter.SiteIds is null) _ofCounts.Add($"site_id = {AnomalyCounts.All}");
        if (filter.PumpId is null) _ofCounts.Add($"pump_id = {AnomalyCounts.All}");
        if (filter.SiteIds is { } sites) AddSites(sites);
        Equal(_ofBoth, "pump_id", filter.PumpId);
        Equal(_ofBoth, "status", filter.Status?.ToString());
        Equal(_ofBoth, "state", filter.State?.ToString().ToLowerInvariant());
        Equal(_ofAnomalies, "sensor_id", filter.SensorId);
        Equal(_ofAnomalies, "camera_id", filter.CameraId);
        IsCounted = _ofAnomalies.Count == 0;
        if (filter.Start is { } start) Bound("timestamp >= @from", "from", database.ToColumn(start));
        if (filter.End is { } end) Bound("timestamp <= @until", "until", database.ToColumn(end));
    }

    /// <summary>Whether the counts per day know the answer: they know nothing of sensors and cameras.</summary>
    public bool IsCounted { get; }

    public (string, object?)[] Values => [.. _values];

    /// <summary>On <c>edge_anomalies</c>.</summary>
    public string OfAnomalies => Joined([.. _ofBoth, .. _ofAnomalies, .. _severalSites.Select(_database.WithoutIndex)]);

    /// <summary>On <c>edge_anomalies</c>, without the period, where sensors and cameras are not asked for.</summary>
    public string OfAnomaliesAnyTime => Joined([.. _ofBoth, .. _severalSites]);

    /// <summary>On <c>anomaly_counts</c>, without the period.</summary>
    public string OfCounts => Joined([.. _ofCounts, .. _ofBoth, .. _severalSites]);

    static string Joined(List<string> conditions) => conditions.Count == 0 ? "true" : string.Join(" and ", conditions);

    void AddSites(IReadOnlyList<long> sites)
    {
        for (var i = 0; i < sites.Count; i++) _values.Add(($"site{i}", sites[i]));
        if (sites.Count == 0) _ofBoth.Add("false");
        else if (sites.Count == 1) _ofBoth.Add("site_id = @site0");
        else _severalSites.Add($"site_id in ({string.Join(", ", sites.Select((_, i) => $"@site{i}"))})");
    }

    void Equal(List<string> conditions, string column, object? value)
    {
        if (value is null) return;
        conditions.Add($"{column} = @{column}");
        _values.Add((column, value));
    }

    void Bound(string condition, string name, object value)
    {
        _ofAnomalies.Add(condition);
        _values.Add((name, value));
    }
}
