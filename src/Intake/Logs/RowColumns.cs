namespace Plumbline.Intake.Logs;

/// <summary>Rows of a log by column. Grows as rows are added.</summary>
sealed class RowColumns(int capacity)
{
    readonly double[][] _values = Array.ConvertAll(MeasuredColumn.All, _ => new double[capacity]);
    DateTime[] _times = new DateTime[capacity];
    int[] _lines = new int[capacity];

    public int Count { get; private set; }

    /// <summary>UTC.</summary>
    public Span<DateTime> Times => _times.AsSpan(0, Count);

    /// <summary>Lines of the file; <see cref="int.MaxValue"/> for any beyond.</summary>
    public ReadOnlySpan<int> Lines => _lines.AsSpan(0, Count);

    /// <summary>Where the values of the next row go, by measured column, at the index <see cref="Count"/>; then the row is to be added.</summary>
    public double[][] Next()
    {
        if (Count == _times.Length) Reserve(1);
        return _values;
    }

    /// <summary>Completes a row whose values are in place.</summary>
    public void Add(DateTime time, long line)
    {
        _times[Count] = time;
        _lines[Count] = (int)Math.Min(line, int.MaxValue);
        Count++;
    }

    public void Add(RowColumns rows, int from, int count)
    {
        if (Count + count > _times.Length) Reserve(count);
        if (count == 1)
        {
            Copy(rows, from);
            return;
        }
        rows._times.AsSpan(from, count).CopyTo(_times.AsSpan(Count));
        rows._lines.AsSpan(from, count).CopyTo(_lines.AsSpan(Count));
        for (var i = 0; i < _values.Length; i++) rows._values[i].AsSpan(from, count).CopyTo(_values[i].AsSpan(Count));
        Count += count;
    }

    // Where pumps take turns, every run is of one row.
    void Copy(RowColumns rows, int row)
    {
        _times[Count] = rows._times[row];
        _lines[Count] = rows._lines[row];
        for (var i = 0; i < _values.Length; i++) _values[i][Count] = rows._values[i][row];
        Count++;
    }

    /// <summary>Some of the rows, in arrays no longer than they are.</summary>
    public RowColumns Part(int from, int count)
    {
        var part = new RowColumns(0) { Count = count };
        part._times = Copy(_times.AsSpan(from, count));
        part._lines = Copy(_lines.AsSpan(from, count));
        for (var i = 0; i < _values.Length; i++) part._values[i] = Copy(_values[i].AsSpan(from, count));
        return part;
    }

    /// <summary>One after the other. Takes the rows out of the parts, column by column, so that nothing is held twice for long.</summary>
    public static RowColumns Join(List<RowColumns> parts)
    {
        if (parts.Count == 1) return parts[0];
        var joined = new RowColumns(0) { Count = parts.Sum(part => part.Count) };
        joined._times = Join(parts, part => ref part._times);
        joined._lines = Join(parts, part => ref part._lines);
        for (var i = 0; i < joined._values.Length; i++)
        {
            var column = i;
            joined._values[i] = Join(parts, part => ref part._values[column]);
        }
        foreach (var part in parts) part.Count = 0;
        return joined;
    }

    public void Clear() => Count = 0;

    /// <summary>Gives a column away: to be asked for once, when no row is to be added any more.</summary>
    public double[] TakeValues(int measured, int[]? order) => Take(ref _values[measured], order);

    /// <summary>Gives the times away: to be asked for once, when no row is to be added any more.</summary>
    public DateTime[] TakeTimes(int[]? order) => Take(ref _times, order);

    T[] Take<T>(ref T[] column, int[]? order)
    {
        var taken = column;
        column = [];
        if (order is null) return taken.Length == Count ? taken : Copy(taken.AsSpan(0, Count));
        var arranged = NewColumn<T>(order.Length);
        for (var i = 0; i < arranged.Length; i++) arranged[i] = taken[order[i]];
        return arranged;
    }

    delegate ref T[] ColumnOf<T>(RowColumns rows);

    static T[] Join<T>(List<RowColumns> parts, ColumnOf<T> columnOf)
    {
        var joined = NewColumn<T>(parts.Sum(part => part.Count));
        var at = 0;
        foreach (var part in parts)
        {
            ref var column = ref columnOf(part);
            column.AsSpan(0, part.Count).CopyTo(joined.AsSpan(at));
            at += part.Count;
            column = [];
        }
        return joined;
    }

    static T[] Copy<T>(ReadOnlySpan<T> column)
    {
        var copy = NewColumn<T>(column.Length);
        column.CopyTo(copy);
        return copy;
    }

    // Where nothing is moved: columns stay, and the collector would copy those of middling size twice before it left them alone.
    static T[] NewColumn<T>(int size) => GC.AllocateUninitializedArray<T>(size, pinned: size >= 512);

    void Reserve(int more)
    {
        var size = Math.Max(Count + more, (int)Math.Min(Math.Max(4, 2L * Count), Array.MaxLength));
        Grow(ref _times, size);
        Grow(ref _lines, size);
        foreach (ref var column in _values.AsSpan()) Grow(ref column, size);
    }

    void Grow<T>(ref T[] column, int size)
    {
        var larger = NewColumn<T>(size);
        column.AsSpan(0, Count).CopyTo(larger);
        column = larger;
    }
}
