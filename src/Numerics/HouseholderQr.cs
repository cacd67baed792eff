namespace Plumbline.Numerics;

/// <summary>
/// A = QR by Householder reflections, columns in their own order; a column that those before it span is left out (Golub and Van Loan, "Matrix
/// Computations", 5.2). Works in the memory of A.
/// </summary>
sealed class HouseholderQr
{
    readonly ColumnMatrix _a; // above its pivot row a column holds R, from there on the reflector
    readonly List<int> _kept = [];
    readonly List<double> _diagonal = [];
    readonly List<double> _strength = []; // 2 / vᵀv

    /// <param name="a">Taken over. Columns of about the same length make for the best digits.</param>
    /// <param name="tolerance">A column is left out where what the columns before it cannot express is no longer than this share of it.</param>
    internal HouseholderQr(ColumnMatrix a, double tolerance)
    {
        _a = a;
        for (var column = 0; column < a.Columns; column++)
        {
            var whole = Norm(a.Column(column));
            for (var rank = 0; rank < Rank; rank++) Reflect(rank, a.Column(column));
            if (Rank == a.Rows) continue;
            var v = a.Column(column)[Rank..];
            var norm = Norm(v);
            if (norm <= tolerance * whole) continue;
            _diagonal.Add(v[0] > 0 ? -norm : norm);
            v[0] -= _diagonal[^1];
            _strength.Add(2 / VectorArithmetic.Dot(v, v));
            _kept.Add(column);
        }
    }

    /// <summary>Columns that are independent.</summary>
    internal int Rank => _kept.Count;

    /// <summary>Which these are, in order.</summary>
    internal IReadOnlyList<int> Kept => _kept;

    /// <summary>Least squares for one right-hand side: a coefficient a kept column.</summary>
    /// <param name="b">As long as A has rows; overwritten by Qᵀb.</param>
    internal double[] Solve(Span<double> b)
    {
        for (var rank = 0; rank < Rank; rank++) Reflect(rank, b);
        var x = new double[Rank];
        for (var row = Rank - 1; row >= 0; row--)
        {
            var sum = b[row];
            for (var k = row + 1; k < Rank; k++) sum -= _a[row, _kept[k]] * x[k];
            x[row] = sum / _diagonal[row];
        }

        return x;
    }

    /// <summary>R⁻ᵀ c: its square is cᵀ(AᵀA)⁻¹c, the variance of cᵀx when that of b is 1.</summary>
    /// <param name="c">A value a kept column; overwritten.</param>
    internal void SolveTransposed(Span<double> c)
    {
        for (var k = 0; k < Rank; k++)
        {
            for (var row = 0; row < k; row++) c[k] -= _a[row, _kept[k]] * c[row];
            c[k] /= _diagonal[k];
        }
    }

    void Reflect(int rank, Span<double> column)
    {
        var v = _a.Column(_kept[rank])[rank..];
        var rest = column[rank..];
        VectorArithmetic.AddScaled(rest, -_strength[rank] * VectorArithmetic.Dot(v, rest), v);
    }

    static double Norm(ReadOnlySpan<double> column) => Math.Sqrt(VectorArithmetic.Dot(column, column));
}
