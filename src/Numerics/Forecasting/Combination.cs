namespace Plumbline.Numerics.Forecasting;

/// <summary>Several models that answer together: at each step the weighted mean of their forecasts, and of their deviations, for they err alike.</summary>
/// <param name="Members">One or more.</param>
/// <param name="Weights">Of each, 0 or more; they add up to 1.</param>
/// <param name="Width">What the mean deviation is multiplied by: over 1 where errors on the end of the series were larger than the models expected.</param>
/// <remarks>Bates and Granger, "The combination of forecasts", 1969; Timmermann, "Forecast combinations", 2006.</remarks>
public sealed record Combination(IReadOnlyList<IForecastModel> Members, IReadOnlyList<double> Weights, double Width = 1) : IForecastModel
{
    // An error of nothing would leave the others no weight, and come of a constant end: no error counts as less than this share of the largest.
    const double SmallestShare = 1e-6;

    /// <inheritdoc/>
    public string Form => string.Join(" + ", Members.Select((member, i) => FormattableString.Invariant($"{Weights[i]:0.00} × {member.Form}")));

    /// <summary>Weighs methods by the inverse square of their mean absolute error on the end of the series, two short cycles or a quarter of a long one; then fits them to all of it.</summary>
    /// <param name="methods">One or more.</param>
    /// <param name="values">Finite.</param>
    /// <param name="periods">As the methods take them.</param>
    /// <returns>Weighed alike where the series is too short to spare its end.</returns>
    public static Combination Fit(IReadOnlyList<ForecastMethod> methods, double[] values, IReadOnlyList<int> periods)
    {
        const int ShortCycle = 24;
        const int WithoutCycle = 8;
        var held = periods.Count == 0 ? WithoutCycle : periods[0] <= ShortCycle ? 2 * periods[0] : periods[0] / 4;
        IForecastModel[] members = [.. methods.Select(method => method.Fit(values, periods))];
        if (values.Length < Math.Max(4 * held, 5 * WithoutCycle)) return new(members, [.. members.Select(_ => 1.0 / members.Length)]);
        IForecastModel[] before = [.. methods.Select(method => method.Fit(values[..^held], periods))];
        var truth = values[^held..];
        double[] errors = [.. before.Select(model => Distances(model.Ahead(held), truth).Average())];
        var least = Math.Max(errors.Min(), SmallestShare * errors.Max());
        double[] weights = [.. errors.Select(error => least > 0 ? Math.Pow(least / Math.Max(error, least), 2) : 1)];
        weights = [.. weights.Select(weight => weight / weights.Sum())];
        return new(members, weights, WidthOf(new Combination(before, weights).Ahead(held), truth));
    }

    /// <inheritdoc/>
    public Forecast Ahead(int steps)
    {
        var (mean, deviation) = (new double[steps], new double[steps]);
        for (var i = 0; i < Members.Count; i++)
        {
            var forecast = Members[i].Ahead(steps);
            VectorArithmetic.AddScaled(mean, Weights[i], forecast.Mean);
            VectorArithmetic.AddScaled(deviation, Width * Weights[i], forecast.Deviation);
        }

        return new(mean, deviation);
    }

    // By how much the errors that nine of ten stay within are off what was expected; half of that (in logarithms), for the end is one of many that might have been.
    static double WidthOf(Forecast forecast, double[] truth)
    {
        const double Narrowest = 0.7;
        const double Widest = 4;
        double[] relative = [.. Distances(forecast, truth).Zip(forecast.Deviation, (distance, deviation) => distance / deviation)];
        var found = Statistics.Quantile(relative, Backtest.Confidence) / Normal.Quantile((1 + Backtest.Confidence) / 2);
        return double.IsFinite(found) ? Math.Sqrt(Math.Clamp(found, Narrowest, Widest)) : 1;
    }

    static IEnumerable<double> Distances(Forecast forecast, double[] truth) => forecast.Mean.Zip(truth, (mean, value) => Math.Abs(mean - value));
}
