using Plumbline.Plant;
using Plumbline.Series;

namespace Plumbline.Pumps.Condition;

/// <summary>What the signals of a log are worth, seen as a whole: which are stuck, which are computed from another, what contradicts itself. Immutable; safe from many threads.</summary>
public sealed class SensorReview
{
    readonly ParameterSet[]? _stuck;

    SensorReview(SignalTraits traits, ParameterSet[]? stuck, IReadOnlyList<StuckSensor> stuckSensors, IReadOnlyList<ClippedSensor> clippedSensors, IReadOnlyList<Defect> defects)
    {
        Traits = traits;
        _stuck = stuck;
        StuckSensors = stuckSensors;
        ClippedSensors = clippedSensors;
        Defects = defects;
    }

    /// <summary>What a <see cref="ConditionRule"/> needs to know.</summary>
    public SignalTraits Traits { get; }

    /// <summary>Judged parameters that kept one value for too long, in the order of parameters and time.</summary>
    public IReadOnlyList<StuckSensor> StuckSensors { get; }

    /// <summary>Judged parameters that are cut off at a floor or a ceiling, in the order of parameters, the floor first.</summary>
    public IReadOnlyList<ClippedSensor> ClippedSensors { get; }

    /// <summary>What a person should know of the signals.</summary>
    public IReadOnlyList<Defect> Defects { get; }

    /// <summary>Which parameters' sensors are stuck, row by row; empty where none ever is.</summary>
    internal ReadOnlySpan<ParameterSet> Stuck => _stuck;

    /// <summary>Looks the log over.</summary>
    /// <exception cref="ArgumentException">The log has no readings, a baseline value is not above 0, or differential head is asked for without a baseline suction pressure.</exception>
    public static SensorReview Of(PumpLog log, PumpBaseline baseline, AnalysisOptions options)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        if (log.Count == 0) throw new ArgumentException($"The log of '{log.PumpId}' has no readings.", nameof(log));
        var point = BaselinePoint.Of(baseline, options.Head);
        var defects = new List<Defect>();
        var rated = options.Signals is { } known ? known.RatedSpeed : RatedSpeedChoice.Of(baseline, options.RatedSpeed, log, defects);
        var speeds = new SpeedRule(rated?.Speed.Rpm ?? double.NaN, corrects: true, varies: true);
        var running = RunningRows(log, new(point, speeds), speeds, out var varies);

