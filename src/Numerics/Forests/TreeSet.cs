using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plumbline.Numerics.Forests;

/// <summary>Trees packed for prediction. Immutable, safe from many threads.</summary>
/// <remarks>
/// Nodes are walked in a form of 8 bytes that lies level by level: what most rows pass is then in few lines of the cache. Eight walks are taken at once, so that one waits for memory while the
/// others go on; all walk as many steps as the deepest tree of the eight, for a leaf leads to itself. See <see cref="RowSlots"/> for what a node compares.
/// </remarks>
sealed class TreeSet
{
    const int AtOnce = 8;
    const int OnStack = 2048;
    const int BlockRows = 64;

    readonly SplitNode[] _nodes;
    readonly Step[] _steps;
    readonly int _slotBits;
    readonly double[] _values;
    readonly int[] _roots;
    readonly int[] _depths;

    /// <summary>A node on the way down: <c>slots[slot] &gt; Threshold</c> goes right.</summary>
    /// <param name="Threshold">As <see cref="RowSlots.Ordinal"/>; the largest number in a leaf.</param>
    /// <param name="Way">Low bits: the slot. The others: how far on the left child is; 0 in a leaf.</param>
    [StructLayout(LayoutKind.Sequential)]
    readonly record struct Step(int Threshold, uint Way);

    /// <summary>Trusts its arguments: every child, slot and root must be within bounds, children after their parent.</summary>
    /// <exception cref="ArgumentException">A tree is too large: see <see cref="MostNodes"/>.</exception>
    public TreeSet(int features, int answers, SplitNode[] nodes, double[] values, int[] roots)
    {
        Features = features;
        Answers = answers;
        _nodes = nodes;
        _values = values;
        _slotBits = SlotBits(features);
        _steps = new Step[nodes.Length];
        Trees = roots.Length;
        // Up to a whole number of walks: the last tree is walked again, and not listened to.
        _roots = new int[(roots.Length + AtOnce - 1) / AtOnce * AtOnce];
        _roots.AsSpan().Fill(roots[^1]);
        roots.CopyTo(_roots, 0);
        _depths = new int[_roots.Length];
        var depth = new int[nodes.Length];
        for (var tree = 0; tree < roots.Length; tree++)
        {
            var end = tree + 1 < roots.Length ? roots[tree + 1] : nodes.Length;
            if (end - roots[tree] > MostNodes(features)) throw new ArgumentException($"A tree of {end - roots[tree]} nodes on {features} features is too large: it may have {MostNodes(features)}.", nameof(nodes));
            for (var i = roots[tree]; i < end; i++)
            {
                var node = nodes[i];
                _depths[tree] = Math.Max(_depths[tree], depth[i]);
                _steps[i] = StepOf(node, i);
                if (node.Left != i) depth[node.Left] = depth[node.Left + 1] = depth[i] + 1;
            }
        }
        for (var tree = roots.Length; tree < _depths.Length; tree++) _depths[tree] = _depths[roots.Length - 1];
    }

    /// <summary>Nodes that a tree may have: over two hundred million for a few features, one million for a thousand.</summary>
    public static long MostNodes(int features) => 1L << (32 - SlotBits(features));

    static int SlotBits(int features) => 32 - BitOperations.LeadingZeroCount((2 * (uint)features) - 1);

    Step StepOf(SplitNode node, int at) => node.Left == at
        ? new(int.MaxValue, 0)
        : new(RowSlots.Ordinal(node.Threshold), ((uint)(node.Left - at) << _slotBits) | (uint)(node.Feature + ((node.Slot & 1) * Features)));

    public int Features { get; }

    /// <summary>Numbers that one tree answers.</summary>
    public int Answers { get; }

    public int Trees { get; }

    public ReadOnlySpan<SplitNode> Nodes => _nodes;

    public ReadOnlySpan<double> Values => _values;

    public ReadOnlySpan<int> Roots => _roots.AsSpan(0, Trees);

    public static TreeSet Of(int features, int answers, IReadOnlyList<GrownTree> trees)
    {
        var count = trees.Sum(tree => tree.Nodes.Length);
        var nodes = new SplitNode[count];
        var values = new double[count * answers];
        var roots = new int[trees.Count];
        var at = 0;
        for (var tree = 0; tree < trees.Count; tree++)
        {
            roots[tree] = at;
            PutByLevel(trees[tree], answers, nodes.AsSpan(at), values.AsSpan(at * answers), at);
            at += trees[tree].Nodes.Length;
        }
        return new TreeSet(features, answers, nodes, values, roots);
    }

    static void PutByLevel(GrownTree tree, int answers, Span<SplitNode> nodes, Span<double> values, int root)
    {
        var order = new int[tree.Nodes.Length];
        var found = 1;
        for (var i = 0; i < order.Length; i++)
        {
            var node = tree.Nodes[order[i]];
            tree.Values.AsSpan(order[i] * answers, answers).CopyTo(values[(i * answers)..]);
            nodes[i] = node.Left == order[i] ? SplitNode.Leaf(root + i) : node with { Left = root + found };
            if (node.Left == order[i]) continue;
            (order[found], order[found + 1]) = (node.Left, node.Left + 1);
            found += 2;
        }
    }

