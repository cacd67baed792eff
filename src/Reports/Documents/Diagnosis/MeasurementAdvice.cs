using Plumbline.Plant;
using Plumbline.Pumps;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>What to measure and keep, so that more can be said the next time.</summary>
static class MeasurementAdvice
{
    // Less of the period covered than this is worth asking why.
    const double CoveredShare = 0.9;

    public static IEnumerable<Recommendation> Draw(Findings findings)
    {
        var analysis = findings.Analysis;
        if (findings.CoveredDays < CoveredShare * analysis.Period.Length.TotalDays)
            yield return Ask("Close the gaps in the log", $"Readings stand for {Wording.DayNumber(findings.CoveredDays)} of {Wording.Days(analysis.Period.Length.TotalDays)}. If the logger is silent while the pump is off, let it log that; otherwise what happened meanwhile is not known.");
        if (analysis.Options.Head is HeadBasis.DischargePressure && analysis.Baseline.SuctionPressure is null)
            yield return Ask("Add the suction pressure to the baseline and judge the differential head", "Discharge pressure stands for head here: a change of suction pressure or level looks like a change of the pump.");
        if (analysis.RatedSpeed is null)
            yield return Ask("Log the motor speed", "Without it a change of speed looks like a change of the pump, and readings cannot be brought to rated speed.");
        if (findings.Pattern is Pattern.PowerGained or Pattern.InternalWear || (findings.Pattern is Pattern.Restriction && findings[PumpParameter.Power].Direction is Direction.Up))
            yield return Ask("Log bearing temperature, vibration and phase currents", "They tell mechanical drag from hydraulic wear and from the motor, which power alone does not.");
        if (analysis.Prognosis.Model is null)
            yield return Ask("Keep the dates of failures and repairs with the readings", "A model of remaining life learns from histories that end in a failure; several of like pumps are better than one.");
        else if (!analysis.Prognosis.Model.HasSkill)
            yield return Ask("Train on more histories that end in a failure, of this pump or of like ones",
                $"The model had no skill on readings that it had not seen (test R² {Wording.Decimals(analysis.Prognosis.Model.Test.R2, 2)}), so it was not used.");
    }

    static Recommendation Ask(string action, string reason) => new(Urgency.Routine, "measurement", action, reason);
}
