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

/// <summary>Finds the cut that lessens the sum of squares most, of four features at once.</summary>
/// <remarks>
/// With N rows of sum S, a cut that leaves n rows of sum s on the left lessens the mean square by (s − n S/N)² / (n (N − n)).
/// Sums and counts are the packed words of <see cref="WeightedTarget"/>, exact whatever their order: all ways find the same cut. The first of equal cuts is taken.
/// <para>
/// A table holds the sums of four features beside one another, place by place, so that one addition of a vector goes on by a place in all four. The places of many rows are the bins; those
/// of few are the ranks of their bins among the node's rows, of which there are fewer to walk. Where features are no multiple of four, the last one is there more than once.
/// </para>
/// </remarks>
sealed class VarianceSearch
{
    /// <summary>Features that are looked at together.</summary>
    public const int AtOnce = 4;

    /// <summary>Words of a table: every bin of four features.</summary>
    public const int TableLength = 256 * AtOnce;

    // Up to here the rows' bins are ranked, which takes the square of their number.
    const int FewRows = 56;

    // Rows of a node that take no more than this stay in the nearest cache while feature after feature is added up.
    const int NearBytes = 24 << 10;

    readonly BinnedMatrix _x;
    readonly ulong[] _table = new ulong[TableLength];
    readonly byte[] _ranks;
    readonly sbyte[] _few;
    readonly int _countBits;
    readonly int _minLeaf;

    public VarianceSearch(BinnedMatrix x, int countBits, int minLeaf)
    {
        _x = x;
        _ranks = new byte[FewRows * x.RowLength];
        _few = new sbyte[FewRows * x.RowLength];
        _countBits = countBits;
        _minLeaf = minLeaf;
    }

    ulong CountMask => (1UL << _countBits) - 1;

    /// <summary>Adds rows to a table by bin.</summary>
    /// <param name="x">The table that the rows are of.</param>
    /// <param name="features">One to four.</param>
    /// <param name="node">Rows and packed targets.</param>
    /// <param name="table">Added to.</param>
    public static void Add(BinnedMatrix x, ReadOnlySpan<int> features, in NodeRows node, Span<ulong> table)
    {
        if (node.Rows.Length * x.RowLength <= NearBytes) AddByRow(x, features, node, table);
        else AddByColumn(x, features, node, table);
    }

    static void AddByColumn(BinnedMatrix x, ReadOnlySpan<int> features, in NodeRows node, Span<ulong> table)
    {
        var rows = node.Rows;
        // Rows are of the table that the columns are of; a byte is below the number of places.
        ref var sums = ref MemoryMarshal.GetReference(table);
        ref var words = ref MemoryMarshal.GetReference(node.Packed);
        ref var first = ref MemoryMarshal.GetReference(x.Column(At(features, 0)).Codes);
        ref var second = ref MemoryMarshal.GetReference(x.Column(At(features, 1)).Codes);
        ref var third = ref MemoryMarshal.GetReference(x.Column(At(features, 2)).Codes);
        ref var fourth = ref MemoryMarshal.GetReference(x.Column(At(features, 3)).Codes);
        for (var i = 0; i < rows.Length; i++)
        {
            nint row = rows[i];
            var word = Unsafe.Add(ref words, i);
            Unsafe.Add(ref sums, AtOnce * (nint)Unsafe.Add(ref first, row)) += word;
            Unsafe.Add(ref sums, (AtOnce * (nint)Unsafe.Add(ref second, row)) + 1) += word;
            Unsafe.Add(ref sums, (AtOnce * (nint)Unsafe.Add(ref third, row)) + 2) += word;
            Unsafe.Add(ref sums, (AtOnce * (nint)Unsafe.Add(ref fourth, row)) + 3) += word;
        }
    }

