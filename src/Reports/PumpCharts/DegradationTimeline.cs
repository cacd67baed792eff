using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Prognosis;
using Plumbline.Reports.Drawing;

namespace Plumbline.Reports.PumpCharts;

/// <summary>What happened when: first and sustained exceedances, losses, alarms, failure, and how long the pump has.</summary>
static class DegradationTimeline
{
    static readonly Colour Red = new(0xA8121D, 0xFF8A8D);
    static readonly Fill LossFill = new(new(0x4C6FA5, 0x6C8FC6), 0.35, Hatch.Falling, new Colour(0x33507E, 0x8FB0E6));
    static readonly Fill ForecastFill = new(new(0x7A4E9B, 0xB58AD6), 0.3, Hatch.Crossed, new Colour(0x7A4E9B, 0xB58AD6));

    public static Chart Chart(ChartTraces traces)
    {
        var analysis = traces.Analysis;
        return new()
        {
            Name = "degradation_timeline",
            Title = $"{analysis.Baseline.PumpId}: how it degraded",
            Subtitle = Summary(analysis),
            Text = $"When each parameter of {analysis.Baseline.PumpId} was outside its tolerance for the first time and for good, the alarms, and the failure where it is known. {Summary(analysis)}",
            Height = 600,
            Panels = [analysis.Rows.Count == 0 ? new() { Message = "There are no readings." } : Lanes(traces)],
        };
    }

    static string Summary(PumpAnalysis analysis)
    {
        var firsts = analysis.Parameters.Where(found => found.FirstExceedance is not null).OrderBy(found => found.FirstExceedance!.Time).ToList();
        if (analysis.Rows.Count == 0) return "";
        if (firsts.Count == 0) return "No judged reading was outside its tolerance.";
        var first = firsts[0];
        return $"First outside its tolerance: {ParameterInk.Name(first.Parameter).ToLowerInvariant()} on {PumpMarks.Day(first.FirstExceedance!.Time)} ({PumpMarks.Percent(first.FirstExceedance.DeviationPct)}).";
    }

    static Panel Lanes(ChartTraces traces)
    {
        var analysis = traces.Analysis;
        var lanes = analysis.Parameters.Select(found => new Lane(ParameterInk.Name(found.Parameter), Note(found))).ToList();
        var marks = new List<Mark>();
        Exceedances(traces, marks);
        Losses(analysis, marks);
        lanes.Add(new("Alarms", analysis.Alarms.Count == 0 ? "none" : analysis.Alarms.Count == 1 ? "1 raised" : $"{analysis.Alarms.Count} raised"));
        Alarms(traces, marks, lane: lanes.Count - 1);
        var to = traces.X[^1];
        if (Forecast(analysis) is { } forecast)
        {
            lanes.Add(new("Forecast", "remaining life"));
            to = Forecast(traces, forecast, marks, lane: lanes.Count - 1);
        }
        marks.AddRange(PumpMarks.FailureDate(analysis));
        foreach (var mark in marks.OfType<EventMark>()) to = Math.Max(to, mark.X);
        var length = Math.Max(to - traces.X[0], traces.IntervalS);
        return new() { Y = new LaneAxis(lanes), X = new() { From = traces.X[0] - (length * 0.01), To = to + (length * 0.02) }, Marks = marks };
    }

    static string Note(ParameterAssessment found) => found switch
    {
        { JudgedRows: 0 } => "not judged",
        { ViolatedRows: 0 } => "never outside",
        _ => $"{PumpMarks.Share(found.ViolatedRows, found.JudgedRows)} outside",
    };

    static void Exceedances(ChartTraces traces, List<Mark> marks)
    {
        foreach (var found in traces.Analysis.Parameters)
        {
            var lane = (int)found.Parameter;
            var blocks = traces.Exceedances(found.Parameter).Select(span => new Block(lane, span.From, span.To)).ToList();
            if (blocks.Count > 0) marks.Add(new BlockMark { Name = "Outside its tolerance", Blocks = blocks, Fill = new(new(0xE2A3A8, 0x8C3A41)), Height = 0.3 });
            var (first, lasting) = (found.FirstExceedance, found.Sustained.Found);
            if (first is not null && first.Time != lasting?.Time) marks.Add(Point(first, lane, MarkerShape.Triangle, "First exceedance"));
            if (lasting is not null) marks.Add(Point(lasting, lane, MarkerShape.Diamond, "Sustained from here"));
        }
    }

    static PointMark Point(Exceedance found, int lane, MarkerShape shape, string name) =>
        new(Instants.ToX(found.Time), lane, $"{PumpMarks.Instant(found.Time)} · {PumpMarks.Percent(found.DeviationPct)}", shape, Red) { Name = name };

    static void Losses(PumpAnalysis analysis, List<Mark> marks)
    {
        var blocks = new List<Block>();
        foreach (var found in analysis.Parameters)
            if (found.Loss is { Since: { } since } loss) blocks.Add(new((int)found.Parameter, Instants.ToX(since), Math.Max(Instants.ToX(loss.WorstAt), Instants.ToX(since))));
        if (blocks.Count > 0) marks.Add(new BlockMark { Name = "Loss of performance", Blocks = blocks, Fill = LossFill, Height = 0.16 });
    }

    static void Alarms(ChartTraces traces, List<Mark> marks, int lane)
    {
        foreach (var alarms in traces.Analysis.Alarms.GroupBy(alarm => alarm.WorstStatus).OrderBy(group => group.Key))
        {
            marks.Add(new BlockMark
            {
                Name = $"Alarm, at worst {alarms.Key}",
                Fill = StatusInk.Fill(alarms.Key),
                Height = 0.15 + (0.09 * (int)alarms.Key),
                Blocks = [.. alarms.Select(alarm => new Block(lane, Instants.ToX(alarm.Raised), alarm.Cleared is { } cleared ? Instants.ToX(cleared) : traces.X[^1] + traces.IntervalS))],
            });
        }
    }

    static RulForecast? Forecast(PumpAnalysis analysis) => analysis.Baseline.FailureDate is not null ? null : analysis.Prognosis.Learnt ?? analysis.Prognosis.Degradation?.Forecast;

    /// <returns>How far the axis should reach: at most half as far again as the readings.</returns>
    static double Forecast(ChartTraces traces, RulForecast forecast, List<Mark> marks, int lane)
    {
        var at = Instants.ToX(forecast.At);
        var edge = traces.X[^1] + (Math.Max(traces.X[^1] - traces.X[0], 86_400) / 2);
        double low = at + (forecast.LowDays * 86_400), best = at + (forecast.RulDays * 86_400), high = at + (forecast.HighDays * 86_400);
        if (low < edge)
            marks.Add(new BlockMark { Name = $"Forecast failure, {forecast.Coverage * 100:0} % interval", Fill = ForecastFill, Height = 0.3, Blocks = [new(lane, low, Math.Min(high, edge))] });
        var label = $"in {PumpMarks.Days(forecast.RulDays)} ({PumpMarks.Days(forecast.LowDays)} to {(double.IsFinite(forecast.HighDays) ? PumpMarks.Days(forecast.HighDays) : "unknown")})";
        marks.Add(new PointMark(Math.Min(best, edge), lane, best > edge ? "beyond this chart: " + label : label, MarkerShape.Circle, new(0x7A4E9B, 0xB58AD6)));
        return Math.Min(edge, Math.Max(best, Math.Min(high, edge)));
    }
}
