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
        var rank = (int)Math.Ceiling(share * (times.Length - 1)) - 1;
        var common = Majority(times);
        var (shorter, same) = (0, 0);
        for (var i = 1; i < times.Length; i++)
        {
            var step = times[i] - times[i - 1];
            if (step < common) shorter++;
            else if (step == common) same++;
        }

        return rank >= shorter && rank < shorter + same ? common : Sorted(times)[rank];
    }

    // The step that more than half of the steps are, where there is one (Boyer and Moore's vote): as a rule the answer, and found without sorting.
    static TimeSpan Majority(ReadOnlySpan<DateTime> times)
    {
        var (candidate, lead) = (TimeSpan.Zero, 0);
        for (var i = 1; i < times.Length; i++)
        {
            var step = times[i] - times[i - 1];
            if (lead == 0) candidate = step;
            lead += step == candidate ? 1 : -1;
        }

        return candidate;
    }

    static TimeSpan[] Sorted(ReadOnlySpan<DateTime> times)
    {
        var steps = new TimeSpan[times.Length - 1];
        for (var i = 0; i < steps.Length; i++) steps[i] = times[i + 1] - times[i];
        Array.Sort(steps);
        return steps;
    }

    internal static void MustIncrease(ReadOnlySpan<DateTime> times)
    {
        for (var i = 1; i < times.Length; i++)
            if (times[i] <= times[i - 1]) throw new ArgumentException($"Times must increase: row {i} is {times[i]:O}, the row before {times[i - 1]:O}.", nameof(times));
    }
}
