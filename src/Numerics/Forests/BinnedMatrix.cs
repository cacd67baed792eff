using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Plumbline.Numerics.Forests;

/// <summary>One feature.</summary>
/// <param name="codes">The bin of each row.</param>
/// <param name="bins">Number of bins, the one for missing values not counted. 0 where all is missing.</param>
/// <param name="feature">Its number.</param>
readonly ref struct BinnedColumn(ReadOnlySpan<byte> codes, int bins, int feature)
{
    public readonly ReadOnlySpan<byte> Codes = codes;
    public readonly int Bins = bins;
    public readonly int Feature = feature;
}

/// <summary>A feature table in which each value is the number of its bin: one byte a cell, column by column.</summary>
/// <remarks>
/// Where a column has no more distinct values than bins, each value has a bin of its own and nothing is lost. Otherwise bins hold
/// about the same number of rows each. A value belongs to the first bin whose upper edge is not below it.
/// </remarks>
sealed class BinnedMatrix
{
    /// <summary>The bin of a missing value (NaN); the others are numbered from 0.</summary>
    public const byte Missing = 255;

    readonly byte[] _codes;
    readonly sbyte[] _rowCodes;
    readonly float[][] _edges;
    readonly int[] _kinds;

    BinnedMatrix(int rows, int columns)
    {
        Rows = rows;
        Columns = columns;
        RowLength = (columns + Vector256<sbyte>.Count - 1) / Vector256<sbyte>.Count * Vector256<sbyte>.Count;
        _codes = new byte[rows * columns];
        _rowCodes = new sbyte[rows * RowLength];
        _edges = new float[columns][];
        _kinds = new int[columns];
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Columns, up to a whole number of vectors.</summary>
    public int RowLength { get; }

    /// <summary>The bins of one row, feature after feature, less 128: processors compare signed bytes. Zeros follow.</summary>
    public ReadOnlySpan<sbyte> Row(int row) => _rowCodes.AsSpan(row * RowLength, RowLength);

    public BinnedColumn Column(int column) => new(_codes.AsSpan(column * Rows, Rows), _edges[column].Length, column);

    /// <summary>Whether there is nothing to part: all rows are in one bin.</summary>
    public bool IsConstant(int column) => _kinds[column] < 2;

    public bool HasMissing(int column) => _kinds[column] > _edges[column].Length;

    /// <summary>Values up to and including this are in this bin or one below. The last bin has no upper edge but the largest float.</summary>
    public float UpperEdge(int column, int bin) => _edges[column][bin];

    /// <exception cref="ArgumentException">A value is not NaN and outside the range of single precision.</exception>
    public static BinnedMatrix Of(ColumnMatrix x, int bins, int parallelism, CancellationToken cancellation)
    {
        var binned = new BinnedMatrix(x.Rows, x.Columns);
        for (var column = 0; column < x.Columns; column++) RequireRange(x.Column(column), column);
        InParallel.For(x.Columns, parallelism, cancellation, () => new ulong[2 * x.Rows], (column, scratch) => binned.Fill(x.Column(column), column, bins, scratch));
        binned.FillRows();
        return binned;
    }

    static void RequireRange(ReadOnlySpan<double> values, int column)
    {
        for (var row = 0; row < values.Length; row++)
            if (Math.Abs(values[row]) > float.MaxValue)
                throw new ArgumentException($"Row {row} of column {column} is {values[row]}: outside ±{float.MaxValue:G3}.", nameof(values));
    }

    void Fill(ReadOnlySpan<double> values, int column, int bins, ulong[] scratch)
    {
        var codes = _codes.AsSpan(column * Rows, Rows);
        var present = 0;
        for (var row = 0; row < values.Length; row++)
        {
            if (double.IsNaN(values[row])) codes[row] = Missing;
            else scratch[present++] = ((ulong)Ordinal(SingleCeiling.Of(values[row])) << 32) | (uint)row;
        }
        var sorted = SortByUpperHalf(scratch.AsSpan(0, present), scratch.AsSpan(Rows, present));
        _edges[column] = Cut(sorted, bins, codes);
        _kinds[column] = _edges[column].Length + (present < Rows ? 1 : 0);
    }

    void FillRows()
    {
        // Some rows at a time: they stay in the cache until all columns are through.
        const int block = 128;
        for (var first = 0; first < Rows; first += block)
        {
            var end = Math.Min(first + block, Rows);
            for (var column = 0; column < Columns; column++)
            {
                var codes = Column(column).Codes;
                for (var row = first; row < end; row++) _rowCodes[(row * RowLength) + column] = (sbyte)(codes[row] - 128);
            }
        }
    }

    /// <summary>Walks the sorted values, closes a bin when it holds its share of what is left, and writes each row's bin.</summary>
    static float[] Cut(ReadOnlySpan<ulong> sorted, int bins, Span<byte> codes)
    {
        var distinct = 0;
        for (var i = 0; i < sorted.Length; i++)
            if (i == 0 || Key(sorted[i]) != Key(sorted[i - 1])) distinct++;

        var edges = new List<float>(Math.Min(distinct, bins));
        var held = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (i > 0 && Key(sorted[i]) != Key(sorted[i - 1]))
            {
                var left = bins - edges.Count;
                var full = distinct <= bins || (left > 1 && (long)held * left >= sorted.Length - i + held);
                if (full)
                {
                    edges.Add(Between(Single(Key(sorted[i - 1])), Single(Key(sorted[i]))));
                    held = 0;
                }
            }
            codes[(int)(uint)sorted[i]] = (byte)edges.Count;
            held++;
        }
        if (sorted.Length > 0) edges.Add(float.MaxValue);
        return [.. edges];
    }

    /// <summary>A float t with low ≤ t &lt; high, half-way where there is one.</summary>
    static float Between(float low, float high)
    {
        var middle = (float)((low * 0.5) + (high * 0.5));
        return middle >= high || middle < low ? low : middle;
    }

    /// <summary>Radix sort, 11 bits at a time; <paramref name="spare"/> is as long as <paramref name="items"/>. Returns the one that holds the outcome.</summary>
    static Span<ulong> SortByUpperHalf(Span<ulong> items, Span<ulong> spare)
    {
        const int bits = 11, size = 1 << bits;
        Span<int> starts = stackalloc int[size];
        for (var shift = 32; shift < 64; shift += bits)
        {
            starts.Clear();
            foreach (var item in items) starts[(int)(item >> shift) & (size - 1)]++;
            var at = 0;
            foreach (ref var start in starts) (start, at) = (at, at + start);
            foreach (var item in items) spare[starts[(int)(item >> shift) & (size - 1)]++] = item;
            var sorted = spare;
            spare = items;
            items = sorted;
        }
        return items;
    }

    static uint Key(ulong item) => (uint)(item >> 32);

    /// <summary>An unsigned number that sorts as the float does; −0 as 0.</summary>
    static uint Ordinal(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
    }

    static float Single(uint ordinal) =>
        BitConverter.UInt32BitsToSingle((ordinal & 0x8000_0000) != 0 ? ordinal & 0x7FFF_FFFF : ~ordinal);
}
