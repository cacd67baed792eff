using MathNet.Numerics;

namespace Plumbline.Numerics;

/// <summary>The standard normal distribution.</summary>
public static class Normal
{
    const double Sqrt2 = 1.4142135623730951;

    /// <summary>P(Z ≤ z), accurate in both tails; NaN for NaN.</summary>
    public static double Cdf(double z) => SpecialFunctions.Erfc(-z / Sqrt2) / 2;

    /// <summary>The z that a share of the distribution lies below.</summary>
    /// <param name="share">0 to 1; −∞ and +∞ at the ends.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not in 0 to 1.</exception>
    public static double Quantile(double share) => share is >= 0 and <= 1
        ? -Sqrt2 * SpecialFunctions.ErfcInv(2 * share)
        : throw new ArgumentOutOfRangeException(nameof(share), share, "A share is 0 to 1.");
}
