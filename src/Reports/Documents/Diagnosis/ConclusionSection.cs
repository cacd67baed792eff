using Plumbline.Plant;
using Plumbline.Pumps;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>What the readings support, what they do not, and what would change that.</summary>
static class ConclusionSection
{
    public static Section Write(Findings findings, Verdict verdict, IReadOnlyList<Recommendation> actions)
    {
        var sentences = new List<string> { Supported(findings, verdict) };
        if (NotSupported(findings) is { } gap) sentences.Add(gap);
        if (actions.FirstOrDefault(action => action.When >= Urgency.Planned) is { } first)
            sentences.Add($"First step, {VerdictWriter.InWords(first.When)}: {LowerFirst(first.Action)}.");
        sentences.Add($"Next look: {ActionSection.FrequencyOf(verdict.Status).Interval}.");
        return new("conclusion", "Conclusion", "Conclusion", [new Paragraph(string.Join(' ', sentences))]);
    }

    static string Supported(Findings findings, Verdict verdict)
    {
        if (findings.NowRow < 0) return "The readings show a pump that did not run.";
        var moving = findings.Analysis.Parameters.Where(p => p.Trend is { IsSignificant: true }).Select(p => $"{Wording.Name(p.Parameter)} {TrendSection.InWords(p.Trend!)}").ToList();
        var trend = moving.Count == 0 ? "with no clear trend" : $"with {Wording.And(moving)}";
        return verdict.Status switch
        {
            PumpStatus.Unknown => $"The readings do not show whether the pump is well; what could be judged is inside tolerance, {trend}.",
            PumpStatus.Normal when verdict.Urgency is Urgency.Routine => $"The readings show a pump that holds its baseline, {trend}.",
            PumpStatus.Normal => $"The readings show a pump inside its tolerance that has nevertheless moved: {verdict.Brief}, {trend}.",
            _ => $"The readings show a pump outside its tolerance: {verdict.Brief}, {trend}.",
        };
    }

    static string? NotSupported(Findings findings)
    {
        var gaps = new List<string>();
        if (findings.BlindNow.Any()) gaps.Add($"anything about {Wording.And(findings.BlindNow.Select(p => Wording.Name(p.Parameter)))}");
        if (findings.Pattern is not Pattern.None) gaps.Add("which of the possible causes it is: that takes the checks named above");
        return gaps.Count == 0 ? null : $"They do not show {Wording.And(gaps)}.";
    }

    static string LowerFirst(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
