using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Plumbline.Numerics;
using Plumbline.Numerics.Forests;

namespace Plumbline.Detectors.Isolation;

/// <summary>Trees for scoring: all of one layout, a full binary tree of the depth at which growing ended, so that every walk takes the same number of steps and no branch.</summary>
/// <remarks>
/// Node i has its children at 2 i and 2 i + 1; below a leaf that ended early all walks go left. A node is one number: the place of its cut among all cuts of its feature (see <see cref="CutRanks"/>)
/// in the high bits, eight times its feature in the low ones. Ranks of eight rows lie side by side, feature after feature, so that the low bits lead to them, and eight walks are under way at once: while one waits for memory the others go on. (Gathers of AVX2 take as long, or a little longer.)
/// </remarks>
sealed class PackedTrees
{
    const int Lanes = 8;
    const int BlockRows = 256;

    readonly CutRanks _ranks;
    readonly int[] _nodes;
    readonly int[] _paths;
    readonly int[] _counts;
    readonly int _features;
    readonly int _depth;
    readonly int _featureBits;

    // In place of a node below a leaf: above every rank, and of the first feature.
    readonly int _noCut;
    readonly Lazy<double[]> _means;

    /// <param name="forest">Checked: every tree ends in leaves, no deeper than the depth.</param>
    /// <param name="medians">By feature: what stands for a missing value.</param>
    /// <param name="depth">At which growing ended.</param>
    /// <exception cref="ArgumentException">The forest is too large for its many features.</exception>
    public PackedTrees(GrownForest forest, double[] medians, int depth)
    {
        (_features, _depth) = (medians.Length, depth);
        _ranks = new(forest, medians);
        _featureBits = 32 - int.LeadingZeroCount((Lanes * _features) - 1);
        if ((long)(_ranks.Most + 1) << _featureBits > int.MaxValue) throw new ArgumentException($"{_ranks.Most} cuts of one of {_features} features are too many: take fewer trees, or smaller samples.", nameof(forest));
        _noCut = int.MaxValue >> _featureBits << _featureBits;

        var nodes = new List<int>();
        var (paths, counts) = (new List<int>(), new List<int>());
        for (var at = 0; at < forest.Feature.Length;)
        {
            Trees++;
            nodes.AddRange(Enumerable.Repeat(_noCut, Width));
            paths.AddRange(Enumerable.Repeat(0, Width));
            counts.AddRange(Enumerable.Repeat(0, Width));
            at = Pack(forest, at, 1, 0, CollectionsMarshal.AsSpan(nodes)[^Width..], CollectionsMarshal.AsSpan(paths)[^Width..], CollectionsMarshal.AsSpan(counts)[^Width..]);
        }
        (_nodes, _paths, _counts) = ([.. nodes], [.. paths], [.. counts]);
        _means = new(MeanPaths);
    }

    public int Trees { get; }

    // Of the lowest level, and of what a tree takes in each array.
    int Width => 1 << _depth;

    int Pack(GrownForest forest, int at, int node, int depth, Span<int> nodes, Span<int> paths, Span<int> counts)
    {
        var feature = forest.Feature[at];
        if (feature == GrownForest.Leaf)
        {
            var lowest = (node << (_depth - depth)) - Width;
            counts[lowest] = (int)forest.Value[at];
            paths[lowest] = PathLength.OfLeaf(depth, counts[lowest]);
            return at + 1;
        }
        nodes[node] = (_ranks.PlaceOf(feature, forest.Value[at]) << _featureBits) | (feature * Lanes);
        at = Pack(forest, at + 1, 2 * node, depth + 1, nodes, paths, counts);
        return Pack(forest, at, (2 * node) + 1, depth + 1, nodes, paths, counts);
    }

    /// <summary>Mean path length of each row over all trees, in steps; NaN where every value is missing.</summary>
    public void Paths(ColumnMatrix rows, double[] into, int parallelism, CancellationToken cancellation)
    {
        var blocks = (rows.Rows + BlockRows - 1) / BlockRows;
        InParallel.For(blocks, parallelism, cancellation, () => new Block(_features), (number, block) =>
        {
            var first = number * BlockRows;
            var count = Math.Min(BlockRows, rows.Rows - first);
            block.IsKnown.Clear();
            for (var feature = 0; feature < _features; feature++)
                _ranks.Fill(feature, rows.Column(feature).Slice(first, count), block.Ranks[(feature * Lanes)..], _featureBits, (Lanes, _features * Lanes), block.IsKnown);
            block.Sums.Clear();
            for (var tree = 0; tree < Trees; tree++) AddPaths(tree, block.Ranks, block.Sums, (count + Lanes - 1) / Lanes);
            for (var i = 0; i < count; i++) into[first + i] = block.IsKnown[i] ? PathLength.ToSteps(block.Sums[i]) / Trees : double.NaN;
        });
    }

