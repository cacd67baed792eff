using System.Runtime.InteropServices;
using Plumbline.Intake.Csv;

namespace Plumbline.Intake.Logs;

/// <summary>The rows of one block of a file, and what was wrong in it. To be filled again and again.</summary>
sealed class RowBatch
{
    readonly List<(int Pump, int From)> _runs = [];
    readonly List<(int Row, long Between)> _twice = [];
    int _pump = PumpIds.NotText;

    /// <summary>The text that the rows come from.</summary>
    public CsvBlock Block { get; } = new();

    public RowColumns Rows { get; } = new(0);

    /// <summary>The rows, cut where the pump changes.</summary>
    public IEnumerable<(int Pump, int From, int Count)> Runs => _runs.Select((run, i) => (run.Pump, run.From, (i + 1 < _runs.Count ? _runs[i + 1].From : Rows.Count) - run.From));

    /// <summary>Numbered in this batch.</summary>
    public PumpIds Ids { get; } = new();

    /// <summary>Rows of the file, used or not; empty lines do not count.</summary>
    public long RowsSeen { get; set; }

    /// <summary>Rows left out for a defect.</summary>
    public long RowsRejected { get; set; }

    /// <summary>The line of a second header that is not the first again; null where there is none.</summary>
    public long? OtherHeader { get; set; }

    public DefectTally Tally { get; } = new();

    public DecimalMarks Marks { get; } = new();

    /// <summary>Completes a row whose values are in place.</summary>
    /// <param name="pump">A number of <see cref="Ids"/>.</param>
    /// <param name="line">Of the file.</param>
    /// <param name="utc">Ticks.</param>
    /// <param name="between">Where the time on the wall came twice: ticks from the first to the second; else 0.</param>
    public void Add(int pump, long line, long utc, long between)
    {
        if (between > 0) _twice.Add((Rows.Count, between));
        if (pump != _pump) _runs.Add((_pump = pump, Rows.Count));
        Rows.Add(new(utc, DateTimeKind.Utc), line);
    }

    /// <summary>The rows from one on whose time on the wall came twice, with the ticks from the first of the two to the second.</summary>
    public ReadOnlySpan<(int Row, long Between)> TwiceFrom(int row)
    {
        if (_twice.Count == 0) return [];
        var found = _twice.BinarySearch((row, 0));
        return CollectionsMarshal.AsSpan(_twice)[(found < 0 ? ~found : found)..];
    }

    public void Clear()
    {
        _runs.Clear();
        _pump = PumpIds.NotText;
        _twice.Clear();
        Rows.Clear();
        Ids.Clear();
        RowsSeen = RowsRejected = 0;
        OtherHeader = null;
        Tally.Clear();
        Marks.Clear();
    }
}
