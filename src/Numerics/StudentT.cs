namespace Plumbline.Numerics;

/// <summary>Student's distribution: of the mean of a few normal values, in units of their own standard error.</summary>
public static class StudentT
{
    const int MostSteps = 200;
    const double Precision = 1e-15;

    // From here on Stirling's series for Γ(z + ½) / Γ(z) is good to the last digits.
    const double LargeForGamma = 60;

    // From here on the expansion around the normal quantile is.
    const double LargeForNormal = 1e5;

    /// <summary>The t that a share of the distribution lies below.</summary>
    /// <param name="share">Above 0, below 1.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    /// <remarks>Newton's method inside a bracket, on an incomplete beta function (Abramowitz and Stegun, 26.7.1). Relative error about 1e-14; 1e-11 in tails of 1e-9 and less.</remarks>
    public static double Quantile(double share, double degreesOfFreedom)
    {
        if (share is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A share is above 0 and below 1.");
        if (!(degreesOfFreedom > 0)) throw new ArgumentOutOfRangeException(nameof(degreesOfFreedom), degreesOfFreedom, "Degrees of freedom are above 0.");
        if (share == 0.5) return 0;
        if (degreesOfFreedom >= LargeForNormal) return NearlyNormal(Normal.Quantile(share), degreesOfFreedom);
        var t = UpperQuantile(Math.Min(share, 1 - share), Math.Abs(share - 0.5), degreesOfFreedom);
        return share < 0.5 ? -t : t;
    }

    /// <summary>The share of the distribution that is further from 0 than t, on either side: the p-value of a coefficient's t.</summary>
    /// <param name="t">NaN gives NaN.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no degrees of freedom.</exception>
    /// <remarks>Relative error about 1e-13 for p above 1e-100.</remarks>
    public static double TwoSidedTail(double t, double degreesOfFreedom)
    {
        if (!(degreesOfFreedom > 0)) throw new ArgumentOutOfRangeException(nameof(degreesOfFreedom), degreesOfFreedom, "Degrees of freedom are above 0.");
        if (double.IsNaN(t)) return double.NaN;
        if (t == 0) return 1;
        return double.IsInfinity(t) ? 0 : 2 * Share(Math.Abs(t), degreesOfFreedom, GammaRatio(degreesOfFreedom / 2), fromCentre: false);
    }

    /// <summary>Abramowitz and Stegun, 26.7.5.</summary>
    static double NearlyNormal(double z, double nu)
    {
        var square = z * z;
        return z * (1 + (((square + 1) / 4) + (((((5 * square) + 16) * square) + 3) / 96 / nu)) / nu);
    }

    /// <param name="tail">Share above t.</param>
    /// <param name="centre">Share from 0 to t: not to be had from the tail without loss where it is small.</param>
    /// <param name="nu">Degrees of freedom.</param>
    static double UpperQuantile(double tail, double centre, double nu)
    {
        var gammas = GammaRatio(nu / 2);
        var peak = gammas / Math.Sqrt(nu * Math.PI);
        var byCentre = centre < tail;
        // The density falls from its peak: no t is nearer than this.
        var t = centre / peak;
        var (low, high) = (t, double.PositiveInfinity);
        for (var step = 0; step < MostSteps; step++)
        {
            var found = Share(t, nu, gammas, byCentre);
            var density = peak * Math.Exp(-(nu + 1) / 2 * LogOnePlus(t * t / nu));
            if (byCentre ? found <= centre : found >= tail) low = t;
            else high = t;
            // In the tail the logarithms of both are nearest to a straight line.
            var next = byCentre ? t + ((centre - found) / density) : t * Math.Exp(Math.Clamp(Math.Log(found / tail) * found / density / t, -20, 20));
            if (!(next >= low && next <= high)) next = double.IsPositiveInfinity(high) ? 2 * t : (low + high) / 2;
            if (Math.Abs(next - t) <= 2 * Precision * Math.Abs(next)) return next;
            t = next;
        }
        return t;
    }

    /// <summary>The share from 0 to t, or above t.</summary>
    static double Share(double t, double nu, double gammas, bool fromCentre)
    {
        var ratio = t * t / nu;
        var near = (Share: ratio / (1 + ratio), Log: -LogOnePlus(1 / ratio), Parameter: 0.5);
        var far = (Share: 1 / (1 + ratio), Log: -LogOnePlus(ratio), Parameter: nu / 2);
        return (fromCentre ? IncompleteBeta(near, far, gammas) : IncompleteBeta(far, near, gammas)) / 2;
    }

    /// <summary>I_x(a, b) with 1 − x, both logarithms, and 1 / B(a, b) by Γ(½) = √π, for one parameter is ½.</summary>
    static double IncompleteBeta((double Share, double Log, double Parameter) x, (double Share, double Log, double Parameter) rest, double gammas)
    {
        var (a, b) = (x.Parameter, rest.Parameter);
        var front = gammas / Math.Sqrt(Math.PI) * Math.Exp((a * x.Log) + (b * rest.Log));
        return x.Share < (a + 1) / (a + b + 2) ? front * BetaFraction.At(x.Share, a, b) / a : 1 - (front * BetaFraction.At(rest.Share, b, a) / b);
    }

    /// <summary>Γ(z + ½) / Γ(z): Stirling's series for large z, to which Γ(z + 1) = z Γ(z) leads the others (Abramowitz and Stegun, 6.1.15 and 6.1.37).</summary>
    static double GammaRatio(double z)
    {
        var shift = 1.0;
        for (; z < LargeForGamma; z++) shift *= z / (z + 0.5);
        var u = 1 / z;
        return shift * Math.Sqrt(z) * (1 + (u * ((-1.0 / 8) + (u * ((1.0 / 128) + (u * ((5.0 / 1024) + (u * ((-21.0 / 32768) - (u * 399 / 262144))))))))));
    }

    /// <summary>log(1 + x) without the loss of that addition.</summary>
    /// <remarks>W. Kahan's form: what rounding does to the sum it does to both factors.</remarks>
    static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : double.IsPositiveInfinity(sum) ? sum : Math.Log(sum) * x / (sum - 1);
    }
}
