namespace Plumbline.Numerics.Forecasting;

/// <summary>Exponential smoothing fitted to a series.</summary>
/// <param name="Kind">Its letters.</param>
/// <param name="Weights">Smoothing weights.</param>
/// <param name="Start">Before the first value.</param>
/// <param name="Last">After the last value.</param>
/// <param name="Variance">Of an error, squared unit of the series; of a relative error, without unit, where the error is multiplicative. Divisor: values less parameters.</param>
/// <param name="LogLikelihood">At the maximum; −∞ is not among them.</param>
/// <param name="Aicc">Akaike's criterion, corrected for few values: lower is better.</param>
public sealed record EtsModel(EtsForm Kind, EtsWeights Weights, EtsState Start, EtsState Last, double Variance, double LogLikelihood, double Aicc) : IForecastModel
{
    /// <inheritdoc/>
    public string Form => Last.Season.Length > 0 ? $"{Kind}[{Last.Season.Length}]" : Kind.ToString();

    /// <inheritdoc/>
    /// <remarks>Means by the recursion without errors; spread by the formulas of Hyndman et al. 2008, tables 6.2 to 6.4. NaN for a multiplicative trend, and for a multiplicative season under an additive error, which no formula covers.</remarks>
    public Forecast Ahead(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        var (mean, trend) = (new double[steps], new double[steps]);
        var (damping, kept) = (0.0, Weights.Phi);
        for (var step = 0; step < steps; step++, kept *= Weights.Phi)
        {
            damping += kept;
            trend[step] = Kind.Trend switch { EtsPart.None => Last.Level, EtsPart.Additive => Last.Level + (damping * Last.Slope), _ => Last.Level * Math.Pow(Last.Slope, damping) };
            mean[step] = Kind.Season switch
            {
                EtsPart.None => trend[step],
                EtsPart.Additive => trend[step] + SeasonAt(step),
                _ => trend[step] * SeasonAt(step),
            };
        }

        return new(mean, Deviations(mean, trend));
    }

    double SeasonAt(int step) => Last.Season[step % Last.Season.Length];

    double[] Deviations(double[] mean, double[] trend)
    {
        var deviations = new double[mean.Length];
        if (!Kind.HasVariance)
        {
            Array.Fill(deviations, double.NaN);
            return deviations;
        }

        var carried = Carried(mean.Length);
        var relative = Kind.Error == EtsPart.Multiplicative;
        var factors = Kind.Season == EtsPart.Multiplicative;
        var squares = new double[mean.Length]; // E of the squared expectation, of the trend alone where the season multiplies it
        for (var step = 0; step < mean.Length; step++)
        {
            var sum = 0.0;
            for (var back = 1; back <= step; back++) sum += carried[back - 1] * carried[back - 1] * (relative ? squares[step - back] : 1);
            if (!relative)
            {
                deviations[step] = Math.Sqrt(Variance * (1 + sum));
                continue;
            }

            var centre = factors ? trend[step] : mean[step];
            squares[step] = (centre * centre) + (Variance * sum);
            var spread = squares[step] * (1 + Variance);
            if (factors) spread *= Math.Pow(1 + (Weights.Gamma * Weights.Gamma * Variance), step / Last.Season.Length);
            deviations[step] = Math.Sqrt(Math.Max(0, spread - (centre * centre))) * (factors ? Math.Abs(SeasonAt(step)) : 1);
        }

        return deviations;
    }

    // By how much an error moves the expectation a step later, two steps later, ...
    double[] Carried(int steps)
    {
        var carried = new double[steps];
        var (damping, kept) = (0.0, Weights.Phi);
        for (var step = 0; step < steps; step++, kept *= Weights.Phi)
        {
            damping += kept;
            carried[step] = Weights.Alpha + (Kind.Trend == EtsPart.Additive ? Weights.Beta * damping : 0);
            if (Kind.Season == EtsPart.Additive && (step + 1) % Last.Season.Length == 0) carried[step] += Weights.Gamma;
        }

        return carried;
    }
}