    /// <summary>The same where the rows lie far apart: a row's bins are then nearer to one another than those of a column.</summary>
    static void AddByRow(BinnedMatrix x, ReadOnlySpan<int> features, in NodeRows node, Span<ulong> table)
    {
        const int zero = AtOnce * 128; // A row's bins are less 128.
        var rows = node.Rows;
        ref var sums = ref MemoryMarshal.GetReference(table);
        ref var words = ref MemoryMarshal.GetReference(node.Packed);
        ref var codes = ref MemoryMarshal.GetReference(x.Row(0));
        nint first = At(features, 0), second = At(features, 1), third = At(features, 2), fourth = At(features, 3), length = x.RowLength;
        for (var i = 0; i < rows.Length; i++)
        {
            ref var row = ref Unsafe.Add(ref codes, rows[i] * length);
            var word = Unsafe.Add(ref words, i);
            Unsafe.Add(ref sums, (AtOnce * (nint)Unsafe.Add(ref row, first)) + zero) += word;
            Unsafe.Add(ref sums, (AtOnce * (nint)Unsafe.Add(ref row, second)) + zero + 1) += word;
            Unsafe.Add(ref sums, (AtOnce * (nint)Unsafe.Add(ref row, third)) + zero + 2) += word;
            Unsafe.Add(ref sums, (AtOnce * (nint)Unsafe.Add(ref row, fourth)) + zero + 3) += word;
        }
    }

    /// <param name="features">Where to look, in this order.</param>
    /// <param name="node">Rows and packed targets; never none.</param>
    /// <param name="best">Replaced where a feature does better; its cut is then the highest bin on the left that holds a row.</param>
    public void Among(ReadOnlySpan<int> features, in NodeRows node, ref Split best)
    {
        var places = node.Rows.Length;
        var isFew = places <= FewRows;
        if (isFew) Rank(node.Rows);
        for (var i = 0; i < features.Length; i += AtOnce)
        {
            var four = features[i..Math.Min(i + AtOnce, features.Length)];
            if (isFew)
            {
                AddByRank(four, node);
                MissingAmongFew(four, node, out var missing);
                Walk(_table.AsSpan(0, AtOnce * places), missing, node.Total, best.Gain, out var found);
                if (Take(found, four, ref best)) best = best with { Cut = BinOf(best.Cut, best.Feature, node.Rows) };
                _table.AsSpan(0, AtOnce * places).Clear();
            }
            else
            {
                Add(_x, four, node, _table);
                InTable(_table, four, node.Total, ref best);
                _table.AsSpan().Clear();
            }
        }
    }

    /// <param name="table">Packed sums of the node by bin.</param>
    /// <param name="features">One to four, those of the table.</param>
    /// <param name="total">Sum of all.</param>
    /// <param name="best">As in <see cref="Among"/>.</param>
    public void InTable(ReadOnlySpan<ulong> table, ReadOnlySpan<int> features, ulong total, ref Split best)
    {
        var bins = 0;
        foreach (var feature in features) bins = Math.Max(bins, _x.Column(feature).Bins);
        var missing = Vector256.LoadUnsafe(in table[AtOnce * BinnedMatrix.Missing]);
        Walk(table[..(AtOnce * bins)], missing, total, best.Gain, out var found);
        Take(found, features, ref best);
    }

    /// <summary>Bins that hold no row of the node may lie on either side of the cut: brings it to the middle of them. With nothing but missing values on the right, all others are left.</summary>
    public Split Centred(in Split split, ReadOnlySpan<int> rows)
    {
        var column = _x.Column(split.Feature);
        var (cut, next) = (split.Cut, column.Bins);
        foreach (var row in rows)
        {
            int code = column.Codes[row];
            next = Math.Min(next, code > cut ? code : column.Bins);
        }
        return split with { Cut = next == column.Bins ? next - 1 : (cut + next - 1) / 2 };
    }

    static int At(ReadOnlySpan<int> features, int lane) => features[Math.Min(lane, features.Length - 1)];

