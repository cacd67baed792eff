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

    /// <summary>Least squares by Householder reflections, on x scaled to [−1, 1] so that the powers stay apart.</summary>
    /// <param name="x">At least as many different values as there are powers: the caller checks.</param>
    /// <param name="y">One for each x.</param>
    /// <param name="lowest">0 fits a constant, 1 forces the curve through the origin.</param>
    /// <param name="degree">The highest power.</param>
    public static Polynomial Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int lowest, int degree)
    {
        var scale = 0.0;
        foreach (var value in x) scale = Math.Max(scale, Math.Abs(value));
        var (rows, columns) = (x.Length, degree - lowest + 1);
        var a = new double[rows, columns + 1];
        for (var row = 0; row < rows; row++)
        {
            var power = Math.Pow(x[row] / scale, lowest);
            for (var column = 0; column < columns; column++, power *= x[row] / scale) a[row, column] = power;
            a[row, columns] = y[row];
        }
        for (var pivot = 0; pivot < columns; pivot++) Reflect(a, pivot);
        var coefficients = new double[degree + 1];
        for (var column = columns - 1; column >= 0; column--)
        {
            var rest = a[column, columns];
            for (var later = column + 1; later < columns; later++) rest -= a[column, later] * coefficients[lowest + later];
            coefficients[lowest + column] = rest / a[column, column];
        }
        return new Polynomial(coefficients).Stretch(scale, 1);
    }

    static void Reflect(double[,] a, int pivot)
    {
        var (rows, columns) = (a.GetLength(0), a.GetLength(1));
        var norm = 0.0;
        for (var row = pivot; row < rows; row++) norm += a[row, pivot] * a[row, pivot];
        norm = Math.Sqrt(norm);
        if (a[pivot, pivot] > 0) norm = -norm;
        a[pivot, pivot] -= norm; // the Householder vector now stands in the pivot's column
        for (var column = pivot + 1; column < columns; column++)
        {
            var dot = 0.0;
            for (var row = pivot; row < rows; row++) dot += a[row, pivot] * a[row, column];
            var share = dot / (norm * a[pivot, pivot]);
            for (var row = pivot; row < rows; row++) a[row, column] += share * a[row, pivot];
        }
        a[pivot, pivot] = norm;
    }
}
