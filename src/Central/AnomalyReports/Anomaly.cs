using Plumbline.Plant;

namespace Plumbline.Central.AnomalyReports;

/// <summary>What a device reported. Times in UTC, to the microsecond; what it did not say is null.</summary>
sealed record AnomalyReport
{
    /// <summary>"log" (a sensor) or "vision" (a camera).</summary>
    public required string SourceType { get; init; }

    public required string Description { get; init; }

    public long? SiteId { get; init; }

    public long? PumpId { get; init; }

    public long? SensorId { get; init; }

    public long? CameraId { get; init; }

    public long? LogId { get; init; }

    public required DateTime Timestamp { get; init; }

    /// <summary>The sensor's reading, in the unit of the sensor.</summary>
    public double? LogValue { get; init; }

    /// <summary>JSON, to the byte as it was sent: an object, or a string that holds one.</summary>
    public string? AdditionalContext { get; init; }

    /// <inheritdoc cref="AdditionalContext"/>
    public string? Metadata { get; init; }

    /// <summary>The status that the additional context names, where it names one that we know.</summary>
    public PumpStatus? Status { get; init; }
}

/// <summary>A report as it is kept, and what people have done about it since.</summary>
sealed record Anomaly(long Id, AnomalyReport Report, DateTime CreatedAt)
{
    public AnomalyState State => Resolution is not null ? AnomalyState.Resolved : Acknowledgement is not null ? AnomalyState.Acknowledged : AnomalyState.Open;

    public Handling? Acknowledgement { get; init; }

    public Handling? Resolution { get; init; }
}

enum AnomalyState
{
    /// <summary>Nobody has looked at it.</summary>
    Open,

    /// <summary>Somebody knows, and the cause may still be there.</summary>
    Acknowledged,

    /// <summary>Done. There is no way back: what comes again is a new anomaly.</summary>
    Resolved,
}

/// <summary>Who did something about an anomaly, and when.</summary>
/// <param name="By">The name of the token that was used.</param>
sealed record Handling(DateTime At, string By, string? Note);
