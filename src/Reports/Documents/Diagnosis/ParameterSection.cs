using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Grades;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>The four parameters against their baseline and tolerance.</summary>
static class ParameterSection
{
    public static Section Write(Findings findings, IReadOnlyList<Figure> figures)
    {
        var blocks = new List<Block> { Values(findings), Tolerances(findings) };
        if (findings.Losses.Any()) blocks.Add(new Callout(findings.Losses.Any(p => p.Loss!.Grade is LossGrade.Urgent) ? Tone.Alarm : Tone.Caution, Prose.Strong("Loss of performance. ") + SummarySection.LossSentence(findings)));
        blocks.AddRange(figures);
        return new("parameters", "Parameters", "Parameters", blocks);
    }

    /// <summary>The tolerance in words: −5 % to +5 %; up to +10 %; not below 0 %; not checked.</summary>
    public static string Tolerance(ToleranceLimits limits) => limits switch
    {
        { MinPct: { } min, MaxPct: { } max } => $"{Pct(min)} to {Pct(max)}",
        { MaxPct: { } max } => $"up to {Pct(max)}",
        { MinPct: { } min } => $"not below {Pct(min)}",
        _ => "not checked",
    };

    public static string Limit(double? pct) => pct is { } value ? Pct(value) : "none";

    /// <summary>A limit with no more decimals than it has.</summary>
    public static string Pct(double pct) => Wording.SignedPct(pct, pct == Math.Truncate(pct) ? 0 : 1);

    static Table Values(Findings findings) => new(
        [new("Parameter"), new("Baseline", true), new("Last reading", true), new("Deviation", true), new("Median of its last day", true)],
        [.. findings.Analysis.Parameters.Select(assessment => ValueRow(findings, assessment))]);

    static List<Prose> ValueRow(Findings findings, ParameterAssessment assessment)
    {
        var shift = findings[assessment.Parameter];
        var latest = assessment.Latest;
        return
        [
            Wording.Title(assessment.Parameter),
            Units.Both(assessment.BaselineValue, assessment.Unit),
            latest is null ? "not judged" : Units.Both(latest.Value, assessment.Unit),
            latest is null ? "" : Wording.SignedPct(latest.DeviationPct),
            double.IsNaN(shift.MedianPct) ? "" : VerdictWriter.AtLeast(shift.IsAtLeast) + Wording.SignedPct(shift.MedianPct, 1),
        ];
    }

    static Table Tolerances(Findings findings) => new(
        [new("Parameter"), new("Tolerance"), new("First outside"), new("Lastingly from"), new("Worst against a limit", true), new("Largest lasting loss", true)],
        [.. findings.Analysis.Parameters.Select(assessment => ToleranceRow(findings, assessment))]);

    static List<Prose> ToleranceRow(Findings findings, ParameterAssessment assessment) =>
    [
        Wording.Title(assessment.Parameter) + (assessment.Limits.Mandatory ? Prose.Faint(" (mandatory)") : Prose.Empty),
        Tolerance(assessment.Limits),
        assessment.FirstExceedance is { } first ? Wording.Time(first.Time) : assessment.JudgedRows == 0 ? "not judged" : "never",
        assessment.Sustained switch { { Found: { } found } => Wording.Time(found.Time), { NotYetKnown: true } => "not yet known", _ => assessment.JudgedRows == 0 ? "" : "never" },
        assessment.Worst is { } worst ? $"{VerdictWriter.AtLeast(IsCutOff(findings, assessment, worst.Time))}{Wording.SignedPct(worst.DeviationPct, 1)}, {Wording.Date(worst.Time)}" : "",
        Loss(assessment),
    ];

    static bool IsCutOff(Findings findings, ParameterAssessment assessment, DateTime time)
    {
        var rows = findings.Analysis.Rows;
        return assessment.Clipped.Any(sensor => sensor.Holds(rows.Log, rows.Times.BinarySearch(time)));
    }

    static string Loss(ParameterAssessment assessment) => assessment.Loss is { } loss
        ? $"{VerdictWriter.AtLeast(loss.IsAtLeast)}{Wording.SignedPct(loss.LossPct, 1)}, {Wording.Date(loss.WorstAt)}"
        : assessment.Parameter is PumpParameter.Power ? "not a loss" : assessment.JudgedRows > 0 ? "none" : "";
}
