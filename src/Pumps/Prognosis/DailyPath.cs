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

    // Standard errors on either side of a slope.
    const double Compatible = 2;

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

    /// <summary>As many independent days would have told as much.</summary>
    public required double EffectiveDays { get; init; }

    /// <summary>How far the slope may be from the truth with a confidence, points a day: few days tell little of their own scatter.</summary>
    public double SlopeError(double confidence) => StudentT.Quantile((1 + confidence) / 2, Math.Max(1, EffectiveDays - 2)) * SlopeSd;

    /// <summary>Draws the line through the last days of an hourly series: through as many as follow one line.</summary>
    /// <returns>Null where too few days have enough judged hours.</returns>
    /// <remarks>
    /// A fault that began last week must not drown in the weeks before it. So the window grows from the shortest as long as all slopes so far are compatible, that is, their intervals
    /// have a point in common (Goldenshluger and Nemirovski, "On spatially adaptive estimation of nonparametric regression", 1997).
    /// </remarks>
    public static DailyPath? Of(ReadOnlySpan<double> hourly, DegradationOptions options)
    {
        var (days, medians) = Medians(hourly, options);
        DailyPath? best = null;
        var (low, high) = (double.NegativeInfinity, double.PositiveInfinity);
        for (var count = options.NeededDays; count <= days.Length; count = count < days.Length ? Math.Min(days.Length, count + (count / 2)) : int.MaxValue)
        {
            if (Line(days[^count..], medians[^count..]) is not { } path) break;
            var half = Compatible * path.SlopeSd;
            (low, high) = (Math.Max(low, path.SlopePerDay - half), Math.Min(high, path.SlopePerDay + half));
            if (low > high) break;
            if (best is null || path.SlopeSd < best.SlopeSd) best = path;
        }

        return best;
    }

    static DailyPath? Line(double[] days, double[] medians)
    {
        if (TheilSen.Fit(days, medians) is not { } line) return null;
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
            EffectiveDays = line.EffectivePoints,
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
