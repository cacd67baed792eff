using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plumbline.Numerics.Forests;

/// <summary>Grows trees on one binned table, one after the other; keeps its memory between them. For one thread at a time.</summary>
sealed class TreeGrower
{
    // Below this many rows a histogram of its own is cheaper than the difference of two.
    const int DifferenceFrom = 256;

    // Cells below which handing work to other threads costs more than it saves.
    const int ParallelFrom = 1 << 16;

    const int AtOnce = VarianceSearch.AtOnce;
    const int Length = VarianceSearch.TableLength;

    static readonly double TwoToMinus80 = Math.ScaleB(1, -80);

    readonly BinnedMatrix _x;
    readonly Growth _growth;
    readonly int _features;
    readonly int _countBits;
    readonly ClassSearch? _classSearch;
    readonly VarianceSearch[] _searches;
    readonly Split[] _found;
    readonly Stack<ulong[]> _spareTables = new();

    readonly int[] _rows;
    readonly ulong[] _packed;
    readonly int[] _rowsAside;
    readonly ulong[] _packedAside;
    readonly int[] _order;
    readonly int[] _drawn;

    readonly List<SplitNode> _nodes = [];
    readonly List<double> _values = [];
    readonly List<(int Node, int Start, int End)> _leaves = [];
    readonly Stack<Branch> _open = new();
    double[] _gains = [];

    readonly record struct Branch(int Node, int Start, int Count, int Depth, ulong[]? Table);

    public TreeGrower(BinnedMatrix x, Growth growth, BaggedTarget target)
    {
        _x = x;
        _growth = growth;
        _features = growth.FeaturesOf(x.Columns);
        _countBits = target.CountBits;
        _classSearch = target.Classes > 2 ? new ClassSearch(target.Classes, growth.MinLeaf) : null;
        var threads = LooksAtAll ? Threads(growth.Parallelism, x) : 1;
        _searches = [.. Enumerable.Range(0, threads).Select(_ => new VarianceSearch(x, _countBits, growth.MinLeaf))];
        _found = new Split[threads];
        _rows = new int[x.Rows];
        _packed = new ulong[x.Rows];
        _rowsAside = new int[x.Rows];
        _packedAside = new ulong[x.Rows];
        _order = new int[x.Columns];
        _drawn = new int[x.Columns];
    }

    /// <summary>Rows of the last tree's leaves: <c>Rows(start, end)</c> were answered by that node.</summary>
    public IReadOnlyList<(int Node, int Start, int End)> Leaves => _leaves;

    public ReadOnlySpan<int> Rows(int start, int end) => _rows.AsSpan(start, end - start);

    /// <param name="packed">Packed target by row; rows of weight 0 are left out. At least one is not.</param>
    /// <param name="answer">What a node answers.</param>
    /// <param name="random">Draws the features of each split.</param>
    /// <param name="cancellation">Looked at before each split.</param>
    public GrownTree Grow(ReadOnlySpan<ulong> packed, NodeAnswer answer, ref Xoshiro256 random, CancellationToken cancellation)
    {
        var mask = _classSearch is null ? (1UL << _countBits) - 1 : uint.MaxValue;
        var count = 0;
        for (var row = 0; row < packed.Length; row++)
        {
            _rows[count] = row;
            _packed[count] = packed[row];
            if ((packed[row] & mask) != 0) count++;
        }
        for (var column = 0; column < _order.Length; column++) _order[column] = column;
        _nodes.Clear();
        _values.Clear();
        _leaves.Clear();
        _gains = new double[_x.Columns];
        AddNode(answer.Length);

        _open.Clear();
        _open.Push(new Branch(0, 0, count, 0, null));
        while (_open.TryPop(out var branch))
        {
            cancellation.ThrowIfCancellationRequested();
            var words = _packed.AsSpan(branch.Start, branch.Count);
            var total = Sum(words);
            var weight = total & mask;
            var value = CollectionsMarshal.AsSpan(_values).Slice(branch.Node * answer.Length, answer.Length);
            var pure = answer.Of(_rows.AsSpan(branch.Start, branch.Count), words, mask, value);
            if (pure || branch.Depth >= _growth.Depth || weight < (ulong)_growth.MinSplit)
            {
                Close(branch);
                continue;
            }
            if (branch.Node == 0 && LooksAtAll && count >= DifferenceFrom) branch = branch with { Table = Tabulate(branch, null) };
            var split = Find(branch, total, ref random);
            if (split.Feature < 0)
            {
                Close(branch);
                continue;
            }
            _gains[split.Feature] += split.Gain * weight;
            Open(branch, split, answer.Length);
        }
        return new GrownTree([.. _nodes], [.. _values], _gains);
    }

