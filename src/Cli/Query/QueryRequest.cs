using Plumbline.Plant;

namespace Plumbline.Cli.Query;

/// <summary>What <c>plumb query</c> is told.</summary>
sealed record QueryRequest
{
    public required AnomalyFilter Filter { get; init; }
    public required ServerOptions Server { get; init; }

    /// <summary>How many to fetch at most, the newest; null for all.</summary>
    public int? MaxResults { get; init; }
    public string? ExportPath { get; init; }
    public string? PicturePath { get; init; }
    public int Dpi { get; init; } = 150;
    public bool ComparePumps { get; init; }
    public bool Json { get; init; }
}

/// <summary>Where the centre is, and how to be let in. What is null was not said.</summary>
sealed record ServerOptions
{
    public string? ApiUrl { get; init; }
    public string? Token { get; init; }
    public string? ConfigPath { get; init; }
    public string? CaPath { get; init; }
    public bool AllowInsecure { get; init; }
}

enum HandlingState
{
    Open,
    Acknowledged,
    Resolved,
}

/// <summary>Which anomalies are asked for. What is null is not restricted.</summary>
sealed record AnomalyFilter
{
    public long? SiteId { get; init; }
    public long? PumpId { get; init; }
    public long? SensorId { get; init; }
    public PumpStatus? Status { get; init; }
    public HandlingState? State { get; init; }

    /// <summary>First instant, UTC.</summary>
    public DateTime? Start { get; init; }

    /// <summary>Last instant, UTC, included.</summary>
    public DateTime? End { get; init; }

    /// <summary>As parameters of the API, without <see cref="End"/>, which moves from page to page.</summary>
    public IEnumerable<(string Name, string Value)> Parameters()
    {
        if (SiteId is { } site) yield return ("siteId", $"{site}");
        if (PumpId is { } pump) yield return ("pumpId", $"{pump}");
        if (SensorId is { } sensor) yield return ("sensorId", $"{sensor}");
        if (Status is { } status) yield return ("status", $"{status}");
        if (State is { } state) yield return ("state", state.ToString().ToLowerInvariant());
        if (Start is { } start) yield return ("startDate", Instant(start));
    }

    /// <summary>Whose anomalies, and which; empty for all.</summary>
    public string InWords()
    {
        var parts = new List<string>();
        if (PumpId is { } pump) parts.Add($"pump {pump}");
        if (SensorId is { } sensor) parts.Add($"sensor {sensor}");
        if (SiteId is { } site) parts.Add($"site {site}");
        if (Status is { } status) parts.Add($"status {status}");
        if (State is { } state) parts.Add(state.ToString().ToLowerInvariant());
        return string.Join(", ", parts);
    }

    public static string Instant(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'");
}
