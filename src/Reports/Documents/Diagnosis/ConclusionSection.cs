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
        if (actions.Count(action => action.When >= Urgency.Planned) is > 0 and var count)
            sentences.Add($"{Wording.Capital(Wording.Count(count, "action"))} {(count == 1 ? "is due, " : "are due, the first ")}{findings.When(actions[0])}.");
        sentences.Add(findings.FailedOn is null ? $"Next look at the pump: {ActionSection.FrequencyOf(verdict.Status).Interval}." : "After the repair take a new baseline.");
        return new("conclusion", "Conclusion", "Conclusion", [new Paragraph(string.Join(' ', sentences))]);
    }

    static string Supported(Findings findings, Verdict verdict)
    {
        if (findings.NowRow < 0) return "The readings show a pump that did not run.";
        var typical = Patterns.LookFor(findings.Pattern) is { } cause ? $", typical of {cause}" : "";
        return verdict.Status switch
        {
            PumpStatus.Unknown => $"The readings do not show whether the pump is well{Moving(findings)}.",
            PumpStatus.Normal when verdict.Urgency is Urgency.Routine => $"The readings show a pump that holds its baseline{Moving(findings)}.",
            PumpStatus.Normal => $"The readings show a pump inside its tolerance that has moved nevertheless{Moving(findings)}{typical}.",
            _ => $"The readings show a pump outside its tolerance{Moving(findings)}{typical}.",
        };
    }

    static string Moving(Findings findings)
    {
        var moving = findings.Analysis.Parameters.Where(p => p.Trend is { IsSignificant: true }).Select(p => $"{Wording.Name(p.Parameter)} {TrendSection.InWords(p.Trend!)}").ToList();
        return moving.Count == 0 ? ", with no clear trend" : $", with {Wording.And(moving)}";
    }

    static string? NotSupported(Findings findings)
    {
        var gaps = new List<string>();
        if (findings.BlindNow.Any()) gaps.Add($"anything about {Wording.And(findings.BlindNow.Select(p => Wording.Name(p.Parameter)))}");
        if (findings.Pattern is not Pattern.None) gaps.Add("the cause itself: that takes the checks named above");
        return gaps.Count == 0 ? null : $"They do not show {Wording.And(gaps)}.";
    }
}