    bool LooksAtAll => _features == _x.Columns && _classSearch is null;

    void AddNode(int answers)
    {
        _nodes.Add(SplitNode.Leaf(_nodes.Count));
        for (var i = 0; i < answers; i++) _values.Add(0);
    }

    void Close(in Branch branch)
    {
        _leaves.Add((branch.Node, branch.Start, branch.Start + branch.Count));
        if (branch.Table is not null) _spareTables.Push(branch.Table);
    }

    /// <summary>Makes the branch a split: parts its rows and leaves its two children to be looked at.</summary>
    void Open(in Branch branch, in Split split, int answers)
    {
        var left = _nodes.Count;
        AddNode(answers);
        AddNode(answers);
        _nodes[branch.Node] = new SplitNode(_x.UpperEdge(split.Feature, split.Cut), (2 * split.Feature) + (split.MissingLeft ? 0 : 1), left);

        var middle = branch.Start + Part(branch, split);
        var one = new Branch(left, branch.Start, middle - branch.Start, branch.Depth + 1, null);
        var other = new Branch(left + 1, middle, branch.Start + branch.Count - middle, branch.Depth + 1, null);
        var (small, large) = one.Count <= other.Count ? (one, other) : (other, one);
        if (branch.Table is not null)
        {
            if (large.Count >= DifferenceFrom && branch.Depth + 1 < _growth.Depth)
            {
                small = small with { Table = Tabulate(small, branch.Table) };
                large = large with { Table = branch.Table };
            }
            else
            {
                _spareTables.Push(branch.Table);
            }
        }
        _open.Push(large);
        _open.Push(small);
    }

