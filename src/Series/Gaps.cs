using System.Runtime.InteropServices;

namespace Plumbline.Series;

/// <summary>A stretch without readings where there should have been some.</summary>
/// <param name="After">The last reading before it, UTC.</param>
/// <param name="Before">The first reading behind it, UTC.</param>
/// <param name="Missing">Readings that the usual interval would have brought; 1 or more.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Gap(DateTime After, DateTime Before, long Missing)
{
    /// <summary>From reading to reading.</summary>
    public TimeSpan Length => Before - After;
}

/// <summary>Finds stretches without readings.</summary>
public static class Gaps
{
    // A clock that jitters stays below it, one reading left out does not.
    const double LongestRegularStep = 1.5;
    const double MostSteps = 0.9;
    const double ClearlyLonger = 3;

    /// <summary>All gaps, in the order of time.</summary>
    /// <param name="times">UTC, strictly increasing.</param>
    /// <param name="interval">The usual step, as <see cref="SamplingInterval.Usual"/> gives it; above zero.</param>
    /// <remarks>
    /// Where nine in ten steps keep within one and a half intervals, the series is regular and a longer step is a gap (extra readings in
    /// between, as some controllers send them on a change, do no harm). Otherwise readings come irregularly, and a gap is a step of more than three
    /// times what nine in ten steps keep within: of steps that are exponentially distributed one in a thousand is that long.
    /// </remarks>
    /// <exception cref="ArgumentException">Times do not increase, or the interval is not above zero.</exception>
    public static IReadOnlyList<Gap> Find(ReadOnlySpan<DateTime> times, TimeSpan interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        if (times.Length < 2) return [];
        var most = SamplingInterval.Quantile(times, MostSteps);
        var limit = most <= interval * LongestRegularStep ? interval * LongestRegularStep : most * ClearlyLonger;

        var gaps = new List<Gap>();
        for (var i = 1; i < times.Length; i++)
        {
            var step = times[i] - times[i - 1];
            if (step > limit) gaps.Add(new(times[i - 1], times[i], Math.Max(1, (long)Math.Round(step / interval) - 1)));
        }

        return gaps;
    }
}
