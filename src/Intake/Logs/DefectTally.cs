using Plumbline.Plant;

namespace Plumbline.Intake.Logs;

/// <summary>Counts defects by kind, pump and column; keeps where the first few were, and the sentence of the first.</summary>
sealed class DefectTally
{
    /// <summary>In place of a pump, for what concerns no one pump.</summary>
    public const int NoPump = -1;

    /// <summary>In place of a column.</summary>
    public const int NoColumn = -1;

    const int LinesKept = 3;

    readonly Dictionary<int, Dictionary<(DefectKind Kind, int Column), Entry>> _byPump = [];

    /// <returns>The entry where this is the first of it, so that the caller writes the sentence; else null.</returns>
    public Entry? Add(DefectKind kind, int pump, int column, long line)
    {
        var entry = At(kind, pump, column);
        entry.Add(line);
        return entry.Count == 1 ? entry : null;
    }

    /// <summary>Takes over what was counted in rows further down the file.</summary>
    /// <param name="later">Counted there.</param>
    /// <param name="pumps">By its numbers of pumps: the numbers here.</param>
    public void Add(DefectTally later, ReadOnlySpan<int> pumps)
    {
        foreach (var (pump, entries) in later._byPump)
            foreach (var (key, entry) in entries)
                At(key.Kind, pump == NoPump ? NoPump : pumps[pump], key.Column).Add(entry);
    }

    public void Clear() => _byPump.Clear();

    /// <summary>The first row that was left out; null where none was.</summary>
    public (long Line, string What)? FirstRejection()
    {
        var rejections = _byPump.Values.SelectMany(entries => entries).Where(e => e.Key.Kind.Rejects).Select(e => e.Value);
        return rejections.MinBy(entry => entry.FirstLine) is { } first ? (first.FirstLine, first.What) : null;
    }

    /// <summary>The last line at which anything was counted for a pump; 0 where nothing was.</summary>
    public long LastLineOf(int pump) => _byPump.TryGetValue(pump, out var entries) ? entries.Values.Max(entry => entry.LastLine) : 0;

    /// <summary>What was counted for a pump, or for none, in the order of the file; forgotten here.</summary>
    public List<Defect> Take(int pump, string file) => !_byPump.Remove(pump, out var entries) ? [] :
        [.. entries
            .OrderBy(e => e.Value.FirstLine).ThenBy(e => e.Key.Kind.Code, StringComparer.Ordinal).ThenBy(e => e.Key.Column)
            .Select(e => new Defect(e.Key.Kind.Code, e.Value.Where(file), e.Value.What, e.Value.Count, e.Key.Kind.Effect))];

    /// <summary>The entry to count in.</summary>
    public Entry At(DefectKind kind, int pump, int column)
    {
        if (!_byPump.TryGetValue(pump, out var entries)) _byPump.Add(pump, entries = []);
        if (!entries.TryGetValue((kind, column), out var entry)) entries.Add((kind, column), entry = new());
        return entry;
    }

    /// <summary>One kind of defect in one column of one pump.</summary>
    public sealed class Entry
    {
        readonly List<long> _lines = new(LinesKept);

        public long Count { get; private set; }

        public long LastLine { get; private set; }

        public long FirstLine => _lines[0];

        /// <summary>About the first of them.</summary>
        public string What { get; set; } = "";

        /// <summary>Lines are to be added in the order of the file.</summary>
        public void Add(long line)
        {
            if (_lines.Count < LinesKept) _lines.Add(line);
            LastLine = line;
            Count++;
        }

        public void Add(Entry later)
        {
            if (Count == 0) What = later.What;
            _lines.AddRange(later._lines.Take(LinesKept - _lines.Count));
            LastLine = later.LastLine;
            Count += later.Count;
        }

        /// <summary>As in <c>well1.csv, lines 17, 23 and 40, and 5 more</c>.</summary>
        public string Where(string file)
        {
            var last = _lines[^1];
            var lines = _lines.Count == 1 ? $"line {last}" : $"lines {string.Join(", ", _lines.SkipLast(1))} and {last}";
            return Count > _lines.Count ? $"{file}, {lines}, and {Count - _lines.Count} more" : $"{file}, {lines}";
        }
    }
}