    /// <summary>What is kept from block to block.</summary>
    sealed class Block(int features)
    {
        readonly int[] _ranks = new int[BlockRows * features];
        readonly int[] _sums = new int[BlockRows];
        readonly bool[] _isKnown = new bool[BlockRows];

        public Span<int> Ranks => _ranks;

        public Span<int> Sums => _sums;

        public Span<bool> IsKnown => _isKnown;
    }

    /// <summary>Adds the paths of one tree to the sums of some runs of rows.</summary>
    void AddPaths(int tree, Span<int> ranks, Span<int> sums, int runs)
    {
        // Nodes and ranks were checked when the trees were packed: no bounds are checked here.
        ref var nodes = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_nodes), tree * Width);
        ref var paths = ref Unsafe.Subtract(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_paths), tree * Width), Width);
        var mask = (1u << _featureBits) - 1;
        for (var run = 0; run < runs; run++)
        {
            ref var mine = ref Unsafe.Add(ref MemoryMarshal.GetReference(ranks), run * _features * Lanes);
            ref var sum = ref Unsafe.Add(ref MemoryMarshal.GetReference(sums), run * Lanes);
            uint a = 1, b = 1, c = 1, d = 1, e = 1, f = 1, g = 1, h = 1;
            for (var step = _depth; step > 0; step--)
            {
                a = Next(ref nodes, a, ref mine, mask, 0);
                b = Next(ref nodes, b, ref mine, mask, 1);
                c = Next(ref nodes, c, ref mine, mask, 2);
                d = Next(ref nodes, d, ref mine, mask, 3);
                e = Next(ref nodes, e, ref mine, mask, 4);
                f = Next(ref nodes, f, ref mine, mask, 5);
                g = Next(ref nodes, g, ref mine, mask, 6);
                h = Next(ref nodes, h, ref mine, mask, 7);
            }
            sum += Unsafe.Add(ref paths, a);
            Unsafe.Add(ref sum, 1) += Unsafe.Add(ref paths, b);
            Unsafe.Add(ref sum, 2) += Unsafe.Add(ref paths, c);
            Unsafe.Add(ref sum, 3) += Unsafe.Add(ref paths, d);
            Unsafe.Add(ref sum, 4) += Unsafe.Add(ref paths, e);
            Unsafe.Add(ref sum, 5) += Unsafe.Add(ref paths, f);
            Unsafe.Add(ref sum, 6) += Unsafe.Add(ref paths, g);
            Unsafe.Add(ref sum, 7) += Unsafe.Add(ref paths, h);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Next(ref int nodes, uint at, ref int ranks, uint mask, int lane)
    {
        var node = Unsafe.Add(ref nodes, at);
        return (2 * at) + (Unsafe.Add(ref Unsafe.Add(ref ranks, (uint)node & mask), lane) > node ? 1u : 0u);
    }

    /// <summary>Adds to each feature by how much it has shortened the path of a row, in steps, summed over the trees.</summary>
    /// <returns>How long a path of a row that was shown to a tree is on average, summed over the trees: less the sum of all that was added, it is the row's own.</returns>
    public double AddContributions(ReadOnlySpan<double> row, Span<double> into)
    {
        var ranks = new int[_features * Lanes];
        Span<bool> isKnown = stackalloc bool[1];
        for (var feature = 0; feature < _features; feature++) _ranks.Fill(feature, row.Slice(feature, 1), ranks.AsSpan(feature * Lanes), _featureBits, (Lanes, 0), isKnown);
        var (means, mask, roots) = (_means.Value, (1 << _featureBits) - 1, 0.0);
        for (var tree = 0; tree < Trees; tree++)
        {
            var nodes = _nodes.AsSpan(tree * Width, Width);
            var mine = means.AsSpan(2 * tree * Width, 2 * Width);
            roots += mine[1];
            for (var at = 1; at < Width && nodes[at] != _noCut;)
            {
                var next = (2 * at) + (ranks[nodes[at] & mask] > nodes[at] ? 1 : 0);
                into[(nodes[at] & mask) / Lanes] += mine[at] - mine[next];
                at = next;
            }
        }
        return roots;
    }

    /// <summary>By node: the mean path, in steps, of the rows that growing left there.</summary>
    double[] MeanPaths()
    {
        var means = new double[2 * _nodes.Length];
        var rows = new int[2 * Width];
        for (var tree = 0; tree < Trees; tree++)
        {
            var mine = means.AsSpan(2 * tree * Width, 2 * Width);
            for (var i = 0; i < Width; i++) (rows[Width + i], mine[Width + i]) = (_counts[(tree * Width) + i], PathLength.ToSteps(_paths[(tree * Width) + i]));
            for (var at = Width - 1; at > 0; at--)
            {
                rows[at] = rows[2 * at] + rows[(2 * at) + 1];
                mine[at] = rows[at] == 0 ? 0 : ((rows[2 * at] * mine[2 * at]) + (rows[(2 * at) + 1] * mine[(2 * at) + 1])) / rows[at];
            }
        }
        return means;
    }
}
