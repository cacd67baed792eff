using Plumbline.Plant;
using Plumbline.Pumps;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>What of the data could be used, and what not, and why.</summary>
static class DataQualitySection
{
    public static Section Write(Findings findings)
    {
        var analysis = findings.Analysis;
        var blocks = new List<Block>();
        blocks.AddRange(findings.BlindNow.Select(assessment => new Callout(Tone.Caution,
            Prose.Strong($"{Wording.Title(assessment.Parameter)} cannot be judged. ") + Wording.Sentence(VerdictWriter.Reason(findings, assessment.Parameter)))));
        if (!findings.Baseline.IsConsistent) blocks.Add(new Callout(Tone.Caution, Prose.Strong("The baseline's own figures do not agree. ") + BaselineWords.Describe(findings)));
        blocks.AddRange(Judged(analysis));
        if (analysis.Defects.Count == 0) blocks.Add(new Paragraph("No defect was found in the file or in the readings."));
        foreach (var (effect, heading) in Groups)
        {
            var defects = analysis.Defects.Where(defect => defect.Effect == effect).ToList();
            if (defects.Count == 0) continue;
            blocks.Add(new Subheading(heading));
            blocks.Add(Defects(defects));
        }
        return new("data-quality", "Data quality", "Data quality", blocks);
    }

    public static string InOneSentence(Findings findings)
    {
        var analysis = findings.Analysis;
        var rejected = analysis.Defects.Where(defect => defect.Effect is DefectEffect.Rejected).Sum(defect => defect.Count);
        var unjudged = analysis.Parameters.Where(assessment => assessment.JudgedRows == 0).Select(assessment => Wording.Name(assessment.Parameter)).ToList();
        var parts = new List<string> { rejected == 0 ? "no row was rejected" : $"{Wording.Count(rejected, "row")} rejected" };
        if (unjudged.Count > 0) parts.Add($"{Wording.And(unjudged)} could not be judged in any row");
        if (!findings.Baseline.IsConsistent) parts.Add("the baseline's own figures do not agree");
        var noted = analysis.Defects.Count(defect => defect.Effect is DefectEffect.Noted);
        if (noted > 0) parts.Add($"{Wording.Count(noted, "remark")} on the readings");
        return Wording.Sentence(string.Join("; ", parts));
    }

    static readonly (DefectEffect, string)[] Groups =
    [
        (DefectEffect.Rejected, "Rejected: these rows are left out"),
        (DefectEffect.Unjudged, "Cannot be judged: one parameter of these rows"),
        (DefectEffect.Noted, "Noted: used as it is"),
    ];

    // Only where something was not judged: four rows of 100 % tell nothing.
    static IEnumerable<Block> Judged(PumpAnalysis analysis)
    {
        var running = analysis.Rows.Count - analysis.Rows.Statuses.Count(PumpStatus.Off);
        if (running == 0) return [new Paragraph("The pump was off in every reading: there is nothing to judge.")];
        if (analysis.Parameters.All(assessment => assessment.JudgedRows >= running)) return [new Paragraph($"All four parameters were judged in every one of {Wording.Count(running, "running reading")}.")];
        return
        [
            new Table(
                [new("Parameter"), new("Rows judged", true), new("Of running rows", true), new("Why not the others", IsWide: true)],
                [.. analysis.Parameters.Select(assessment => (IReadOnlyList<Prose>)
                [
                    Wording.Title(assessment.Parameter), Wording.Count(assessment.JudgedRows), Wording.Share((double)assessment.JudgedRows / running),
                    assessment.UnjudgedReason is { Length: > 0 } reason ? Wording.Sentence(Wording.Cause(reason)) : "",
                ])]),
        ];
    }

    static Table Defects(List<Defect> defects) => new(
        [new("What", IsWide: true), new("Rows", true), new("Where"), new("Code")],
        [.. defects.Select(defect => (IReadOnlyList<Prose>)[Wording.Sentence(defect.What), Wording.Count(defect.Count), defect.Where, Prose.Code(defect.Code)])])
    {
        RowsAreNamed = false,
    };
}
