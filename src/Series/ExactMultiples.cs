namespace Plumbline.Series;

/// <summary>Tells a column that was computed from another, by one factor, from one that was measured.</summary>
public static class ExactMultiples
{
    /// <summary>Two columns with fewer different values may be in step by chance: a pump with three speeds, say.</summary>
    public const int FewestDistinct = 10;

    // Sensors that agree do so to 1e-3; what is computed and printed with all digits does to 1e-15.
    const double RelativeTolerance = 1e-9;

    /// <summary>The factor by which one column is an exact multiple of another.</summary>
    /// <param name="column">The column that may have been computed.</param>
    /// <param name="of">The column that it may have been computed from; as long.</param>
    /// <returns>
    /// column / of, where it is the same to 1e-9 in every row that has both values, and the values other than zero are of at least
    /// <see cref="FewestDistinct"/> kinds; both columns are zero in the same rows. Null otherwise. Rows where either is NaN or infinite tell nothing.
    /// </returns>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static double? Factor(ReadOnlySpan<double> column, ReadOnlySpan<double> of)
    {
        if (column.Length != of.Length) throw new ArgumentException($"{column.Length} values beside {of.Length}.", nameof(column));
        var factor = double.NaN;
        var distinct = new HashSet<double>();
        for (var i = 0; i < of.Length; i++)
        {
            if (!double.IsFinite(of[i]) || !double.IsFinite(column[i])) continue;
            if (of[i] == 0 || column[i] == 0)
            {
                if (of[i] != column[i]) return null;
                continue;
            }

            if (double.IsNaN(factor)) factor = column[i] / of[i];
            var expected = factor * of[i];
            if (Math.Abs(column[i] - expected) > RelativeTolerance * Math.Abs(expected)) return null;
            if (distinct.Count < FewestDistinct) distinct.Add(of[i]);
        }

        return distinct.Count < FewestDistinct ? null : factor;
    }
}
