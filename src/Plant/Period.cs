namespace Plumbline.Plant;

/// <summary>A span of time, in UTC.</summary>
/// <param name="Start">The first instant.</param>
/// <param name="End">The last instant; not before <paramref name="Start"/>.</param>
public readonly record struct Period(DateTime Start, DateTime End)
{
    /// <summary>How long it is.</summary>
    public TimeSpan Length => End - Start;
}
