namespace Plumbline.Numerics.Forecasting;

/// <summary>Order of a seasonal ARIMA model.</summary>
/// <param name="P">Autoregressive terms.</param>
/// <param name="D">Differences.</param>
/// <param name="Q">Moving-average terms.</param>
/// <param name="SeasonalP">Seasonal autoregressive terms.</param>
/// <param name="SeasonalD">Seasonal differences.</param>
/// <param name="SeasonalQ">Seasonal moving-average terms.</param>
/// <param name="Period">Steps of a season; 1 for none.</param>
/// <param name="Constant">Whether the differenced series has a mean: a level without differences, a drift with one.</param>
public sealed record ArimaOrder(int P, int D, int Q, int SeasonalP = 0, int SeasonalD = 0, int SeasonalQ = 0, int Period = 1, bool Constant = false)
{
    /// <summary>Values that differencing takes from the front.</summary>
    internal int Lost => D + (SeasonalD * Period);

    /// <summary>Coefficients, the mean and the variance.</summary>
    internal int Parameters => P + Q + SeasonalP + SeasonalQ + (Constant ? 1 : 0) + 1;

    /// <inheritdoc/>
    public override string ToString() =>
        $"ARIMA({P},{D},{Q}){(Period > 1 ? $"({SeasonalP},{SeasonalD},{SeasonalQ})[{Period}]" : "")}{(!Constant ? "" : D + SeasonalD == 0 ? " with mean" : " with drift")}";

    internal double[] Differenced(ReadOnlySpan<double> values)
    {
        double[] series = [.. values];
        for (var i = 0; i < SeasonalD; i++) series = Difference(series, Period);
        for (var i = 0; i < D; i++) series = Difference(series, 1);
        return series;
    }

    internal static double[] Difference(double[] series, int lag)
    {
        var differences = new double[Math.Max(0, series.Length - lag)];
        for (var i = 0; i < differences.Length; i++) differences[i] = series[i + lag] - series[i];
        return differences;
    }
}
