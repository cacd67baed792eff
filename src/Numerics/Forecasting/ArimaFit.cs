namespace Plumbline.Numerics.Forecasting;

/// <summary>The coefficients of one order on one series, as numbers without bounds.</summary>
sealed class ArimaFit
{
    readonly double[] _values, _series, _errors, _ones;
    readonly ArimaOrder _order;
    readonly double _scale;

    internal ArimaFit(double[] values, ArimaOrder order)
    {
        (_values, _order) = (values, order);
        _series = order.Differenced(values);
        var std = Statistics.Std(_series);
        _scale = std > 0 ? std : 1;
        for (var i = 0; i < _series.Length; i++) _series[i] /= _scale;
        (_errors, _ones) = (new double[_series.Length], new double[order.Constant ? _series.Length : 0]);
    }

    int Coefficients => _order.P + _order.Q + _order.SeasonalP + _order.SeasonalQ;

    /// <summary>The point of the smallest conditional sum of squares.</summary>
    internal double[] LeastSquares() => QuasiNewton.Minimize(ConditionalDeviance, new double[Coefficients], 50, 1e-2);

    /// <summary>The point of the greatest exact likelihood near a point.</summary>
    /// <param name="start">From where.</param>
    /// <param name="tolerance">How much the deviance may be off, about.</param>
    internal double[] Likeliest(double[] start, double tolerance = 1e-7)
    {
        // Conditional least squares may end at the edge, where the exact likelihood is flat or not defined.
        double[] inside = [.. start.Select(value => Math.Clamp(value, -2.5, 2.5))];
        return QuasiNewton.Minimize(ExactDeviance, inside, 100, tolerance);
    }

    /// <summary>Akaike's criterion, corrected for few values; +∞ where a root is next to the unit circle, for then another order is meant.</summary>
    internal double Aicc(double[] point, bool exact)
    {
        var (phi, theta) = Plain(point);
        if (!LagPolynomial.RootsOutside(phi, 1.01) || !LagPolynomial.RootsOutside(theta, 1.01)) return double.PositiveInfinity;
        int n = _series.Length, k = _order.Parameters;
        return (exact ? ExactDeviance(point) : ConditionalDeviance(point)) + (2.0 * k * n / Math.Max(1, n - k - 1));
    }

    internal ArimaModel Model(double[] point)
    {
        var (phi, theta) = Polynomials(point);
        var filter = new ArmaFilter(phi, theta);
        var deviance = filter.Run(_series, _order.Constant) + (2 * _series.Length * Math.Log(_scale));
        int n = _series.Length, k = _order.Parameters;
        var variance = filter.SquaredErrors / Math.Max(1, n - k + 1) * _scale * _scale;
        double[] state = [.. filter.State.Select(value => value * _scale)];
        return new(_order, phi, theta, filter.Mean * _scale, variance, -deviance / 2, deviance + (2.0 * k * n / Math.Max(1, n - k - 1)), new(state, filter.MeanError, [.. _values.TakeLast(_order.Lost)]));
    }

    double ExactDeviance(double[] point)
    {
        var (phi, theta) = Polynomials(point);
        return new ArmaFilter(phi, theta).Run(_series, _order.Constant);
    }

    // Errors before the first value are 0, and the first values are taken as given.
    double ConditionalDeviance(double[] point)
    {
        var (phi, theta) = Polynomials(point);
        var first = Math.Min(phi.Length, _series.Length / 2);
        Filter(_series, phi, theta, first, _errors);
        var used = _errors.AsSpan(first);
        var squares = VectorArithmetic.Dot(used, used);
        if (_order.Constant)
        {
            Filter(null, phi, theta, first, _ones);
            var ones = _ones.AsSpan(first);
            var cross = VectorArithmetic.Dot(used, ones);
            squares -= cross * cross / VectorArithmetic.Dot(ones, ones);
        }

        var deviance = _series.Length * (Math.Log(2 * Math.PI * squares / used.Length) + 1);
        return double.IsNaN(deviance) ? double.PositiveInfinity : deviance;
    }

    // Seasonal polynomials are mostly zeros: only what is there is multiplied. Without a series, that of ones.
    static void Filter(double[]? series, double[] phi, double[] theta, int first, double[] errors)
    {
        Span<int> arLags = stackalloc int[phi.Length], maLags = stackalloc int[theta.Length];
        var (ars, mas) = (Lags(phi, arLags), Lags(theta, maLags));
        Array.Clear(errors, 0, first);
        for (var t = first; t < errors.Length; t++)
        {
            var error = series == null ? 1 : series[t];
            for (var i = 0; i < ars; i++)
                if (t >= arLags[i]) error -= phi[arLags[i] - 1] * (series == null ? 1 : series[t - arLags[i]]);
            for (var i = 0; i < mas; i++)
                if (t >= maLags[i]) error -= theta[maLags[i] - 1] * errors[t - maLags[i]];
            errors[t] = error;
        }
    }

    static int Lags(double[] coefficients, Span<int> lags)
    {
        var count = 0;
        for (var i = 0; i < coefficients.Length; i++)
            if (coefficients[i] != 0) lags[count++] = i + 1;
        return count;
    }

    // The product of the plain and the seasonal polynomial: φ with the sign of xₜ = Σ φᵢ xₜ₋ᵢ, θ with that of εₜ + Σ θⱼ εₜ₋ⱼ.
    (double[] Phi, double[] Theta) Polynomials(double[] point)
    {
        Span<double> ar = stackalloc double[_order.P], ma = stackalloc double[_order.Q], seasonalAr = stackalloc double[_order.SeasonalP], seasonalMa = stackalloc double[_order.SeasonalQ];
        ReadOnlySpan<double> rest = point;
        rest = Take(rest, ar);
        rest = Take(rest, ma);
        rest = Take(rest, seasonalAr);
        Take(rest, seasonalMa);
        var phi = LagPolynomial.Product(ar, seasonalAr, _order.Period);
        for (var i = 0; i < phi.Length; i++) phi[i] = -phi[i];
        return (phi, LagPolynomial.Product(ma, seasonalMa, _order.Period));
    }

    (double[] Phi, double[] Theta) Plain(double[] point)
    {
        var (phi, theta) = (new double[_order.P], new double[_order.Q]);
        LagPolynomial.FromUnbounded(point.AsSpan(0, _order.P), phi);
        LagPolynomial.FromUnbounded(point.AsSpan(_order.P, _order.Q), theta);
        return (phi, theta);
    }

    // Invertible as well as stationary: both polynomials are 1 − Σ cᵢ Bⁱ with c from partial autocorrelations.
    static ReadOnlySpan<double> Take(ReadOnlySpan<double> point, scoped Span<double> polynomial)
    {
        LagPolynomial.FromUnbounded(point[..polynomial.Length], polynomial);
        for (var i = 0; i < polynomial.Length; i++) polynomial[i] = -polynomial[i];
        return point[polynomial.Length..];
    }
}
