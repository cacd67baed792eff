using Plumbline.Numerics;
using Plumbline.Numerics.Forests;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Forests;

/// <summary>Every way of finding a cut finds the one that trying them all finds.</summary>
public sealed class SplitSearchTests
{
    static readonly Split None = new(1e-9, -1, 0, MissingLeft: false);

    // A third of the rows is not drawn: the rest are on either side of where one way gives place to the other (56).
    public static TheoryData<int, int, bool> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, bool>();
            foreach (var rows in new[] { 3, 8, 50, 80, 88, 400 })
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
            var search = new VarianceSearch(node.Table, target.CountBits, 3);
            search.Among(node.Features, new NodeRows(node.Rows, packed, total), ref found);

            if (found.Feature >= 0) found = search.Centred(found, node.Rows);
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
            var search = new ClassSearch(4, 3);
            foreach (var feature in node.Features) search.Find(node.Table.Column(feature), new NodeRows(node.Rows, packed, 0), ref found);

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

        var (byVariance, byGini) = (None, None);
        var search = new VarianceSearch(node.Table, target.CountBits, 1);
        search.Among([0], new NodeRows(node.Rows, packed, packed.Aggregate(0UL, (sum, word) => sum + word)), ref byVariance);
        byVariance = search.Centred(byVariance, node.Rows);
        new ClassSearch(2, 1).Find(node.Table.Column(0), new NodeRows(node.Rows, labels, 0), ref byGini);

        (byVariance.Cut, byVariance.MissingLeft).ShouldBe((byGini.Cut, byGini.MissingLeft));
        (byVariance.Gain * 2 * target.QuantumSquared).ShouldBe(byGini.Gain, 1e-12);
    }

    static void Judge(Node node, Split found, int minLeaf, Func<int[], int[], double> gain)
    {
        var best = 1e-9;
        foreach (var missingLeft in new[] { false, true })
        {
            foreach (var feature in node.Features)
            {
                for (var cut = 0; cut < node.Table.Column(feature).Bins; cut++)
                {
                    var (left, right) = node.Part(feature, cut, missingLeft);
                    if (node.Weight(left) >= minLeaf && node.Weight(right) >= minLeaf) best = Math.Max(best, gain(left, right));
                }
            }
        }
        if (found.Feature < 0)
        {
            best.ShouldBeLessThan(1e-6);
            return;
        }
        var sides = node.Part(found.Feature, found.Cut, found.MissingLeft);
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
            Labels = new int[rows];
            Weights = new uint[rows];
            var x = new ColumnMatrix(rows, Features.Length);
            foreach (var feature in Features)
            {
                // The last but one is never missing, the last one is the first again.
                for (var row = 0; row < rows; row++)
                    x[row, feature] = feature == Features[^1] ? x[row, 0] : missing && feature != Features[^2] && random.Next(5) == 0 ? double.NaN : random.Next(bins);
            }
            for (var row = 0; row < rows; row++)
            {
                Labels[row] = (x[row, row % 2] > bins / 3 ? random.Next(labels) : 0) % labels;
                Weights[row] = (uint)random.Next(0, 3);
            }
            Weights[0] = 1;
            Table = BinnedMatrix.Of(x, 255, 1, TestContext.Current.CancellationToken);
            Rows = [.. Enumerable.Range(0, rows).Where(row => Weights[row] > 0)];
        }

        /// <summary>Once four and some more.</summary>
        public int[] Features { get; } = [0, 1, 2, 3, 4, 5];

        public BinnedMatrix Table { get; }

        public int[] Labels { get; }

        public uint[] Weights { get; }

        public int[] Rows { get; }

        public long Weight(int[] rows) => rows.Sum(row => (long)Weights[row]);

        public (int[] Left, int[] Right) Part(int feature, int cut, bool missingLeft)
        {
            var codes = Table.Column(feature).Codes.ToArray();
            var left = Rows.Where(row => codes[row] == BinnedMatrix.Missing ? missingLeft : codes[row] <= cut).ToArray();
            return (left, [.. Rows.Except(left)]);
        }
    }
}
