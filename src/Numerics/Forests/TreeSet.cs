using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plumbline.Numerics.Forests;

/// <summary>Trees packed for prediction. Immutable, safe from many threads.</summary>
/// <remarks>
/// A row is first laid out twice, once with missing values as −∞ and once as +∞; each node reads the copy that sends them where it
/// learnt to, so that no test for NaN is left on the way down. Eight walks are taken at once, so that one waits for memory while the
/// others go on; all walk as many steps as the deepest tree of the eight, for a leaf leads to itself.
/// </remarks>
sealed class TreeSet
{
    const int AtOnce = 8;
    const int OnStack = 2048;
    const int BlockRows = 64;

    readonly SplitNode[] _nodes;
    readonly double[] _values;
    readonly int[] _roots;
    readonly int[] _depths;

    /// <summary>Trusts its arguments: every child, slot and root must be within bounds, children after their parent.</summary>
    public TreeSet(int features, int answers, SplitNode[] nodes, double[] values, int[] roots)
    {
        Features = features;
        Answers = answers;
        _nodes = nodes;
        _values = values;
        _roots = roots;
        _depths = new int[roots.Length];
        var depth = new int[nodes.Length];
        for (var tree = 0; tree < roots.Length; tree++)
        {
            var end = tree + 1 < roots.Length ? roots[tree + 1] : nodes.Length;
            for (var i = roots[tree]; i < end; i++)
            {
                _depths[tree] = Math.Max(_depths[tree], depth[i]);
                if (nodes[i].Left != i) depth[nodes[i].Left] = depth[nodes[i].Left + 1] = depth[i] + 1;
            }
        }
    }

    public int Features { get; }

    /// <summary>Numbers that one tree answers.</summary>
    public int Answers { get; }

    public int Trees => _roots.Length;

    public ReadOnlySpan<SplitNode> Nodes => _nodes;

    public ReadOnlySpan<double> Values => _values;

