using Plumbline.Plant;
using Plumbline.Pumps;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>How soon somebody should act, all findings taken together: the soonest that any of them asks for.</summary>
static class UrgencyRule
{
    public static Urgency Of(Findings findings)
    {
        if (findings.NowRow < 0) return Urgency.Planned;
        var urgency = FromStatus(findings);
        if (findings.BlindNow.Any()) urgency = Sooner(urgency, Urgency.ThisWeek);
        if (findings.Standing is { } alarm && !IsNoiseAtZero(findings)) urgency = Sooner(urgency, alarm.WorstStatus >= PumpStatus.Critical ? Urgency.ThisWeek : Urgency.Planned);
        if (findings.Losses.FirstOrDefault()?.Loss is { } loss) urgency = Sooner(urgency, loss.Grade is LossGrade.Urgent ? Urgency.ThisWeek : Urgency.Planned);
        if (VerdictWriter.Forecast(findings.Analysis)?.Forecast is { } forecast)
        {
            if (forecast.Probability >= 0.5) urgency = Sooner(urgency, Urgency.Today);
            else if (forecast.RulDays < 30) urgency = Sooner(urgency, Urgency.ThisWeek);
        }
        return urgency;
    }

    public static string InWords(Urgency urgency) => urgency switch
    {
        Urgency.Now => "now",
        Urgency.Today => "today",
        Urgency.ThisWeek => "this week",
        Urgency.Planned => "at the next planned stop",
        _ => "in the usual round",
    };

    /// <summary>Whether the status rests on a reading that neither an alarm nor the day confirms.</summary>
    public static bool IsUnconfirmed(Findings findings) => findings.Standing is null && !findings.Shifts.Any(shift => shift.IsMostlyOut && findings.Analysis[shift.Parameter].Limits.Mandatory);

    /// <summary>Whether all that is violated is a limit of 0, by noise: half of the readings of a pump that is just as it was cross it.</summary>
    public static bool IsNoiseAtZero(Findings findings)
    {
        var violated = findings.Analysis.Parameters.Where(p => findings.IsViolatedNow(p.Parameter) || findings.Standing?.Parameters.Contains(p.Parameter) == true).ToList();
        return violated.Count > 0 && violated.TrueForAll(p => (p.Limits.MaxPct is 0 || p.Limits.MinPct is 0) && findings[p.Parameter].Direction is Direction.Steady);
    }

    static Urgency FromStatus(Findings findings)
    {
        var status = findings.Analysis.CurrentStatus;
        if (status >= PumpStatus.Warning && IsNoiseAtZero(findings)) return status is PumpStatus.Warning ? Urgency.Routine : Urgency.Planned;
        if (status is PumpStatus.Warning) return findings.Mandatory.Any(p => findings.IsViolatedNow(p.Parameter)) ? Urgency.ThisWeek : Urgency.Planned;
        if (status < PumpStatus.Critical) return Urgency.Routine;
        var severe = status is PumpStatus.Failure ? Urgency.Now : Urgency.Today;
        // One reading that nothing else confirms is looked into, not run for.
        return IsUnconfirmed(findings) ? severe - 1 : severe;
    }

    static Urgency Sooner(Urgency a, Urgency b) => a > b ? a : b;
}
