using Plumbline.Numerics;
using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>How a deviation has been moving over the last two weeks: Theil and Sen's robust line through the medians of its hours.</summary>
static class TrendSearch
{
    static readonly TimeSpan Window = TimeSpan.FromDays(14);

    // A day of hours: below that, a daily cycle is taken for a trend.
    const int LeastHours = 24;

    /// <summary>Null where fewer than 24 hours of the window have judged readings.</summary>
    public static DeviationTrend? In(JudgedLog rows, PumpParameter parameter)
    {
        var times = rows.Times;
        var deviations = rows.DeviationPct(parameter);
        var last = times.Length - 1;
        while (last >= 0 && double.IsNaN(deviations[last])) last--;
        if (last < 0) return null;
        var first = last;
        for (var i = last; i >= 0 && times[i] > times[last] - Window; i--)
            if (!double.IsNaN(deviations[i])) first = i;

        var (days, medians) = HourlyMedians(times[first..(last + 1)], deviations[first..(last + 1)]);
        if (days.Count < LeastHours || TheilSen.Fit([.. days], [.. medians]) is not { } line) return null;
        return new(new(times[first], times[last]), line.Slope, line.SlopeLow, line.SlopeHigh);
    }

    static (List<double> Days, List<double> Medians) HourlyMedians(ReadOnlySpan<DateTime> times, ReadOnlySpan<double> deviations)
    {
        var (days, medians, hour) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < times.Length; i++)
        {
            if (!double.IsNaN(deviations[i])) hour.Add(deviations[i]);
            if (hour.Count == 0 || (i + 1 < times.Length && HourOf(times[i + 1]) == HourOf(times[i]))) continue;
            days.Add((HourOf(times[i]) - HourOf(times[0])) / 24.0);
            medians.Add(Statistics.Median([.. hour]));
            hour.Clear();
        }
        return (days, medians);
    }

    static long HourOf(DateTime time) => time.Ticks / TimeSpan.TicksPerHour;
}