    /// <summary>Brings the rows that go left to the front, both sides in the order they had; returns how many.</summary>
    int Part(in Branch branch, in Split split)
    {
        // A missing value's bin is 255: one more, as a byte, is 0, and so below every cut.
        var (shift, limit) = split.MissingLeft ? (1, split.Cut + 1) : (0, split.Cut);
        var codes = _x.Column(split.Feature).Codes;
        var rows = _rows.AsSpan(branch.Start, branch.Count);
        var words = _packed.AsSpan(branch.Start, branch.Count);
        int kept = 0, aside = 0;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var word = words[i];
            var goesLeft = (byte)(codes[row] + shift) <= limit ? 1 : 0;
            rows[kept] = row;
            words[kept] = word;
            _rowsAside[aside] = row;
            _packedAside[aside] = word;
            kept += goesLeft;
            aside += 1 - goesLeft;
        }
        _rowsAside.AsSpan(0, aside).CopyTo(rows[kept..]);
        _packedAside.AsSpan(0, aside).CopyTo(words[kept..]);
        return kept;
    }

    Split Find(in Branch branch, ulong total, ref Xoshiro256 random)
    {
        var best = new Split(LeastGain(total), -1, 0, MissingLeft: false);
        if (LooksAtAll)
        {
            best = FindAmongAll(branch, total, best);
        }
        else
        {
            var node = RowsOf(branch, total);
            Search(node, Draw(0, _features, ref random), ref best);
            // Beyond the share that was asked for only until there is a split at all.
            for (var i = _features; i < _order.Length && best.Feature < 0; i++) Search(node, Draw(i, 1, ref random), ref best);
        }
        return best.Feature < 0 || _classSearch is not null ? best : _searches[0].Centred(best, _rows.AsSpan(branch.Start, branch.Count));
    }

    /// <summary>Draws the next features, those without anything to part left out.</summary>
    ReadOnlySpan<int> Draw(int from, int count, ref Xoshiro256 random)
    {
        var kept = 0;
        for (var i = from; i < from + count; i++)
        {
            var j = i + random.Below(_order.Length - i);
            (_order[i], _order[j]) = (_order[j], _order[i]);
            if (!_x.IsConstant(_order[i])) _drawn[kept++] = _order[i];
        }
        return _drawn.AsSpan(0, kept);
    }

    void Search(in NodeRows node, ReadOnlySpan<int> features, ref Split best)
    {
        if (_classSearch is null) _searches[0].Among(features, node, ref best);
        else foreach (var feature in features) _classSearch.Find(_x.Column(feature), node, ref best);
    }

    Split FindAmongAll(Branch branch, ulong total, Split none)
    {
        ForFeatures(branch.Count, (from, to, thread) =>
        {
            var best = none;
            var search = _searches[thread];
            if (branch.Table is null) search.Among(_order.AsSpan(from, to - from), RowsOf(branch, total), ref best);
            else for (var first = from; first < to; first += AtOnce) search.InTable(TableOf(branch.Table, first), FourFrom(first), total, ref best);
            _found[thread] = best;
        });

        var overall = none;
        foreach (var found in _found)
            if (found.Feature >= 0 && found.Gain > overall.Gain) overall = found;
        return overall;
    }

    // Where all are looked at they are in their order.
    ReadOnlySpan<int> FourFrom(int first) => _order.AsSpan(first, Math.Min(AtOnce, _order.Length - first));

    static Span<ulong> TableOf(ulong[] tables, int first) => tables.AsSpan(first / AtOnce * Length, Length);

    NodeRows RowsOf(in Branch branch, ulong total = 0) => new(_rows.AsSpan(branch.Start, branch.Count), _packed.AsSpan(branch.Start, branch.Count), total);

    /// <summary>Tables of all features over the branch's rows; taken away from those of its parent, if there is one.</summary>
    ulong[] Tabulate(Branch branch, ulong[]? parent)
    {
        var tables = _spareTables.TryPop(out var spare) ? spare : new ulong[(_x.Columns + AtOnce - 1) / AtOnce * Length];
        ForFeatures(branch.Count, (from, to, _) =>
        {
            for (var first = from; first < to; first += AtOnce)
            {
                var table = TableOf(tables, first);
                table.Clear();
                VarianceSearch.Add(_x, FourFrom(first), RowsOf(branch), table);
                if (parent is null) continue;
                var difference = TableOf(parent, first);
                for (var i = 0; i < Length; i++) difference[i] -= table[i];
            }
        });
        return tables;
    }

    /// <summary>Shares the features out to the threads, four by four, where there is work enough for more than one.</summary>
    void ForFeatures(int rows, Action<int, int, int> work)
    {
        var threads = _searches.Length;
        if (threads == 1 || (long)rows * _x.Columns < ParallelFrom)
        {
            for (var i = 0; i < threads; i++) work(Bound(i), Bound(i + 1), i);
            return;
        }
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, i => work(Bound(i), Bound(i + 1), i));

        int Bound(int thread) => (int)Math.Min((long)thread * ((_x.Columns + AtOnce - 1) / AtOnce) / threads * AtOnce, _x.Columns);
    }

    /// <summary>What a split must gain: more than rounding can feign.</summary>
    double LeastGain(ulong total)
    {
        if (_classSearch is not null) return 1e-12;
        var mean = (double)(total >> _countBits) / (total & ((1UL << _countBits) - 1));
        return mean * mean * TwoToMinus80;
    }

    static ulong Sum(ReadOnlySpan<ulong> words)
    {
        var sum = 0UL;
        foreach (var word in words) sum += word;
        return sum;
    }

    static int Threads(int parallelism, BinnedMatrix x) =>
        (long)x.Rows * x.Columns < ParallelFrom ? 1 : Math.Clamp(parallelism == 0 ? Environment.ProcessorCount : parallelism, 1, x.Columns);
}
