using System.Runtime.InteropServices;
using Plumbline.Plant;
using Plumbline.Series;

namespace Plumbline.Pumps.Condition;

/// <summary>
/// Judges a pump's rows as they come, with what is known by then: each row is what <see cref="PumpMonitor.Judge(PumpLog)"/>, told the same <see cref="AnalysisOptions.Signals"/>, says of the last row of the log so far.
/// O(1) a row, amortised; not safe from many threads.
/// </summary>
/// <remarks>
/// That a sensor is stuck shows only after <see cref="AnalysisOptions.StuckAfter"/>. Rows since it began to show its one value were judged by it until then; from the row that tells they count as not judged, as they do for
/// a log that is judged as a whole: <see cref="RestatedFrom"/> says so, and <see cref="Rows"/> holds them as they are seen now. What was said of them before is not taken back.
/// The usual interval between rows is that of the last <see cref="RowsForInterval"/>, a log's that of all its rows.
/// </remarks>
public sealed class ConditionWatch
{
    /// <summary>Rows that tell the usual interval.</summary>
    public const int RowsForInterval = 256;

    /// <summary>Most rows remembered between runs: a day of readings at one a second, and some.</summary>
    public const int MostRows = 100_000;

    const int LeastCompaction = 64;

    readonly ConditionRule _rule;
    readonly StuckWatch[] _stuck;
    readonly List<WatchedRow> _rows;
    readonly List<DateTime> _times;
    SustainedRule _sustained;
    int _compactAt = LeastCompaction;

    /// <summary>Goes on from what <see cref="State"/> gave; from nothing where that is null.</summary>
    /// <param name="rule">How a row is judged.</param>
    /// <param name="stuckAfter">A judged parameter that keeps one value for longer than this, while running, is taken for a stuck sensor.</param>
    /// <param name="state">Of a watch over the same pump.</param>
    public ConditionWatch(ConditionRule rule, TimeSpan stuckAfter, ConditionWatchState? state = null)
    {
        ArgumentNullException.ThrowIfNull(rule);
        _rule = rule;
        _stuck = new StuckWatch[ParameterSets.All.Length];
        for (var p = 0; p < _stuck.Length; p++) _stuck[p] = new(stuckAfter, state is null ? StuckWatchState.KnownStuck(rule.StuckAt[(PumpParameter)p], stuckAfter) : state.Stuck[p]);
        _rows = [.. (state?.Rows ?? []).Select(row => Judged(row.Time, row.Reading, row.Stuck))];
        _times = [.. state?.Times ?? []];
        _sustained = Replayed(out _);
    }

    /// <summary>The rows remembered, in the order of time, as they are seen now. Those at rest are remembered for a day only.</summary>
    public IReadOnlyList<WatchedRow> Rows => _rows;

    /// <summary>The first row that is seen otherwise since the latest row; null where none is.</summary>
    public DateTime? RestatedFrom { get; private set; }

    /// <summary>What there is to remember.</summary>
    public ConditionWatchState State
    {
        get
        {
            Compact();
            return new([.. _stuck.Select(watch => watch.State)], [.. _rows.Select(row => new RememberedRow(row.Time, row.Reading, row.Stuck))], [.. _times]);
        }
    }

    /// <summary>Takes the next row.</summary>
    /// <param name="time">UTC, later than the row before.</param>
    /// <param name="reading">As measured.</param>
    /// <returns>The row, the sustained rule included.</returns>
    /// <exception cref="ArgumentException">Time does not increase.</exception>
    public WatchedRow Observe(DateTime time, in PumpReading reading)
    {
        if (_times.Count > 0 && time <= _times[^1]) throw new ArgumentException($"Rows must come in the order of time: {time:O} does not follow {_times[^1]:O}.", nameof(time));
        if (_times.Count > RowsForInterval) _times.RemoveAt(0);
        _times.Add(time);
        var running = _rule.StateOf(reading.FlowGpm, reading.PowerHp, reading.SpeedRpm) == Running.Yes;
        var usual = SamplingInterval.Usual(CollectionsMarshal.AsSpan(_times)) ?? TimeSpan.Zero;
        var stuck = ParameterSet.None;
        RestatedFrom = null;
        foreach (var parameter in ParameterSets.All)
        {
            var watch = _stuck[(int)parameter];
            var (wasStuck, latest) = (watch.IsStuck, watch.State.Latest);
            if (!watch.Observe(time, Value(reading, parameter), running, usual)) continue;
            stuck |= parameter.Alone();
            Restate(parameter, wasStuck ? latest : watch.State.First);
        }

        _rows.Add(Judged(time, reading, stuck));
        var row = RestatedFrom is null ? Lasting(_rows[^1], _sustained) : Replay();
        _rows[^1] = row;
        if (_rows.Count >= _compactAt) Compact();
        return row;
    }