    /// <summary>For every row and feature, how many rows of the node are in a lower bin.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // Its loop wants the registers for itself.
    void Rank(ReadOnlySpan<int> rows)
    {
        var length = _x.RowLength;
        for (var i = 0; i < rows.Length; i++) _x.Row(rows[i]).CopyTo(_few.AsSpan(i * length));
        ref var codes = ref MemoryMarshal.GetArrayDataReference(_few);
        ref var ranks = ref MemoryMarshal.GetArrayDataReference(_ranks);
        var (step, end) = ((nuint)length, (nuint)(rows.Length * length));
        for (nuint some = 0; some < step; some += (nuint)Vector256<sbyte>.Count)
        {
            for (var place = some; place < end; place += step)
            {
                var mine = Vector256.LoadUnsafe(ref codes, place);
                var rank = Vector256<sbyte>.Zero;
                // True is −1.
                for (var other = some; other < end; other += step) rank -= Vector256.GreaterThan(mine, Vector256.LoadUnsafe(ref codes, other));
                rank.AsByte().StoreUnsafe(ref ranks, place);
            }
        }
    }

    void AddByRank(ReadOnlySpan<int> features, in NodeRows node)
    {
        ref var sums = ref MemoryMarshal.GetArrayDataReference(_table);
        ref var ranks = ref MemoryMarshal.GetArrayDataReference(_ranks);
        nint first = At(features, 0), second = At(features, 1), third = At(features, 2), fourth = At(features, 3);
        foreach (var word in node.Packed)
        {
            Unsafe.Add(ref sums, AtOnce * (nint)Unsafe.Add(ref ranks, first)) += word;
            Unsafe.Add(ref sums, (AtOnce * (nint)Unsafe.Add(ref ranks, second)) + 1) += word;
            Unsafe.Add(ref sums, (AtOnce * (nint)Unsafe.Add(ref ranks, third)) + 2) += word;
            Unsafe.Add(ref sums, (AtOnce * (nint)Unsafe.Add(ref ranks, fourth)) + 3) += word;
            ranks = ref Unsafe.Add(ref ranks, _x.RowLength);
        }
    }

    /// <summary>Sums of the rows without a value.</summary>
    void MissingAmongFew(ReadOnlySpan<int> features, in NodeRows node, out Vector256<ulong> missing)
    {
        missing = Vector256<ulong>.Zero;
        for (var lane = 0; lane < AtOnce; lane++)
        {
            var feature = At(features, lane);
            if (!_x.HasMissing(feature)) continue;
            var codes = _x.Column(feature).Codes;
            var sum = 0UL;
            for (var i = 0; i < node.Rows.Length; i++)
                if (codes[node.Rows[i]] == BinnedMatrix.Missing) sum += node.Packed[i];
            missing = missing.WithElement(lane, sum);
        }
    }

    /// <summary>The bin whose rows have this rank.</summary>
    int BinOf(int rank, int feature, ReadOnlySpan<int> rows)
    {
        var i = 0;
        while (_ranks[(i * _x.RowLength) + feature] != rank) i++;
        return _x.Column(feature).Codes[rows[i]];
    }

    /// <summary>The best cut of each of four features; place −1 where none beats <see cref="Gain"/> as it was given.</summary>
    [StructLayout(LayoutKind.Auto)]
    struct Cuts
    {
        public Vector256<double> Gain;
        public Vector256<long> Place;
        public Vector256<long> MissingLeft;
        public Vector256<double> RowsLeft;
    }

    // Vectors are handed over by reference: code that hands over their values is not compiled ahead.

    /// <param name="table">Sums place by place. Missing values are past all others, or in none.</param>
    /// <param name="missing">Their sums.</param>
    /// <param name="total">Sum of all.</param>
    /// <param name="bar">What is to be beaten.</param>
    /// <param name="cuts">The best ones.</param>
    void Walk(ReadOnlySpan<ulong> table, in Vector256<ulong> missing, ulong total, double bar, out Cuts cuts)
    {
        double all = total & CountMask;
        var least = Vector256.Create((double)_minLeaf);
        cuts = new Cuts { Gain = Vector256.Create(bar), Place = Vector256.Create(-1L) };
        Walk(table, total, Vector256<ulong>.Zero, least, ref cuts);
        // Where no value is missing, such as may come go with the majority.
        cuts.MissingLeft = Vector256.GreaterThanOrEqual(cuts.RowsLeft + cuts.RowsLeft, Vector256.Create(all)).AsInt64();
        if (missing == Vector256<ulong>.Zero) return;

        // With the missing ones on the left there must be others beside them.
        var none = Vector256.Equals(missing, Vector256<ulong>.Zero).AsDouble();
        var beside = Exact(missing & Vector256.Create(CountMask)) + Vector256<double>.One;
        var leastLeft = Vector256.ConditionalSelect(none, Vector256.Create(double.PositiveInfinity), Vector256.Max(least, beside));
        var also = new Cuts { Gain = cuts.Gain, Place = Vector256.Create(-1L) };
        Walk(table, total, missing, leastLeft, ref also);
        var better = Vector256.GreaterThanOrEqual(also.Place, Vector256<long>.Zero);
        cuts.Gain = also.Gain;
        cuts.Place = Vector256.ConditionalSelect(better, also.Place, cuts.Place);
        cuts.MissingLeft = (cuts.MissingLeft & none.AsInt64()) | better;
    }

