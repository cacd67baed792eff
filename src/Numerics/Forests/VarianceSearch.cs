using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Plumbline.Numerics.Forests;

/// <summary>The rows of a node.</summary>
/// <param name="rows">Their numbers.</param>
/// <param name="packed">Their packed targets.</param>
/// <param name="total">The sum of those.</param>
readonly ref struct NodeRows(ReadOnlySpan<int> rows, ReadOnlySpan<ulong> packed, ulong total)
{
    public readonly ReadOnlySpan<int> Rows = rows;
    public readonly ReadOnlySpan<ulong> Packed = packed;
    public readonly ulong Total = total;
}

/// <summary>Finds the cut of one feature that lessens the sum of squares most, in the way that is fastest for the number of rows.</summary>
/// <remarks>
/// With N rows of sum S, a cut that leaves n rows of sum s on the left lessens the mean square by (s − n S/N)² / (n (N − n)).
/// Sums and counts are the packed words of <see cref="WeightedTarget"/>, exact whatever their order: all ways find the same cut. The first of equal cuts is taken.
/// </remarks>
sealed class VarianceSearch
{
    public const int HistogramLength = 256;

    // Up to here rows are compared with one another; up to the next, bins that hold a row are picked out; beyond, all bins are walked.
    const int FewRows = 32;
    const int SomeRows = 256;

    readonly ulong[] _histogram = new ulong[HistogramLength];
    readonly byte[] _occupied = new byte[HistogramLength];
    readonly ulong[] _left = new ulong[HistogramLength + 8];
    readonly byte[] _bins = new byte[HistogramLength];
    readonly long[] _codes = new long[FewRows + 8];
    readonly int _countBits;
    readonly ulong _countMask;
    readonly double _minLeaf;

    public VarianceSearch(int countBits, int minLeaf)
    {
        _countBits = countBits;
        _countMask = (1UL << countBits) - 1;
        _minLeaf = minLeaf;
    }

    /// <summary>Adds rows to a histogram by bin.</summary>
    public static void Add(in BinnedColumn column, in NodeRows node, Span<ulong> histogram)
    {
        var rows = node.Rows;
        // Rows are of the table that the column is of; a byte is below a histogram's length.
        ref var sums = ref MemoryMarshal.GetReference(histogram);
        ref var codes = ref MemoryMarshal.GetReference(column.Codes);
        ref var words = ref MemoryMarshal.GetReference(node.Packed);
        for (var i = 0; i < rows.Length; i++)
            Unsafe.Add(ref sums, (nint)Unsafe.Add(ref codes, rows[i])) += Unsafe.Add(ref words, i);
    }

    /// <param name="column">The feature.</param>
    /// <param name="node">Rows and packed targets; never none.</param>
    /// <param name="best">Replaced where this feature does better.</param>
    public void Among(in BinnedColumn column, in NodeRows node, ref Split best)
    {
        if (node.Rows.Length <= FewRows)
        {
            AmongFew(column, node, ref best);
        }
        else if (node.Rows.Length <= SomeRows)
        {
            AmongSome(column, node, ref best);
        }
        else
        {
            Add(column, node, _histogram);
            InHistogram(_histogram, column, node.Total, ref best);
            Array.Clear(_histogram);
        }
    }

    /// <param name="histogram">Packed sums of the node by bin.</param>
    /// <param name="column">The feature.</param>
    /// <param name="total">Sum of all.</param>
    /// <param name="best">Replaced where this feature does better.</param>
    public void InHistogram(ReadOnlySpan<ulong> histogram, in BinnedColumn column, ulong total, ref Split best)
    {
        var bins = column.Bins;
        ref var sums = ref MemoryMarshal.GetReference(histogram);
        ref var left = ref MemoryMarshal.GetArrayDataReference(_left);
        var sum = 0UL;
        for (var bin = 0; bin < bins; bin += 4)
        {
            // Past the last bin are empty ones and, last of 256, that of the missing values: a "cut" there is not looked at.
            Unsafe.Add(ref left, bin) = sum += Unsafe.Add(ref sums, bin);
            Unsafe.Add(ref left, bin + 1) = sum += Unsafe.Add(ref sums, bin + 1);
            Unsafe.Add(ref left, bin + 2) = sum += Unsafe.Add(ref sums, bin + 2);
            Unsafe.Add(ref left, bin + 3) = sum += Unsafe.Add(ref sums, bin + 3);
        }
        var (gain, at, missingLeft) = BestOf(bins, total, histogram[BinnedMatrix.Missing], best.Gain);
        if (at < 0) return;
        var next = at + 1;
        while (next < bins && histogram[next] == 0) next++;
        best = new Split(gain, column.Feature, Between(at, next, bins), missingLeft);
    }

