namespace Plumbline.Numerics;

/// <summary>Statistics of the last <c>window</c> rows, at every row.</summary>
/// <remarks>
/// <para>A window holds the row itself and those before it; near the start it is shorter, and one value is enough (pandas' <c>min_periods=1</c>).
/// NaN and infinities are missing values: they are skipped. Where a window holds no value at all the result is NaN.</para>
/// <para>Results are as long as the values and apart from them in memory, else <see cref="ArgumentException"/>, as for a window below 1.</para>
/// <para>min ≤ mean ≤ max holds without rounding slack, and a window of equal values has exactly that mean and a deviation of exactly 0.
/// Values of a magnitude above 1e150 overflow in the squares. O(1) a row whatever the window, in the worst case too; safe from many threads.</para>
/// </remarks>
public static class Rolling
{
    /// <summary>Arithmetic mean.</summary>
    public static void Mean(ReadOnlySpan<double> values, int window, Span<double> into) =>
        Summarize(values, window, new() { Mean = Written(values, into) });

    /// <summary>Sample standard deviation (divisor n − 1); 0 for a window of one value.</summary>
    public static void Std(ReadOnlySpan<double> values, int window, Span<double> into) =>
        Summarize(values, window, new() { Std = Written(values, into) });

    /// <summary>Largest value.</summary>
    public static void Max(ReadOnlySpan<double> values, int window, Span<double> into) =>
        Summarize(values, window, new() { Max = Written(values, into) });

    /// <summary>Smallest value.</summary>
    public static void Min(ReadOnlySpan<double> values, int window, Span<double> into) =>
        Summarize(values, window, new() { Min = Written(values, into) });

    /// <summary>All four in one pass, which costs little more than one of them.</summary>
    /// <param name="values">In the order of rows.</param>
    /// <param name="window">Rows, 1 or more.</param>
    /// <param name="into">Each column as long as <paramref name="values"/> and apart from it in memory, or empty where it is not wanted.</param>
    /// <exception cref="ArgumentException">The window is below 1; a column has another length, or shares memory with the values.</exception>
    public static void Summarize(ReadOnlySpan<double> values, int window, RollingColumns into)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        Check(values, into.Mean);
        Check(values, into.Std);
        Check(values, into.Max);
        Check(values, into.Min);
        RollingKernel.Run(values, window, into);
    }

    static Span<double> Written(ReadOnlySpan<double> values, Span<double> into) =>
        into.Length == values.Length ? into : throw new ArgumentException($"The result has room for {into.Length} rows, the values are {values.Length}.", nameof(into));

    static void Check(ReadOnlySpan<double> values, Span<double> column)
    {
        if (column.IsEmpty) return;
        Written(values, column);
        if (values.Overlaps(column)) throw new ArgumentException("The result must not share memory with the values: earlier rows are read again.", nameof(column));
    }
}

/// <summary>Where <see cref="Rolling.Summarize"/> writes; an empty column is not wanted.</summary>
public readonly ref struct RollingColumns
{
    /// <summary>Arithmetic mean.</summary>
    public Span<double> Mean { get; init; }

    /// <summary>Sample standard deviation; 0 for a window of one value.</summary>
    public Span<double> Std { get; init; }

    /// <summary>Largest value.</summary>
    public Span<double> Max { get; init; }

    /// <summary>Smallest value.</summary>
    public Span<double> Min { get; init; }
}
