namespace Plumbline.Numerics;

/// <summary>Fisher's distribution: of the ratio of two mean squares of normal values.</summary>
public static class FisherF
{
    // From here on Stirling's series for log Γ is good to the last digits.
    const double LargeForGamma = 15;

    /// <summary>The share of the distribution above a ratio: the p-value of an F test.</summary>
    /// <param name="ratio">0 or more; NaN gives NaN.</param>
    /// <param name="numerator">Degrees of freedom of the mean square above the line; above 0.</param>
    /// <param name="denominator">Those of the one below it; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <remarks>By the incomplete beta function (Abramowitz and Stegun, 26.6.2). Relative error about 1e-12, up to 1e-9 for degrees of freedom in the tens of thousands.</remarks>
    public static double Tail(double ratio, double numerator, double denominator)
    {
        if (!(numerator > 0)) throw new ArgumentOutOfRangeException(nameof(numerator), numerator, "Degrees of freedom are above 0.");
        if (!(denominator > 0)) throw new ArgumentOutOfRangeException(nameof(denominator), denominator, "Degrees of freedom are above 0.");
        if (ratio < 0) throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "A ratio of squares is 0 or more.");
        if (double.IsNaN(ratio)) return double.NaN;
        if (ratio == 0) return 1;
        if (double.IsPositiveInfinity(ratio)) return 0;
        var (a, b) = (denominator / 2, numerator / 2);
        var odds = numerator * ratio / denominator;
        var (x, rest) = (1 / (1 + odds), odds / (1 + odds));
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) - (a * Math.Log(1 + odds)) + (b * Math.Log(rest)));
        return x < (a + 1) / (a + b + 2) ? front * BetaFraction.At(x, a, b) / a : 1 - (front * BetaFraction.At(rest, b, a) / b);
    }

    /// <summary>log Γ(z) by Stirling's series, to which Γ(z + 1) = z Γ(z) leads small z (Abramowitz and Stegun, 6.1.15 and 6.1.41).</summary>
    static double LogGamma(double z)
    {
        var shift = 1.0;
        for (; z < LargeForGamma; z++) shift *= z;
        var u = 1 / (z * z);
        var series = (1.0 / 12) - (u * ((1.0 / 360) - (u * ((1.0 / 1260) - (u * ((1.0 / 1680) - (u * ((1.0 / 1188) - (u * 691 / 360360)))))))));
        return ((z - 0.5) * Math.Log(z)) - z + (0.5 * Math.Log(2 * Math.PI)) + (series / z) - Math.Log(shift);
    }
}
