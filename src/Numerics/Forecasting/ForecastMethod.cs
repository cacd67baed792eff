using Plumbline.Numerics.Decomposition;

namespace Plumbline.Numerics.Forecasting;

/// <summary>A way to forecast a series, under its name.</summary>
/// <param name="Name">In lower case, for people and requests.</param>
/// <param name="Fit">Of finite values and the periods that may be there, rising; none for a series without season. Throws <see cref="ArgumentException"/> for too few values.</param>
public sealed record ForecastMethod(string Name, Func<double[], IReadOnlyList<int>, IForecastModel> Fit)
{
    /// <summary>The last cycle again, of the longest period that there are two cycles of.</summary>
    public static ForecastMethod SeasonalNaive { get; } = new("seasonal_naive", (values, periods) => Forecasting.SeasonalNaive.Fit(values, periods.LastOrDefault(period => 2 * period <= values.Length, 1)));

    /// <summary>Exponential smoothing by AICc, on what MSTL leaves.</summary>
    public static ForecastMethod Ets { get; } = Adjusted("ets", rest => Forecasting.Ets.Choose(rest));

    /// <summary>ARIMA by AICc, on what MSTL leaves of the longer seasons; the shortest, up to 24 steps, is its own.</summary>
    public static ForecastMethod Arima { get; } = new("arima", FitArima);

    /// <summary>The theta method, on what MSTL leaves.</summary>
    public static ForecastMethod Theta { get; } = Adjusted("theta", rest => Forecasting.Theta.Fit(rest));

    /// <summary>Trend with changepoints, Fourier terms, noise that remembers.</summary>
    public static ForecastMethod Additive { get; } = new("additive", (values, periods) => AdditiveModel.Fit(values, new() { Periods = periods }));

    /// <summary>Exponential smoothing, ARIMA and theta, weighed by how well each forecast the end of the series: what is used unless something else is asked for.</summary>
    public static ForecastMethod Combination { get; } = new("combination", (values, periods) => Forecasting.Combination.Fit([Ets, Arima, Theta], values, periods));

    /// <summary>All of them, the plain ones first.</summary>
    public static IReadOnlyList<ForecastMethod> All { get; } = [SeasonalNaive, Ets, Arima, Theta, Additive, Combination];

    const int LongestArimaSeason = 24;

    static ForecastMethod Adjusted(string name, Func<double[], IForecastModel> fit) => new(name, (values, periods) =>
    {
        var seasons = SeasonallyAdjusted.SeasonsOf(values, periods);
        return new SeasonallyAdjusted(seasons, fit(seasons.Adjusted()));
    });

    static IForecastModel FitArima(double[] values, IReadOnlyList<int> periods)
    {
        var seasons = SeasonallyAdjusted.SeasonsOf(values, periods);
        if (seasons.Periods is not [<= LongestArimaSeason and var own, ..]) return new SeasonallyAdjusted(seasons, Forecasting.Arima.Choose(seasons.Adjusted()));
        var longer = seasons with { Periods = [.. seasons.Periods.Skip(1)], Seasonals = [.. seasons.Seasonals.Skip(1)], Remainder = [.. seasons.Remainder.Zip(seasons.Seasonals[0], (remainder, season) => remainder + season)] };
        return new SeasonallyAdjusted(longer, Forecasting.Arima.Choose(longer.Adjusted(), own));
    }
}
