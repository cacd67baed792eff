using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Plumbline.Numerics.Forests;

/// <summary>Finds the cut of one feature that lessens the sum of squares most: for rows in a histogram, or few rows as they are.</summary>
/// <remarks>
/// With N rows of sum S, a cut that leaves n rows of sum s on the left lessens the mean square by (s − n S/N)² / (n (N − n)).
/// Sums and counts are the packed words of <see cref="WeightedTarget"/>. The first of equal cuts is taken.
/// </remarks>
sealed class VarianceSearch
{
    /// <summary>Up to this many rows are compared with one another instead of being sorted into bins.</summary>
    public const int FewRows = 24;

    public const int HistogramLength = 256;

    readonly ulong[] _sums = new ulong[HistogramLength + 4];
    readonly long[] _codes = new long[FewRows + 8];
    readonly ulong[] _left = new ulong[FewRows + 8];
    readonly int _countBits;
    readonly ulong _countMask;
    readonly double _minLeaf;

    public VarianceSearch(int countBits, int minLeaf)
    {
        _countBits = countBits;
        _countMask = (1UL << countBits) - 1;
        _minLeaf = minLeaf;
    }

    /// <param name="histogram">Packed sums by bin; cleared on return unless <paramref name="keep"/>.</param>
    /// <param name="bins">Bins in use, without the one for missing values.</param>
    /// <param name="total">Packed sum of the node.</param>
    /// <param name="feature">Column, for the outcome.</param>
    /// <param name="keep">Leaves the histogram as it is.</param>
    /// <param name="best">Replaced where this feature does better.</param>
    public void InHistogram(Span<ulong> histogram, int bins, ulong total, int feature, bool keep, ref Split best)
    {
        var missing = histogram[BinnedMatrix.Missing];
        var sums = _sums.AsSpan();
        var sum = 0UL;
        for (var bin = 0; bin < bins; bin++) sums[bin] = sum += histogram[bin];
        var padded = (bins + 3) & ~3;
        for (var bin = bins; bin < padded; bin++) sums[bin] = sum;

        var (gain, cut) = BestOf(sums[..padded], total, 0, best.Gain);
        var missingLeft = false;
        if (missing != 0)
        {
            var (other, otherCut) = BestOf(sums[..padded], total, missing, Math.Max(gain, best.Gain));
            if (otherCut >= 0) (gain, cut, missingLeft) = (other, otherCut, true);
        }
        else
        {
            missingLeft = cut >= 0 && 2 * (sums[cut] & _countMask) >= (total & _countMask);
        }
        if (cut >= 0)
        {
            // Bins that hold no row of this node lie between: the cut goes through the middle of them.
            var next = cut + 1;
            while (next < bins && histogram[next] == 0) next++;
            best = new Split(gain, feature, next == bins ? bins - 1 : (cut + next - 1) / 2, missingLeft);
        }
        if (!keep)
        {
            histogram[..bins].Clear();
            histogram[BinnedMatrix.Missing] = 0;
        }
    }

