using Plumbline.Plant;
using Plumbline.Pumps.Grades;

namespace Plumbline.Pumps.Condition;

/// <summary>Holds the deviations of one row against a grade: the one rule for a device beside the pump, a program and the whole log. Immutable; safe from many threads; allocates nothing per row.</summary>
/// <remarks>
/// A violation is strict: a deviation of exactly its limit is allowed. In binary, (160.5 − 150) / 150 × 100 is a last digit above 7; limits are therefore widened by a
/// billionth (of the limit, at least of one percentage point), far below what any sensor can tell.
/// </remarks>
public sealed class ToleranceRule
{
    const double Slack = 1e-9;

    // What a limit of 0 is taken for where something is measured in units of the limit.
    const double ZeroLimitPoints = 10;

    const double CriticalSeverity = 1.5;
    const double FailureSeverity = 2.0;

    readonly Limits _flow, _head, _power, _efficiency;
    readonly ParameterSet _mandatory;

    /// <summary>For this grade.</summary>
    public ToleranceRule(ToleranceGrade grade)
    {
        ArgumentNullException.ThrowIfNull(grade);
        Grade = grade;
        (_flow, _head, _power, _efficiency) = (new(grade.Flow), new(grade.Head), new(grade.Power), new(grade.Efficiency));
        foreach (var parameter in ParameterSets.All)
            if (grade[parameter].Mandatory) _mandatory |= parameter.Alone();
    }

    /// <summary>The grade.</summary>
    public ToleranceGrade Grade { get; }

    /// <summary>The parameters that the grade demands.</summary>
    public ParameterSet Mandatory => _mandatory;

    /// <summary>The status of a row.</summary>
    /// <param name="deviationsPct">Percent of baseline; NaN: not judged.</param>
    public Judgement Judge(in ParameterValues deviationsPct)
    {
        var judged = ParameterSet.None;
        var violated = ParameterSet.None;
        var severity = 0.0;
        Look(_flow, deviationsPct.Flow, ParameterSet.Flow, ref judged, ref violated, ref severity);
        Look(_head, deviationsPct.Head, ParameterSet.Head, ref judged, ref violated, ref severity);
        Look(_power, deviationsPct.Power, ParameterSet.Power, ref judged, ref violated, ref severity);
        Look(_efficiency, deviationsPct.Efficiency, ParameterSet.Efficiency, ref judged, ref violated, ref severity);
        return new(Status(judged, violated, severity), severity, judged, violated);
    }

    /// <summary>How one parameter violates its tolerance; null where it does not, or is NaN.</summary>
    public Violation? ViolationOf(PumpParameter parameter, double deviationPct)
    {
        ref readonly var limits = ref Of(parameter);
        if (!limits.IsViolatedBy(deviationPct)) return null;
        var above = deviationPct > limits.AllowedMax;
        var threshold = above ? limits.Max : limits.Min;
        return new(parameter, deviationPct, threshold, above ? LimitSide.Max : LimitSide.Min, limits.Mandatory, SeverityOf(deviationPct, threshold));
    }

    /// <summary>Whether one parameter is outside its tolerance; NaN is not.</summary>
    public bool IsViolated(PumpParameter parameter, double deviationPct) => Of(parameter).IsViolatedBy(deviationPct);

    /// <summary>Whether a deviation is further out than another: by their share of the limit on the sides that are checked; else, and where neither is on a checked side, by size.</summary>
    internal bool IsFurther(PumpParameter parameter, double deviationPct, double thanPct)
    {
        ref readonly var limits = ref Of(parameter);
        var (one, other) = (limits.Reach(deviationPct), limits.Reach(thanPct));
        return one > 0 || other > 0 ? one > other : Math.Abs(deviationPct) > Math.Abs(thanPct);
    }

