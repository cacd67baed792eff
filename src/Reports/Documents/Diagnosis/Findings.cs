using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>What an analysis means to the person responsible for the pump: worked out once, said in several places.</summary>
sealed class Findings
{
    readonly ParameterShift[] _shifts;

    public Findings(PumpAnalysis analysis)
    {
        Analysis = analysis;
        _shifts = [.. Enum.GetValues<PumpParameter>().Select(parameter => ParameterShift.Of(analysis, parameter))];
        NowRow = analysis.Rows.Statuses.LastIndexOfAnyExcept(PumpStatus.Off);
        Baseline = BaselineCheck.Of(analysis.Baseline);
        SuctionChangePsi = SuctionChange(analysis.Rows);
        Pattern = Patterns.Read(DirectionOf(PumpParameter.Flow), DirectionOf(PumpParameter.Head), DirectionOf(PumpParameter.Power), EfficiencyDirection());
        Standing = analysis.Alarms.LastOrDefault(alarm => alarm.Cleared is null);
    }

    public PumpAnalysis Analysis { get; }

    /// <summary>The last row in which the pump was not off; −1 where there is none.</summary>
    public int NowRow { get; }

    public BaselineCheck Baseline { get; }

    public Pattern Pattern { get; }

    /// <summary>The latest alarm that still stands.</summary>
    public PumpAlarm? Standing { get; }

    public IReadOnlyList<ParameterShift> Shifts => _shifts;

    /// <summary>Whether the pump was off at the very last reading.</summary>
    public bool IsOffNow => Analysis.Rows.Count > 0 && Analysis.Rows.Statuses[^1] is PumpStatus.Off;

    /// <summary>A failure during the readings or after them, if one was given.</summary>
    public DateTime? FailedOn => (Analysis.Prognosis.Foresight?.FailureDate ?? Analysis.Baseline.FailureDate) is { } date && date >= Analysis.Period.Start ? date : null;

    public IEnumerable<ParameterAssessment> Mandatory => Analysis.Parameters.Where(parameter => parameter.Limits.Mandatory);

    /// <summary>Mandatory parameters that could not be judged over the last day of running.</summary>
    public IEnumerable<ParameterAssessment> BlindNow => Mandatory.Where(parameter => IsBlindNow(parameter.Parameter));

    /// <summary>Losses that somebody should know of, the largest first.</summary>
    public IEnumerable<ParameterAssessment> Losses => Analysis.Parameters
        .Where(parameter => parameter.Loss is { Grade: not LossGrade.Slight })
        .OrderBy(parameter => parameter.Loss!.LossPct);

    /// <summary>How long the readings stand for, days: less than the period where there are gaps.</summary>
    public double CoveredDays => Analysis.StatusShares.Sum(share => share.Days);

    /// <summary>The change of suction pressure from the first week to the last day of running, psi; NaN where it is not known.</summary>
    public double SuctionChangePsi { get; }

    public ParameterShift this[PumpParameter parameter] => _shifts[(int)parameter];

    /// <summary>Whether a parameter was outside its tolerance in the latest running row.</summary>
    public bool IsViolatedNow(PumpParameter parameter) => NowRow >= 0
        && ParameterShift.IsViolated(Analysis.Rows.DeviationPct(parameter)[NowRow], Analysis[parameter].Limits);

    public bool IsBlindNow(PumpParameter parameter) => NowRow >= 0 && this[parameter].IsBlind;

    /// <summary>How soon, in words; work on a pump that has failed is work of its repair.</summary>
    public string When(Recommendation action) => FailedOn is not null && action.Kind is "maintenance" ? "in the repair" : UrgencyRule.InWords(action.When);

    Direction DirectionOf(PumpParameter parameter) => this[parameter].Direction;

    // With a baseline whose efficiency does not follow from its other figures, efficiency is low from the first day: only a further fall is evidence.
    // Where no efficiency is known, flow, head and power tell it: what goes into the water over what is taken.
    Direction EfficiencyDirection()
    {
        var shift = this[PumpParameter.Efficiency];
        if (shift.Direction is Direction.Unknown) return ImpliedEfficiencyPct() switch { <= -5 => Direction.Down, >= 5 => Direction.Up, double.NaN => Direction.Unknown, _ => Direction.Steady };
        if (Baseline.IsConsistent || shift.Direction is not Direction.Down) return shift.Direction;
        return shift.MedianPct - shift.EarlyPct <= -3 ? Direction.Down : Direction.Steady;
    }

    double ImpliedEfficiencyPct()
    {
        var (flow, head, power) = (this[PumpParameter.Flow], this[PumpParameter.Head], this[PumpParameter.Power]);
        if (flow.IsDerived || head.IsDerived || power.IsDerived) return double.NaN;
        return (((1 + (flow.MedianPct / 100)) * (1 + (head.MedianPct / 100)) / (1 + (power.MedianPct / 100))) - 1) * 100;
    }

    static double SuctionChange(JudgedLog rows)
    {
        var running = new List<int>();
        for (var row = 0; row < rows.Count; row++)
            if (rows.Statuses[row] is not PumpStatus.Off && double.IsFinite(rows.Log.SuctionPsi[row])) running.Add(row);
        if (running.Count == 0) return double.NaN;
        var (first, last) = (rows.Times[running[0]] + TimeSpan.FromDays(7), rows.Times[running[^1]] - TimeSpan.FromDays(1));
        if (last < first) return double.NaN;
        return Medians.Of(running.FindAll(row => rows.Times[row] >= last), rows.Log.SuctionPsi) - Medians.Of(running.FindAll(row => rows.Times[row] <= first), rows.Log.SuctionPsi);
    }
}
