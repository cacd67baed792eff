using Plumbline.Numerics;

namespace Plumbline.Pumps.Hydraulics;

/// <summary>c₀ + c₁x + c₂x² + …, and its fit to points by least squares.</summary>
readonly struct Polynomial(double[] coefficients)
{
    public double At(double x)
    {
        var sum = 0.0;
        for (var i = coefficients.Length - 1; i >= 0; i--) sum = (sum * x) + coefficients[i];
        return sum;
    }

    /// <summary>c(x / ratio) · scale: the same shape, wider and higher.</summary>
    public Polynomial Stretch(double ratio, double scale)
    {
        var stretched = new double[coefficients.Length];
        var power = 1.0;
        for (var i = 0; i < stretched.Length; i++, power *= ratio) stretched[i] = coefficients[i] / power * scale;
        return new(stretched);
    }

    /// <summary>The polynomial divided by x; its constant must be 0.</summary>
    public Polynomial OverX() => new(coefficients[1..]);

    /// <summary>Least squares.</summary>
    /// <param name="x">At least as many different finite values as there are coefficients: the caller checks.</param>
    /// <param name="y">One for each x, finite.</param>
    /// <param name="degree">The highest power.</param>
    /// <param name="throughOrigin">Whether c₀ is 0.</param>
    public static Polynomial Fit(double[] x, double[] y, int degree, bool throughOrigin)
    {
        // On x scaled to 1, so that the powers are of one size.
        var scale = x.Max(Math.Abs);
        var powers = new ColumnMatrix(x.Length, degree);
        for (var row = 0; row < x.Length; row++)
            for (var column = 0; column < degree; column++)
                powers[row, column] = (column == 0 ? 1 : powers[row, column - 1]) * x[row] / scale;
        var line = LinearRegression.Fit(powers, y, new LinearRegressionOptions { HasIntercept = !throughOrigin })!.Model;
        return new Polynomial([line.Intercept, .. line.Coefficients]).Stretch(scale, 1);
    }
}
