namespace Plumbline.Numerics.Forests;

/// <summary>What a tree predicts: the form that it is split by and the form that it is answered in.</summary>
/// <param name="Answer">What a node answers.</param>
/// <param name="Packed">The packed target of a row that was drawn so many times.</param>
/// <param name="CountBits">Width of the weight in a packed target.</param>
/// <param name="Classes">3 or more for labels packed by <see cref="ClassSearch.Packed"/>, less for targets of <see cref="WeightedTarget"/>.</param>
sealed record BaggedTarget(NodeAnswer Answer, Func<int, uint, ulong> Packed, int CountBits, int Classes = 0);

/// <summary>The trees of a forest, each grown on rows of its own drawing.</summary>
sealed class Bagging
{
    readonly ulong[][] _drawn;

    Bagging(int trees, int rows)
    {
        Trees = new GrownTree[trees];
        _drawn = new ulong[trees][];
        for (var tree = 0; tree < trees; tree++) _drawn[tree] = new ulong[(rows + 63) / 64];
    }

    public GrownTree[] Trees { get; }

    /// <param name="x">Features.</param>
    /// <param name="options">Settings.</param>
    /// <param name="target">What is to be predicted.</param>
    /// <param name="progress">Told the share of trees that are grown, from any thread.</param>
    /// <param name="cancellation">Looked at before each split.</param>
    public static Bagging Grow(ColumnMatrix x, ForestOptions options, BaggedTarget target, IProgress<double>? progress, CancellationToken cancellation)
    {
        var growth = options.Growth();
        var binned = BinnedMatrix.Of(x, options.Bins, options.Parallelism, cancellation);
        var bagging = new Bagging(options.Trees, x.Rows);
        var grown = 0;
        InParallel.For(options.Trees, options.Parallelism, cancellation, () => new Drawer(new TreeGrower(binned, growth, target), target.Packed, x.Rows), (tree, drawer) =>
        {
            var random = new Xoshiro256(options.Seed, tree);
            drawer.Draw(options.Bootstrap, ref random, bagging._drawn[tree]);
            bagging.Trees[tree] = drawer.Grower.Grow(drawer.Packed, target.Answer, ref random, cancellation);
            progress?.Report((double)Interlocked.Increment(ref grown) / options.Trees);
        });
        return bagging;
    }

    /// <summary>Whether a tree did not see a row.</summary>
    public bool IsOut(int tree, int row) => (_drawn[tree][row >> 6] >> row & 1) == 0;

    /// <summary>How many trees did not see a row.</summary>
    public int TreesWithout(int row)
    {
        var count = 0;
        for (var tree = 0; tree < Trees.Length; tree++)
            if (IsOut(tree, row)) count++;
        return count;
    }

    /// <summary>By feature: the share of all gain.</summary>
    public double[] Importance() => Shares([.. Trees.Select(tree => tree.Gains)]);

    public static double[] Shares(IReadOnlyList<double[]> gains)
    {
        var shares = new double[gains[0].Length];
        foreach (var tree in gains)
            for (var feature = 0; feature < shares.Length; feature++) shares[feature] += tree[feature];
        var all = shares.Sum();
        if (all > 0)
            foreach (ref var share in shares.AsSpan()) share /= all;
        return shares;
    }

    /// <summary>What a thread keeps from tree to tree.</summary>
    sealed class Drawer(TreeGrower grower, Func<int, uint, ulong> pack, int rows)
    {
        readonly uint[] _weights = new uint[rows];

        public TreeGrower Grower => grower;

        public ulong[] Packed { get; } = new ulong[rows];

        public void Draw(bool bootstrap, ref Xoshiro256 random, ulong[] drawn)
        {
            _weights.AsSpan().Fill(bootstrap ? 0u : 1u);
            if (bootstrap)
                for (var i = 0; i < _weights.Length; i++) _weights[random.Below(_weights.Length)]++;
            for (var row = 0; row < _weights.Length; row++)
            {
                Packed[row] = pack(row, _weights[row]);
                if (_weights[row] > 0) drawn[row >> 6] |= 1UL << row;
            }
        }
    }
}
