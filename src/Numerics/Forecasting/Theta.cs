namespace Plumbline.Numerics.Forecasting;

/// <summary>The theta method: simple exponential smoothing that drifts by half the slope of a straight line through the series.</summary>
/// <param name="Smoothing">The smoothed series.</param>
/// <param name="Drift">A step.</param>
/// <param name="Lead">By how many steps of drift the first forecast is ahead of the smoothed level.</param>
/// <remarks>Assimakopoulos and Nikolopoulos 2000, in the form of Hyndman and Billah, "Unmasking the theta method", 2003.</remarks>
public sealed record Theta(EtsModel Smoothing, double Drift, double Lead) : IForecastModel
{
    /// <inheritdoc/>
    public string Form => "Theta";

    /// <param name="values">Finite, <see cref="Ets.FewestValues"/> or more, without season.</param>
    /// <exception cref="ArgumentException">Too few values, or one that is not finite.</exception>
    public static Theta Fit(ReadOnlySpan<double> values)
    {
        var smoothing = Ets.Fit(values, new(EtsPart.Additive, EtsPart.None, false, EtsPart.None));
        var (count, cross) = (values.Length, 0.0);
        for (var i = 0; i < count; i++) cross += (i - ((count - 1) / 2.0)) * values[i];
        var slope = 12 * cross / (count * ((double)count * count - 1));
        var alpha = smoothing.Weights.Alpha;
        return new(smoothing, slope / 2, (1 - Math.Pow(1 - alpha, count)) / alpha);
    }

    /// <inheritdoc/>
    public Forecast Ahead(int steps)
    {
        var level = Smoothing.Ahead(steps);
        for (var step = 0; step < steps; step++) level.Mean[step] += Drift * (step + Lead);
        return level;
    }
}
