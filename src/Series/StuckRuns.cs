using System.Runtime.InteropServices;

namespace Plumbline.Series;

/// <summary>Rows over which a sensor showed one value.</summary>
/// <param name="First">Row of the first reading with the value.</param>
/// <param name="Last">Row of the last reading with the value; rows in between may be missing, or taken at rest.</param>
/// <param name="Value">That value.</param>
/// <param name="Length">Running time that the readings stand for, up to the last of them.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct StuckRun(int First, int Last, double Value, TimeSpan Length);

/// <summary>Finds sensors that keep one value for longer than a running machine does.</summary>
public static class StuckRuns
{
    // A reading stands until the next row, but not through an outage.
    internal const int MostIntervals = 3;

    /// <summary>All runs of one value, equal to the last bit, that last longer than a limit.</summary>
    /// <param name="times">UTC, strictly increasing.</param>
    /// <param name="values">One a time. NaN and infinities are missing: they neither break a run nor lengthen it.</param>
    /// <param name="running">Whether the machine ran, one a time. Rows at rest neither break a run nor lengthen it.</param>
    /// <param name="longerThan">Running time. Each reading of a run counts until the next row, at most three usual intervals.</param>
    /// <returns>In the order of rows; runs do not overlap.</returns>
    /// <exception cref="ArgumentException">Lengths differ, times do not increase, or the limit is negative.</exception>
    public static IReadOnlyList<StuckRun> Find(ReadOnlySpan<DateTime> times, ReadOnlySpan<double> values, ReadOnlySpan<bool> running, TimeSpan longerThan) =>
        Find(times, values, running, longerThan, SamplingInterval.Usual(times) ?? TimeSpan.Zero);

    /// <summary>The same, where several columns share their times and the usual interval is known already.</summary>
    /// <param name="times">UTC, strictly increasing.</param>
    /// <param name="values">One a time.</param>
    /// <param name="running">Whether the machine ran, one a time.</param>
    /// <param name="longerThan">Running time.</param>
    /// <param name="usual">As <see cref="SamplingInterval.Usual"/> gives it.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the limit is negative.</exception>
    public static IReadOnlyList<StuckRun> Find(ReadOnlySpan<DateTime> times, ReadOnlySpan<double> values, ReadOnlySpan<bool> running, TimeSpan longerThan, TimeSpan usual)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(longerThan, TimeSpan.Zero);
        if (values.Length != times.Length || running.Length != times.Length)
            throw new ArgumentException($"{values.Length} values and {running.Length} running states for {times.Length} times.", nameof(values));

        var longest = usual * MostIntervals;
        var found = new List<StuckRun>();
        var run = new StuckRun(-1, -1, double.NaN, TimeSpan.Zero);
        var since = TimeSpan.Zero; // what the run's latest reading stands for, counted once the run is known to go on
        for (var row = 0; row < times.Length; row++)
        {
            if (!running[row] || !double.IsFinite(values[row])) continue;
            var same = values[row] == run.Value;
            if (!same && run.Length > longerThan) found.Add(run);
            run = same ? run with { Last = row, Length = run.Length + since } : new(row, row, values[row], TimeSpan.Zero);
            since = row + 1 < times.Length ? Shorter(times[row + 1] - times[row], longest) : TimeSpan.Zero;
        }

        if (run.Length > longerThan) found.Add(run);
        return found;
    }

    static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
