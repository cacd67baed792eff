using Plumbline.Numerics.Decomposition;

namespace Plumbline.Numerics.Forecasting;

/// <summary>Exponential smoothing by maximum likelihood, the form given or chosen by AICc.</summary>
/// <remarks>
/// Hyndman, Koehler, Ord and Snyder 2008. Weights in the usual region: 0 &lt; β &lt; α &lt; 1, 0 &lt; γ &lt; 1 − α, 0.8 &lt; φ &lt; 0.98. The start is fitted too; of a season
/// longer than 24 steps, whose start weighs little, it is taken from a decomposition. Values must be finite: fill gaps before.
/// </remarks>
public static class Ets
{
    const int LongestFittedSeason = 24;
    const int FinishedForms = 3;
    const double Margin = 1e-4;

    /// <summary>The fewest values a fit takes.</summary>
    public const int FewestValues = 8;

    /// <summary>Chooses among the forms with additive, damped or no trend.</summary>
    /// <param name="values">Finite, <see cref="FewestValues"/> or more.</param>
    /// <param name="period">Of the season; 1 for none. One of which there are not two cycles counts as none.</param>
    /// <exception cref="ArgumentException">Too few values, or one that is not finite.</exception>
    public static EtsModel Choose(ReadOnlySpan<double> values, int period = 1)
    {
        Demand(values);
        var seasonal = period > 1 && values.Length >= 2 * period;
        double[] series = [.. values];
        // A rough fit of every form with the start as it was found, then the best in full.
        var rough = EtsForm.Candidates(seasonal, series.Min() > 0)
            .Select(form => new Search(series, form, seasonal && form.Season != EtsPart.None ? period : 1))
            .Where(search => search.Parameters + 2 < series.Length)
            .Select(search => (Search: search, Point: search.Weigh()))
            .OrderBy(fit => fit.Search.Aicc(fit.Point)).Take(FinishedForms).ToList();
        return rough.Select(fit => fit.Search.Finish(fit.Point)).MinBy(model => model.Aicc)!;
    }

    /// <summary>Fits one form.</summary>
    /// <param name="values">Finite, <see cref="FewestValues"/> or more; over 0 where a part is multiplicative.</param>
    /// <param name="form">Which.</param>
    /// <param name="period">Of the season; two cycles of it at least.</param>
    /// <exception cref="ArgumentException">Too few values, one that is not finite, or not over 0 where it has to be.</exception>
    public static EtsModel Fit(ReadOnlySpan<double> values, EtsForm form, int period = 1)
    {
        Demand(values);
        if (form.Season != EtsPart.None && (period < 2 || values.Length < 2 * period)) throw new ArgumentException($"{values.Length} values are fewer than two cycles of {period}.", nameof(period));
        foreach (var value in values)
            if (form.NeedsPositive && value <= 0) throw new ArgumentException($"{form} is for values over 0; one is {value}.", nameof(values));
        var search = new Search([.. values], form, form.Season == EtsPart.None ? 1 : period);
        return search.Finish(search.Weigh());
    }

    /// <summary>The model with everything given: nothing is fitted but the variance.</summary>
    /// <param name="values">Finite.</param>
    /// <param name="form">Of the model.</param>
    /// <param name="weights">Those that the form does not have are not looked at.</param>
    /// <param name="start">Before the first value.</param>
    /// <param name="expected">Takes the expectation of each value; empty for not.</param>
    public static EtsModel With(ReadOnlySpan<double> values, EtsForm form, EtsWeights weights, EtsState start, Span<double> expected = default)
    {
        FiniteValues.Demand(values);
        var recursion = new EtsRecursion(form);
        var deviance = recursion.Run(values, weights, start, expected);
        int n = values.Length, parameters = CountParameters(form, start.Season.Length);
        var logLikelihood = -0.5 * (deviance + (n * (1 + Math.Log(2 * Math.PI / n))));
        var aicc = (-2 * logLikelihood) + (2.0 * parameters * n / Math.Max(1, n - parameters - 1));
        return new(form, weights, start, recursion.State(n), recursion.SquaredErrors / Math.Max(1, n - parameters + 1), logLikelihood, aicc);
    }

    // Weights, the start, and the variance; the season's start has a value less than it has steps, for they add up to 0.
    static int CountParameters(EtsForm form, int period) =>
        3 + (form.Trend != EtsPart.None ? 2 : 0) + (form.Damped ? 1 : 0) + (form.Season != EtsPart.None ? period : 0);

    static void Demand(ReadOnlySpan<double> values)
    {
        if (values.Length < FewestValues) throw new ArgumentException($"{values.Length} values; exponential smoothing is fitted to {FewestValues} or more.", nameof(values));
        FiniteValues.Demand(values);
    }

    /// <summary>The unknowns of one form as numbers of about the same scale, without bounds.</summary>
    sealed class Search
    {
        readonly double[] _values;
        readonly EtsForm _form;
        readonly int _period, _weights;
        readonly EtsState _start;
        readonly double _scale, _seasonScale;
        readonly EtsRecursion _recursion;

