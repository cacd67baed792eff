namespace Plumbline.Central.AnomalyReports;

/// <summary>The way of an anomaly: open → acknowledged → resolved, or from open to resolved at once; never back.</summary>
static class Lifecycle
{
    /// <summary>Doing the same again, with the same note or none, changes nothing and is no error: a client may repeat itself.</summary>
    public static Advance Next(Anomaly anomaly, AnomalyState to, Handling handling) => (anomaly.State, to) switch
    {
        (_, AnomalyState.Open) => new(anomaly, "an anomaly does not become open again: what comes again is reported anew."),
        (AnomalyState.Resolved, AnomalyState.Acknowledged) when !IsRepetition(anomaly.Acknowledgement, handling) => new(anomaly, "the anomaly is resolved already."),
        (_, AnomalyState.Acknowledged) when anomaly.Acknowledgement is { } first => Again(anomaly, first, handling, "acknowledged"),
        (_, AnomalyState.Resolved) when anomaly.Resolution is { } first => Again(anomaly, first, handling, "resolved"),
        (_, AnomalyState.Acknowledged) => new(anomaly with { Acknowledgement = handling }, Refusal: null),
        _ => new(anomaly with { Resolution = handling }, Refusal: null),
    };

    static Advance Again(Anomaly anomaly, Handling first, Handling handling, string done) =>
        IsRepetition(first, handling) ? new(anomaly, Refusal: null) : new(anomaly, $"the anomaly has been {done} by {first.By} already, with another note.");

    static bool IsRepetition(Handling? first, Handling handling) => first is not null && (handling.Note is null || handling.Note == first.Note);
}

/// <param name="Anomaly">As it is now.</param>
/// <param name="Refusal">Why it was left as it was; null where it was not refused.</param>
sealed record Advance(Anomaly Anomaly, string? Refusal);
