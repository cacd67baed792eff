namespace Plumbline.Numerics.Forecasting;

/// <summary>How a method would have done: fitted to what was known at several moments, held against what came then.</summary>
/// <param name="Mae">Mean absolute error, in the unit of the series.</param>
/// <param name="Rmse">Root mean square error, in that unit.</param>
/// <param name="MapePct">Mean absolute error in percent of the truth, where that is not 0; NaN where it always is.</param>
/// <param name="Mase">Mean absolute error in units of the mean distance from the value a period before within what was known; NaN where that is 0.</param>
/// <param name="Coverage">Share of values inside the interval that should hold 90 % of them, 0 to 1.</param>
/// <param name="Origins">Moments.</param>
/// <param name="Values">Forecasts held against a value.</param>
public sealed record Backtest(double Mae, double Rmse, double MapePct, double Mase, double Coverage, int Origins, int Values)
{
    /// <summary>The share that the intervals are asked to hold.</summary>
    public const double Confidence = 0.9;

    /// <summary>Moments evenly over the end of the series, the last one horizon before it ends.</summary>
    /// <param name="method">Fitted anew at each.</param>
    /// <param name="values">Finite.</param>
    /// <param name="periods">As the method takes them; the first is that of MASE.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <param name="origins">How many, 1 or more; fewer where the front of the series would be shorter than half of it.</param>
    /// <returns>Null where the series is shorter than two horizons.</returns>
    public static Backtest? Run(ForecastMethod method, double[] values, IReadOnlyList<int> periods, int horizon, int origins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(origins, 1);
        var tally = new Tally();
        var count = 0;
        for (; count < origins; count++)
        {
            var known = values.Length - (horizon * (count + 1));
            if (known < Math.Max(horizon, values.Length / 2)) break;
            var forecast = method.Fit(values[..known], periods).Ahead(horizon);
            var scale = NaiveDistance(values.AsSpan(0, known), periods.Count > 0 ? periods[0] : 1);
            var (lower, upper) = forecast.Interval(Confidence);
            for (var step = 0; step < horizon; step++) tally.Add(values[known + step], forecast.Mean[step], lower[step], upper[step], scale);
        }

        return count == 0 ? null : tally.Result(count);
    }

    /// <summary>Mean distance of a value from the one a period before: what MASE counts in.</summary>
    /// <remarks>Hyndman and Koehler, "Another look at measures of forecast accuracy", 2006.</remarks>
    public static double NaiveDistance(ReadOnlySpan<double> values, int period)
    {
        var sum = 0.0;
        for (var i = period; i < values.Length; i++) sum += Math.Abs(values[i] - values[i - period]);
        return values.Length > period ? sum / (values.Length - period) : double.NaN;
    }

    sealed class Tally
    {
        double _absolute, _squares, _relative, _scaled;
        int _count, _relatives, _inside;

        internal void Add(double truth, double mean, double lower, double upper, double scale)
        {
            var error = Math.Abs(truth - mean);
            _count++;
            _absolute += error;
            _squares += error * error;
            _scaled += error / scale;
            if (truth >= lower && truth <= upper) _inside++;
            if (truth == 0) return;
            _relative += error / Math.Abs(truth);
            _relatives++;
        }

        internal Backtest Result(int origins) => new(
            _absolute / _count, Math.Sqrt(_squares / _count), _relatives == 0 ? double.NaN : 100 * _relative / _relatives,
            double.IsFinite(_scaled) ? _scaled / _count : double.NaN, (double)_inside / _count, origins, _count);
    }
}
