namespace Plumbline.Numerics.Forecasting;

/// <summary>How much a new value moves each state: level, trend, season; and what the trend keeps a step.</summary>
/// <param name="Alpha">0 to 1.</param>
/// <param name="Beta">0 to alpha.</param>
/// <param name="Gamma">0 to 1 − alpha.</param>
/// <param name="Phi">0.8 to 0.98 where damped, else 1.</param>
public sealed record EtsWeights(double Alpha, double Beta, double Gamma, double Phi);

/// <summary>Where exponential smoothing stands between two values.</summary>
/// <param name="Level">In the unit of the series.</param>
/// <param name="Slope">A step, in that unit; a factor where the trend is multiplicative.</param>
/// <param name="Season">Of the steps that follow, one a step of the cycle; empty without a season.</param>
public sealed record EtsState(double Level, double Slope, double[] Season);

/// <summary>The recursions of exponential smoothing.</summary>
/// <remarks>Hyndman, Koehler, Ord and Snyder, "Forecasting with exponential smoothing: the state space approach", 2008, table 2.2 and 2.3. O(1) a value.</remarks>
sealed class EtsRecursion(EtsForm form)
{
    double _level, _slope;
    double[] _season = [];

    /// <summary>Σ e², relative to the expectation where the error is multiplicative.</summary>
    internal double SquaredErrors { get; private set; }

    /// <summary>−2 log of the likelihood, but for what no parameter changes: n log Σ e² + 2 Σ log |expected|.</summary>
    internal double Deviance { get; private set; }

    internal EtsState State(int seen)
    {
        var season = new double[_season.Length];
        for (var i = 0; i < season.Length; i++) season[i] = _season[(seen + i) % season.Length];
        return new(_level, _slope, season);
    }

    /// <summary>Runs over the values; +∞ where an expectation leaves the range of the form.</summary>
    /// <param name="values">Finite.</param>
    /// <param name="weights">Of the form.</param>
    /// <param name="start">Before the first value.</param>
    /// <param name="expected">Takes the expectations, one a value; empty for not.</param>
    internal double Run(ReadOnlySpan<double> values, EtsWeights weights, EtsState start, Span<double> expected)
    {
        if (_season.Length != start.Season.Length) _season = new double[start.Season.Length];
        start.Season.CopyTo(_season, 0);
        var (alpha, beta, gamma, phi) = weights;
        var (level, slope, phase) = (start.Level, start.Slope, 0);
        var (squares, logs, product) = (0.0, 0.0, 1.0);
        var relative = form.Error == EtsPart.Multiplicative;
        for (var t = 0; t < values.Length; t++)
        {
            var y = values[t];
            var kept = form.Trend switch { EtsPart.None => 0, EtsPart.Additive => phi * slope, _ => phi == 1 ? slope : Math.Pow(slope, phi) };
            var trend = form.Trend == EtsPart.Multiplicative ? level * kept : level + kept;
            var season = form.Season == EtsPart.None ? 0 : _season[phase];
            var mean = form.Season == EtsPart.Multiplicative ? trend * season : trend + season;
            if (!expected.IsEmpty) expected[t] = mean;
            var error = y - mean;
            if (relative)
            {
                error /= mean;
                // Logs of products: few logarithms, and no product out of range.
                product *= Math.Abs(mean);
                if (product is < 1e-100 or > 1e100)
                {
                    logs += Math.Log(product);
                    product = 1;
                }
            }

            squares += error * error;
            var adjusted = form.Season switch { EtsPart.None => y, EtsPart.Additive => y - season, _ => y / season };
            var before = level;
            level = trend + (alpha * (adjusted - trend));
            if (form.Trend == EtsPart.Additive) slope = kept + (beta * (adjusted - trend));
            else if (form.Trend == EtsPart.Multiplicative) slope = kept + (beta / alpha * ((level / before) - kept));
            if (form.Season == EtsPart.None) continue;
            _season[phase] = season + (gamma * ((form.Season == EtsPart.Additive ? y - trend : y / trend) - season));
            if (++phase == _season.Length) phase = 0;
        }

        (_level, _slope, SquaredErrors) = (level, slope, squares);
        Deviance = (values.Length * Math.Log(squares)) + (2 * (logs + Math.Log(product)));
        if (double.IsNaN(Deviance)) Deviance = double.PositiveInfinity;
        return Deviance;
    }
}
