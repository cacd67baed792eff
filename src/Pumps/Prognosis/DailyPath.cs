using Plumbline.Numerics;

namespace Plumbline.Pumps.Prognosis;

/// <summary>One parameter's recent days, and the straight line through them.</summary>
/// <remarks>
/// Days are counted back from the last hour of the log, so that the latest is whole; each is the median of its judged hours, which takes out the daily round of demand.
/// The line is that of <see cref="TheilSen"/>, whose interval allows for days that go astray together; the scatter around it is the median absolute deviation.
/// </remarks>
sealed record DailyPath
{
    const double MedianToMean = 1.2533;

    /// <summary>Days with enough judged hours.</summary>
    public required int Days { get; init; }

    /// <summary>The median of the latest such day, percent of baseline.</summary>
    public required double LatestPct { get; init; }

    /// <summary>The line at the last hour, percent of baseline.</summary>
    public required double LevelPct { get; init; }

    /// <summary>Percentage points a day.</summary>
    public required double SlopePerDay { get; init; }

    /// <summary>Standard error of <see cref="SlopePerDay"/>.</summary>
    public required double SlopeSd { get; init; }

    /// <summary>Standard error of the line in the middle of the days.</summary>
    public required double LevelSd { get; init; }

    /// <summary>Days from that middle to the last hour.</summary>
    public required double SinceMiddle { get; init; }

    /// <summary>Whether the slope is further from zero than chance puts it in one case of <c>1 − confidence</c>.</summary>
    public bool IsTrend(double confidence) => Math.Abs(SlopePerDay) > Normal.Quantile((1 + confidence) / 2) * SlopeSd;

    /// <summary>Draws the line through the last days of an hourly series.</summary>
    /// <returns>Null where too few days have enough judged hours.</returns>
    public static DailyPath? Of(ReadOnlySpan<double> hourly, DegradationOptions options)
    {
        var (days, medians) = Medians(hourly, options);
        if (days.Length < options.NeededDays || TheilSen.Fit(days, medians) is not { } line) return null;

        var residuals = new double[days.Length];
        for (var i = 0; i < days.Length; i++) residuals[i] = Math.Abs(medians[i] - line.Intercept - (line.Slope * days[i]));
        return new()
        {
            Days = days.Length,
            LatestPct = medians[^1],
            LevelPct = line.Intercept,
            SlopePerDay = line.Slope,
            SlopeSd = (line.SlopeHigh - line.SlopeLow) / (2 * Normal.Quantile(0.975)),
            LevelSd = MedianToMean * Statistics.NormalMad * Statistics.Median(residuals) / Math.Sqrt(line.EffectivePoints),
            SinceMiddle = -days.Average(),
        };
    }

    // In the order of time; the middle of each day, counted from the last hour.
    static (double[] Days, double[] Medians) Medians(ReadOnlySpan<double> hourly, DegradationOptions options)
    {
        var (days, medians) = (new List<double>(), new List<double>());
        for (var day = Math.Min(options.WindowDays, hourly.Length / 24); day > 0; day--)
        {
            var end = hourly.Length - (24 * (day - 1));
            var judged = hourly[(end - 24)..end].ToArray().Where(double.IsFinite).ToArray();
            if (judged.Length < options.NeededHours) continue;
            days.Add(0.5 - day);
            medians.Add(Statistics.Median(judged));
        }

        return ([.. days], [.. medians]);
    }
}