    /// <summary>Whether parameters that were outside are so far inside their limits again that they count as come back.</summary>
    /// <param name="deviationsPct">Percent of baseline; one that is asked for and NaN is not known to be back.</param>
    /// <param name="deadbandShare">Of the limit, 0 to below 1: with 0.2, a limit of +10 % asks for +8 % or less. A limit of 0 has no deadband: to be back is to be on the right side of it.</param>
    /// <param name="parameters">Those that were outside.</param>
    public bool AreBack(in ParameterValues deviationsPct, double deadbandShare, ParameterSet parameters)
    {
        foreach (var parameter in ParameterSets.All)
            if (parameters.Has(parameter) && !Of(parameter).IsBack(deviationsPct[parameter], deadbandShare)) return false;
        return true;
    }

    /// <summary>|deviation| / |limit|, or |deviation| / 10 where the limit is 0.</summary>
    public static double SeverityOf(double deviationPct, double limitPct) => Math.Abs(deviationPct) / Scale(limitPct);

    static double Scale(double limitPct) => limitPct == 0 ? ZeroLimitPoints : Math.Abs(limitPct);

    static void Look(in Limits limits, double deviationPct, ParameterSet parameter, ref ParameterSet judged, ref ParameterSet violated, ref double severity)
    {
        if (double.IsNaN(deviationPct)) return;
        judged |= parameter;
        if (!limits.IsViolatedBy(deviationPct)) return;
        violated |= parameter;
        if (limits.Mandatory) severity = Math.Max(severity, SeverityOf(deviationPct, deviationPct > limits.AllowedMax ? limits.Max : limits.Min));
    }

    PumpStatus Status(ParameterSet judged, ParameterSet violated, double severity)
    {
        if ((violated & _mandatory) != ParameterSet.None)
        {
            return severity > FailureSeverity + Slack ? PumpStatus.Failure
                : severity > CriticalSeverity + Slack ? PumpStatus.Critical
                : PumpStatus.Warning;
        }
        if (violated != ParameterSet.None) return PumpStatus.Warning;
        return judged == ParameterSet.None || (_mandatory & ~judged) != ParameterSet.None ? PumpStatus.Unknown : PumpStatus.Normal;
    }

    ref readonly Limits Of(PumpParameter parameter)
    {
        switch (parameter)
        {
            case PumpParameter.Flow: return ref _flow;
            case PumpParameter.Head: return ref _head;
            case PumpParameter.Power: return ref _power;
            case PumpParameter.Efficiency: return ref _efficiency;
            default: throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "Not one of the four parameters.");
        }
    }

    /// <summary>Limits as plain numbers, infinite where a side is not checked.</summary>
    readonly struct Limits
    {
        public readonly double Max, Min, AllowedMax, AllowedMin;
        public readonly bool Mandatory;

        public Limits(ToleranceLimits limits)
        {
            Max = limits.MaxPct ?? double.PositiveInfinity;
            Min = limits.MinPct ?? double.NegativeInfinity;
            AllowedMax = Max + (Slack * Math.Max(1, Math.Abs(Max)));
            AllowedMin = Min - (Slack * Math.Max(1, Math.Abs(Min)));
            Mandatory = limits.Mandatory;
        }

        public bool IsViolatedBy(double deviationPct) => deviationPct > AllowedMax || deviationPct < AllowedMin;

        /// <summary>Share of the limit that is used up; 0 on a side that is not checked.</summary>
        public double Reach(double deviationPct)
        {
            var limit = deviationPct > 0 ? Max : Min;
            return double.IsInfinity(limit) ? 0 : SeverityOf(deviationPct, limit);
        }

        // False for NaN, even where no side is checked.
        public bool IsBack(double deviationPct, double deadbandShare) =>
            (double.IsInfinity(Max) ? !double.IsNaN(deviationPct) : deviationPct <= Max - (deadbandShare * Math.Abs(Max)) + Slack)
            && (double.IsInfinity(Min) || deviationPct >= Min + (deadbandShare * Math.Abs(Min)) - Slack);
    }
}
