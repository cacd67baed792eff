using Plumbline.Plant;
using Plumbline.Pumps;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>What to do: how often to look, what to repair, at which values to be warned early.</summary>
static class ActionSection
{
    public static Section Write(Findings findings, IReadOnlyList<Recommendation> actions)
    {
        var blocks = new List<Block> { new Paragraph(Prose.Strong("Monitoring: ") + Monitoring(findings)) };
        Add(blocks, findings, "Maintenance", actions.Where(action => action.Kind is "sensor" or "maintenance"));
        Add(blocks, findings, "Data collection", actions.Where(action => action.Kind is "baseline" or "measurement"));
        var warnings = EarlyWarning.AllOf(findings.Analysis);
        if (warnings.Count > 0)
        {
            blocks.Add(new Subheading("Early-warning thresholds"));
            blocks.Add(Warnings(warnings));
        }
        return new("recommendations", "Recommendations", "Recommendations", blocks);
    }

    /// <summary>How often the pump should be looked at while its status lasts.</summary>
    public static (string Interval, double Hours) FrequencyOf(PumpStatus status) => status switch
    {
        PumpStatus.Failure or PumpStatus.Critical => ("every hour", 1),
        PumpStatus.Warning or PumpStatus.Unknown => ("every 4 hours", 4),
        _ => ("once a day", 24),
    };

    static string Monitoring(Findings findings)
    {
        var status = findings.Analysis.CurrentStatus;
        var interval = FrequencyOf(status).Interval;
        if (findings.FailedOn is not null) return $"after the repair take a new baseline, and look at the pump {FrequencyOf(PumpStatus.Normal).Interval} while it holds; {interval} while it is {status}.";
        return status is PumpStatus.Unknown
            ? $"look at the pump {interval}, by hand, until what is missing can be judged."
            : $"look at the pump {interval} while it is {status}.";
    }

    static void Add(List<Block> blocks, Findings findings, string heading, IEnumerable<Recommendation> actions)
    {
        var items = actions.Select(action => Prose.Strong(Wording.Capital(findings.When(action)) + ": ") + action.Action + ". " + Prose.Faint(action.Reason)).ToList();
        if (items.Count == 0) return;
        blocks.Add(new Subheading(heading));
        blocks.Add(new BulletList(items));
    }

    static Table Warnings(IReadOnlyList<EarlyWarning> warnings) => new(
        [new("Parameter"), new("Warn when"), new("Deviation", true), new("Value", true), new("Half of")],
        [.. warnings.Select(warning => (IReadOnlyList<Prose>)
        [
            Wording.Title(warning.Parameter), warning.IsUpper ? "above" : "below", ParameterSection.Pct(warning.ThresholdPct), Units.Both(warning.Value, warning.Unit), warning.Basis,
        ])]);
}

/// <summary>A value at which to look at a pump before it leaves its tolerance.</summary>
/// <param name="Parameter">Of which parameter.</param>
/// <param name="IsUpper">Whether values above it, not below it, are a warning.</param>
/// <param name="ThresholdPct">Percent of baseline.</param>
/// <param name="Value">The same as a value, in <paramref name="Unit"/>.</param>
/// <param name="Unit">The parameter's unit.</param>
/// <param name="Basis">The limit that it is half of, in words.</param>
sealed record EarlyWarning(PumpParameter Parameter, bool IsUpper, double ThresholdPct, double Value, string Unit, string Basis)
{
    /// <summary>At half of each limit of each mandatory parameter; where the grade sets no lower limit, or one of 0, at half of the urgent loss.</summary>
    public static IReadOnlyList<EarlyWarning> AllOf(PumpAnalysis analysis)
    {
        var all = new List<EarlyWarning>();
        foreach (var assessment in analysis.Parameters.Where(assessment => assessment.Limits.Mandatory))
        {
            if (assessment.Limits.MaxPct is { } max and not 0) all.Add(At(assessment, max / 2, true, $"the limit of {ParameterSection.Pct(max)}"));
            if (assessment.Limits.MinPct is { } min and not 0) all.Add(At(assessment, min / 2, false, $"the limit of {ParameterSection.Pct(min)}"));
            else all.Add(At(assessment, analysis.Options.LossUrgentPct / 2, false, $"the urgent loss of {ParameterSection.Pct(analysis.Options.LossUrgentPct)} ({(assessment.Limits.MinPct is 0 ? "half of a limit of 0 % is no warning" : "the grade sets no lower limit")})"));
        }
        return all;
    }

    static EarlyWarning At(ParameterAssessment assessment, double pct, bool isUpper, string basis) =>
        new(assessment.Parameter, isUpper, pct, assessment.BaselineValue * (1 + (pct / 100)), assessment.Unit, basis);
}
