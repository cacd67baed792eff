using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Plumbline.Numerics;

/// <summary>The rolling statistics, without any value ever being taken out of a sum again.</summary>
/// <remarks>
/// The rows are cut into blocks as long as the window, so that every window is the tail of one block and the head of the next. Tails are
/// summarised backwards once a block, heads grow forwards, and two summaries join (van Herk 1992 and Gil and Werman 1993 for the extremes;
/// Chan, Golub and LeVeque 1983 for the moments). Against a monotonic deque this has a constant worst case and hardly a mispredicted branch;
/// against running sums it cannot drift, however many rows there are.
/// </remarks>
static class RollingKernel
{
    /// <summary>What is known of some neighbouring values; sums and squares are of distances from a reference.</summary>
    [StructLayout(LayoutKind.Sequential)]
    struct Summary
    {
        public double Sum;
        public double Squares;
        public double Max;
        public double Min;
        public int Count;

        public static Summary Empty => new() { Max = double.NegativeInfinity, Min = double.PositiveInfinity };
    }

    internal static void Run(ReadOnlySpan<double> values, int window, RollingColumns into)
    {
        var block = Math.Min(window, values.Length);
        var rentedTails = ArrayPool<Summary>.Shared.Rent(block + 1);
        var rentedShares = ArrayPool<double>.Shared.Rent(block + 1);
        var tails = rentedTails.AsSpan(0, block + 1);
        var shares = rentedShares.AsSpan(0, block + 1);
        tails.Fill(Summary.Empty);
        Reciprocals(shares);

        var before = ReadOnlySpan<double>.Empty;
        var smallestBefore = double.PositiveInfinity;
        for (var start = 0; start < values.Length; start += before.Length)
        {
            var rows = values.Slice(start, Math.Min(block, values.Length - start));
            var smallest = SmallestMagnitude(rows);
            var reference = Nearer(smallest, smallestBefore);
            if (!before.IsEmpty) SummarizeTails(before, reference, tails, shares);
            JoinHeads(rows, reference, tails, shares, Slice(into, start, rows.Length));
            before = rows;
            smallestBefore = smallest;
        }

        ArrayPool<Summary>.Shared.Return(rentedTails);
        ArrayPool<double>.Shared.Return(rentedShares);
    }

    // 1/n by n; 0 for n = 0, so that an empty part weighs nothing.
    static void Reciprocals(Span<double> into)
    {
        into[0] = 0;
        for (var n = 1; n < into.Length; n++) into[n] = 1.0 / n;
    }

    // The reference that all distances are taken from. No value being nearer to zero, a distance is rounded by no more than its value
    // was when it was stored; and where all values are alike (1e8 ± 1) distances are exact.
    static double SmallestMagnitude(ReadOnlySpan<double> rows)
    {
        var wide = MemoryMarshal.Cast<double, Vector256<double>>(rows);
        var nearest = Vector256.Create(double.PositiveInfinity);
        foreach (var four in wide) nearest = Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(four), Vector256.Abs(nearest)), four, nearest);
        var smallest = double.PositiveInfinity;
        for (var lane = 0; lane < Vector256<double>.Count; lane++) smallest = Nearer(nearest[lane], smallest);
        foreach (var x in rows[(wide.Length * Vector256<double>.Count)..]) smallest = Nearer(x, smallest);
        return smallest;
    }

    // A NaN is never nearer.
    static double Nearer(double x, double other) => Math.Abs(x) < Math.Abs(other) ? x : other;

    // tails[k] is of the rows from k to the end of the block.
    static void SummarizeTails(ReadOnlySpan<double> rows, double reference, Span<Summary> tails, ReadOnlySpan<double> shares)
    {
        var tail = Summary.Empty;
        tails[rows.Length] = tail;
        for (var i = rows.Length - 1; i >= 0; i--)
        {
            Add(rows[i], reference, shares, ref tail);
            tails[i] = tail;
        }
    }

    static void JoinHeads(ReadOnlySpan<double> rows, double reference, ReadOnlySpan<Summary> tails, ReadOnlySpan<double> shares, RollingColumns into)
    {
        var head = Summary.Empty;
        for (var i = 0; i < rows.Length; i++)
        {
            Add(rows[i], reference, shares, ref head);
            ref readonly var tail = ref tails[i + 1];
            var count = head.Count + tail.Count;
            var max = double.MaxNative(head.Max, tail.Max);
            var min = double.MinNative(head.Min, tail.Min);
            if (count == 0) max = min = double.NaN;
            if (!into.Max.IsEmpty) into.Max[i] = max;
            if (!into.Min.IsEmpty) into.Min[i] = min;
            if (!into.Mean.IsEmpty)
            {
                var mean = reference + ((head.Sum + tail.Sum) * shares[count]);
                into.Mean[i] = count == 0 ? double.NaN : double.MinNative(double.MaxNative(mean, min), max);
            }

            if (!into.Std.IsEmpty)
            {
                var apart = (head.Sum * shares[head.Count]) - (tail.Sum * shares[tail.Count]);
                var squares = head.Squares + tail.Squares + (apart * apart * head.Count * tail.Count * shares[count]);
                into.Std[i] = count == 0 ? double.NaN : max == min ? 0 : Math.Sqrt(squares * shares[count - 1]);
            }
        }
    }

    // Youngs and Cramer 1971: the mean comes from the sum, which leaves one addition on the critical path.
    static void Add(double x, double reference, ReadOnlySpan<double> shares, ref Summary to)
    {
        if (!double.IsFinite(x)) return;
        var distance = x - reference;
        var meanBefore = to.Sum * shares[to.Count];
        to.Sum += distance;
        to.Count++;
        to.Squares += (distance - meanBefore) * (distance - (to.Sum * shares[to.Count]));
        to.Max = double.MaxNative(to.Max, x);
        to.Min = double.MinNative(to.Min, x);
    }

    static RollingColumns Slice(RollingColumns columns, int start, int length) => new()
    {
        Mean = Slice(columns.Mean, start, length),
        Std = Slice(columns.Std, start, length),
        Max = Slice(columns.Max, start, length),
        Min = Slice(columns.Min, start, length),
    };

    static Span<double> Slice(Span<double> column, int start, int length) => column.IsEmpty ? column : column.Slice(start, length);
}
