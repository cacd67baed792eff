using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.PumpCharts;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>The report on one pump: verdict, events, data quality, parameters, trends, prognosis, recommendations.</summary>
/// <example><code>
/// var report = PumpReport.Of(analysis);
/// MarkdownWriter.Write(report, markdown);
/// HtmlWriter.Write(report, html);
/// </code></example>
public static class PumpReport
{
    /// <summary>Puts the report together; the document has the same content whatever it is written as.</summary>
    /// <param name="analysis">What was found.</param>
    /// <param name="charts">The charts of <see cref="PumpChartSet"/>, where the caller has made them already; null: they are made here.</param>
    /// <param name="clock">Shown beside the events of the timeline, whose times are UTC; null: not shown.</param>
    /// <exception cref="ArgumentNullException"><paramref name="analysis"/> is null.</exception>
    public static Document Of(PumpAnalysis analysis, IReadOnlyList<Chart>? charts = null, LocalClock? clock = null)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var findings = new Findings(analysis);
        var figures = (charts ?? PumpChartSet.Of(analysis)).ToDictionary(chart => chart.Name, chart => new Figure(chart), StringComparer.Ordinal);
        var verdict = VerdictWriter.Write(findings);
        var actions = Recommendations.Draw(findings);
        return new Document(analysis.Baseline.PumpId,
        [
            SummarySection.Write(findings, actions, figures["dashboard"]),
            TimelineSection.Write(findings, figures["degradation_timeline"], figures["status_timeline"], clock),
            DataQualitySection.Write(findings),
            ParameterSection.Write(findings, [.. analysis.Parameters.Where(parameter => parameter.JudgedRows > 0).Select(parameter => figures[Wording.Name(parameter.Parameter)])]),
            TrendSection.Write(findings, figures["deviation_trends"]),
            PrognosisSection.Write(findings),
            ActionSection.Write(findings, actions),
            ConclusionSection.Write(findings, verdict, actions),
            MethodSection.Write(findings),
        ])
        {
            Kicker = "Pump condition report",
            Status = analysis.CurrentStatus,
            Lead = LeadOf(verdict),
            Facts = Facts(findings),
            Colophon = $"Made by Plumbline {typeof(PumpReport).Assembly.GetName().Version?.ToString(3)} from readings of {Wording.Time(analysis.Period.Start)} to {Wording.Time(analysis.Period.End)} UTC. Beside this report: processed.csv (every reading with deviations, severity and status) and analysis.json (every figure here, for programs).",
        };
    }

    // The status stands out, the rest of the sentence reads on.
    static Prose LeadOf(Verdict verdict)
    {
        var word = verdict.Status.ToString();
        var sentence = Wording.Typeset(verdict.Sentence);
        return sentence.StartsWith(word, StringComparison.Ordinal) ? Prose.Strong(word) + sentence[word.Length..] : sentence;
    }

    static List<Fact> Facts(Findings findings)
    {
        var analysis = findings.Analysis;
        var baseline = analysis.Baseline;
        var facts = new List<Fact>
        {
            new("Type", baseline.PumpType.Length > 0 ? baseline.PumpType : "not given"),
            new("Service", baseline.Application),
            new("Motor", Units.Both(baseline.MotorRating.Horsepower, "hp")),
            new("Acceptance grade", analysis.Grade.Profile is "default" ? analysis.Grade.Name : $"{analysis.Grade.Name} (profile {analysis.Grade.Profile})"),
            new("Analysis period (UTC)", $"{Wording.Time(analysis.Period.Start)} to {Wording.Time(analysis.Period.End)}, {Wording.Span(analysis.Period.Length)}"),
            new("Readings", $"{Wording.Count(analysis.Rows.Count)}, usually one every {Every(analysis.SamplingInterval)}"),
        };
        if (findings.IsOffNow && findings.NowRow >= 0) facts.Add(new("Now", $"off; last ran {Wording.Time(analysis.Rows.Times[findings.NowRow])}"));
        return facts;
    }

    static string Every(TimeSpan interval) => Wording.Span(interval) is var span && span.StartsWith("1\u00A0", StringComparison.Ordinal) ? span[2..] : span;
}
