namespace Plumbline.Numerics.Forecasting;

/// <summary>Several models that answer together: at each step the mean of their forecasts, and of their deviations, for they err alike.</summary>
/// <param name="Members">One or more.</param>
/// <remarks>Timmermann, "Forecast combinations", 2006; in the M4 competition plain combinations stood before all but two of the single methods (Makridakis et al. 2020).</remarks>
public sealed record Combination(IReadOnlyList<IForecastModel> Members) : IForecastModel
{
    /// <inheritdoc/>
    public string Form => "mean of " + string.Join(", ", Members.Select(member => member.Form));

    /// <inheritdoc/>
    public Forecast Ahead(int steps)
    {
        Forecast[] forecasts = [.. Members.Select(member => member.Ahead(steps))];
        double[] Mean(Func<Forecast, double[]> of) => [.. Enumerable.Range(0, steps).Select(step => forecasts.Average(forecast => of(forecast)[step]))];
        return new(Mean(forecast => forecast.Mean), Mean(forecast => forecast.Deviation));
    }
}
