using Plumbline.Incidents;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Features;
using Plumbline.Pumps.Grades;
using Plumbline.Pumps.Prognosis;
using Plumbline.Series;

namespace Plumbline.Pumps;

/// <summary>The analysis of one pump, from its baseline and readings to everything that a report says. Immutable; safe from many threads: one monitor may analyse many logs at once.</summary>
/// <example><code>
/// var monitor = new PumpMonitor(baseline, ToleranceTable.Shipped.Select(baseline.Application, baseline.MotorRating));
/// var analysis = monitor.Analyze(log);
/// Console.WriteLine($"{analysis.CurrentStatus}, {analysis.Alarms.Count} alarms, head first out on {analysis[PumpParameter.Head].FirstExceedance?.Time:g}");
/// </code></example>
public sealed class PumpMonitor
{
    readonly PumpBaseline _baseline;
    readonly GradeChoice _grade;
    readonly AnalysisOptions _options;

    /// <summary>For one pump.</summary>
    /// <param name="baseline">What its readings are compared with.</param>
    /// <param name="grade">What they are held against, as <see cref="ToleranceTable.Select"/> gives it.</param>
    /// <param name="options">The product's defaults where null.</param>
    /// <exception cref="ArgumentException">A baseline value is not above 0, or differential head is asked for without a baseline suction pressure.</exception>
    public PumpMonitor(PumpBaseline baseline, GradeChoice grade, AnalysisOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(grade);
        _baseline = baseline;
        _grade = grade;
        _options = options ?? new();
        BaselinePoint.Of(baseline, _options.Head);
    }

    /// <summary>Deviation, severity and status of every reading, without what follows from them. O(readings).</summary>
    /// <exception cref="ArgumentException">The log has no readings, or is of another pump.</exception>
    public JudgedLog Judge(PumpLog log) => Judge(log, out _, out _);

    /// <summary>Everything.</summary>
    /// <param name="log">The readings.</param>
    /// <param name="intakeDefects">What was wrong with them when they were read; the analysis adds its own.</param>
    /// <param name="model">Tells remaining life; without one only the degradation path does.</param>
    /// <param name="failureDate">When the pump failed, UTC; null for that of the baseline, if it has one.</param>
    /// <exception cref="ArgumentException">The log has no readings, or is of another pump.</exception>
    public PumpAnalysis Analyze(PumpLog log, IReadOnlyList<Defect>? intakeDefects = null, RulModel? model = null, DateTime? failureDate = null)
    {
        var rows = Judge(log, out var rule, out var review);
        var interval = SamplingInterval.Usual(log.Times) ?? TimeSpan.Zero;
        var alarms = AlarmHistory.Of(rows, rule.Tolerances, _options.Alarm);
        PumpParameter[] all = [.. ParameterSets.All];
        var parameters = Array.ConvertAll(all, parameter => Assess(rows, rule, review, parameter, interval));
        return new()
        {
            Baseline = failureDate is null ? _baseline : _baseline with { FailureDate = failureDate },
            Grade = _grade.Grade,
            GradeReason = _grade.Reason,
            Options = _options,
            Rows = rows,
            Period = log.Period,
            SamplingInterval = interval,
            RatedSpeed = review.Traits.RatedSpeed,
            Defects = [.. intakeDefects ?? [], .. review.Defects, .. JudgingDefects.Of(rows, interval)],
            Parameters = parameters,
            StatusShares = StatusTally.Of(rows, interval),
            CurrentStatus = StatusTally.Current(rows),
            Alarms = alarms,
            AlarmLoad = AlarmLoad.Of([.. alarms.Select(alarm => new AlarmSpan(alarm.Raised, alarm.Cleared))], log.Period, interval, _options.Alarm),
            Prognosis = Forecast(rows, model, (failureDate ?? _baseline.FailureDate) is { } failure ? Foresight.Of(failure, log.Period.Start, parameters, alarms) : null),
        };
    }

    /// <summary>How long the pump has, without the rest of the analysis.</summary>
    /// <param name="log">The readings up to now.</param>
    /// <param name="model">Tells remaining life; without one only the degradation path does.</param>
    /// <exception cref="ArgumentException">The log has no readings, or is of another pump.</exception>
    public PumpPrognosis PredictFailure(PumpLog log, RulModel? model = null) => Forecast(Judge(log), model, null);

    PumpPrognosis Forecast(JudgedLog rows, RulModel? model, Foresight? foresight) => PumpPrognosis.Of(HourlyDeviations.Of(rows), _grade.Grade, model, foresight, _options, _baseline.PumpId);

    JudgedLog Judge(PumpLog log, out ConditionRule rule, out SensorReview review)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (log.PumpId != _baseline.PumpId) throw new ArgumentException($"The log is of '{log.PumpId}', the baseline of '{_baseline.PumpId}'.", nameof(log));
        review = SensorReview.Of(log, _baseline, _options);
        rule = new(_baseline, _grade.Grade, _options, review.Traits);
        return LogJudgement.Of(log, rule, review);
    }

    ParameterAssessment Assess(JudgedLog rows, ConditionRule rule, SensorReview review, PumpParameter parameter, TimeSpan interval)
    {
        var found = ExceedanceSearch.In(rows, rule.Tolerances, parameter);
        IReadOnlyList<ClippedSensor> clipped = [.. review.ClippedSensors.Where(sensor => sensor.Parameter == parameter)];
        return new()
        {
            Parameter = parameter,
            Unit = BaselinePoint.Unit(parameter, _options.Head),
            BaselineValue = rule.Baseline[parameter],
            Limits = _grade.Grade[parameter],
            JudgedRows = found.JudgedRows,
            ViolatedRows = found.ViolatedRows,
            UnjudgedReason = UnjudgedWords.For(rows, parameter, review.StuckSensors),
            IsDerived = review.Traits.Derived.Has(parameter),
            Clipped = clipped,
            Latest = found.Latest,
            FirstExceedance = found.First,
            Sustained = found.Sustained,
            Worst = found.Worst,
            Loss = LossSearch.In(rows, parameter, interval, _options, clipped),
            Trend = TrendSearch.In(rows, parameter),
        };
    }
}
