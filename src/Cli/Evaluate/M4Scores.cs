using System.Runtime.InteropServices;

namespace Plumbline.Cli.Evaluate;

/// <summary>The competition's measures of one forecast.</summary>
/// <param name="Smape">Mean of 200 |y − f| / (|y| + |f|), percent.</param>
/// <param name="Mase">Mean |y − f| in units of the mean distance from the value a period before, in what may be looked at.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct M4Score(double Smape, double Mase)
{
    public static M4Score Of(M4Series series, double[] forecast, double naiveDistance)
    {
        var (smape, mase) = (0.0, 0.0);
        for (var step = 0; step < forecast.Length; step++)
        {
            var error = Math.Abs(series.Test[step] - forecast[step]);
            var size = Math.Abs(series.Test[step]) + Math.Abs(forecast[step]);
            smape += size > 0 ? 200 * error / size : 0;
            mase += error / naiveDistance;
        }

        return new(smape / forecast.Length, mase / forecast.Length);
    }
}

/// <summary>How a method did on all series.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Smape">Mean over series.</param>
/// <param name="Mase">Mean over series.</param>
/// <param name="Owa">Mean of both, each over Naive 2's.</param>
/// <param name="Coverage">Share of values inside the 90 % interval; NaN where the method has none.</param>
/// <param name="TimePerSeries">Fit and forecast, by the clock, with as many series at once as there are processors.</param>
sealed record M4MethodScore(string Method, double Smape, double Mase, double Owa, double Coverage, TimeSpan TimePerSeries);

/// <summary>The benchmark that OWA is counted in: the last value of the seasonally adjusted series, where a season is there.</summary>
/// <remarks>Makridakis, Spiliotis and Assimakopoulos, "The M4 competition: 100,000 time series and 61 forecasting methods", 2020: a season where the autocorrelation at its lag is significant at 90 %, taken out by classical multiplicative decomposition.</remarks>
static class Naive2
{
    const double Significant = 1.645;

    public static double[] Forecast(double[] values, int period, int steps)
    {
        var factors = period > 1 && IsSeasonal(values, period) ? Factors(values, period) : [1];
        var last = values[^1] / factors[(values.Length - 1) % factors.Length];
        return [.. Enumerable.Range(values.Length, steps).Select(step => last * factors[step % factors.Length])];
    }

    static bool IsSeasonal(double[] values, int period)
    {
        if (values.Length < 3 * period) return false;
        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean));
        double Correlation(int lag) => Enumerable.Range(lag, values.Length - lag).Sum(i => (values[i] - mean) * (values[i - lag] - mean)) / variance;
        var before = Enumerable.Range(1, period - 1).Sum(lag => Correlation(lag) * Correlation(lag));
        return Math.Abs(Correlation(period)) > Significant * Math.Sqrt((1 + (2 * before)) / values.Length);
    }

    // Mean ratio to the centred moving mean, by phase, about 1.
    static double[] Factors(double[] values, int period)
    {
        var (sums, counts) = (new double[period], new int[period]);
        var half = period / 2;
        for (var i = half; i < values.Length - half; i++)
        {
            var trend = period % 2 == 1
                ? values[(i - half)..(i + half + 1)].Average()
                : (values[(i - half + 1)..(i + half)].Sum() + ((values[i - half] + values[i + half]) / 2)) / period;
            sums[i % period] += values[i] / trend;
            counts[i % period]++;
        }

        double[] means = [.. sums.Zip(counts, (sum, count) => sum / count)];
        var level = means.Average();
        return [.. means.Select(mean => mean / level)];
    }
}
