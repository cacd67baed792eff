using Plumbline.Plant;
using Plumbline.Pumps.Grades;

namespace Plumbline.Pumps.Condition;

/// <summary>
/// From one row as measured to deviations, violations and a status. A whole log and a device that sees one row at a time go through this same rule. Immutable; safe from many threads; allocates nothing per row.
/// </summary>
/// <remarks>
/// Affinity laws: flow ∝ speed, head ∝ speed², power ∝ speed³, efficiency unchanged, trusted from 60 % to 105 % of rated speed. A signal that is an exact multiple of another one at every speed
/// contradicts them: away from rated speed it is left unjudged (docs/decisions/0001-derived-signals.md).
/// </remarks>
public sealed class ConditionRule
{
    const ParameterSet InputsOfEfficiency = ParameterSet.Flow | ParameterSet.Head | ParameterSet.Power;

    static readonly JudgedReading Off = Blank(Unjudged.Off, PumpStatus.Off);
    static readonly JudgedReading Unclear = Blank(Unjudged.Missing, PumpStatus.Unknown);

    readonly ParameterValues _baseline;
    readonly HeadBasis _headBasis;
    readonly double _specificGravity;
    readonly RunningRule _running;
    readonly ParameterSet _derived;
    readonly bool _efficiencyIsComputed;

