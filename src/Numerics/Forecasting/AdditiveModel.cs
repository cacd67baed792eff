namespace Plumbline.Numerics.Forecasting;

/// <summary>A trend of straight pieces, Fourier terms for each season, holidays and drivers, added up; what it leaves is noise that remembers.</summary>
/// <remarks>
/// Taylor and Letham, "Forecasting at scale", 2018, whose likelihood it maximises by reweighted ridge regression in place of a general optimiser; the
/// autoregressive noise is our addition, for an hour after one that was too high is too high as well. NaN in the series is skipped.
/// </remarks>
public sealed class AdditiveModel : IForecastModel
{
    const int Rounds = 10;
    readonly AdditiveOptions _options;
    readonly AdditiveTerms _terms;
    readonly double[] _coefficients, _lastResiduals;
    readonly AutoregressiveNoise _noise;
    readonly double _scale, _bend;

    /// <summary>The fewest values a fit takes.</summary>
    public const int FewestValues = 20;

    AdditiveModel(AdditiveOptions options, AdditiveTerms terms, double[] coefficients, double scale, double[] residuals)
    {
        (_options, _terms, _coefficients, _scale) = (options, terms, coefficients, scale);
        var fitted = AutoregressiveNoise.Fit(residuals);
        var free = residuals.Count(double.IsFinite);
        _noise = fitted with { Variance = fitted.Variance * free / Math.Max(1, free - terms.Stiff) };
        _lastResiduals = [.. residuals.TakeLast(Math.Max(1, fitted.Coefficients.Count)).Select(residual => double.IsFinite(residual) ? residual : 0)];
        var bends = terms.Bends(coefficients);
        _bend = bends.Length == 0 ? 0 : bends.ToArray().Average(Math.Abs);
    }

    /// <inheritdoc/>
    public string Form => $"additive[{string.Join(",", _terms.Periods)}]" + (_options.Drivers is { Columns: > 0 and var drivers } ? $" with {drivers} drivers" : "");

    /// <summary>Share of the variance that the terms explain, without the noise's memory; NaN for a constant.</summary>
    public double R2 { get; private init; }

    /// <param name="values">In even steps; NaN where missing. <see cref="FewestValues"/> finite ones or more.</param>
    /// <param name="options">What it is made of.</param>
    /// <exception cref="ArgumentException">Too few values; fewer rows of drivers than values.</exception>
    public static AdditiveModel Fit(ReadOnlySpan<double> values, AdditiveOptions options)
    {
        double[] finite = [.. values.ToArray().Where(double.IsFinite)];
        if (finite.Length < FewestValues) throw new ArgumentException($"{finite.Length} values; an additive model is fitted to {FewestValues} or more.", nameof(values));
        if (options.Drivers is { } drivers && drivers.Rows < values.Length) throw new ArgumentException($"{drivers.Rows} rows of drivers for {values.Length} values.", nameof(options));
        var terms = new AdditiveTerms(values.Length, options);
        var (low, high) = (finite.Min(), finite.Max());
        var scale = high > low ? high - low : 1;
        var design = terms.Rows(0, values.Length);
        var target = new double[values.Length];
        for (var row = 0; row < target.Length; row++)
        {
            target[row] = (values[row] - low) / scale;
            if (double.IsFinite(target[row])) continue;
            target[row] = 0;
            for (var column = 0; column < design.Columns; column++) design[row, column] = 0;
        }

        var coefficients = Solve(design, target, terms, options, finite.Length);
        coefficients[0] += low / scale;
        var residuals = new double[values.Length];
        var fitted = terms.Sum(coefficients, 0, values.Length);
        for (var row = 0; row < residuals.Length; row++) residuals[row] = values[row] - (fitted[row] * scale);
        var (left, whole) = (Statistics.Std(residuals), Statistics.Std(values));
        return new(options, terms, coefficients, scale, residuals) { R2 = whole > 0 ? 1 - (left * left / (whole * whole)) : double.NaN };
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are fewer rows of drivers than that.</exception>
    public Forecast Ahead(int steps)
    {
        var mean = _terms.Sum(_coefficients, _terms.Count, steps);
        var (psi, noise, deviation) = (new double[steps], new double[_lastResiduals.Length + steps], new double[steps]);
        double[] weights = [.. _noise.Coefficients];
        LagPolynomial.Psi(weights, [], psi);
        _lastResiduals.CopyTo(noise, 0);
        var covariances = _noise.Autocovariances(weights.Length + 1);
        var (innovation, sum) = (covariances[0], 0.0);
        for (var i = 0; i < weights.Length; i++) innovation -= weights[i] * covariances[i + 1];
        for (var step = 0; step < steps; step++)
        {
            var at = _lastResiduals.Length + step;
            for (var i = 0; i < weights.Length; i++) noise[at] += weights[i] * noise[at - 1 - i];
            mean[step] = (mean[step] * _scale) + noise[at];
            sum += psi[step] * psi[step];
            // Bends go on as often as before and as large: variance 2 b² each, carried on by the steps since.
            var ahead = (step + 1.0) / _terms.Count;
            var bends = _options.Changepoints / _options.ChangepointShare * 2 * _bend * _bend * ahead * ahead * ahead / 3 * _scale * _scale;
            deviation[step] = Math.Sqrt((Math.Max(0, innovation) * sum) + bends);
        }

        return new(mean, deviation);
    }

    static double[] Solve(ColumnMatrix design, double[] target, AdditiveTerms terms, AdditiveOptions options, int finite)
    {
        var count = design.Columns;
        var (products, right) = (new ColumnMatrix(count, count), new double[count]);
        for (var i = 0; i < count; i++)
        {
            right[i] = VectorArithmetic.Dot(design.Column(i), target);
            for (var j = i; j < count; j++) products[j, i] = VectorArithmetic.Dot(design.Column(i), design.Column(j));
        }

        var (squares, variance) = (VectorArithmetic.Dot(target, target), 0.01);
        var (coefficients, penalties) = (new double[count], new double[count]);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < count; i++)
            {
                var flat = variance / (options.CoefficientScale * options.CoefficientScale);
                // |δ| = δ² / |δ|: a bend near 0 weighs as much as one of a thousandth of the scale.
                var bend = variance / options.ChangepointScale / Math.Max(Math.Abs(coefficients[i]), options.ChangepointScale * (round == 0 ? 1 : 1e-3));
                penalties[i] = terms.IsBend(i) ? bend : flat;
            }

            coefficients = Cholesky.Solve(products, penalties, right);
            var left = squares;
            for (var i = 0; i < count; i++) left -= coefficients[i] * (right[i] + (penalties[i] * coefficients[i]));
            variance = Math.Max(left / finite, 1e-10);
        }

        return coefficients;
    }
}
