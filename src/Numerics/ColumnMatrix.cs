namespace Plumbline.Numerics;

/// <summary>A table of numbers that is kept column by column: a feature is one contiguous run of memory.</summary>
/// <remarks>Safe to read from many threads. Writing is for whoever fills it.</remarks>
public sealed class ColumnMatrix
{
    readonly double[] _values;

    /// <summary>All zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public ColumnMatrix(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Rows = rows;
        Columns = columns;
        _values = new double[checked(rows * columns)];
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>One cell.</summary>
    public double this[int row, int column]
    {
        get => Column(column)[row];
        set => Column(column)[row] = value;
    }

    /// <summary>One column, in place.</summary>
    public Span<double> Column(int column)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)Columns, nameof(column));
        return _values.AsSpan(column * Rows, Rows);
    }

    /// <summary>Copies one row.</summary>
    /// <param name="row">Which.</param>
    /// <param name="into">At least <see cref="Columns"/> long.</param>
    public void CopyRow(int row, Span<double> into)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Rows, nameof(row));
        for (var column = 0; column < Columns; column++) into[column] = _values[(column * Rows) + row];
    }
}