    public ReadOnlySpan<int> Roots => _roots;

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
            trees[tree].Values.CopyTo(values, at * answers);
            foreach (var node in trees[tree].Nodes) nodes[at++] = node with { Left = node.Left + roots[tree] };
        }
        return new TreeSet(features, answers, nodes, values, roots);
    }

    /// <summary>Adds what every tree answers, in the order of the trees.</summary>
    /// <param name="row">One value per feature; NaN is missing.</param>
    /// <param name="sums">Added to; as long as an answer.</param>
    /// <exception cref="ArgumentException">The row is not as long as there are features.</exception>
    public void AddAnswers(ReadOnlySpan<double> row, Span<double> sums)
    {
        RequireFeatures(row.Length);
        float[]? rented = null;
        var slots = 2 * Features <= OnStack ? stackalloc float[2 * Features] : rented = ArrayPool<float>.Shared.Rent(2 * Features);
        FillSlots(row, slots);
        for (var tree = 0; tree < Trees; tree += AtOnce)
        {
            var leaves = WalkTrees(slots, tree);
            Add(leaves[..Math.Min(AtOnce, Trees - tree)], sums);
        }
        if (rented is not null) ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>What each tree answers, tree after tree.</summary>
    /// <param name="row">One value per feature; NaN is missing.</param>
    /// <param name="into"><see cref="Trees"/> answers.</param>
    /// <exception cref="ArgumentException">A span has not the length it should have.</exception>
    public void Answer(ReadOnlySpan<double> row, Span<double> into)
    {
        RequireFeatures(row.Length);
        if (into.Length != Trees * Answers) throw new ArgumentException($"{Trees} trees answer {Trees * Answers} numbers; there is room for {into.Length}.", nameof(into));
        var slots = new float[2 * Features];
        FillSlots(row, slots);
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
        InParallel.For(blocks, parallelism, cancellation, () => new float[BlockRows * 2 * Features], (block, slots) =>
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
        var slots = new float[2 * Features];
        FillSlots(row, slots);
        foreach (var root in _roots)
        {
            for (var i = 0; i < Answers; i++) bias[i] += _values[(root * Answers) + i];
            for (var at = root; _nodes[at].Left != at;)
            {
                var node = _nodes[at];
                var next = node.Left + (slots[node.Slot] > node.Threshold ? 1 : 0);
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

    static void FillSlots(ReadOnlySpan<double> row, Span<float> slots)
    {
        for (var feature = 0; feature < row.Length; feature++) Fill(SingleCeiling.Of(row[feature]), slots, 2 * feature);
    }

    void FillSlots(ColumnMatrix x, int first, int rows, Span<float> slots)
    {
        for (var feature = 0; feature < Features; feature++)
        {
            var column = x.Column(feature).Slice(first, rows);
            for (var row = 0; row < rows; row++) Fill(SingleCeiling.Of(column[row]), slots, (row * 2 * Features) + (2 * feature));
        }
    }

    static void Fill(float value, Span<float> slots, int at)
    {
        var missing = float.IsNaN(value);
        slots[at] = missing ? float.NegativeInfinity : value;
        slots[at + 1] = missing ? float.PositiveInfinity : value;
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

    /// <summary>The leaves of one row in eight trees; past the last tree, that of the last again.</summary>
    Eight WalkTrees(ReadOnlySpan<float> slots, int tree)
    {
        Eight at = default;
        var depth = 0;
        for (var i = 0; i < AtOnce; i++)
        {
            var mine = Math.Min(tree + i, _roots.Length - 1);
            at[i] = _roots[mine];
            depth = Math.Max(depth, _depths[mine]);
        }
        Walk(ref at, depth, slots, default);
        return at;
    }

    /// <summary>The leaves of up to eight rows in one tree.</summary>
    Eight WalkRows(ReadOnlySpan<float> slots, int tree, ReadOnlySpan<int> rows)
    {
        Eight at = default;
        Eight offsets = default;
        for (var i = 0; i < AtOnce; i++)
        {
            at[i] = _roots[tree];
            offsets[i] = rows[Math.Min(i, rows.Length - 1)] * 2 * Features;
        }
        Walk(ref at, _depths[tree], slots, offsets);
        return at;
    }

    /// <summary>Eight walks, the slots of each beginning at its offset.</summary>
    void Walk(ref Eight at, int depth, ReadOnlySpan<float> slots, in Eight offsets)
    {
        // Roots, children and slots were checked when the trees were made: no bounds are checked here.
        ref var nodes = ref MemoryMarshal.GetArrayDataReference(_nodes);
        int a = at[0], b = at[1], c = at[2], d = at[3], e = at[4], f = at[5], g = at[6], h = at[7];
        ref var first = ref MemoryMarshal.GetReference(slots);
        ref var slotsA = ref Unsafe.Add(ref first, offsets[0]);
        ref var slotsB = ref Unsafe.Add(ref first, offsets[1]);
        ref var slotsC = ref Unsafe.Add(ref first, offsets[2]);
        ref var slotsD = ref Unsafe.Add(ref first, offsets[3]);
        ref var slotsE = ref Unsafe.Add(ref first, offsets[4]);
        ref var slotsF = ref Unsafe.Add(ref first, offsets[5]);
        ref var slotsG = ref Unsafe.Add(ref first, offsets[6]);
        ref var slotsH = ref Unsafe.Add(ref first, offsets[7]);
        for (var step = 0; step < depth; step++)
        {
            a = Next(ref nodes, a, ref slotsA);
            b = Next(ref nodes, b, ref slotsB);
            c = Next(ref nodes, c, ref slotsC);
            d = Next(ref nodes, d, ref slotsD);
            e = Next(ref nodes, e, ref slotsE);
            f = Next(ref nodes, f, ref slotsF);
            g = Next(ref nodes, g, ref slotsG);
            h = Next(ref nodes, h, ref slotsH);
        }
        (at[0], at[1], at[2], at[3], at[4], at[5], at[6], at[7]) = (a, b, c, d, e, f, g, h);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Next(ref SplitNode nodes, int at, ref float slots)
    {
        ref var node = ref Unsafe.Add(ref nodes, at);
        return node.Left + (Unsafe.Add(ref slots, node.Slot) > node.Threshold ? 1 : 0);
    }

    [InlineArray(AtOnce)]
    struct Eight
    {
        int _first;
    }
}