    /// <summary>Replaces the cuts that a place of the table does better than.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)] // As above.
    void Walk(ReadOnlySpan<ulong> table, ulong total, in Vector256<ulong> added, in Vector256<double> leastOnLeft, ref Cuts cuts)
    {
        double all = total & CountMask;
        var shift = _countBits;
        var rows = Vector256.Create(all);
        var mean = Vector256.Create((total >> shift) / all);
        var leastRight = Vector256.Create((double)_minLeaf);
        var leastLeft = leastOnLeft;
        var mask = Vector256.Create(CountMask);
        var (bar, at, left) = (cuts.Gain, cuts.Place, Vector256<double>.Zero);
        var sum = added;
        ref var sums = ref MemoryMarshal.GetReference(table);
        for (var i = 0; i < table.Length; i += AtOnce)
        {
            sum += Vector256.LoadUnsafe(ref sums, (nuint)i);
            var n = Exact(sum & mask);
            var rest = rows - n;
            var distance = Exact(sum >>> shift) - (n * mean);
            var square = distance * distance;
            var product = n * rest;

            // Multiplied instead of divided, and looked at closely only where it is better.
            var better = Vector256.GreaterThan(square, bar * product) & Vector256.GreaterThanOrEqual(rest, leastRight);
            if (better.AsUInt64() == Vector256<ulong>.Zero) continue;
            var gain = square / product;
            better &= Vector256.GreaterThan(gain, bar) & Vector256.GreaterThanOrEqual(n, leastLeft);
            bar = Vector256.ConditionalSelect(better, gain, bar);
            left = Vector256.ConditionalSelect(better, n, left);
            at = Vector256.ConditionalSelect(better.AsInt64(), Vector256.Create((long)i / AtOnce), at);
        }
        (cuts.Gain, cuts.Place, cuts.RowsLeft) = (bar, at, left);
    }

    /// <summary>Whether one of four is better than the best so far; then it takes its place.</summary>
    static bool Take(in Cuts cuts, ReadOnlySpan<int> features, ref Split best)
    {
        if (Vector256.LessThan(cuts.Place, Vector256<long>.Zero) == Vector256<long>.AllBitsSet) return false;
        // An element taken out by its number is not compiled ahead either.
        Span<double> gains = stackalloc double[AtOnce];
        Span<long> places = stackalloc long[AtOnce], missingLeft = stackalloc long[AtOnce];
        cuts.Gain.CopyTo(gains);
        cuts.Place.CopyTo(places);
        cuts.MissingLeft.CopyTo(missingLeft);
        var taken = false;
        for (var lane = 0; lane < features.Length; lane++)
        {
            if (places[lane] < 0 || gains[lane] <= best.Gain) continue;
            best = new Split(gains[lane], features[lane], (int)places[lane], missingLeft[lane] != 0);
            taken = true;
        }
        return taken;
    }

    /// <summary>Whole numbers below 2⁵² as doubles: they are the low bits of a double that starts with the exponent of 2⁵².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> Exact(Vector256<ulong> whole)
    {
        var base52 = Vector256.Create(0x4330_0000_0000_0000UL);
        return (whole | base52).AsDouble() - base52.AsDouble();
    }
}
