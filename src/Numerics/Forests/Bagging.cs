namespace Plumbline.Numerics.Forests;

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
    /// <param name="growth">The same, checked.</param>
    /// <param name="answer">What a node answers.</param>
    /// <param name="packed">The packed target of a row and the number of times that it was drawn.</param>
    /// <param name="countBits">Width of the weight in a packed target.</param>
    /// <param name="classes">As in <see cref="TreeGrower"/>.</param>
    /// <param name="progress">Told the share of trees that are grown, from any thread.</param>
    /// <param name="cancellation">Looked at before each split.</param>
    public static Bagging Grow(
        BinnedMatrix x, ForestOptions options, Growth growth, NodeAnswer answer, Func<int, uint, ulong> packed, int countBits, int classes,
        IProgress<double>? progress, CancellationToken cancellation)
    {
        var bagging = new Bagging(options.Trees, x.Rows);
        var grown = 0;
        Parallelly.For(options.Trees, options.Parallelism, cancellation, () => new Drawer(x, growth, countBits, classes), (tree, drawer) =>
        {
            var random = new Xoshiro256(options.Seed, tree);
            drawer.Draw(options.Bootstrap, ref random, packed, bagging._drawn[tree]);
            bagging.Trees[tree] = drawer.Grower.Grow(drawer.Packed, answer, ref random, cancellation);
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
    sealed class Drawer(BinnedMatrix x, Growth growth, int countBits, int classes)
    {
        readonly uint[] _weights = new uint[x.Rows];

        public TreeGrower Grower { get; } = new(x, growth, countBits, classes);

        public ulong[] Packed { get; } = new ulong[x.Rows];

        public void Draw(bool bootstrap, ref Xoshiro256 random, Func<int, uint, ulong> packed, ulong[] drawn)
        {
            _weights.AsSpan().Fill(bootstrap ? 0u : 1u);
            if (bootstrap)
                for (var i = 0; i < _weights.Length; i++) _weights[random.Below(_weights.Length)]++;
            for (var row = 0; row < _weights.Length; row++)
            {
                Packed[row] = packed(row, _weights[row]);
                if (_weights[row] > 0) drawn[row >> 6] |= 1UL << row;
            }
        }
    }
}
