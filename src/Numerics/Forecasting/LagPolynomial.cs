namespace Plumbline.Numerics.Forecasting;

/// <summary>Polynomials in the backward shift, and what their coefficients say of a series.</summary>
static class LagPolynomial
{
    /// <summary>Coefficients of a stationary autoregression from its partial autocorrelations: any real numbers, through tanh.</summary>
    /// <remarks>Barndorff-Nielsen and Schou 1973; Monahan 1984.</remarks>
    internal static void FromUnbounded(ReadOnlySpan<double> unbounded, Span<double> coefficients)
    {
        Span<double> before = stackalloc double[unbounded.Length];
        for (var order = 0; order < unbounded.Length; order++)
        {
            var partial = Math.Tanh(unbounded[order]);
            coefficients[..order].CopyTo(before);
            for (var i = 0; i < order; i++) coefficients[i] = before[i] - (partial * before[order - 1 - i]);
            coefficients[order] = partial;
        }
    }

    /// <summary>a(B) A(Bˢ), both with a leading 1 that is not stored and the signs that the caller uses: (1 + Σ aᵢ Bⁱ)(1 + Σ Aⱼ Bˢʲ).</summary>
    internal static double[] Product(ReadOnlySpan<double> plain, ReadOnlySpan<double> seasonal, int period)
    {
        var product = new double[plain.Length + (seasonal.Length * period)];
        for (var i = 0; i <= plain.Length; i++)
        {
            var a = i == 0 ? 1 : plain[i - 1];
            for (var j = 0; j <= seasonal.Length; j++)
                if (i + j > 0) product[i + (j * period) - 1] += a * (j == 0 ? 1 : seasonal[j - 1]);
        }

        return product;
    }

    /// <summary>Autocovariances of xₜ = Σ φᵢ xₜ₋ᵢ + εₜ with Var ε = 1, from lag 0 on.</summary>
    /// <returns>False where the recursion is not stationary.</returns>
    internal static bool Autocovariances(ReadOnlySpan<double> phi, Span<double> covariances)
    {
        var order = phi.Length;
        Span<double> partial = stackalloc double[order];
        Span<double> current = stackalloc double[order];
        Span<double> next = stackalloc double[order];
        phi.CopyTo(current);
        var variance = 1.0;
        for (var k = order; k > 0; k--)
        {
            var reflection = current[k - 1];
            partial[k - 1] = reflection;
            var rest = 1 - (reflection * reflection);
            if (!(rest > 1e-10)) return false;
            variance /= rest;
            for (var i = 0; i < k - 1; i++) next[i] = (current[i] + (reflection * current[k - 2 - i])) / rest;
            next[..(k - 1)].CopyTo(current);
        }

        covariances[0] = variance;
        var innovation = variance;
        for (var lag = 1; lag < covariances.Length; lag++)
        {
            var known = Math.Min(lag - 1, order); // current holds the coefficients of that order
            var sum = 0.0;
            for (var i = 0; i < known; i++) sum += current[i] * covariances[lag - 1 - i];
            if (lag <= order)
            {
                var reflection = partial[lag - 1];
                sum += reflection * innovation;
                innovation *= 1 - (reflection * reflection);
                for (var i = 0; i < known; i++) next[i] = current[i] - (reflection * current[known - 1 - i]);
                next[..known].CopyTo(current);
                current[known] = reflection;
            }

            covariances[lag] = sum;
        }

        return true;
    }

    /// <summary>Whether all roots are outside a circle somewhat larger than the unit's: 1 − Σ φᵢ zⁱ ≠ 0 for |z| ≤ radius.</summary>
    internal static bool RootsOutside(ReadOnlySpan<double> phi, double radius)
    {
        Span<double> scaled = stackalloc double[phi.Length];
        Span<double> one = stackalloc double[1];
        var power = 1.0;
        for (var i = 0; i < phi.Length; i++) scaled[i] = phi[i] * (power *= radius);
        return Autocovariances(scaled, one);
    }

    /// <summary>Weights of the errors in what an autoregression makes of them: ψ₀ = 1, ψⱼ = θⱼ + Σ φᵢ ψⱼ₋ᵢ.</summary>
    internal static void Psi(ReadOnlySpan<double> phi, ReadOnlySpan<double> theta, Span<double> psi)
    {
        for (var j = 0; j < psi.Length; j++)
        {
            var sum = j == 0 ? 1 : j <= theta.Length ? theta[j - 1] : 0;
            for (var i = 1; i <= Math.Min(j, phi.Length); i++) sum += phi[i - 1] * psi[j - i];
            psi[j] = sum;
        }
    }
}
