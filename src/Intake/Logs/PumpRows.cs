using Plumbline.Plant;

namespace Plumbline.Intake.Logs;

/// <summary>The rows of one pump in the order of the file, on their way to a <see cref="PumpLog"/>.</summary>
sealed class PumpRows
{
    // Long runs are kept as they come, so that nothing has to grow; short ones are gathered until they are worth keeping.
    const int LongRun = 512;
    const int WorthKeeping = 1024;

    readonly List<RowColumns> _kept = [];
    readonly RowColumns _gathered = new(0);
    readonly List<(int Row, long Between)> _twice = [];
    int _count;

    /// <summary>Takes over what a batch says of rows beside their columns. These are then to be added, in the same order.</summary>
    public void Announce(RowBatch batch, int from, int count)
    {
        foreach (var (row, between) in batch.TwiceFrom(from))
        {
            if (row >= from + count) break;
            _twice.Add((_count + row - from, between));
        }
        _count += count;
    }

    /// <summary>Copies rows.</summary>
    public void Add(RowColumns rows, int from, int count)
    {
        if (count >= LongRun)
        {
            Keep();
            _kept.Add(rows.Part(from, count));
            return;
        }
        _gathered.Add(rows, from, count);
        if (_gathered.Count >= WorthKeeping) Keep();
    }

    /// <summary>Sorts by time, lets the last of equal times win, says what was done. To be called once, when all rows are there.</summary>
    /// <param name="id">The pump.</param>
    /// <param name="note">Takes a kind of defect, the lines of its rows in the order of the file, and the sentence.</param>
    public PumpLog Finish(string id, Action<DefectKind, IEnumerable<int>, string> note)
    {
        Keep();
        var rows = RowColumns.Join(_kept);
        if (_twice.Count > 0)
        {
            var what = RepeatedHour.Resolve(rows.Times, _twice);
            note(DefectKind.TimeRepeatedHour, LinesOf(rows, _twice.ConvertAll(fold => fold.Row)), what);
        }
        var order = Order(rows, note);
        return new(id, rows.TakeTimes(order), new()
        {
            FlowGpm = rows.TakeValues(MeasuredColumn.Flow, order),
            DischargePsi = rows.TakeValues(MeasuredColumn.Discharge, order),
            SuctionPsi = rows.TakeValues(MeasuredColumn.Suction, order),
            PowerHp = rows.TakeValues(MeasuredColumn.Power, order),
            EfficiencyPct = rows.TakeValues(MeasuredColumn.Efficiency, order),
            SpeedRpm = rows.TakeValues(MeasuredColumn.Speed, order),
        });
    }

    void Keep()
    {
        if (_gathered.Count == 0) return;
        _kept.Add(_gathered.Part(0, _gathered.Count));
        _gathered.Clear();
    }

    /// <returns>The rows to take, in the order of time; null for all of them as they are.</returns>
    static int[]? Order(RowColumns rows, Action<DefectKind, IEnumerable<int>, string> note)
    {
        var times = rows.Times;
        var backwards = new List<int>();
        var ordered = true;
        for (var i = 1; i < times.Length; i++)
        {
            if (times[i] > times[i - 1]) continue;
            ordered = false;
            if (times[i] < times[i - 1]) backwards.Add(i);
        }
        if (backwards.Count > 0) note(DefectKind.RowsUnsorted, LinesOf(rows, backwards), "The row is of an earlier time than the pump's row before it: the rows were sorted.");
        if (ordered) return null;

        var order = new int[times.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(times.ToArray(), order);
        return WithoutRepetitions(rows, order, note);
    }

    static int[] WithoutRepetitions(RowColumns rows, int[] order, Action<DefectKind, IEnumerable<int>, string> note)
    {
        var times = rows.Times;
        var superseded = new List<int>();
        var kept = 0;
        foreach (var row in order)
        {
            if (kept == 0 || times[order[kept - 1]] != times[row])
            {
                order[kept++] = row;
                continue;
            }
            superseded.Add(Math.Min(row, order[kept - 1]));
            order[kept - 1] = Math.Max(row, order[kept - 1]);
        }
        if (superseded.Count == 0) return order;
        superseded.Sort();
        note(DefectKind.TimeTwice, LinesOf(rows, superseded), $"The timestamp {times[superseded[0]]:yyyy-MM-dd HH:mm:ss} UTC comes again further down: the last row of a time is used.");
        return order[..kept];
    }

    static List<int> LinesOf(RowColumns rows, List<int> indices) => indices.ConvertAll(i => rows.Lines[i]);
}