    WatchedRow Judged(DateTime time, in PumpReading reading, ParameterSet stuck)
    {
        var judged = _rule.Judge(reading, stuck);
        return new(time, reading, stuck, judged, judged.Judgement.Status);
    }

    WatchedRow Lasting(in WatchedRow row, SustainedRule sustained)
    {
        var judgement = row.Judged.Judgement;
        var lasting = sustained.Observe(row.Time, judgement.Judged, judgement.Violated);
        return row with { Status = judgement.Status == PumpStatus.Warning && (lasting & _rule.Tolerances.Mandatory) != ParameterSet.None ? PumpStatus.Critical : judgement.Status };
    }

    WatchedRow Replay()
    {
        _sustained = Replayed(out var last);
        return last;
    }

    // Rows of the last day, as they are seen now.
    SustainedRule Replayed(out WatchedRow last)
    {
        var sustained = new SustainedRule();
        last = default;
        if (_rows.Count == 0) return sustained;
        var since = _rows[^1].Time - SustainedRule.Window;
        foreach (var row in _rows)
            if (row.Time > since) last = Lasting(row, sustained);
        return sustained;
    }

    void Restate(PumpParameter parameter, DateTime from)
    {
        for (var i = _rows.Count - 1; i >= 0 && _rows[i].Time >= from; i--)
        {
            var row = _rows[i];
            if (row.Stuck.Has(parameter)) continue;
            _rows[i] = Judged(row.Time, row.Reading, row.Stuck | parameter.Alone());
            if (!(RestatedFrom <= row.Time)) RestatedFrom = row.Time;
        }
    }

    // Kept: what the sustained rule looks at, and what may yet turn out to have come from a stuck sensor, from the start of its hour on, for an hour is restated as a whole. What rests stays at rest.
    void Compact()
    {
        if (_rows.Count == 0) return;
        var since = _rows[^1].Time - SustainedRule.Window;
        var restatable = _rows[^1].Time;
        foreach (var watch in _stuck)
            if (!watch.IsStuck && watch.State.Length > TimeSpan.Zero && watch.State.First < restatable) restatable = watch.State.First;
        restatable = restatable.AddTicks(-(restatable.Ticks % TimeSpan.TicksPerHour));
        _rows.RemoveAll(row => row.Time <= since && (row.Time < restatable || row.Judged.Judgement.Status == PumpStatus.Off));
        if (_rows.Count > MostRows) _rows.RemoveRange(0, _rows.Count - MostRows);
        _compactAt = Math.Max(LeastCompaction, 2 * _rows.Count);
    }

    static double Value(in PumpReading reading, PumpParameter parameter) => parameter switch
    {
        PumpParameter.Flow => reading.FlowGpm,
        PumpParameter.Head => reading.DischargePsi,
        PumpParameter.Power => reading.PowerHp,
        _ => reading.EfficiencyPct,
    };
}

/// <summary>A row with what is known of it now.</summary>
/// <param name="Time">UTC.</param>
/// <param name="Reading">As measured.</param>
/// <param name="Stuck">The parameters whose sensors are known to have been stuck.</param>
/// <param name="Judged">The row taken alone.</param>
/// <param name="Status">With the sustained rule, for the row that came last; of restated rows that of the row alone.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WatchedRow(DateTime Time, PumpReading Reading, ParameterSet Stuck, JudgedReading Judged, PumpStatus Status);

/// <summary>What a <see cref="ConditionWatch"/> remembers.</summary>
/// <param name="Stuck">Of flow, head, power and efficiency.</param>
/// <param name="Rows">In the order of time.</param>
/// <param name="Times">Of the latest rows: they tell the usual interval.</param>
public sealed record ConditionWatchState(IReadOnlyList<StuckWatchState> Stuck, IReadOnlyList<RememberedRow> Rows, IReadOnlyList<DateTime> Times);

/// <summary>A row as it is remembered.</summary>
/// <param name="Time">UTC.</param>
/// <param name="Reading">As measured.</param>
/// <param name="Stuck">The parameters whose sensors are known to have been stuck.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RememberedRow(DateTime Time, PumpReading Reading, ParameterSet Stuck);
