namespace Plumbline.Series;

/// <summary>Finds out, reading by reading, that a sensor keeps one value: <see cref="StuckRuns"/> for who sees one row at a time. O(1) a row; not safe from many threads.</summary>
public sealed class StuckWatch
{
    readonly TimeSpan _longerThan;
    StuckWatchState _run;

    /// <summary>Goes on from what <see cref="State"/> gave; from nothing where that is null.</summary>
    /// <param name="longerThan">Running time; a run is stuck once it has lasted longer.</param>
    /// <param name="state">Of a watch with the same limit.</param>
    public StuckWatch(TimeSpan longerThan, StuckWatchState? state = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longerThan, TimeSpan.Zero);
        _longerThan = longerThan;
        _run = state ?? new(double.NaN, default, default, TimeSpan.Zero, TimeSpan.Zero, null);
    }

    /// <summary>What there is to remember.</summary>
    public StuckWatchState State => _run;

    /// <summary>Whether the run has lasted longer than the limit.</summary>
    public bool IsStuck => _run.Length > _longerThan;

    /// <summary>Takes the next row.</summary>
    /// <param name="time">UTC, later than the row before.</param>
    /// <param name="value">NaN and infinities are missing.</param>
    /// <param name="running">Whether the machine runs.</param>
    /// <param name="usual">The usual interval as known by now; each reading of a run counts for at most three of it.</param>
    /// <returns>Whether this reading is one of a sensor known to be stuck. Of a reading that is missing, or taken at rest, that is not known.</returns>
    public bool Observe(DateTime time, double value, bool running, TimeSpan usual)
    {
        if (_run.Pending is { } from) _run = _run with { Since = Shorter(time - from, usual * StuckRuns.MostIntervals), Pending = null };
        if (!running || !double.IsFinite(value)) return false;
        _run = value == _run.Value
            ? _run with { Latest = time, Length = _run.Length + _run.Since, Pending = time }
            : new(value, time, time, TimeSpan.Zero, TimeSpan.Zero, time);
        return IsStuck;
    }

    static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

/// <summary>The run of equal values that a <see cref="StuckWatch"/> is in.</summary>
/// <param name="Value">The value; NaN before the first.</param>
/// <param name="First">When it was first shown, UTC.</param>
/// <param name="Latest">When it was last shown, UTC.</param>
/// <param name="Length">Running time that its readings stand for, up to the latest.</param>
/// <param name="Since">What the latest reading stands for, counted once the run is known to go on.</param>
/// <param name="Pending">The latest reading, while no row has followed it.</param>
public sealed record StuckWatchState(double Value, DateTime First, DateTime Latest, TimeSpan Length, TimeSpan Since, DateTime? Pending)
{
    /// <summary>That of a sensor which is known to be stuck before its first reading has been seen.</summary>
    /// <param name="value">What it shows; NaN: none is known.</param>
    /// <param name="longerThan">The limit of the watch.</param>
    public static StuckWatchState KnownStuck(double value, TimeSpan longerThan) => new(value, default, default, longerThan + TimeSpan.FromTicks(1), TimeSpan.Zero, null);
}
