using Plumbline.Plant;

namespace Plumbline.Pumps.Prognosis;

/// <summary>When a known failure could have been foreseen.</summary>
/// <param name="FailureDate">When the pump failed, UTC.</param>
/// <param name="FirstSign">
/// When the first sustained exceedance, alarm or urgent loss before it began, UTC; null where there was none. One that was there when the readings begin counts only where no other came later: it
/// may tell of the baseline rather than of the failure.
/// </param>
/// <param name="Sign">What that was, as a sentence.</param>
public sealed record Foresight(DateTime FailureDate, DateTime? FirstSign, string Sign)
{
    static readonly TimeSpan Beginning = TimeSpan.FromHours(24);

    /// <summary>Days from the first sign to the failure; null without a sign.</summary>
    public double? LeadDays => FirstSign is { } first ? (FailureDate - first).TotalDays : null;

    sealed record Clue(DateTime At, string What);

    /// <summary>Looks back from a failure.</summary>
    /// <param name="failureDate">When the pump failed, UTC.</param>
    /// <param name="logStart">The first reading, UTC: a sign that was there from then on may tell of the baseline.</param>
    /// <param name="parameters">What was found about each parameter.</param>
    /// <param name="alarms">The alarms.</param>
    public static Foresight Of(DateTime failureDate, DateTime logStart, IReadOnlyList<ParameterAssessment> parameters, IReadOnlyList<PumpAlarm> alarms)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(alarms);
        var clues = parameters.SelectMany(CluesOf).Concat(alarms.SelectMany(CluesOf)).Where(clue => clue.At < failureDate).OrderBy(clue => clue.At).ToList();
        if (clues.Count == 0)
        {
            return new(failureDate, null, failureDate <= logStart
                ? $"The readings begin on {Words.Time(logStart)}, after the failure: nothing can be said of its signs."
                : "Nothing before the failure gave it away: no lasting exceedance, no alarm, no urgent loss.");
        }

        var isOld = (Clue clue) => clue.At - logStart < Beginning;
        var old = clues.Find(clue => isOld(clue));
        var first = clues.Find(clue => !isOld(clue));
        if (first is null) return new(failureDate, old!.At, $"{Words.Sentence(old.What)} from the first readings on ({Words.Time(old.At)}), which may tell of the baseline rather than of the failure; no other sign came later.");
        return new(failureDate, first.At, old is null
            ? $"{Words.Sentence(first.What)} on {Words.Time(first.At)}."
            : $"{Words.Sentence(old.What)} from the first readings on, which may tell of the baseline rather than of the failure; the first sign that came later: {first.What} on {Words.Time(first.At)}.");
    }

    static IEnumerable<Clue> CluesOf(ParameterAssessment of)
    {
        if (of.Sustained.Found is { } sustained)
            yield return new(sustained.Time, $"{Words.Name(of.Parameter)} outside its tolerance to stay ({Words.Percent(sustained.DeviationPct)} against {Words.Limit(sustained.LimitPct)})");
        if (of.Loss is { Grade: LossGrade.Urgent, Since: { } since } loss)
            yield return new(since, $"a lasting loss of {Words.Name(of.Parameter)} (to {Words.Percent(loss.LossPct)} at the worst)");
    }

    static IEnumerable<Clue> CluesOf(PumpAlarm alarm)
    {
        yield return new(alarm.Raised, $"an alarm (at its worst {alarm.WorstStatus}, {Words.Name(alarm.WorstParameter)} at {Words.Percent(alarm.Worst.DeviationPct)})");
        foreach (var step in alarm.Escalations) yield return new(step.Time, $"an alarm that rose to {step.Status}");
    }
}
