namespace Plumbline.Numerics;

/// <summary>The variance of the sum of a series whose values depend on those shortly before: what counts for the error of a coefficient when residuals are correlated.</summary>
public static class LongRunVariance
{
    /// <summary>How many lags a test with n rows should look at: 1.3 √n, rounded up.</summary>
    /// <remarks>Lazarus, Lewis, Stock and Watson, "HAR inference: recommendations for practice", J. Business and Economic Statistics 2018: fewer lags, as older rules have them, find significance too often.</remarks>
    public static int Lags(int rows) => (int)Math.Ceiling(1.3 * Math.Sqrt(Math.Max(rows, 0)));

    /// <summary>Σ x² + 2 Σ wₗ Σ xₜ xₜ₋ₗ with Bartlett's weights wₗ = 1 − l / (lags + 1): the variance of Σ x for a series with mean 0.</summary>
    /// <param name="series">In even steps of time; NaN where a value is missing, which then adds nothing.</param>
    /// <param name="lags">0 or more; 0 is plain Σ x².</param>
    /// <remarks>Newey and West 1987; gaps as Datta and Du 2012 ("amplitude modulated"). Never negative. O(n × lags).</remarks>
    public static double NeweyWest(ReadOnlySpan<double> series, int lags)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lags);
        var filled = new double[series.Length];
        for (var i = 0; i < filled.Length; i++) filled[i] = double.IsFinite(series[i]) ? series[i] : 0;
        var sum = VectorArithmetic.Dot(filled, filled);
        for (var lag = 1; lag <= lags && lag < filled.Length; lag++)
            sum += 2 * (1 - (lag / (lags + 1.0))) * VectorArithmetic.Dot(filled.AsSpan(0, filled.Length - lag), filled.AsSpan(lag));
        return Math.Max(0, sum);
    }
}