    /// <summary>Adds what every tree answers, in the order of the trees.</summary>
    /// <param name="row">One value per feature; NaN is missing.</param>
    /// <param name="sums">Added to; as long as an answer.</param>
    /// <exception cref="ArgumentException">The row is not as long as there are features.</exception>
    public void AddAnswers(ReadOnlySpan<double> row, Span<double> sums)
    {
        RequireFeatures(row.Length);
        int[]? rented = null;
        var slots = 2 * Features <= OnStack ? stackalloc int[2 * Features] : rented = ArrayPool<int>.Shared.Rent(2 * Features);
        RowSlots.Fill(row, slots);
        for (var tree = 0; tree < Trees; tree += AtOnce)
        {
            var leaves = WalkTrees(slots, tree);
            Add(leaves[..Math.Min(AtOnce, Trees - tree)], sums);
        }
        if (rented is not null) ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>What each tree answers, tree after tree.</summary>
    /// <param name="row">One value per feature; NaN is missing.</param>
    /// <param name="into"><see cref="Trees"/> answers.</param>
    /// <exception cref="ArgumentException">A span has not the length it should have.</exception>
    public void Answer(ReadOnlySpan<double> row, Span<double> into)
    {
        RequireFeatures(row.Length);
        if (into.Length != Trees * Answers) throw new ArgumentException($"{Trees} trees answer {Trees * Answers} numbers; there is room for {into.Length}.", nameof(into));
        var slots = new int[2 * Features];
        RowSlots.Fill(row, slots);
        into.Clear();
        for (var tree = 0; tree < Trees; tree += AtOnce)
        {
            var leaves = WalkTrees(slots, tree);
            for (var i = 0; i < AtOnce && tree + i < Trees; i++) Add(leaves[i..(i + 1)], into.Slice((tree + i) * Answers, Answers));
        }
    }

    /// <summary>Adds what every tree answers for each row, in the order of the trees: the same sums as row by row.</summary>
    /// <param name="x">Rows.</param>
    /// <param name="sums">Added to; an answer for each row.</param>
    /// <param name="parallelism">Threads at most; 0 for one on each processor.</param>
    /// <param name="cancellation">Looked at between blocks of rows.</param>
    /// <param name="asks">Whether tree <c>t</c> is to answer for row <c>r</c>; null for all.</param>
    /// <exception cref="ArgumentException">The table has not as many columns as there are features.</exception>
    public void AddAnswers(ColumnMatrix x, double[] sums, int parallelism, CancellationToken cancellation, Func<int, int, bool>? asks = null)
    {
        RequireFeatures(x.Columns);
        var blocks = (x.Rows + BlockRows - 1) / BlockRows;
        InParallel.For(blocks, parallelism, cancellation, () => new int[BlockRows * 2 * Features], (block, slots) =>
        {
            var first = block * BlockRows;
            var rows = Math.Min(BlockRows, x.Rows - first);
            FillSlots(x, first, rows, slots);
            Span<int> asked = stackalloc int[BlockRows];
            for (var tree = 0; tree < Trees; tree++)
            {
                var count = 0;
                for (var row = 0; row < rows; row++)
                    if (asks is null || asks(tree, first + row)) asked[count++] = row;
                for (var at = 0; at < count; at += AtOnce)
                {
                    var some = asked[at..Math.Min(at + AtOnce, count)];
                    var leaves = WalkRows(slots, tree, some);
                    for (var i = 0; i < some.Length; i++) Add(leaves[i..(i + 1)], sums.AsSpan((first + some[i]) * Answers, Answers));
                }
            }
        });
    }

    /// <summary>Splits each tree's answer into its root's and what each feature changed on the way down (Saabas, 2014).</summary>
    /// <param name="row">One value per feature; NaN is missing.</param>
    /// <param name="bias">Added to: the answers of the roots.</param>
    /// <param name="contributions">Added to: an answer for each feature, in the order of the features.</param>
    /// <exception cref="ArgumentException">A span has not the length it should have.</exception>
    public void AddContributions(ReadOnlySpan<double> row, Span<double> bias, Span<double> contributions)
    {
        RequireFeatures(row.Length);
        if (contributions.Length != Features * Answers)
            throw new ArgumentException($"{Features} features contribute {Features * Answers} numbers; there is room for {contributions.Length}.", nameof(contributions));
        var slots = new int[2 * Features];
        RowSlots.Fill(row, slots);
        foreach (var root in Roots)
        {
            for (var i = 0; i < Answers; i++) bias[i] += _values[(root * Answers) + i];
            for (var at = root; _nodes[at].Left != at;)
            {
                var node = _nodes[at];
                var next = Next(ref _steps[0], at, ref slots[0], _slotBits);
                for (var i = 0; i < Answers; i++)
                    contributions[(node.Feature * Answers) + i] += _values[(next * Answers) + i] - _values[(at * Answers) + i];
                at = next;
            }
        }
    }

    void RequireFeatures(int given)
    {
        if (given != Features) throw new ArgumentException($"{given} values for {Features} features.", nameof(given));
    }

    void FillSlots(ColumnMatrix x, int first, int rows, Span<int> slots)
    {
        for (var feature = 0; feature < Features; feature++)
        {
            var column = x.Column(feature).Slice(first, rows);
            for (var row = 0; row < rows; row++)
            {
                var mine = slots.Slice(row * 2 * Features, 2 * Features);
                (mine[feature], mine[Features + feature]) = RowSlots.Of(column[row]);
            }
        }
    }

    void Add(ReadOnlySpan<int> leaves, Span<double> sums)
    {
        if (sums.Length == 1)
        {
            var sum = sums[0];
            foreach (var leaf in leaves) sum += _values[leaf];
            sums[0] = sum;
            return;
        }
        foreach (var leaf in leaves)
            for (var i = 0; i < sums.Length; i++) sums[i] += _values[(leaf * sums.Length) + i];
    }

    /// <summary>The leaves of one row in eight trees.</summary>
    Eight WalkTrees(ReadOnlySpan<int> slots, int tree)
    {
        // Roots, children and slots were checked when the trees were made: no bounds are checked here.
        ref var steps = ref MemoryMarshal.GetArrayDataReference(_steps);
        ref var mine = ref MemoryMarshal.GetReference(slots);
        var roots = _roots.AsSpan(tree, AtOnce);
        int a = roots[0], b = roots[1], c = roots[2], d = roots[3], e = roots[4], f = roots[5], g = roots[6], h = roots[7];
        var bits = _slotBits;
        for (var step = Deepest(tree); step > 0; step--)
        {
            a = Next(ref steps, a, ref mine, bits);
            b = Next(ref steps, b, ref mine, bits);
            c = Next(ref steps, c, ref mine, bits);
            d = Next(ref steps, d, ref mine, bits);
            e = Next(ref steps, e, ref mine, bits);
            f = Next(ref steps, f, ref mine, bits);
            g = Next(ref steps, g, ref mine, bits);
            h = Next(ref steps, h, ref mine, bits);
        }
        return Leaves(a, b, c, d, e, f, g, h);
    }

    int Deepest(int tree)
    {
        var deepest = 0;
        foreach (var depth in _depths.AsSpan(tree, AtOnce)) deepest = Math.Max(deepest, depth);
        return deepest;
    }

    /// <summary>The leaves of up to eight rows in one tree.</summary>
    Eight WalkRows(ReadOnlySpan<int> slots, int tree, ReadOnlySpan<int> rows)
    {
        ref var steps = ref MemoryMarshal.GetArrayDataReference(_steps);
        ref var first = ref MemoryMarshal.GetReference(slots);
        ref var slotsA = ref Unsafe.Add(ref first, rows[0] * 2 * Features);
        ref var slotsB = ref Unsafe.Add(ref first, rows[Math.Min(1, rows.Length - 1)] * 2 * Features);
        ref var slotsC = ref Unsafe.Add(ref first, rows[Math.Min(2, rows.Length - 1)] * 2 * Features);
        ref var slotsD = ref Unsafe.Add(ref first, rows[Math.Min(3, rows.Length - 1)] * 2 * Features);
        ref var slotsE = ref Unsafe.Add(ref first, rows[Math.Min(4, rows.Length - 1)] * 2 * Features);
        ref var slotsF = ref Unsafe.Add(ref first, rows[Math.Min(5, rows.Length - 1)] * 2 * Features);
        ref var slotsG = ref Unsafe.Add(ref first, rows[Math.Min(6, rows.Length - 1)] * 2 * Features);
        ref var slotsH = ref Unsafe.Add(ref first, rows[Math.Min(7, rows.Length - 1)] * 2 * Features);
        int a = _roots[tree], b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        var bits = _slotBits;
        for (var step = _depths[tree]; step > 0; step--)
        {
            a = Next(ref steps, a, ref slotsA, bits);
            b = Next(ref steps, b, ref slotsB, bits);
            c = Next(ref steps, c, ref slotsC, bits);
            d = Next(ref steps, d, ref slotsD, bits);
            e = Next(ref steps, e, ref slotsE, bits);
            f = Next(ref steps, f, ref slotsF, bits);
            g = Next(ref steps, g, ref slotsG, bits);
            h = Next(ref steps, h, ref slotsH, bits);
        }
        return Leaves(a, b, c, d, e, f, g, h);
    }

    static Eight Leaves(int a, int b, int c, int d, int e, int f, int g, int h)
    {
        Eight leaves = default;
        (leaves[0], leaves[1], leaves[2], leaves[3], leaves[4], leaves[5], leaves[6], leaves[7]) = (a, b, c, d, e, f, g, h);
        return leaves;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Next(ref Step steps, int at, ref int slots, int slotBits)
    {
        ref var step = ref Unsafe.Add(ref steps, at);
        var way = step.Way;
        return at + (int)(way >> slotBits) + (Unsafe.Add(ref slots, (nint)(way & ((1u << slotBits) - 1))) > step.Threshold ? 1 : 0);
    }

    [InlineArray(AtOnce)]
    struct Eight
    {
        int _first;
    }
}
