using Plumbline.Numerics;
using Plumbline.Numerics.Forests;

namespace Plumbline.Detectors.Isolation;

/// <summary>Trees one after the other, each in preorder: a node, all of its left side, all of its right side.</summary>
/// <param name="Feature">What a node looks at; −1 in a leaf.</param>
/// <param name="Value">Of a node the cut: values up to it go left. Of a leaf: how many rows it holds.</param>
sealed record GrownForest(int[] Feature, double[] Value)
{
    public const int Leaf = -1;

    /// <summary>Grows them, each with a stream of random numbers of its own.</summary>
    /// <param name="x">The rows that trees are shown.</param>
    /// <param name="shown">By tree: which of them.</param>
    /// <param name="medians">Stand for missing values.</param>
    /// <param name="options">Checked.</param>
    /// <param name="cancellation">Looked at between trees.</param>
    public static GrownForest Grow(ColumnMatrix x, int[][] shown, double[] medians, IsolationOptions options, CancellationToken cancellation)
    {
        var trees = new IsolationGrowth[shown.Length];
        InParallel.For(shown.Length, options.Parallelism, cancellation, () => 0, (tree, _) =>
        {
            trees[tree] = new IsolationGrowth(x, shown[tree], medians, new Xoshiro256(options.Seed, StreamOf(tree)));
            trees[tree].Grow();
        });
        return new([.. trees.SelectMany(tree => tree.Feature)], [.. trees.SelectMany(tree => tree.Value)]);
    }

    /// <summary>Rows for a tree, drawn without replacement (Floyd's algorithm: Bentley and Floyd, 1987).</summary>
    public static int[] Draw(int rows, int taken, int seed, int tree)
    {
        var random = new Xoshiro256(seed, StreamOf(tree) + 1);
        var drawn = new HashSet<int>(taken);
        for (var last = rows - taken; last < rows; last++)
        {
            var row = random.Below(last + 1);
            drawn.Add(drawn.Contains(row) ? last : row);
        }
        return [.. drawn.Order()];
    }

    static int StreamOf(int tree) => 2 * tree;
}

/// <summary>Grows one tree: a feature at random, of those that vary among the rows, cut at random between its least and largest value; until a row is alone, or the tree is deep enough.</summary>
sealed class IsolationGrowth
{
    readonly double[][] _columns;
    readonly int[] _order;
    readonly int[] _rows;
    readonly int _deepest;
    Xoshiro256 _random;

    public IsolationGrowth(ColumnMatrix x, int[] shown, double[] medians, Xoshiro256 random)
    {
        _random = random;
        _deepest = PathLength.DeepestOf(shown.Length);
        _order = [.. Enumerable.Range(0, x.Columns)];
        _rows = [.. Enumerable.Range(0, shown.Length)];
        _columns = new double[x.Columns][];
        for (var feature = 0; feature < _columns.Length; feature++)
        {
            var column = x.Column(feature);
            var mine = new double[shown.Length];
            for (var i = 0; i < shown.Length; i++) mine[i] = double.IsFinite(column[shown[i]]) ? column[shown[i]] : medians[feature];
            _columns[feature] = mine;
        }
    }

    public List<int> Feature { get; } = [];

    public List<double> Value { get; } = [];

    public void Grow() => Grow(_rows, 0);

    void Grow(Span<int> rows, int depth)
    {
        if (rows.Length < 2 || depth == _deepest || !TryCut(rows, out var feature, out var cut))
        {
            Feature.Add(GrownForest.Leaf);
            Value.Add(rows.Length);
            return;
        }
        Feature.Add(feature);
        Value.Add(cut);
        var column = _columns[feature];
        var left = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            if (column[rows[i]] > cut) continue;
            (rows[left], rows[i]) = (rows[i], rows[left]);
            left++;
        }
        Grow(rows[..left], depth + 1);
        Grow(rows[left..], depth + 1);
    }

    bool TryCut(ReadOnlySpan<int> rows, out int feature, out double cut)
    {
        for (var left = _order.Length; left > 0; left--)
        {
            var at = _random.Below(left);
            feature = _order[at];
            var column = _columns[feature];
            var (least, most) = (column[rows[0]], column[rows[0]]);
            foreach (var row in rows[1..])
            {
                least = Math.Min(least, column[row]);
                most = Math.Max(most, column[row]);
            }
            if (least < most)
            {
                var share = _random.Unit();
                cut = (least * (1 - share)) + (most * share);
                // Rounding may leave no row on one side.
                if (!(cut >= least && cut < most)) cut = least;
                return true;
            }
            (_order[at], _order[left - 1]) = (_order[left - 1], _order[at]);
        }
        (feature, cut) = (GrownForest.Leaf, 0);
        return false;
    }
}
