namespace Plumbline.Edge.Judging;

/// <summary>Tells readings of the future, where the clock of the device can be believed.</summary>
/// <remarks>
/// Small devices begin at 1970 until the network tells them the time, and some never hear it. A clock that shows a time before this program was made, or more than a day before readings that were judged, is not
/// believed: then no reading is one of the future.
/// </remarks>
static class ReadingClock
{
    static readonly DateTime Made = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    static readonly TimeSpan Allowance = TimeSpan.FromDays(1);

    /// <summary>The latest time that a reading can be of, UTC; null where that is not known.</summary>
    /// <param name="clock">Of the device.</param>
    /// <param name="position">The latest reading that was judged, UTC.</param>
    public static DateTime? Latest(TimeProvider clock, DateTime? position)
    {
        var latest = clock.GetUtcNow().UtcDateTime + Allowance;
        return latest < Made + Allowance || latest < position ? null : latest;
    }
}
