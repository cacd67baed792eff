namespace Plumbline.Numerics;

/// <summary>Symmetric positive definite systems by A = LLᵀ (Golub and Van Loan, "Matrix Computations", 4.2).</summary>
static class Cholesky
{
    /// <summary>x of (A + diag(d)) x = b.</summary>
    /// <param name="a">Its lower triangle is read.</param>
    /// <param name="diagonal">0 or more, a value a column.</param>
    /// <param name="right">b.</param>
    /// <returns>0 for a column that those before it span.</returns>
    internal static double[] Solve(ColumnMatrix a, double[] diagonal, double[] right)
    {
        const double Dependent = 1e-12;
        var count = a.Columns;
        var l = new ColumnMatrix(count, count);
        for (var column = 0; column < count; column++)
        {
            a.Column(column)[column..].CopyTo(l.Column(column)[column..]);
            l[column, column] += diagonal[column];
        }

        var whole = new double[count];
        for (var column = 0; column < count; column++) whole[column] = l[column, column];
        double[] x = [.. right];
        for (var column = 0; column < count; column++)
        {
            var pivot = l.Column(column)[column..];
            if (!(pivot[0] > Dependent * whole[column]))
            {
                pivot.Clear();
                x[column] = 0;
                continue;
            }

            var root = Math.Sqrt(pivot[0]);
            foreach (ref var value in pivot) value /= root;
            for (var next = column + 1; next < count; next++) VectorArithmetic.AddScaled(l.Column(next)[next..], -pivot[next - column], pivot[(next - column)..]);
            x[column] /= root;
            VectorArithmetic.AddScaled(x.AsSpan(column + 1), -x[column], pivot[1..]);
        }

        for (var column = count - 1; column >= 0; column--)
        {
            var pivot = l.Column(column)[column..];
            if (pivot[0] > 0) x[column] = (x[column] - VectorArithmetic.Dot(pivot[1..], x.AsSpan(column + 1))) / pivot[0];
        }

        return x;
    }
}
