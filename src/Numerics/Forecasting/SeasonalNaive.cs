namespace Plumbline.Numerics.Forecasting;

/// <summary>What was a cycle ago; without a season the last value. What every other method is held against.</summary>
/// <param name="Cycle">The last cycle.</param>
/// <param name="Variance">Mean square of a value's distance from the one a cycle before.</param>
public sealed record SeasonalNaive(double[] Cycle, double Variance) : IForecastModel
{
    /// <inheritdoc/>
    public string Form => Cycle.Length == 1 ? "naive" : $"seasonal naive[{Cycle.Length}]";

    /// <param name="values">Finite, one more than a period.</param>
    /// <param name="period">1 for none.</param>
    /// <exception cref="ArgumentException">Too few values, or one that is not finite.</exception>
    public static SeasonalNaive Fit(ReadOnlySpan<double> values, int period = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        if (values.Length <= period) throw new ArgumentException($"{values.Length} values are no more than a cycle of {period}.", nameof(values));
        FiniteValues.Demand(values);
        var differences = ArimaOrder.Difference([.. values], period);
        return new(values[^period..].ToArray(), VectorArithmetic.Dot(differences, differences) / differences.Length);
    }

    /// <inheritdoc/>
    public Forecast Ahead(int steps)
    {
        var (mean, deviation) = (new double[steps], new double[steps]);
        for (var step = 0; step < steps; step++)
        {
            mean[step] = Cycle[step % Cycle.Length];
            deviation[step] = Math.Sqrt(Variance * (1 + (step / Cycle.Length)));
        }

        return new(mean, deviation);
    }
}
