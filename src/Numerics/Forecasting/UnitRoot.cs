namespace Plumbline.Numerics.Forecasting;

/// <summary>Whether a series keeps a level or wanders.</summary>
public static class UnitRoot
{
    // The 5 % point for a level.
    const double Critical = 0.463;

    /// <summary>KPSS's statistic for a level: Σ of squared partial sums / (n² long-run variance). Over 0.463 a level is refused at 5 %.</summary>
    /// <param name="series">Finite, two values or more.</param>
    /// <returns>0 for a constant.</returns>
    /// <remarks>Kwiatkowski, Phillips, Schmidt and Shin 1992; 3 √n / 13 lags, as Hyndman and Khandakar's search takes them.</remarks>
    public static double Kpss(ReadOnlySpan<double> series)
    {
        var mean = Statistics.Mean(series);
        var centred = new double[series.Length];
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < centred.Length; i++)
        {
            centred[i] = series[i] - mean;
            sum += centred[i];
            squares += sum * sum;
        }

        var variance = LongRunVariance.NeweyWest(centred, (int)(3 * Math.Sqrt(series.Length) / 13));
        return variance > 0 ? squares / series.Length / variance : 0;
    }

    internal static bool Wanders(ReadOnlySpan<double> series) => Kpss(series) > Critical;
}
