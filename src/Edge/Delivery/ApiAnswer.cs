namespace Plumbline.Edge.Delivery;

/// <summary>What a try to send a report came to.</summary>
enum ApiVerdict
{
    /// <summary>The centre has it.</summary>
    Accepted,

    /// <summary>The centre was told of this reading before, with other figures, and keeps those.</summary>
    ToldOtherwise,

    /// <summary>The centre will never take this one.</summary>
    Rejected,

    /// <summary>The token is not good for the report's site; for another it may be.</summary>
    ForeignSite,

    /// <summary>Nothing will be taken until a person mends something.</summary>
    Blocked,

    /// <summary>Not now: a later try may succeed.</summary>
    Unavailable,
}

/// <summary>What a try to send a report came to, and why.</summary>
/// <param name="Verdict">In a word.</param>
/// <param name="Reason">For a person, a clause without full stop; empty for an accepted one. Never holds the token.</param>
sealed record ApiAnswer(ApiVerdict Verdict, string Reason)
{
    /// <summary>What the centre sent, without the token; empty where it sent nothing.</summary>
    public string Text { get; init; } = "";

    /// <summary>How long the centre asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