    void AmongSome(in BinnedColumn column, in NodeRows node, ref Split best)
    {
        var rows = node.Rows;
        var packed = node.Packed;
        var bins = column.Bins;
        ref var sums = ref MemoryMarshal.GetArrayDataReference(_histogram);
        ref var occupied = ref MemoryMarshal.GetArrayDataReference(_occupied);
        ref var codes = ref MemoryMarshal.GetReference(column.Codes);
        ref var words = ref MemoryMarshal.GetReference(packed);
        for (var i = 0; i < rows.Length; i++)
        {
            nint code = Unsafe.Add(ref codes, rows[i]);
            Unsafe.Add(ref sums, code) += Unsafe.Add(ref words, i);
            Unsafe.Add(ref occupied, code) = 0xFF;
        }
        var missing = _histogram[BinnedMatrix.Missing];
        _histogram[BinnedMatrix.Missing] = 0;
        _occupied[BinnedMatrix.Missing] = 0;

        ref var left = ref MemoryMarshal.GetArrayDataReference(_left);
        ref var which = ref MemoryMarshal.GetArrayDataReference(_bins);
        var sum = 0UL;
        var count = 0;
        for (var start = 0; start < bins; start += 64)
        {
            var held = TakeOccupied(start);
            for (; held != 0; held &= held - 1)
            {
                var bin = start + BitOperations.TrailingZeroCount(held);
                sum += Unsafe.Add(ref sums, bin);
                Unsafe.Add(ref sums, bin) = 0;
                Unsafe.Add(ref left, count) = sum;
                Unsafe.Add(ref which, count) = (byte)bin;
                count++;
            }
        }
        var (gain, at, missingLeft) = BestOf(count, node.Total, missing, best.Gain);
        if (at >= 0) best = new Split(gain, column.Feature, Between(_bins[at], at + 1 < count ? _bins[at + 1] : bins, bins), missingLeft);
    }

    /// <summary>Which of 64 bins hold a row, as bits; forgets it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    ulong TakeOccupied(int start)
    {
        ref var occupied = ref _occupied[start];
        var low = Vector256.LoadUnsafe(ref occupied).ExtractMostSignificantBits();
        var high = Vector256.LoadUnsafe(ref occupied, 32).ExtractMostSignificantBits();
        Vector256<byte>.Zero.StoreUnsafe(ref occupied);
        Vector256<byte>.Zero.StoreUnsafe(ref occupied, 32);
        return ((ulong)high << 32) | low;
    }

    void AmongFew(in BinnedColumn column, in NodeRows node, ref Split best)
    {
        var rows = node.Rows;
        var packed = node.Packed;
        var bins = column.Bins;
        var codes = _codes.AsSpan();
        var padded = (rows.Length + 7) & ~7;
        var missing = 0UL;
        for (var i = 0; i < rows.Length; i++)
        {
            var code = column.Codes[rows[i]];
            codes[i] = code;
            if (code == BinnedMatrix.Missing) missing += packed[i];
        }
        for (var i = rows.Length; i < padded; i++) codes[i] = -1;
        SumUpTo(codes[..padded], packed, _left);
        if (missing != 0)
        {
            // "Up to the missing ones" is no cut.
            for (var i = 0; i < rows.Length; i++)
                if (codes[i] == BinnedMatrix.Missing) _left[i] = 0;
        }

        var (gain, at, missingLeft) = BestOf(rows.Length, node.Total, missing, best.Gain);
        if (at < 0) return;
        var cut = codes[at];
        var next = (long)bins;
        for (var i = 0; i < rows.Length; i++)
            if (codes[i] > cut && codes[i] < next) next = codes[i];
        best = new Split(gain, column.Feature, Between((int)cut, (int)next, bins), missingLeft);
    }