        var interval = SamplingInterval.Usual(log.Times);
        var stuck = FindStuck(log, running, options, interval, defects);
        var marks = Mark(log, stuck);
        var clipped = Condition.ClippedSensors.Find(log, running, marks, defects);
        var derived = DerivedSignals.Find(log, defects);
        var efficiencyIsComputed = ComputedEfficiency.Find(log, running, defects);
        Contradictions.Find(log, point, running, speeds, defects);
        FindGaps(log, interval, defects);
        return new(options.Signals ?? new(rated, varies, derived, efficiencyIsComputed, NeverChanging(log, running, stuck)), marks, [.. stuck.Select(s => s.Sensor)], clipped, defects);
    }

    static bool[] RunningRows(PumpLog log, RunningRule rule, SpeedRule speeds, out bool varies)
    {
        var running = new bool[log.Count];
        varies = false;
        for (var i = 0; i < running.Length; i++)
        {
            var speed = log.SpeedRpm[i];
            running[i] = rule.Of(log.FlowGpm[i], log.PowerHp[i], speed) == Running.Yes;
            varies |= running[i] && speeds.RangeOf(speed) is SpeedRange.Corrected or SpeedRange.Reduced or SpeedRange.Over;
        }
        return running;
    }

    static List<(StuckSensor Sensor, StuckRun Run)> FindStuck(PumpLog log, bool[] running, AnalysisOptions options, TimeSpan? interval, List<Defect> defects)
    {
        var found = new List<(StuckSensor, StuckRun)>();
        foreach (var parameter in ParameterSets.All)
        {
            var signal = Signals.Judged(log, parameter);
            IReadOnlyList<StuckRun> runs = interval is { } between ? StuckRuns.Find(log.Times, signal.Values, running, options.StuckAfter, between) : [];
            if (options.Signals?.StuckAt is { } stuckAt) runs = FromTheBeginning(runs, signal.Values, running, stuckAt[parameter]);
            if (runs.Count == 0) continue;
            var unit = signal.Unit;
            var sensors = runs.Select(run => new StuckSensor(parameter, run.Value, new(log.Times[run.First], log.Times[run.Last]))).ToList();
            found.AddRange(sensors.Zip(runs));
            defects.Add(new("pumps.sensor_stuck", Where.Spans([.. sensors.Select(s => s.Period)]),
                $"{signal.Name} keeps the value {string.Join(", ", sensors.Select(s => Signals.Said(s.Value, unit)).Distinct())} while the pump runs: the sensor is stuck, or a constant was entered; {Signals.Called(parameter)} cannot be judged there",
                runs.Sum(run => RunningIn(running, run)), DefectEffect.Unjudged));
        }
        if (interval is not { } usual) return found;
        for (var i = Signals.FirstReference; i < Signals.Count; i++)
        {
            var signal = Signals.Of(log, i);
            var runs = StuckRuns.Find(log.Times, signal.Values, running, options.StuckAfter, usual);
            if (runs.Count == 1 && IsConstant(signal.Values, running))
                defects.Add(new("pumps.signal_constant", Where.All(log), $"{signal.Name} never changes: {Signals.Said(runs[0].Value, signal.Unit)} in every running reading", RunningIn(running, runs[0])));
        }
        return found;
    }

    // A sensor that an earlier log never saw change is stuck from the first reading on, for as long as it shows that value.
    static IReadOnlyList<StuckRun> FromTheBeginning(IReadOnlyList<StuckRun> runs, ReadOnlySpan<double> values, ReadOnlySpan<bool> running, double stuckAt)
    {
        var (first, last) = (-1, -1);
        for (var i = 0; i < values.Length; i++)
        {
            if (!running[i] || !double.IsFinite(values[i])) continue;
            if (values[i] != stuckAt) break;
            if (first < 0) first = i;
            last = i;
        }
        return first < 0 || (runs.Count > 0 && runs[0].First == first) ? runs : [new(first, last, stuckAt, TimeSpan.Zero), .. runs];
    }

    static ParameterValues? NeverChanging(PumpLog log, bool[] running, List<(StuckSensor Sensor, StuckRun Run)> stuck)
    {
        var values = new ParameterValues(Of(PumpParameter.Flow), Of(PumpParameter.Head), Of(PumpParameter.Power), Of(PumpParameter.Efficiency));
        return values == ParameterValues.None ? null : values;

        double Of(PumpParameter parameter) =>
            stuck.FindAll(found => found.Sensor.Parameter == parameter) is [var only] && IsConstant(Signals.Judged(log, parameter).Values, running) ? only.Run.Value : double.NaN;
    }

    static bool IsConstant(ReadOnlySpan<double> values, ReadOnlySpan<bool> running)
    {
        var first = double.NaN;
        for (var i = 0; i < values.Length; i++)
        {
            if (!running[i] || !double.IsFinite(values[i])) continue;
            if (double.IsNaN(first)) first = values[i];
            if (values[i] != first) return false;
        }
        return true;
    }

    static long RunningIn(bool[] running, StuckRun run) => running.AsSpan(run.First, run.Last - run.First + 1).Count(true);

    static ParameterSet[]? Mark(PumpLog log, List<(StuckSensor Sensor, StuckRun Run)> stuck)
    {
        if (stuck.Count == 0) return null;
        var rows = new ParameterSet[log.Count];
        foreach (var (sensor, run) in stuck)
            for (var i = run.First; i <= run.Last; i++) rows[i] |= sensor.Parameter.Alone();
        return rows;
    }

    static void FindGaps(PumpLog log, TimeSpan? interval, List<Defect> defects)
    {
        if (interval is not { } usual) return;
        var gaps = Gaps.Find(log.Times, usual);
        if (gaps.Count == 0) return;
        var longest = gaps.MaxBy(gap => gap.Length);
        defects.Add(new("pumps.gap", Where.Spans([.. gaps.Select(gap => new Period(gap.After, gap.Before))]),
            $"no readings for {gaps.Sum(gap => gap.Length.TotalHours):0.#} h in all, where one every {Said(usual)} is usual; the longest gap is {longest.Length.TotalHours:0.#} h from {Where.Time(longest.After)}", gaps.Count));
    }

    static string Said(TimeSpan step) => step.TotalMinutes >= 1 ? $"{step.TotalMinutes:0.#} min" : $"{step.TotalSeconds:0.###} s";
}

/// <summary>A judged parameter whose sensor kept one value for too long.</summary>
/// <param name="Parameter">Which.</param>
/// <param name="Value">The value, in the unit of the log's column (for head that of the discharge pressure, psi).</param>
/// <param name="Period">From the first such reading to the last.</param>
public sealed record StuckSensor(PumpParameter Parameter, double Value, Period Period);
