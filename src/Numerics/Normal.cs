namespace Plumbline.Numerics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    const double Sqrt2 = 1.4142135623730951;
    const double InverseSqrtPi = 0.5641895835477563;

    // Rational approximations of erf and erfc on three ranges: W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23, 1969. The highest power comes first.
    const double SmallUpTo = 0.46875;
    const double MiddleUpTo = 4;
    static ReadOnlySpan<double> SmallOver => [1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3];
    static ReadOnlySpan<double> SmallUnder => [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3];
    static ReadOnlySpan<double> MiddleOver => [2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3];
    static ReadOnlySpan<double> MiddleUnder => [1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3, 3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3];
    static ReadOnlySpan<double> TailOver => [1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1, 1.60837851487422766e-2, 6.58749161529837803e-4];
    static ReadOnlySpan<double> TailUnder => [1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2, 2.33520497626869185e-3];

    // Rational approximations of the quantile: M. J. Wichura, algorithm AS 241 (PPND16), Applied Statistics 37, 1988. The highest power comes first.
    const double CentreUpTo = 0.425;
    const double NearTailUpTo = 5;
    static ReadOnlySpan<double> CentreOver => [2.5090809287301226727e3, 3.3430575583588128105e4, 6.7265770927008700853e4, 4.5921953931549871457e4, 1.3731693765509461125e4, 1.9715909503065514427e3, 1.3314166789178437745e2, 3.3871328727963666080];
    static ReadOnlySpan<double> CentreUnder => [5.2264952788528545610e3, 2.8729085735721942674e4, 3.9307895800092710610e4, 2.1213794301586595867e4, 5.3941960214247511077e3, 6.8718700749205790830e2, 4.2313330701600911252e1, 1];
    static ReadOnlySpan<double> NearOver => [7.74545014278341407640e-4, 2.27238449892691845833e-2, 2.41780725177450611770e-1, 1.27045825245236838258, 3.64784832476320460504, 5.76949722146069140550, 4.63033784615654529590, 1.42343711074968357734];
    static ReadOnlySpan<double> NearUnder => [1.05075007164441684324e-9, 5.47593808499534494600e-4, 1.51986665636164571966e-2, 1.48103976427480074590e-1, 6.89767334985100004550e-1, 1.67638483018380384940, 2.05319162663775882187, 1];
    static ReadOnlySpan<double> FarOver => [2.01033439929228813265e-7, 2.71155556874348757815e-5, 1.24266094738807843860e-3, 2.65321895265761230930e-2, 2.96560571828504891230e-1, 1.78482653991729133580, 5.46378491116411436990, 6.65790464350110377720];
    static ReadOnlySpan<double> FarUnder => [2.04426310338993978564e-15, 1.42151175831644588870e-7, 1.84631831751005468180e-5, 7.86869131145613259100e-4, 1.48753612908506148525e-2, 1.36929880922735805310e-1, 5.99832206555887937690e-1, 1];

    /// <summary>P(Z ≤ z), accurate in both tails; NaN for NaN.</summary>
    public static double Cdf(double z)
    {
        var x = -z / Sqrt2;
        return (x < 0 ? 2 - UpperErfc(-x) : UpperErfc(x)) / 2;
    }

    /// <summary>The z that a share of the distribution lies below.</summary>
    /// <param name="share">0 to 1; −∞ and +∞ at the ends.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not in 0 to 1.</exception>
    public static double Quantile(double share)
    {
        if (share is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A share is 0 to 1.");
        if (share is 0 or 1) return share == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        var fromCentre = share - 0.5;
        if (Math.Abs(fromCentre) <= CentreUpTo) return fromCentre * Ratio(CentreOver, CentreUnder, (CentreUpTo * CentreUpTo) - (fromCentre * fromCentre));
        var depth = Math.Sqrt(-Math.Log(Math.Min(share, 1 - share)));
        var z = depth <= NearTailUpTo ? Ratio(NearOver, NearUnder, depth - 1.6) : Ratio(FarOver, FarUnder, depth - NearTailUpTo);
        return fromCentre < 0 ? -z : z;
    }

    /// <summary>erfc of what is not negative.</summary>
    static double UpperErfc(double x)
    {
        if (x <= SmallUpTo) return 1 - (x * Ratio(SmallOver, SmallUnder, x * x));
        if (double.IsPositiveInfinity(x)) return 0;
        if (x <= MiddleUpTo) return ExpOfMinusSquare(x) * Ratio(MiddleOver, MiddleUnder, x);
        var inverse = 1 / (x * x);
        return ExpOfMinusSquare(x) / x * (InverseSqrtPi - (inverse * Ratio(TailOver, TailUnder, inverse)));
    }

    // In two factors: the square of the leading digits is exact, and what rounding took from x² is not lost.
    static double ExpOfMinusSquare(double x)
    {
        var leading = Math.Truncate(x * 16) / 16;
        return Math.Exp(-leading * leading) * Math.Exp(-(x - leading) * (x + leading));
    }

    static double Ratio(ReadOnlySpan<double> over, ReadOnlySpan<double> under, double x) => Horner(over, x) / Horner(under, x);

    static double Horner(ReadOnlySpan<double> coefficients, double x)
    {
        var sum = 0.0;
        foreach (var coefficient in coefficients) sum = (sum * x) + coefficient;
        return sum;
    }
}
