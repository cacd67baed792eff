using Plumbline.Numerics.Forests;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Forests;

/// <summary>Every way of finding a cut finds the one that trying them all finds.</summary>
public sealed class SplitSearchTests
{
    static readonly Split None = new(1e-9, -1, 0, MissingLeft: false);

    // A third of the rows is not drawn: the rest are on either side of where one way gives place to the next (32 and 256).
    public static TheoryData<int, int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, bool>();
            foreach (var rows in new[] { 3, 8, 45, 50, 380, 400 })
                foreach (var bins in new[] { 2, 64, 65, 255 })
                    foreach (var missing in new[] { false, true })
                        cases.Add(rows, bins, missing);
            return cases;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Least_squares_cut_is_the_best_of_all(int rows, int bins, bool missing)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var node = new Node(rows, bins, missing, 7, seed);
            var target = new WeightedTarget(2 * rows);
            target.Set(node.Labels.Select(label => (double)label).ToArray());
            var packed = node.Rows.Select(row => target.Packed(row, node.Weights[row])).ToArray();
            var total = packed.Aggregate(0UL, (sum, word) => sum + word);

            var found = None;
            new VarianceSearch(target.CountBits, 3).Among(new BinnedColumn(node.Codes, bins, 4), new NodeRows(node.Rows, packed, total), ref found);

            Judge(node, found, 3, (left, right) => Squares(node, [.. left, .. right]) - Squares(node, left) - Squares(node, right));
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gini_cut_is_the_best_of_all(int rows, int bins, bool missing)
    {
        for (var seed = 0; seed < 2; seed++)
        {
            var node = new Node(rows, bins, missing, 4, seed);
            var packed = node.Rows.Select(row => ClassSearch.Packed(node.Labels[row], node.Weights[row])).ToArray();

            var found = None;
            new ClassSearch(4, 3).Find(new BinnedColumn(node.Codes, bins, 4), new NodeRows(node.Rows, packed, 0), ref found);

            Judge(node, found, 3, (left, right) => Impurity(node, [.. left, .. right]) - Impurity(node, left) - Impurity(node, right));
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(200)]
    [InlineData(2000)]
    public void For_two_classes_both_searches_find_one_cut(int rows)
    {
        var node = new Node(rows, 90, missing: true, 2, rows);
        var target = new WeightedTarget(2 * rows);
        target.Set(node.Labels.Select(label => (double)label).ToArray());
        ulong[] packed = [.. node.Rows.Select(row => target.Packed(row, node.Weights[row]))];
        ulong[] labels = [.. node.Rows.Select(row => ClassSearch.Packed(node.Labels[row], node.Weights[row]))];

        var column = new BinnedColumn(node.Codes, 90, 0);
        var (byVariance, byGini) = (None, None);
        new VarianceSearch(target.CountBits, 1).Among(column, new NodeRows(node.Rows, packed, packed.Aggregate(0UL, (sum, word) => sum + word)), ref byVariance);
        new ClassSearch(2, 1).Find(column, new NodeRows(node.Rows, labels, 0), ref byGini);

        (byVariance.Cut, byVariance.MissingLeft).ShouldBe((byGini.Cut, byGini.MissingLeft));
        (byVariance.Gain * 2 * target.QuantumSquared).ShouldBe(byGini.Gain, 1e-12);
    }

    static void Judge(Node node, Split found, int minLeaf, Func<int[], int[], double> gain)
    {
        var best = 1e-9;
        foreach (var missingLeft in new[] { false, true })
        {
            for (var cut = 0; cut < node.Bins; cut++)
            {
                var (left, right) = node.Part(cut, missingLeft);
                if (node.Weight(left) >= minLeaf && node.Weight(right) >= minLeaf) best = Math.Max(best, gain(left, right));
            }
        }
        if (found.Feature < 0)
        {
            best.ShouldBeLessThan(1e-6);
            return;
        }
        var sides = node.Part(found.Cut, found.MissingLeft);
        node.Weight(sides.Left).ShouldBeGreaterThanOrEqualTo(minLeaf);
        node.Weight(sides.Right).ShouldBeGreaterThanOrEqualTo(minLeaf);
        gain(sides.Left, sides.Right).ShouldBe(best, 1e-7 * best);
    }

    static double Squares(Node node, int[] rows)
    {
        if (rows.Length == 0) return 0;
        var mean = rows.Sum(row => node.Weights[row] * (double)node.Labels[row]) / node.Weight(rows);
        return rows.Sum(row => node.Weights[row] * Math.Pow(node.Labels[row] - mean, 2));
    }

    static double Impurity(Node node, int[] rows) =>
        rows.Length == 0 ? 0 : node.Weight(rows) * (1 - rows.GroupBy(row => node.Labels[row]).Sum(of => Math.Pow(node.Weight([.. of]) / (double)node.Weight(rows), 2)));

    /// <summary>Rows of a node, some of them drawn twice, among others that are not of it.</summary>
    sealed class Node
    {
        public Node(int rows, int bins, bool missing, int labels, int seed)
        {
            var random = new Random((seed * 1000) + rows + bins);
            Bins = bins;
            Codes = new byte[rows];
            Labels = new int[rows];
            Weights = new uint[rows];
            for (var row = 0; row < rows; row++)
            {
                Codes[row] = missing && random.Next(5) == 0 ? BinnedMatrix.Missing : (byte)random.Next(bins);
                Labels[row] = (Codes[row] > bins / 3 ? random.Next(labels) : 0) % labels;
                Weights[row] = (uint)random.Next(0, 3);
            }
            Weights[0] = 1;
            Rows = [.. Enumerable.Range(0, rows).Where(row => Weights[row] > 0)];
        }

        public int Bins { get; }

        public byte[] Codes { get; }

        public int[] Labels { get; }

        public uint[] Weights { get; }

        public int[] Rows { get; }

        public long Weight(int[] rows) => rows.Sum(row => (long)Weights[row]);

        public (int[] Left, int[] Right) Part(int cut, bool missingLeft)
        {
            var left = Rows.Where(row => Codes[row] == BinnedMatrix.Missing ? missingLeft : Codes[row] <= cut).ToArray();
            return (left, [.. Rows.Except(left)]);
        }
    }
}
