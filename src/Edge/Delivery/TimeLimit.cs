namespace Plumbline.Edge.Delivery;

/// <summary>A span that is running out. Counts time that passes, not what the clock on the wall shows: that one jumps.</summary>
sealed class TimeLimit(TimeProvider clock, TimeSpan span)
{
    readonly long _start = clock.GetTimestamp();

    /// <summary>Not below 0.</summary>
    public TimeSpan Remaining => span - clock.GetElapsedTime(_start) is { Ticks: > 0 } left ? left : TimeSpan.Zero;
}
