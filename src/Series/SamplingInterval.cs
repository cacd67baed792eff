namespace Plumbline.Series;

/// <summary>How far apart readings usually are.</summary>
public static class SamplingInterval
{
    /// <summary>The median step from one reading to the next; of an even number the shorter middle one, so that it is a step that occurs.</summary>
    /// <param name="times">UTC, strictly increasing.</param>
    /// <returns>Null for fewer than two readings.</returns>
    /// <exception cref="ArgumentException">Times do not increase.</exception>
    public static TimeSpan? Usual(ReadOnlySpan<DateTime> times) => times.Length < 2 ? null : Quantile(times, 0.5);

    /// <summary>The step that a share of the steps do not exceed.</summary>
    internal static TimeSpan Quantile(ReadOnlySpan<DateTime> times, double share)
    {
        MustIncrease(times);
        var steps = new long[times.Length - 1];
        for (var i = 0; i < steps.Length; i++) steps[i] = (times[i + 1] - times[i]).Ticks;
        Array.Sort(steps);
        return new(steps[(int)Math.Ceiling(share * steps.Length) - 1]);
    }

    internal static void MustIncrease(ReadOnlySpan<DateTime> times)
    {
        for (var i = 1; i < times.Length; i++)
            if (times[i] <= times[i - 1]) throw new ArgumentException($"Times must increase: row {i} is {times[i]:O}, the row before {times[i - 1]:O}.", nameof(times));
    }
}
