using Plumbline.Numerics;
using Plumbline.Plant;
using Plumbline.Pumps.Features;
using Plumbline.Pumps.Grades;

namespace Plumbline.Pumps.Prognosis;

/// <summary>Tells remaining life without a failure history: the recent trend of each deviation, followed to its Failure limit.</summary>
/// <remarks>Formulas, limits and measured coverage: <c>docs/rul.md</c>.</remarks>
public static class DegradationPath
{
    // Four parameters are looked at, each over windows of several lengths.
    const double TrendConfidence = 0.99;

    // Nearer to the baseline than this share of the limit nothing has degraded: what moves there comes back from the other side, or from last week's weather.
    const double LeastShare = 0.1;

    sealed record Course(PumpParameter Parameter, DailyPath Path, FailureLimit? Limit)
    {
        public bool IsBeyond => Limit is not null && Path.LatestPct / Limit.Pct >= 1;

        public bool IsMoving => Math.Abs(Path.SlopePerDay) > Path.SlopeError(TrendConfidence);

        public bool IsDegrading => Limit is not null && Path.LevelPct / Limit.Pct >= LeastShare && IsMoving;

        public CrossingTime Crossing(double wander) => new()
        {
            Limit = Math.Abs(Limit!.Pct),
            Level = Path.LevelPct * Math.Sign(Limit.Pct),
            Speed = Math.Abs(Path.SlopePerDay),
            LevelSd = Path.LevelSd,
            SpeedSd = Path.SlopeSd,
            Since = Path.SinceMiddle,
            Wander = wander,
        };
    }

    /// <summary>Follows each parameter's path and takes the one that reaches its limit first.</summary>
    /// <param name="deviations">The pump's hourly deviations; only the last days are looked at.</param>
    /// <param name="grade">The tolerances.</param>
    /// <param name="options">Window, coverage, horizon, and what an urgent loss is; null for the defaults.</param>
    public static DegradationForecast Forecast(HourlyDeviations deviations, ToleranceGrade grade, AnalysisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(deviations);
        ArgumentNullException.ThrowIfNull(grade);
        options ??= new();
        var how = options.Degradation;
        var courses = Enum.GetValues<PumpParameter>()
            .Select(parameter => (parameter, path: DailyPath.Of(deviations[parameter], how)))
            .Where(found => found.path is not null)
            .Select(found => new Course(found.parameter, found.path!, LimitOf(found.parameter, found.path!, grade, options.LossUrgentPct)))
            .ToList();
        if (courses.Count == 0) return Nothing($"No trend can be told: it needs {how.NeededDays} days with at least {how.NeededHours} judged hours each, within {how.WindowDays} days.");

        var at = deviations.HourAt(deviations.Count - 1);
        if (courses.Find(course => course.IsBeyond) is { } failed) return Failed(failed, at, how);

        var degrading = courses.Where(course => course.IsDegrading).ToList();
        if (degrading.Count == 0) return Nothing(NoTrend(courses));
        return Degrading(degrading.MinBy(course => course.Crossing(how.Wander).Quantile(0.5))!, at, how);
    }

    // A path that stands still, or comes back, is held against the limit on the side where it is.
    static FailureLimit? LimitOf(PumpParameter parameter, DailyPath path, ToleranceGrade grade, double lossUrgentPct)
    {
        var towards = FailureLimit.Towards(parameter, path.SlopePerDay, grade, lossUrgentPct);
        var here = FailureLimit.Towards(parameter, path.LatestPct, grade, lossUrgentPct);
        return here is not null && path.LatestPct / here.Pct >= 1 ? here : towards;
    }

    static DegradationForecast Nothing(string verdict) => new(null, null, null, verdict);

    static DegradationForecast Failed(Course course, DateTime at, DegradationOptions options) => new(course.Parameter, course.Limit!.Pct, new(at, 0, 0, 0, options.Coverage, 1, 1, []),
        $"{course.Parameter} stands at {Words.Percent(course.Path.LatestPct)} over the last day, beyond its limit of {Words.Percent(course.Limit.Pct)} ({course.Limit.Reason}): no life is left by this measure.");

    static DegradationForecast Degrading(Course course, DateTime at, DegradationOptions options)
    {
        var crossing = course.Crossing(options.Wander);
        var horizon = options.HorizonDays;
        var days = crossing.Quantile(0.5);
        var low = crossing.Quantile((1 - options.Coverage) / 2);
        var high = crossing.Quantile((1 + options.Coverage) / 2);
        var probability = crossing.Cdf(RulLabels.SoonDays);
        var forecast = new RulForecast(at, Math.Min(days, horizon), Math.Min(low, horizon), high > horizon ? double.PositiveInfinity : high, options.Coverage, probability, Math.Max(probability, 1 - probability), [])
        {
            IsAtLeast = days > horizon,
        };
        return new(course.Parameter, course.Limit!.Pct, forecast, Trend(course, options) + Reach(course, forecast));
    }

    static string Trend(Course course, DegradationOptions options)
    {
        var path = course.Path;
        return $"{course.Parameter} {(path.SlopePerDay < 0 ? "falls" : "rises")} by {Words.Size(path.SlopePerDay)} ± {Words.Size(path.SlopeError(options.Coverage))} points a day ({path.Days} days) and stands at {Words.Percent(path.LevelPct)}: ";
    }

    static string Reach(Course course, RulForecast forecast)
    {
        var limit = $"its limit of {Words.Percent(course.Limit!.Pct)} ({course.Limit.Reason})";
        if (forecast.IsAtLeast) return $"going on like this it is more than {Words.Days(forecast.RulDays)} days from {limit}.";
        var until = double.IsInfinity(forecast.HighDays) ? "with no upper end" : $"at the latest in {Words.Days(forecast.HighDays)}";
        return $"going on like this, evenly or ever faster, it reaches {limit} in about {Words.Days(forecast.RulDays)} days, around {Words.Date(forecast.At.AddDays(forecast.RulDays))} " +
            $"({Words.Share(forecast.Coverage)} interval: {Words.Days(forecast.LowDays)} days at the earliest, {until}).";
    }

    static string NoTrend(List<Course> courses)
    {
        var still = courses.Where(course => !course.IsMoving).Select(Rate).ToList();
        var moving = courses.Where(course => course.IsMoving).Select(course => $"{Rate(course)}, {WhyNoLoss(course)}").ToList();
        if (still.Count > 0) moving.Add($"{string.Join(", ", still)}, {(still.Count == 1 ? "which is" : "each")} no more than chance");
        return $"No degradation trend: no deviation of at least a tenth of its limit moves towards it by more than chance (points a day, {Words.Share(TrendConfidence)} interval: {string.Join("; ", moving)}).";
    }

    static string Rate(Course course) =>
        $"{Words.Name(course.Parameter)} {Words.Rate(course.Path.SlopePerDay)} ± {Words.Size(course.Path.SlopeError(TrendConfidence))} over its last {course.Path.Days} days";

    // Of a path that moves by more than chance and yet is no degradation.
    static string WhyNoLoss(Course course) => course.Limit is not { } limit ? "to a side on which nothing fails"
        : course.Path.LevelPct / limit.Pct < 0 ? $"but towards the baseline, from {Words.Percent(course.Path.LevelPct)}"
        : $"but still within a tenth of its limit of {Words.Percent(limit.Pct)}, at {Words.Percent(course.Path.LevelPct)}";
}
