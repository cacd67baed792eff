namespace Plumbline.Numerics.Forests;

/// <summary>Finds the cut of one feature that lessens the Gini impurity most, for three classes or more.</summary>
/// <remarks>For two classes the Gini impurity is twice the variance of a label of 0 and 1: <see cref="VarianceSearch"/> does that faster.</remarks>
sealed class ClassSearch(int classes, int minLeaf)
{
    const int Bins = 256;

    readonly int[] _counts = new int[Bins * classes];
    readonly int[] _total = new int[classes];
    readonly int[] _left = new int[classes];

    /// <summary>A row's label and weight in one word.</summary>
    public static ulong Packed(int label, uint weight) => ((ulong)label << 32) | weight;

    /// <param name="column">The feature.</param>
    /// <param name="node">Rows, with their labels and weights.</param>
    /// <param name="best">Replaced where this feature does better.</param>
    public void Find(in BinnedColumn column, in NodeRows node, ref Split best)
    {
        var rows = node.Rows;
        var packed = node.Packed;
        Array.Clear(_counts);
        Array.Clear(_total);
        for (var i = 0; i < rows.Length; i++)
        {
            var label = (int)(packed[i] >> 32);
            var weight = (int)(uint)packed[i];
            _counts[(column.Codes[rows[i]] * classes) + label] += weight;
            _total[label] += weight;
        }
        Scan(column, missingLeft: false, ref best);
        if (Weight(CountsOf(BinnedMatrix.Missing)) > 0) Scan(column, missingLeft: true, ref best);
    }

    void Scan(in BinnedColumn column, bool missingLeft, ref Split best)
    {
        var bins = column.Bins;
        var all = Weight(_total);
        var before = Purity(_total, _total, all, default);
        Array.Clear(_left);
        if (missingLeft) Add(CountsOf(BinnedMatrix.Missing));
        for (var bin = 0; bin < bins; bin++)
        {
            var here = CountsOf(bin);
            if (Weight(here) == 0) continue;
            Add(here);
            var left = Weight(_left);
            if (left < minLeaf || all - left < minLeaf) continue;
            var gain = (Purity(_left, _total, left, all - left) - before) / all;
            if (gain <= best.Gain) continue;
            var next = bin + 1;
            while (next < bins && Weight(CountsOf(next)) == 0) next++;
            var missingSeen = Weight(CountsOf(BinnedMatrix.Missing)) > 0;
            best = new Split(gain, column.Feature, next == bins ? bins - 1 : (bin + next - 1) / 2, missingSeen ? missingLeft : 2 * left >= all);
        }
    }

    ReadOnlySpan<int> CountsOf(int bin) => _counts.AsSpan(bin * classes, classes);

    void Add(ReadOnlySpan<int> counts)
    {
        for (var c = 0; c < counts.Length; c++) _left[c] += counts[c];
    }

    static int Weight(ReadOnlySpan<int> counts)
    {
        var sum = 0;
        foreach (var count in counts) sum += count;
        return sum;
    }

    /// <summary>Σ l²/n on the left plus Σ r²/m on the right, where the right is the total less the left; the right is left out where it is empty.</summary>
    static double Purity(ReadOnlySpan<int> left, ReadOnlySpan<int> total, int n, int m)
    {
        double leftSquares = 0, rightSquares = 0;
        for (var c = 0; c < left.Length; c++)
        {
            double l = left[c], r = total[c] - left[c];
            leftSquares += l * l;
            rightSquares += r * r;
        }
        return (leftSquares / n) + (m > 0 ? rightSquares / m : 0);
    }
}
