using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>What an analysis means to the person responsible for the pump: worked out once, said in several places.</summary>
sealed class Findings
{
    // Within a week after the last reading a known failure is what the readings led to.
    static readonly TimeSpan LedTo = TimeSpan.FromDays(7);

    readonly ParameterShift[] _shifts;

    public Findings(PumpAnalysis analysis)
    {
        Analysis = analysis;
        _shifts = [.. Enum.GetValues<PumpParameter>().Select(parameter => ParameterShift.Of(analysis, parameter))];
        NowRow = analysis.Rows.Statuses.LastIndexOfAnyExcept(PumpStatus.Off);
        Baseline = BaselineCheck.Of(analysis.Baseline);
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

    /// <summary>A failure that the readings ran up to, if one was given.</summary>
    public DateTime? FailedOn => Analysis.Prognosis.Foresight?.FailureDate is { } date && date >= Analysis.Period.Start && date <= Analysis.Period.End + LedTo ? date : null;

    public IEnumerable<ParameterAssessment> Mandatory => Analysis.Parameters.Where(parameter => parameter.Limits.Mandatory);

    /// <summary>Mandatory parameters that could not be judged in the latest running row, whatever the reason.</summary>
    public IEnumerable<ParameterAssessment> BlindNow => Mandatory.Where(parameter => IsBlindNow(parameter.Parameter));

    /// <summary>Losses that somebody should know of, the largest first.</summary>
    public IEnumerable<ParameterAssessment> Losses => Analysis.Parameters
        .Where(parameter => parameter.Loss is { Grade: not LossGrade.Slight })
        .OrderBy(parameter => parameter.Loss!.LossPct);

    public ParameterShift this[PumpParameter parameter] => _shifts[(int)parameter];

    /// <summary>Whether a parameter was outside its tolerance in the latest running row.</summary>
    public bool IsViolatedNow(PumpParameter parameter) => NowRow >= 0
        && ParameterShift.IsViolated(Analysis.Rows.DeviationPct(parameter)[NowRow], Analysis[parameter].Limits);

    public bool IsBlindNow(PumpParameter parameter) => NowRow >= 0 && Analysis.Rows.WhyUnjudged(parameter)[NowRow] is not Unjudged.No;

    Direction DirectionOf(PumpParameter parameter) => this[parameter].Direction;

    // With a baseline whose efficiency does not follow from its other figures, efficiency is low from the first day: only a further fall is evidence.
    Direction EfficiencyDirection()
    {
        var shift = this[PumpParameter.Efficiency];
        if (Baseline.IsConsistent || shift.Direction is not Direction.Down) return shift.Direction;
        return shift.MedianPct - shift.EarlyPct <= -3 ? Direction.Down : Direction.Steady;
    }
}
