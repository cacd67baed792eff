using Plumbline.Plant;

namespace Plumbline.Central.AnomalyReports;

/// <summary>Keeps anomalies. What was accepted survives the loss of the process and of power.</summary>
interface IAnomalyStore
{
    /// <summary>Keeps a report, once: the second with the same token and key finds the first.</summary>
    Task<Submission> SubmitAsync(AnomalyReport report, Receipt receipt);

    Task<Anomaly?> FindAsync(long id, CancellationToken cancel);

    /// <summary>One page, and how many there are in all, both of one moment.</summary>
    Task<AnomalyPage> ListAsync(AnomalyFilter filter, PageOfAnomalies page, CancellationToken cancel);

    /// <summary>Moves an anomaly on by the rules of <see cref="Lifecycle"/>; null where there is none of that id.</summary>
    Task<Advance?> AdvanceAsync(long id, AnomalyState to, Handling handling);
}

/// <summary>How a report came in.</summary>
/// <param name="IdempotencyKey">Null: cannot be recognised when it comes again.</param>
/// <param name="BodyDigest">SHA-256 of the body in canonical form: tells a repetition from another report under the same key.</param>
sealed record Receipt(long TokenId, string? IdempotencyKey, byte[] BodyDigest, DateTime At);

enum SubmissionOutcome
{
    Stored,

    /// <summary>Had been kept before; nothing was written.</summary>
    Repeated,

    /// <summary>The key was used before for another body; nothing was written.</summary>
    Differs,
}

/// <param name="Anomaly">What is kept: the first, where there was one.</param>
sealed record Submission(SubmissionOutcome Outcome, Anomaly Anomaly);

/// <summary>Which anomalies. Null leaves a field open.</summary>
sealed record AnomalyFilter
{
    /// <summary>The sites to look at: null for all, including anomalies without a site; an empty list for none.</summary>
    public IReadOnlyList<long>? SiteIds { get; init; }

    public long? PumpId { get; init; }

    public long? SensorId { get; init; }

    public long? CameraId { get; init; }

    /// <summary>The first moment that counts.</summary>
    public DateTime? Start { get; init; }

    /// <summary>The last moment that counts.</summary>
    public DateTime? End { get; init; }

    public PumpStatus? Status { get; init; }

    public AnomalyState? State { get; init; }
}

/// <summary>Which part of the list: in order of timestamp, then id.</summary>
sealed record PageOfAnomalies(long Skip, int Take, bool IsDescending);

sealed record AnomalyPage(IReadOnlyList<Anomaly> Items, long Total);
