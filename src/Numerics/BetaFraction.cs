namespace Plumbline.Numerics;

/// <summary>The continued fraction of the incomplete beta function (Abramowitz and Stegun, 26.5.8), by Lentz's method.</summary>
static class BetaFraction
{
    const int MostTerms = 10_000;
    const double Precision = 1e-15;

    /// <param name="x">Below (a + 1) / (a + b + 2), where it converges fast.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    internal static double At(double x, double a, double b)
    {
        var c = 1.0;
        var d = 1 / Away(1 - ((a + b) * x / (a + 1)));
        var fraction = d;
        for (var m = 1; m <= MostTerms; m++)
        {
            Multiply(m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m))));
            if (Math.Abs(Multiply(-(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1))) - 1) < Precision) break;
        }
        return fraction;

        double Multiply(double coefficient)
        {
            d = 1 / Away(1 + (coefficient * d));
            c = Away(1 + (coefficient / c));
            fraction *= c * d;
            return c * d;
        }
    }

    static double Away(double value) => Math.Abs(value) < 1e-300 ? 1e-300 : value;
}
