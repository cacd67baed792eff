using Plumbline.Plant;
using Plumbline.Pumps;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>One line of the timeline.</summary>
/// <param name="Time">When it happened or began, UTC.</param>
/// <param name="End">When it ended, UTC; null for a moment and for what has not ended.</param>
/// <param name="Kind">Stable name for programs: <c>first_exceedance</c>, <c>sustained_exceedance</c>, <c>loss</c>, <c>alarm</c> or <c>failure</c>.</param>
/// <param name="What">In words.</param>
/// <param name="Parameter">Of which parameter; null where it is of the pump.</param>
/// <param name="Reading">The reading with its deviation and limit; null where there is none.</param>
sealed record Occurrence(DateTime Time, DateTime? End, string Kind, string What, PumpParameter? Parameter, Exceedance? Reading)
{
    /// <summary>All that happened, in the order of time.</summary>
    public static IReadOnlyList<Occurrence> AllOf(PumpAnalysis analysis)
    {
        var all = new List<Occurrence>();
        foreach (var assessment in analysis.Parameters)
        {
            var name = Wording.Title(assessment.Parameter);
            if (assessment.FirstExceedance is { } first)
                all.Add(new(first.Time, null, "first_exceedance", $"{name} outside its tolerance for the first time", assessment.Parameter, first));
            if (assessment.Sustained.Found is { } lasting)
                all.Add(new(lasting.Time, null, "sustained_exceedance", $"{name} outside its tolerance lastingly (most of the next 24 hours)", assessment.Parameter, lasting));
            if (assessment.Loss is { Since: { } since, Grade: not LossGrade.Slight } loss)
                all.Add(new(since, loss.Until, "loss", $"{name} begins to lose {Wording.Number(-analysis.Options.LossWarningPct)}\u00A0% or more (worst day {VerdictWriter.AtLeast(loss.IsAtLeast)}{Wording.SignedPct(loss.LossPct, 1)}, {Wording.Date(loss.WorstAt)}; {(loss.Until is { } until ? $"until {Wording.Time(until)}" : "to the end of the data")})", assessment.Parameter, null));
        }
        foreach (var alarm in analysis.Alarms)
            all.Add(new(alarm.Raised, alarm.Cleared, "alarm", DescribeAlarm(alarm), alarm.WorstParameter, alarm.Worst));
        if (analysis.Prognosis.Foresight is { } foresight)
            all.Add(new(foresight.FailureDate, null, "failure", "Failure of the pump (as given)", null, null));
        return [.. all.OrderBy(occurrence => occurrence.Time)];
    }

    static string DescribeAlarm(PumpAlarm alarm)
    {
        var of = Wording.And(alarm.Parameters.Select(Wording.Name));
        var until = alarm.Cleared is { } cleared ? $"cleared {Wording.Time(cleared)}, after {Wording.Span(cleared - alarm.Raised)}" : "still standing";
        var rose = string.Concat(alarm.Escalations.Select(step => $", {step.Status} from {Wording.Time(step.Time)}"));
        return $"Alarm, {of}{(rose.Length > 0 ? rose : $": up to {alarm.WorstStatus}")}, {until}";
    }
}
