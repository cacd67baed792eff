namespace Plumbline.Numerics;

/// <summary>Noise that remembers: each value is a weighted sum of those before it and something new. Immutable; plain numbers to store.</summary>
/// <param name="Variance">Of a single value.</param>
/// <param name="Coefficients">Weight of the value one step before, two steps before, ...; empty for noise without memory.</param>
public sealed record AutoregressiveNoise(double Variance, IReadOnlyList<double> Coefficients)
{
    /// <summary>Fits to residuals; the order, at most 10 log₁₀ n, is the one with the smallest AIC.</summary>
    /// <param name="residuals">About 0, in even steps of time; NaN where missing.</param>
    /// <returns>Without memory where there are fewer than ten values, or all are 0.</returns>
    /// <remarks>Yule and Walker's equations by Levinson's recursion (Brockwell and Davis, "Time Series", 8.2); covariances are taken over the pairs that are there.</remarks>
    public static AutoregressiveNoise Fit(ReadOnlySpan<double> residuals)
    {
        const int FewestValues = 10;
        var count = 0;
        foreach (var value in residuals)
            if (double.IsFinite(value)) count++;
        if (count < FewestValues) return new(count == 0 ? double.NaN : Covariances(residuals, 0)[0], []);
        var covariances = Covariances(residuals, (int)(10 * Math.Log10(count)));
        if (covariances[0] == 0) return new(0, []);

        double[] best = [], current = [];
        var (innovation, smallest) = (covariances[0], count * Math.Log(covariances[0]));
        for (var order = 1; order < covariances.Length; order++)
        {
            var reflection = covariances[order];
            for (var i = 0; i < current.Length; i++) reflection -= current[i] * covariances[order - 1 - i];
            reflection /= innovation;
            // Covariances over gaps need not belong to any series: beyond here they do not.
            if (!(Math.Abs(reflection) < 1)) break;
            var next = new double[order];
            next[^1] = reflection;
            for (var i = 0; i < current.Length; i++) next[i] = current[i] - (reflection * current[^(i + 1)]);
            current = next;
            innovation *= 1 - (reflection * reflection);
            var criterion = (count * Math.Log(innovation)) + (2 * order);
            if (criterion < smallest) (best, smallest) = (current, criterion);
        }

        return new(covariances[0], best);
    }

    /// <summary>Covariance of values a step, two steps, ... apart, from 0 steps on.</summary>
    /// <param name="count">How many.</param>
    public double[] Autocovariances(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var correlations = Correlations(Math.Max(count, Coefficients.Count + 1));
        return [.. correlations.Take(count).Select(correlation => correlation * Variance)];
    }

    /// <summary>Variance of the sum of values in a row: of many, about n / n′ times that of as many independent ones.</summary>
    /// <param name="count">How many values; 0 or more.</param>
    public double VarianceOfSum(int count)
    {
        var sum = 0.0;
        var covariances = Autocovariances(count);
        for (var lag = 0; lag < covariances.Length; lag++) sum += (lag == 0 ? 1 : 2) * (count - lag) * covariances[lag];
        return Math.Max(0, sum);
    }

    /// <summary>By how much the variance of a long sum exceeds that of independent values: n / n′, 1 for noise without memory.</summary>
    public double Inflation
    {
        get
        {
            if (Coefficients.Count == 0 || Variance == 0) return 1;
            var correlations = Correlations(Coefficients.Count + 1);
            var innovation = 1 - Coefficients.Select((weight, i) => weight * correlations[i + 1]).Sum();
            var rest = 1 - Coefficients.Sum();
            return innovation / (rest * rest);
        }
    }

    // From the coefficients back to the correlations: Levinson's recursion run down to its reflections, and up again.
    double[] Correlations(int count)
    {
        var orders = new double[Coefficients.Count + 1][];
        orders[^1] = [.. Coefficients];
        for (var order = Coefficients.Count; order > 0; order--)
        {
            var (upper, reflection) = (orders[order], orders[order][^1]);
            var lower = new double[order - 1];
            for (var i = 0; i < lower.Length; i++) lower[i] = (upper[i] + (reflection * upper[order - 2 - i])) / (1 - (reflection * reflection));
            orders[order - 1] = lower;
        }

        var correlations = new double[count];
        correlations[0] = 1;
        var innovation = 1.0;
        for (var lag = 1; lag < count; lag++)
        {
            var weights = orders[Math.Min(lag - 1, Coefficients.Count)];
            for (var i = 0; i < weights.Length; i++) correlations[lag] += weights[i] * correlations[lag - 1 - i];
            if (lag > Coefficients.Count) continue;
            var reflection = orders[lag][^1];
            correlations[lag] += reflection * innovation;
            innovation *= 1 - (reflection * reflection);
        }

        return correlations;
    }

    static double[] Covariances(ReadOnlySpan<double> series, int most)
    {
        var covariances = new double[Math.Min(most, series.Length - 1) + 1];
        for (var lag = 0; lag < covariances.Length; lag++)
        {
            var (sum, pairs) = (0.0, 0);
            for (var i = lag; i < series.Length; i++)
            {
                var product = series[i] * series[i - lag];
                if (!double.IsFinite(product)) continue;
                sum += product;
                pairs++;
            }

            covariances[lag] = pairs == 0 ? 0 : sum / pairs * (1 - (lag / (double)series.Length));
        }

        return covariances;
    }
}