    /// <param name="column">Bins of the feature, by row of the table.</param>
    /// <param name="rows">Rows of the node; at most <see cref="FewRows"/>.</param>
    /// <param name="packed">Their packed targets.</param>
    /// <param name="bins">Bins in use, without the one for missing values.</param>
    /// <param name="total">Packed sum of the node.</param>
    /// <param name="feature">Column, for the outcome.</param>
    /// <param name="best">Replaced where this feature does better.</param>
    public void AmongFew(ReadOnlySpan<byte> column, ReadOnlySpan<int> rows, ReadOnlySpan<ulong> packed, int bins, ulong total, int feature, ref Split best)
    {
        var codes = _codes.AsSpan();
        var padded = (rows.Length + 7) & ~7;
        var missing = 0UL;
        for (var i = 0; i < rows.Length; i++)
        {
            var code = column[rows[i]];
            codes[i] = code;
            if (code == BinnedMatrix.Missing) missing += packed[i];
        }
        for (var i = rows.Length; i < padded; i++) codes[i] = -1;
        SumUpTo(codes[..padded], packed, _left.AsSpan(0, padded));

        var (gain, at) = BestOf(_left.AsSpan(0, padded), total, 0, best.Gain);
        var missingLeft = false;
        if (missing != 0)
        {
            // Missing values count on the left of every cut already where the "cut" is their own code: leave those out.
            for (var i = 0; i < rows.Length; i++)
                if (codes[i] == BinnedMatrix.Missing) _left[i] = total - missing;
            var (other, otherAt) = BestOf(_left.AsSpan(0, padded), total, missing, Math.Max(gain, best.Gain));
            if (otherAt >= 0) (gain, at, missingLeft) = (other, otherAt, true);
        }
        else
        {
            missingLeft = at >= 0 && 2 * (_left[at] & _countMask) >= (total & _countMask);
        }
        if (at < 0) return;

        var cut = codes[at];
        var next = (long)bins;
        for (var i = 0; i < rows.Length; i++)
            if (codes[i] > cut && codes[i] < next) next = codes[i];
        best = new Split(gain, feature, (int)(next == bins ? next - 1 : (cut + next - 1) / 2), missingLeft);
    }

    /// <summary>For each code, the packed sum of the rows whose code is not above it.</summary>
    static void SumUpTo(ReadOnlySpan<long> codes, ReadOnlySpan<ulong> packed, Span<ulong> into)
    {
        ref var code = ref MemoryMarshal.GetReference(codes);
        ref var sum = ref MemoryMarshal.GetReference(into);
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

    /// <summary>The best of these left-hand sums, each with <paramref name="added"/> to it; place −1 where none beats <paramref name="bar"/>.</summary>
    (double Gain, int At) BestOf(ReadOnlySpan<ulong> left, ulong total, ulong added, double bar)
    {
        double count = total & _countMask;
        var mean = Vector256.Create((total >> _countBits) / count);
        var all = Vector256.Create(count);
        // With the missing ones on the left there must be others beside them.
        var leastLeft = Vector256.Create(Math.Max(_minLeaf, (added & _countMask) + 1));
        var leastRight = Vector256.Create(_minLeaf);
        var mask = Vector256.Create(_countMask);
        var more = Vector256.Create(added);
        var bestGain = Vector256.Create(bar);
        var bestAt = Vector256.Create(-1.0);
        var at = Vector256.Create(0.0, 1, 2, 3);
        var step = Vector256.Create(4.0);

        ref var first = ref MemoryMarshal.GetReference(left);
        for (var i = 0; i < left.Length; i += 4)
        {
            var word = Vector256.LoadUnsafe(ref first, (nuint)i) + more;
            var n = Exact(word & mask);
            var rest = all - n;
            var distance = Exact(word >>> _countBits) - (n * mean);
            var gain = distance * distance / (n * rest);
            var better = Vector256.GreaterThan(gain, bestGain) & Vector256.GreaterThanOrEqual(n, leastLeft) & Vector256.GreaterThanOrEqual(rest, leastRight);
            bestGain = Vector256.ConditionalSelect(better, gain, bestGain);
            bestAt = Vector256.ConditionalSelect(better, at, bestAt);
            at += step;
        }

        var (gainOf, place) = (double.NegativeInfinity, -1.0);
        for (var lane = 0; lane < 4; lane++)
        {
            if (bestAt[lane] < 0) continue;
            if (bestGain[lane] > gainOf || (bestGain[lane] == gainOf && bestAt[lane] < place)) (gainOf, place) = (bestGain[lane], bestAt[lane]);
        }
        return place < 0 ? (bar, -1) : (gainOf, (int)place);
    }

    /// <summary>Whole numbers below 2⁵² as doubles: they are the low bits of a double that starts with the exponent of 2⁵².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> Exact(Vector256<ulong> whole)
    {
        var base52 = Vector256.Create(0x4330_0000_0000_0000UL);
        return (whole | base52).AsDouble() - base52.AsDouble();
    }
}
