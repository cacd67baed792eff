using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Reports.Drawing;

namespace Plumbline.Reports.PumpCharts;

/// <summary>How the condition went: how far outside the tolerance, and in which status.</summary>
static class StatusTimeline
{
    public static Chart Chart(ChartTraces traces)
    {
        var analysis = traces.Analysis;
        return new()
        {
            Name = "status_timeline",
            Title = $"{PumpMarks.Called(analysis)}: status over time",
            Subtitle = PumpChartSet.Scope(analysis),
            Text = $"Severity and status of {analysis.Baseline.PumpId} over time. " + string.Join(", ", analysis.StatusShares.Select(share => $"{share.Status}: {PumpMarks.Share(share.Rows, analysis.Rows.Count)} of the readings")) + ".",
            SharedX = true,
            Height = 620,
            Panels = analysis.Rows.Count == 0 ? [new() { Message = "There are no readings." }] : [Severity(traces), Lanes(traces)],
        };
    }

    static Panel Severity(ChartTraces traces) => new()
    {
        Title = "Severity: largest violation of flow or head, as a multiple of its limit",
        Weight = WhyNoSeverity(traces) is null ? 0.75 : 0.3,
        Message = WhyNoSeverity(traces),
        Y = new ValueAxis("Severity", "") { From = 0, To = Math.Max(2.4, traces.Severities.Where(double.IsFinite).DefaultIfEmpty(0).Max() * 1.08) },
        Marks =
        [
            new LineMark { X = traces.X, Y = traces.Severities, Stroke = new(Palette.Blue, 2.5), Course = Course.Points },
            new LevelMark(1, "Warning", new(new(0x7A5B00, 0xF3CD62), 1.25, Dash.Dashed)),
            new LevelMark(1.5, "Critical", new(new(0xB2500A, 0xEF8535), 1.25, Dash.Dashed)),
            new LevelMark(2, "Failure", new(StatusInk.Colour(PumpStatus.Failure), 1.25, Dash.Dashed)),
            .. PumpMarks.FailureDate(traces.Analysis),
        ],
    };

    /// <summary>Why there is no severity to show, in words; null where there is one.</summary>
    static string? WhyNoSeverity(ChartTraces traces)
    {
        if (Array.Exists(traces.Severities, double.IsFinite)) return null;
        var mandatory = traces.Analysis.Parameters.Where(found => found.Limits.Mandatory).ToList();
        var unjudged = mandatory.Where(found => found.JudgedRows == 0).ToList();
        if (unjudged.Count == mandatory.Count) return $"{Names(mandatory)} could not be judged in any reading.";
        var rest = unjudged.Count > 0 ? $" {Names(unjudged)} could not be judged." : "";
        return $"{Names([.. mandatory.Except(unjudged)])} never left the tolerance.{rest}";
    }

    static string Names(IReadOnlyList<ParameterAssessment> parameters) =>
        string.Join(" and ", parameters.Select((found, i) => i == 0 ? ParameterInk.Name(found.Parameter) : ParameterInk.Name(found.Parameter).ToLowerInvariant()));

    static Panel Lanes(ChartTraces traces)
    {
        var shares = traces.Analysis.StatusShares;
        var lanes = StatusInk.FromBest.Reverse().ToList();
        return new()
        {
            Title = "Status of each reading",
            Weight = 1.25,
            Y = new LaneAxis([.. lanes.Select(status => new Lane(status.ToString(), Note(status)))]),
            Marks = [.. lanes.Select(Blocks), .. WhyNoSeverity(traces) is null ? [] : PumpMarks.FailureDate(traces.Analysis)],
        };

        BlockMark Blocks(PumpStatus status, int lane) => new()
        {
            Height = 0.7,
            Fill = StatusInk.Fill(status),
            Blocks = [.. traces.StatusRuns.Where(run => run.State == StatusInk.StateOf(status)).Select(run => new Block(lane, run.From, run.To))],
        };

        string Note(PumpStatus status) => shares.FirstOrDefault(share => share.Status == status) is { } share
            ? $"{PumpMarks.Share(share.Rows, traces.Analysis.Rows.Count)}, {PumpMarks.Days(share.Days)}"
            : "never";
    }
}