    /// <summary>For one pump.</summary>
    /// <param name="baseline">What its readings are compared with.</param>
    /// <param name="grade">What they are held against.</param>
    /// <param name="options">What head is, and whether readings are brought to rated speed.</param>
    /// <param name="signals">What is known of the pump's speed and signals as a whole.</param>
    /// <exception cref="ArgumentException">A baseline value is not above 0, or differential head is asked for without a baseline suction pressure.</exception>
    public ConditionRule(PumpBaseline baseline, ToleranceGrade grade, AnalysisOptions options, SignalTraits signals)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(signals);
        _baseline = BaselinePoint.Of(baseline, options.Head);
        _headBasis = options.Head;
        _specificGravity = baseline.SpecificGravity;
        _derived = signals.Derived;
        _efficiencyIsComputed = signals.EfficiencyIsComputed;
        StuckAt = signals.StuckAt ?? ParameterValues.None;
        Tolerances = new(grade);
        Speeds = new(signals.RatedSpeed?.Speed.Rpm ?? double.NaN, options.SpeedCorrection, signals.SpeedVaries);
        _running = new(_baseline, Speeds);
    }

    /// <summary>The rule for the deviations.</summary>
    public ToleranceRule Tolerances { get; }

    /// <summary>The values that deviations refer to, in the units in which they are judged.</summary>
    public ParameterValues Baseline => _baseline;

    internal SpeedRule Speeds { get; }

    internal ParameterValues StuckAt { get; }

    /// <summary>The unit in which a parameter is judged, such as <c>gpm</c>.</summary>
    public string UnitOf(PumpParameter parameter) => BaselinePoint.Unit(parameter, _headBasis);

    /// <summary>Judges one row.</summary>
    /// <param name="reading">As measured.</param>
    /// <param name="stuck">The parameters whose sensors are known to be stuck at this row.</param>
    /// <remarks>The status is that of the row alone; <see cref="SustainedRule"/> may make Critical of Warning.</remarks>
    public JudgedReading Judge(in PumpReading reading, ParameterSet stuck = ParameterSet.None)
    {
        switch (_running.Of(reading.FlowGpm, reading.PowerHp, reading.SpeedRpm))
        {
            case Running.Off: return Off;
            case Running.Unclear: return Unclear;
        }

        var measured = new ParameterValues(reading.FlowGpm, BaselinePoint.Head(reading.DischargePsi, reading.SuctionPsi, _headBasis, _specificGravity), reading.PowerHp, reading.EfficiencyPct);
        switch (Speeds.RangeOf(reading.SpeedRpm))
        {
            case SpeedRange.Rated: return Held(measured, stuck, ParameterSet.None);
            case SpeedRange.Corrected: return Held(Speeds.ToRated(measured, reading.SpeedRpm), stuck, _derived);
            case SpeedRange.Reduced: return Untrusted(Unjudged.ReducedSpeed, stuck);
            case SpeedRange.Over: return Untrusted(Unjudged.Overspeed, stuck);
            default: return Unclear;
        }
    }

    internal Running StateOf(double flowGpm, double powerHp, double speedRpm) => _running.Of(flowGpm, powerHp, speedRpm);

    JudgedReading Held(in ParameterValues values, ParameterSet stuck, ParameterSet derived)
    {
        var flow = One(values.Flow, _baseline.Flow, ParameterSet.Flow, stuck, derived);
        var head = One(values.Head, _baseline.Head, ParameterSet.Head, stuck, derived);
        var power = One(values.Power, _baseline.Power, ParameterSet.Power, stuck, derived);
        var efficiency = _efficiencyIsComputed && (stuck & InputsOfEfficiency) != ParameterSet.None
            ? (Current: double.NaN, DeviationPct: double.NaN, Why: Unjudged.StuckInput)
            : One(values.Efficiency, _baseline.Efficiency, ParameterSet.Efficiency, stuck, derived);
        var deviations = new ParameterValues(flow.DeviationPct, head.DeviationPct, power.DeviationPct, efficiency.DeviationPct);
        return new(new(flow.Current, head.Current, power.Current, efficiency.Current), deviations, new(flow.Why, head.Why, power.Why, efficiency.Why), Tolerances.Judge(deviations));
    }

    static (double Current, double DeviationPct, Unjudged Why) One(double current, double baseline, ParameterSet parameter, ParameterSet stuck, ParameterSet derived)
    {
        var why = !double.IsFinite(current) ? Unjudged.Missing
            : (stuck & parameter) != ParameterSet.None ? Unjudged.Stuck
            : (derived & parameter) != ParameterSet.None ? Unjudged.Derived
            : Unjudged.No;
        return why == Unjudged.No ? (current, (current - baseline) / baseline * 100, why) : (double.NaN, double.NaN, why);
    }

    // A stuck sensor is the graver reason: it would be no better at rated speed.
    static JudgedReading Untrusted(Unjudged speed, ParameterSet stuck)
    {
        var blank = Blank(speed, PumpStatus.Unknown);
        return blank with { WhyUnjudged = new(Why(PumpParameter.Flow), Why(PumpParameter.Head), Why(PumpParameter.Power), Why(PumpParameter.Efficiency)) };

        Unjudged Why(PumpParameter parameter) => stuck.Has(parameter) ? Unjudged.Stuck : speed;
    }

    static JudgedReading Blank(Unjudged why, PumpStatus status) =>
        new(ParameterValues.None, ParameterValues.None, new(why, why, why, why), new(status, 0, ParameterSet.None, ParameterSet.None));
}

/// <summary>What is known of a pump's signals as a whole, which no single row tells.</summary>
/// <param name="RatedSpeed">The speed at which the baseline holds; null where no speed is known.</param>
/// <param name="SpeedVaries">Whether the pump runs at other speeds than that: then a row without a speed cannot be judged.</param>
/// <param name="Derived">Parameters whose signal is an exact multiple of another one.</param>
/// <param name="EfficiencyIsComputed">Whether efficiency was worked out from flow, pressure and power: then it is not judged where one of their sensors is stuck.</param>
/// <param name="StuckAt">What parameters show whose sensors never changed while the pump ran, for longer than a sensor that lives may, in the unit of the log's column (for head that of the discharge pressure, psi); NaN for the others. Null where there is none.</param>
public sealed record SignalTraits(RatedSpeed? RatedSpeed, bool SpeedVaries, ParameterSet Derived, bool EfficiencyIsComputed = false, ParameterValues? StuckAt = null);
