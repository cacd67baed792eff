namespace Plumbline.Numerics.Forests;

/// <summary>What is asked of the rows that a model is fitted on.</summary>
static class TrainingRows
{
    // Packed sums have room for no more: see WeightedTarget.
    const int MostRows = 1 << 24;

    // The range of the targets must not overflow.
    const double LargestTarget = 1e300;

    public static void Require(ColumnMatrix x, ReadOnlySpan<double> y)
    {
        RequireShape(x, y.Length);
        for (var row = 0; row < y.Length; row++)
            if (!(Math.Abs(y[row]) <= LargestTarget)) throw new ArgumentException($"The target of row {row} is {y[row]}.", nameof(y));
    }

    /// <returns>The number of classes.</returns>
    public static int Require(ColumnMatrix x, ReadOnlySpan<int> labels)
    {
        const int mostClasses = 1000;
        RequireShape(x, labels.Length);
        var most = 1;
        for (var row = 0; row < labels.Length; row++)
        {
            if (labels[row] is < 0 or >= mostClasses) throw new ArgumentException($"The label of row {row} is {labels[row]}; labels are 0 to {mostClasses - 1}.", nameof(labels));
            most = Math.Max(most, labels[row]);
        }
        return most + 1;
    }

    static void RequireShape(ColumnMatrix x, int targets)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rows == 0 || x.Columns == 0) throw new ArgumentException($"Nothing to learn from {x.Rows} rows of {x.Columns} features.", nameof(x));
        if (x.Rows > MostRows) throw new ArgumentException($"{x.Rows} rows are more than {MostRows}.", nameof(x));
        if (targets != x.Rows) throw new ArgumentException($"{x.Rows} rows have {targets} targets.", nameof(targets));
    }
}