        internal Search(double[] values, EtsForm form, int period)
        {
            (_values, _form, _period, _recursion) = (values, form, period, new(form));
            _weights = 1 + (form.Trend != EtsPart.None ? 1 : 0) + (form.Damped ? 1 : 0) + (form.Season != EtsPart.None ? 1 : 0);
            _start = StartOf(values, form, period);
            var std = Statistics.Std(values);
            _scale = std > 0 ? std : 1;
            _seasonScale = form.Season == EtsPart.Multiplicative ? 0.1 : _scale;
        }

        internal int Parameters => CountParameters(_form, _period);

        internal double Aicc(double[] point)
        {
            int n = _values.Length, k = Parameters;
            return Deviance(point) + (2.0 * k * n / Math.Max(1, n - k - 1));
        }

        /// <summary>The weights alone, from a few places, for the likelihood has more than one top.</summary>
        internal double[] Weigh()
        {
            double[][] places = [Place(0.1, 0.1, 0.05), Place(0.5, 0.2, 0.2), Place(0.9, 0.02, 0.3)];
            return places.Select(place => QuasiNewton.Minimize(Deviance, place, 40, 1e-4)).MinBy(Deviance)!;
        }

        internal EtsModel Finish(double[] weights)
        {
            var seasons = _period > 1 && _period <= LongestFittedSeason ? _period - 1 : 0;
            double[] whole = [.. weights, .. new double[1 + (_form.Trend != EtsPart.None ? 1 : 0) + seasons]];
            var (found, start) = Read(QuasiNewton.Minimize(Deviance, whole, 200, 1e-8));
            return With(_values, _form, found, start);
        }

        double Deviance(double[] point)
        {
            var (weights, start) = Read(point);
            return _recursion.Run(_values, weights, start, []);
        }

        double[] Place(double alpha, double beta, double gamma)
        {
            var place = new List<double> { Logit(alpha) };
            if (_form.Trend != EtsPart.None) place.Add(Logit(beta));
            if (_form.Season != EtsPart.None) place.Add(Logit(gamma));
            if (_form.Damped) place.Add(Logit(0.9));
            return [.. place];
        }

        (EtsWeights Weights, EtsState Start) Read(double[] point)
        {
            var next = 1;
            var alpha = Within(point[0], Margin, 1 - Margin);
            var beta = _form.Trend != EtsPart.None ? Within(point[next++], 0, alpha) : 0;
            var gamma = _form.Season != EtsPart.None ? Within(point[next++], 0, 1 - alpha) : 0;
            var phi = _form.Damped ? Within(point[next++], 0.8, 0.98) : 1;
            var weights = new EtsWeights(alpha, beta, gamma, phi);
            if (point.Length == _weights) return (weights, _start);
            var level = _start.Level + (_scale * point[next++]);
            var slope = _form.Trend switch
            {
                EtsPart.None => 0,
                EtsPart.Additive => _start.Slope + (_scale * 0.1 * point[next++]),
                _ => _start.Slope * Math.Exp(0.1 * point[next++]),
            };
            if (next == point.Length) return (weights, _start with { Level = level, Slope = slope });
            double[] season = [.. _start.Season];
            for (var i = 0; next < point.Length; i++, next++)
            {
                season[i] += _seasonScale * point[next];
                season[^1] -= _seasonScale * point[next];
            }

            return (weights, new(level, slope, season));
        }

        static double Within(double unbounded, double low, double high) => low + ((high - low) / (1 + Math.Exp(-unbounded)));

        static double Logit(double share) => Math.Log(share / (1 - share));

        // A straight line through the first values, less the season's mean shape in the first cycles.
        static EtsState StartOf(double[] values, EtsForm form, int period)
        {
            var factors = form.Season == EtsPart.Multiplicative;
            double[] season = form.Season == EtsPart.None ? [] : SeasonOf(values, period, factors);
            var used = Math.Min(values.Length, Math.Max(10, 2 * period));
            var (times, adjusted) = (new double[used], new double[used]);
            for (var i = 0; i < used; i++)
            {
                times[i] = i + 1;
                adjusted[i] = season.Length == 0 ? values[i] : factors ? values[i] / season[i % period] : values[i] - season[i % period];
            }

            if (form.Trend == EtsPart.None) return new(adjusted.Average(), 0, season);
            var (middle, mean) = ((used + 1) / 2.0, adjusted.Average());
            var rise = times.Zip(adjusted, (time, value) => (time - middle) * (value - mean)).Sum() / times.Sum(time => (time - middle) * (time - middle));
            var level = mean - (rise * middle);
            if (form.Trend == EtsPart.Additive) return new(level, rise, season);
            level = level > 0 ? level : adjusted[0];
            return new(level, Math.Clamp(1 + (rise / mean), 0.5, 2), season);
        }

        static double[] SeasonOf(double[] values, int period, bool factors)
        {
            var used = values.AsSpan(0, Math.Min(values.Length, Math.Max(period * 4, 2 * period)));
            double[] series = factors ? [.. used.ToArray().Select(value => Math.Log(value))] : [.. used];
            var parts = Stl.Decompose(series, period, new() { SeasonalWindow = (10 * series.Length) + 1, SeasonalDegree = 0 });
            double[] season = [.. parts.Seasonals[0].Take(period)];
            if (factors) season = [.. season.Select(value => Math.Exp(value))];
            var off = season.Average() - (factors ? 1 : 0);
            return [.. season.Select(value => value - off)];
        }
    }
}
