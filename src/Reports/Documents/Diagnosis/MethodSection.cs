using Plumbline.Pumps;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>How it was judged, so that it can be checked and repeated.</summary>
static class MethodSection
{
    public static Section Write(Findings findings)
    {
        var analysis = findings.Analysis;
        var alarm = analysis.Options.Alarm;
        return new("method", "Method", "Method",
        [
            new BulletList(
            [
                Prose.Strong("Grade. ") + $"{analysis.Grade.Name} of ISO 9906:2012 (ANSI/HI 14.6), profile {analysis.Grade.Profile}. {Wording.Sentence(analysis.GradeReason)} "
                    + "These grades are for the acceptance of a new pump on a test stand and are used here for screening: outside is a reason to look and no proof of a fault, inside is no proof of health.",
                Prose.Strong("Deviation. ") + "(reading − baseline) / baseline. Severity is the deviation over the limit (over 10 % where the limit is 0), the largest among mandatory parameters outside their limit.",
                Prose.Strong("Status. ") + "Warning outside a limit; Critical above severity 1.5, or with a mandatory parameter outside in 70 % of the judged rows of 24 hours; Failure above 2. "
                    + "A row with a mandatory parameter that cannot be judged is never Normal.",
                Prose.Strong("Head. ") + Head(analysis),
                Prose.Strong("Speed. ") + Speed(analysis),
                Prose.Strong("Alarm. ") + $"Raised when {alarm.Needed} of {alarm.Of} readings are out of order, cleared when values are back inside by {Wording.Share(alarm.DeadbandShare)} of the limit.",
                Prose.Strong("Loss. ") + $"Median deviation over 24 hours, beside the status and not part of it: warning from {ParameterSection.Pct(analysis.Options.LossWarningPct)}, urgent from {ParameterSection.Pct(analysis.Options.LossUrgentPct)}.",
                Prose.Strong("Stuck sensor. ") + $"One value for more than {Wording.Span(analysis.Options.StuckAfter)} of running.",
                Prose.Strong("Times ") + "are UTC. A reading stands until the next, for at most three sampling intervals, in the count of days.",
            ]),
        ]);
    }

    static string Head(PumpAnalysis analysis) => analysis.Options.Head switch
    {
        HeadBasis.DifferentialPressure => "Discharge minus suction pressure, in psi.",
        HeadBasis.DifferentialHead => $"Discharge minus suction pressure, as feet of the liquid (specific gravity {Wording.Number(analysis.Baseline.SpecificGravity)}).",
        _ => "The discharge pressure stands for the head, so a change of suction pressure shows as a change of head.",
    };

    static string Speed(PumpAnalysis analysis)
    {
        if (analysis.RatedSpeed is not { } rated) return "No speed is known: readings are judged as they are.";
        var source = $"Rated speed {Wording.Quantity(rated.Speed.Rpm, "rpm")}, {Wording.Clause(rated.Source)}.";
        return analysis.Options.SpeedCorrection
            ? source + " Readings between 60\u00A0% and 105\u00A0% of it are brought to it by the affinity laws before they are judged; at other speeds they are not judged."
            : source + " Readings at other speeds are judged as they are: the correction is switched off.";
    }
}
