using Plumbline.Intake.Csv;
using Plumbline.Plant;

namespace Plumbline.Intake.Logs;

/// <summary>Puts the pumps of a file together from its batches, in the order of the file.</summary>
sealed class LogAssembly(LogLayout layout, long headerLine)
{
    const int LongestWait = 16_384;

    readonly PumpIds _ids = new();
    readonly DefectTally _tally = new();
    readonly DecimalMarks _marks = new();
    int[] _numbers = [];

    // By number of the pump; null where no row has come, or the pump is finished.
    readonly List<PumpRows?> _open = [];
    readonly HashSet<int> _finished = [];

    // Rows of the pump that came last in its batch: they may go on in the next, and are then put into arrays of their own together.
    readonly RowColumns _waiting = new(0);
    PumpRows? _latest;

    public long RowsSeen { get; private set; }

    public long RowsRejected { get; private set; }

    /// <summary>Takes over the defects of a batch, before its rows.</summary>
    public void AddDefects(RowBatch batch)
    {
        _numbers = [.. batch.Ids.Names.Select(_ids.NumberOf)];
        _tally.Add(batch.Tally, _numbers);
        _marks.Add(batch.Marks);
        RowsSeen += batch.RowsSeen;
        RowsRejected += batch.RowsRejected;
        if (batch.OtherHeader is { } line) throw new InvalidInputException(layout.File, "another header begins here; files that differ in their columns cannot be read as one", line);
        if (layout.Options.Strict && _tally.FirstRejection() is { } first) throw new InvalidInputException(layout.File, first.What.TrimEnd('.'), first.Line);
    }

    /// <summary>The rows of a batch, cut where the pump changes, each of which is to be added before the next is asked for.</summary>
    public IEnumerable<(int Pump, int From, int Count)> Runs(RowBatch batch)
    {
        foreach (var (pump, from, count) in batch.Runs) yield return (_numbers[pump], from, count);
    }

    public void AddRows(RowBatch batch, int pump, int from, int count)
    {
        while (_open.Count <= pump) _open.Add(null);
        if (_open[pump] is not { } rows)
        {
            if (_finished.Contains(pump)) throw Scattered(pump, batch.Rows.Lines[from]);
            _open[pump] = rows = new();
        }
        if (rows != _latest) Settle();
        _latest = rows;
        rows.Announce(batch, from, count);
        if (_waiting.Count == 0 && from + count < batch.Rows.Count)
        {
            rows.Add(batch.Rows, from, count);
            return;
        }
        _waiting.Add(batch.Rows, from, count);
        if (_waiting.Count >= LongestWait) Settle();
    }

    void Settle()
    {
        if (_waiting.Count > 0) _latest!.Add(_waiting, 0, _waiting.Count);
        _waiting.Clear();
    }

    /// <summary>Every pump that has rows, in the order of their first.</summary>
    public List<LoggedPump> FinishAll()
    {
        var finished = new List<LoggedPump>();
        for (var pump = 0; pump < _open.Count; pump++)
            if (_open[pump] is not null) finished.Add(Finish(pump));
        return finished;
    }

    /// <summary>Completes a pump that no more rows are to come of.</summary>
    public LoggedPump Finish(int pump)
    {
        Settle();
        var rows = _open[pump]!;
        _open[pump] = null;
        var log = rows.Finish(_ids.Names[pump], (kind, lines, what) =>
        {
            foreach (var line in lines) _tally.Add(kind, pump, DefectTally.NoColumn, line)?.What = what;
        });
        _finished.Add(pump);
        return new(log, _tally.Take(pump, layout.File));
    }

    /// <summary>Completes a pump whose rows are to stand together, at the line where the next pump begins.</summary>
    public LoggedPump FinishBefore(int pump, long line) => _tally.LastLineOf(pump) < line ? Finish(pump) : throw Scattered(pump, _tally.LastLineOf(pump));

    /// <summary>What concerns the whole file, or pumps of which no row could be used; after all pumps are finished.</summary>
    public List<Defect> Close()
    {
        if (RowsSeen == 0) throw new InvalidInputException(layout.File, "there is a header, but no rows");
        if (layout.Options.Pump is { } pump && _ids.Names.Count > 0 && !_ids.Names.Contains(pump))
            throw new InvalidInputException(layout.File, $"there is no pump {Excerpt.Of(pump)}; its pumps are {Excerpt.OfAll(_ids.Names)}");
        if (_finished.Count == 0) throw NothingUsable();

        var defects = new List<Defect>();
        var commas = _marks.ColumnsWithCommas(layout);
        if (layout.Separator != ',')
        {
            var decimals = commas.Count > 0 ? $", with decimal commas in {string.Join(", ", commas)}" : "";
            defects.Add(Noted(DefectKind.SeparatorOther, $"The file was read with {(layout.Separator == ';' ? "semicolons" : "tabs")} between fields{decimals}."));
        }
        foreach (var absent in layout.Absent) defects.Add(Noted(DefectKind.ColumnAbsent, $"There is no column {absent.Header}: {absent.Without}."));
        defects.AddRange(_tally.Take(DefectTally.NoPump, layout.File));
        for (var i = 0; i < _ids.Names.Count; i++)
        {
            if (_finished.Contains(i) || (layout.Options.Pump is { } only && only != _ids.Names[i])) continue;
            var rejected = _tally.Take(i, layout.File);
            if (rejected.Count == 0) continue;
            var (kind, rows) = (DefectKind.PumpUnusable, rejected.Sum(defect => defect.Count));
            defects.Add(new(kind.Code, rejected[0].Where, $"Of the pump {Excerpt.Of(_ids.Names[i])} no row can be used.", rows, kind.Effect));
            defects.AddRange(rejected);
        }
        return defects;
    }

    Defect Noted(DefectKind kind, string what) => new(kind.Code, $"{layout.File}, line {headerLine}", what, 1, kind.Effect);

    InvalidInputException NothingUsable()
    {
        var (line, what) = _tally.FirstRejection()!.Value;
        var of = layout.Options.Pump is { } pump ? $"of the pump {Excerpt.Of(pump)}" : $"of {RowsSeen}";
        return new(layout.File, $"no row {of} can be used; the first: {what.TrimEnd('.')}", line);
    }

    InvalidInputException Scattered(int pump, long line) =>
        new(layout.File, $"the pump {Excerpt.Of(_ids.Names[pump])} comes again after other pumps; to be read pump by pump, the rows of each must stand together", line);
}
