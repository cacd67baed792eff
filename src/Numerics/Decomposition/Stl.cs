namespace Plumbline.Numerics.Decomposition;

/// <summary>Season and trend by loess: STL for one period, MSTL for several.</summary>
/// <remarks>
/// Cleveland, Cleveland, McRae and Terpenning 1990; Bandara, Hyndman and Bergmeir, "MSTL: a seasonal-trend decomposition algorithm for time series with multiple
/// seasonal patterns", 2021. O(n × windows / jumps) a round. Values must be finite: fill gaps before.
/// </remarks>
public static class Stl
{
    /// <summary>Takes a series with one season apart.</summary>
    /// <param name="values">Finite, two periods or more.</param>
    /// <param name="period">Steps of a cycle, 2 or more.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">Fewer than two periods of values, or one that is not finite.</exception>
    public static SeasonalParts Decompose(ReadOnlySpan<double> values, int period, StlOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        if (values.Length < 2 * period) throw new ArgumentException($"{values.Length} values are fewer than two periods of {period}.", nameof(values));
        FiniteValues.Demand(values);
        return new Work(values.ToArray(), period, options ?? new()).Run();
    }

    /// <summary>Takes a series with several seasons apart, the shortest first, twice over.</summary>
    /// <param name="values">Finite.</param>
    /// <param name="periods">Of 2 steps or more, rising; those longer than half the series are left out. The i-th has the seasonal window 7 + 4 i.</param>
    /// <param name="options">For all but the seasonal windows; null for the defaults.</param>
    /// <returns>Without any period that fits, the trend is the series smoothed by loess over a third of it.</returns>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static SeasonalParts DecomposeMany(ReadOnlySpan<double> values, IReadOnlyList<int> periods, StlOptions? options = null)
    {
        FiniteValues.Demand(values);
        var count = values.Length;
        int[] fitting = [.. periods.Where(period => period >= 2 && 2 * period <= count)];
        var left = values.ToArray();
        var weights = new double[count];
        Array.Fill(weights, 1);
        var trend = new double[count];
        if (fitting.Length == 0 && count > 0) new Loess(Math.Max(3, (count / 3) | 1), 1, 1).Smooth(left, [], trend);
        double[][] seasonals = [.. fitting.Select(_ => new double[count])];
        var rounds = fitting.Length == 1 ? 1 : 2;
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < fitting.Length; i++)
            {
                VectorArithmetic.AddScaled(left, 1, seasonals[i]);
                var parts = Decompose(left, fitting[i], (options ?? new()) with { SeasonalWindow = StlOptions.SeasonalWindowOf(i) });
                (seasonals[i], trend, weights) = (parts.Seasonals[0], parts.Trend, parts.Weights);
                VectorArithmetic.AddScaled(left, -1, seasonals[i]);
            }
        }

        VectorArithmetic.AddScaled(left, -1, trend);
        return new(trend, seasonals, left, fitting, weights);
    }

    sealed class Work
    {
        readonly double[] _values, _trend, _season, _weights, _scratch, _cycles, _lowPass;
        readonly double[] _phase, _phaseWeights, _phaseSmooth;
        readonly int _period;
        readonly StlOptions _options;
        bool _weighted;

        internal Work(double[] values, int period, StlOptions options)
        {
            (_values, _period, _options) = (values, period, options);
            var count = values.Length;
            (_trend, _season, _weights, _scratch) = (new double[count], new double[count], new double[count], new double[count + (2 * period)]);
            (_cycles, _lowPass) = (new double[count + (2 * period)], new double[count + (2 * period)]);
            var cycles = ((count - 1) / period) + 1;
            (_phase, _phaseWeights, _phaseSmooth) = (new double[cycles], new double[cycles], new double[cycles]);
            Array.Fill(_weights, 1);
        }

        internal SeasonalParts Run()
        {
            for (var round = 0; ; round++)
            {
                for (var inner = 0; inner < _options.InnerRounds; inner++) SeasonAndTrend();
                if (round == _options.OuterRounds) break;
                Reweigh();
                _weighted = true;
            }

            var remainder = new double[_values.Length];
            for (var i = 0; i < remainder.Length; i++) remainder[i] = _values[i] - _trend[i] - _season[i];
            return new(_trend, [_season], remainder, [_period], _weights);
        }

        void SeasonAndTrend()
        {
            var count = _values.Length;
            for (var i = 0; i < count; i++) _scratch[i] = _values[i] - _trend[i];
            SmoothPhases(_scratch.AsSpan(0, count));
            MovingMean(_cycles, _scratch, count + (2 * _period), _period);
            MovingMean(_scratch, _lowPass, count + _period + 1, _period);
            MovingMean(_lowPass, _scratch, count + 2, 3);
            _options.LowPassLoess(_period).Smooth(_scratch.AsSpan(0, count), [], _lowPass.AsSpan(0, count));
            for (var i = 0; i < count; i++)
            {
                _season[i] = _cycles[_period + i] - _lowPass[i];
                _scratch[i] = _values[i] - _season[i];
            }

            _options.TrendLoess(_period).Smooth(_scratch.AsSpan(0, count), _weighted ? _weights : [], _trend);
        }

        // Each phase of the cycle is a series of its own: smoothed, and carried one cycle beyond either end.
        void SmoothPhases(ReadOnlySpan<double> detrended)
        {
            var loess = _options.SeasonalLoess;
            for (var phase = 0; phase < _period; phase++)
            {
                var cycles = ((detrended.Length - phase - 1) / _period) + 1;
                var values = _phase.AsSpan(0, cycles);
                var weights = _phaseWeights.AsSpan(0, _weighted ? cycles : 0);
                var smooth = _phaseSmooth.AsSpan(0, cycles);
                for (var cycle = 0; cycle < cycles; cycle++) values[cycle] = detrended[(cycle * _period) + phase];
                for (var cycle = 0; cycle < weights.Length; cycle++) weights[cycle] = _weights[(cycle * _period) + phase];
                loess.Smooth(values, weights, smooth);
                _cycles[phase] = loess.Fit(values, weights, -1, 0, Math.Min(loess.Window, cycles) - 1) ?? smooth[0];
                for (var cycle = 0; cycle < cycles; cycle++) _cycles[((cycle + 1) * _period) + phase] = smooth[cycle];
                _cycles[((cycles + 1) * _period) + phase] = loess.Fit(values, weights, cycles, Math.Max(0, cycles - loess.Window), cycles - 1) ?? smooth[^1];
            }
        }

        static void MovingMean(double[] from, double[] to, int count, int window)
        {
            var sum = 0.0;
            for (var i = 0; i < window; i++) sum += from[i];
            to[0] = sum / window;
            for (var i = window; i < count; i++)
            {
                sum += from[i] - from[i - window];
                to[i - window + 1] = sum / window;
            }
        }

        // Bisquare weights of the remainder at six times its median.
        void Reweigh()
        {
            var distances = new double[_values.Length];
            for (var i = 0; i < distances.Length; i++) distances[i] = Math.Abs(_values[i] - _trend[i] - _season[i]);
            var limit = 6 * Statistics.Median(distances);
            for (var i = 0; i < distances.Length; i++)
            {
                var share = distances[i] / limit;
                _weights[i] = distances[i] <= 0.001 * limit ? 1 : share <= 0.999 ? (1 - (share * share)) * (1 - (share * share)) : 0;
            }
        }
    }
}