    /// <summary>For each code, the packed sum of the rows whose code is not above it.</summary>
    static void SumUpTo(ReadOnlySpan<long> codes, ReadOnlySpan<ulong> packed, ulong[] into)
    {
        ref var code = ref MemoryMarshal.GetReference(codes);
        ref var sum = ref MemoryMarshal.GetArrayDataReference(into);
        for (var i = 0; i < codes.Length; i += 8)
        {
            var low = Vector256.LoadUnsafe(ref code, (nuint)i);
            var high = Vector256.LoadUnsafe(ref code, (nuint)i + 4);
            var lowSum = Vector256<ulong>.Zero;
            var highSum = Vector256<ulong>.Zero;
            for (var j = 0; j < packed.Length; j++)
            {
                var other = Vector256.Create(Unsafe.Add(ref code, j));
                var word = Vector256.Create(packed[j]);
                lowSum += Vector256.AndNot(word, Vector256.GreaterThan(other, low).AsUInt64());
                highSum += Vector256.AndNot(word, Vector256.GreaterThan(other, high).AsUInt64());
            }
            lowSum.StoreUnsafe(ref sum, (nuint)i);
            highSum.StoreUnsafe(ref sum, (nuint)i + 4);
        }
    }

    // Bins that hold no row of the node may lie on either side of the cut: it goes through the middle of them. With nothing but missing values on the right, all others are left.
    static int Between(int cut, int next, int bins) => next == bins ? bins - 1 : (cut + next - 1) / 2;

    /// <summary>The best cut after one of the first <paramref name="count"/> sums in <see cref="_left"/>; place −1 where none beats <paramref name="bar"/>.</summary>
    (double Gain, int At, bool MissingLeft) BestOf(int count, ulong total, ulong missing, double bar)
    {
        _left.AsSpan(count, 3).Clear();
        var (gain, at) = BestOf(count, total, 0UL, _minLeaf, bar);
        if (missing == 0) return (gain, at, at >= 0 && 2 * (_left[at] & _countMask) >= (total & _countMask));

        // With the missing ones on the left there must be others beside them.
        var (other, otherAt) = BestOf(count, total, missing, Math.Max(_minLeaf, (missing & _countMask) + 1), gain);
        return otherAt >= 0 ? (other, otherAt, true) : (gain, at, false);
    }

    (double Gain, int At) BestOf(int count, ulong total, ulong added, double leastLeft, double bar)
    {
        double all = total & _countMask;
        var rows = Vector256.Create(all);
        var mean = Vector256.Create((total >> _countBits) / all);
        var leastRight = Vector256.Create(_minLeaf);
        var mask = Vector256.Create(_countMask);
        var more = Vector256.Create(added);
        var barToBeat = Vector256.Create(bar);
        var at = -1;
        ref var left = ref MemoryMarshal.GetArrayDataReference(_left);
        for (var i = 0; i < count; i += 4)
        {
            var word = Vector256.LoadUnsafe(ref left, (nuint)i) + more;
            var n = Exact(word & mask);
            var rest = rows - n;
            var distance = Exact(word >>> _countBits) - (n * mean);
            var square = distance * distance;
            var product = n * rest;

            // Multiplied instead of divided, and looked at closely only where it is better.
            var better = Vector256.GreaterThan(square, barToBeat * product) & Vector256.GreaterThanOrEqual(rest, leastRight);
            if (better.AsUInt64() == Vector256<ulong>.Zero) continue;
            for (var lane = 0; lane < 4; lane++)
            {
                var gain = square[lane] / product[lane];
                if (!(gain > bar) || n[lane] < leastLeft || rest[lane] < _minLeaf) continue;
                (bar, at) = (gain, i + lane);
            }
            barToBeat = Vector256.Create(bar);
        }
        return (bar, at);
    }

    /// <summary>Whole numbers below 2⁵² as doubles: they are the low bits of a double that starts with the exponent of 2⁵².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> Exact(Vector256<ulong> whole)
    {
        var base52 = Vector256.Create(0x4330_0000_0000_0000UL);
        return (whole | base52).AsDouble() - base52.AsDouble();
    }
}
