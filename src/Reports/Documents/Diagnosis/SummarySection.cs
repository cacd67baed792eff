using Plumbline.Plant;
using Plumbline.Pumps;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>What a reader with a minute should take away.</summary>
static class SummarySection
{
    public static Section Write(Findings findings, IReadOnlyList<Recommendation> actions, Figure dashboard)
    {
        var analysis = findings.Analysis;
        var points = new List<Prose> { Shares(analysis), Exceedances(analysis) };
        if (Patterns.Meaning(findings.Pattern) is { } meaning) points.Add(Prose.Strong("Pattern: ") + $"{Recommendations.Evidence(findings)}. {meaning}");
        if (findings.Losses.Any()) points.Add(Prose.Strong("Loss of performance: ") + LossSentence(findings));
        points.Add(Prose.Strong("Remaining life: ") + PrognosisSection.InOneSentence(findings));
        if (analysis.Alarms.Count > 0) points.Add(Prose.Strong("Alarms: ") + Alarms(analysis));
        points.Add(Prose.Strong("Data: ") + DataQualitySection.InOneSentence(findings));

        var blocks = new List<Block> { new BulletList(points) };
        var first = actions.Where(action => action.When >= Urgency.Planned).Take(3).ToList();
        if (first.Count > 0)
        {
            blocks.Add(new Subheading("Do first"));
            blocks.Add(new BulletList([.. first.Select(action => Prose.Strong(Wording.Capital(findings.When(action)) + ": ") + action.Action + ".")], Numbered: true));
        }
        blocks.Add(dashboard);
        return new("summary", "Executive summary", "Summary", blocks);
    }

    public static string LossSentence(Findings findings)
    {
        var losses = findings.Losses.Select(assessment =>
        {
            var loss = assessment.Loss!;
            var since = loss.Since is { } start ? $", beyond {Wording.SignedPct(findings.Analysis.Options.LossWarningPct, 0)} {(loss.Until is { } end ? $"from {Wording.Date(start)} to {Wording.Date(end)}" : $"since {Wording.Date(start)}")}" : "";
            return $"{Wording.Name(assessment.Parameter)} {VerdictWriter.AtLeast(loss.IsAtLeast)}{Wording.SignedPct(loss.LossPct, 1)} on its worst day ({Wording.Date(loss.WorstAt)}){since} ({(loss.Grade is LossGrade.Urgent ? "urgent" : "warning")})";
        });
        var unseen = findings.Losses.Where(assessment => assessment.Limits.MinPct is null).Select(assessment => Wording.Name(assessment.Parameter)).ToList();
        var note = unseen.Count == 0 ? "" : $" Grade {findings.Analysis.Grade.Name} sets no lower limit for {Wording.And(unseen)}, so the status does not show it.";
        return Wording.Sentence(string.Join("; ", losses)) + note;
    }

    static Prose Shares(PumpAnalysis analysis)
    {
        var days = analysis.StatusShares.Sum(share => share.Days);
        var parts = analysis.StatusShares.Where(share => share.Rows > 0)
            .Select(share => $"{share.Status} {(days > 0 ? Wording.Share(share.Days / days) : Wording.Count(share.Rows, "row"))}");
        var period = analysis.Period.Length.TotalDays;
        var gaps = days < 0.9 * period ? $", for which there are readings in a period of {Wording.Days(period)}" : "";
        return Prose.Strong("Time: ") + $"{string.Join(", ", parts)} of {Wording.Days(days)}{gaps}.";
    }

    static Prose Exceedances(PumpAnalysis analysis)
    {
        var judged = analysis.Parameters.Where(assessment => assessment.JudgedRows > 0).ToList();
        if (judged.Count == analysis.Parameters.Count && judged.TrueForAll(assessment => assessment.FirstExceedance is null))
            return Prose.Strong("Outside tolerance: ") + "never, in any of the four parameters.";
        var parts = analysis.Parameters.Select(Describe);
        return Prose.Strong("First outside tolerance: ") + Wording.Sentence(string.Join("; ", parts));
    }

    static string Describe(ParameterAssessment assessment)
    {
        var name = Wording.Name(assessment.Parameter);
        if (assessment.JudgedRows == 0) return $"{name} not judged";
        if (assessment.FirstExceedance is not { } first) return assessment.Limits is { MaxPct: null, MinPct: null } ? $"{name} has no limit" : $"{name} never";
        var lasting = assessment.Sustained switch
        {
            { Found: { } found } when found.Time == first.Time => ", lastingly from then on",
            { Found: { } found } => $", lastingly from {Wording.Time(found.Time)}",
            { NotYetKnown: true } => ", whether lastingly is not yet known",
            _ => ", never lastingly",
        };
        return $"{name} {Wording.Time(first.Time)} ({Wording.SignedPct(first.DeviationPct)}, limit {Limit(first.LimitPct)}){lasting}";
    }

    static string Limit(double? pct) => pct is { } value ? Wording.SignedPct(value, value == Math.Truncate(value) ? 0 : 1) : "none";

    static string Alarms(PumpAnalysis analysis)
    {
        var load = analysis.AlarmLoad;
        var standing = load.Standing == 0 ? "none stands" : load.Standing == 1 ? "one stands" : $"{Wording.Count(load.Standing)} stand";
        return $"{Wording.Count(load.Raised)} raised, {standing} at the end of the data.";
    }
}
