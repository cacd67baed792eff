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
            Title = $"{PumpMarks.Called(analysis)}: degradation timeline",
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
        Losses(traces, marks);
        lanes.Add(new("Alarms", analysis.Alarms.Count == 0 ? "none" : analysis.Alarms.Count == 1 ? "1 raised" : $"{analysis.Alarms.Count} raised"));
        Alarms(traces, marks, lane: lanes.Count - 1);
        var to = traces.X[^1];
        if (Forecast(analysis) is { } forecast)
        {
            lanes.Add(new("Forecast", "remaining life"));
            to = Forecast(traces, forecast, marks, lane: lanes.Count - 1);
        }
        marks.AddRange(PumpMarks.FailureDate(analysis));
        if (analysis.Prognosis.Foresight is { FirstSign: { } sign, LeadDays: { } lead } && lead > 0)
            marks.Add(new EventMark(Instants.ToX(sign), $"First sign, {PumpMarks.Days(lead)} before", new(Palette.Ink, 1.25, Dash.Dashed)));
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
        foreach (var found in traces.Analysis.Parameters) Judged(traces, found.Parameter, marks);
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

    // Where nothing happened, one sees that it was looked at.
    static void Judged(ChartTraces traces, PumpParameter parameter, List<Mark> marks)
    {
        var deviations = traces.DeviationPct(parameter);
        var statuses = traces.Analysis.Rows.Statuses.ToArray();
        Add("Judged", traces.Stretches(row => double.IsFinite(deviations[row])), new(new(0xB9D9C6, 0x2F5B43)), 0.07);
        Add("Not judged", traces.Stretches(row => !double.IsFinite(deviations[row]) && statuses[row] != PumpStatus.Off), StatusInk.Fill(PumpStatus.Unknown), 0.16);

        void Add(string name, IReadOnlyList<Stretch> stretches, Fill fill, double height)
        {
            if (stretches.Count > 0) marks.Add(new BlockMark { Name = name, Fill = fill, Height = height, Blocks = [.. stretches.Select(part => new Block((int)parameter, part.From, part.To))] });
        }
    }

    static PointMark Point(Exceedance found, int lane, MarkerShape shape, string name) =>
        new(Instants.ToX(found.Time), lane, $"{PumpMarks.Instant(found.Time)} · {PumpMarks.Percent(found.DeviationPct)}", shape, Red) { Name = name };

    static void Losses(ChartTraces traces, List<Mark> marks)
    {
        var blocks = new List<Block>();
        foreach (var found in traces.Analysis.Parameters)
            if (found.Loss is { Since: { } since } loss) blocks.Add(new((int)found.Parameter, Instants.ToX(since), loss.Until is { } until ? Instants.ToX(until) : traces.X[^1] + traces.IntervalS));
        if (blocks.Count > 0) marks.Add(new BlockMark { Name = "Loss of performance", Blocks = blocks, Fill = LossFill, Height = 0.16 });
    }

    static void Alarms(ChartTraces traces, List<Mark> marks, int lane)
    {
        var stretches = traces.Analysis.Alarms.SelectMany(alarm => Stretches(alarm, traces.X[^1] + traces.IntervalS));
        foreach (var alarms in stretches.GroupBy(part => part.Status).OrderBy(group => group.Key))
        {
            marks.Add(new BlockMark
            {
                Name = $"Alarm: {alarms.Key}",
                Fill = StatusInk.Fill(alarms.Key),
                Height = 0.15 + (0.09 * (int)alarms.Key),
                Blocks = [.. alarms.Select(part => new Block(lane, part.From, part.To))],
            });
        }
    }

    /// <summary>What an alarm was, from its raising over each step up to its end.</summary>
    static IEnumerable<(PumpStatus Status, double From, double To)> Stretches(PumpAlarm alarm, double end)
    {
        var (status, from) = (alarm.RaisedAs, Instants.ToX(alarm.Raised));
        foreach (var step in alarm.Escalations)
        {
            yield return (status, from, Instants.ToX(step.Time));
            (status, from) = (step.Status, Instants.ToX(step.Time));
        }
        yield return (status, from, alarm.Cleared is { } cleared ? Instants.ToX(cleared) : end);
    }

    static RulForecast? Forecast(PumpAnalysis analysis) => PumpMarks.FailedOn(analysis) is not null ? null : analysis.Prognosis.Learnt ?? analysis.Prognosis.Degradation?.Forecast;

    static string Words(RulForecast forecast)
    {
        if (forecast.RulDays * 24 < 0.1) return "its limit is reached";
        if (forecast.IsAtLeast) return $"more than {PumpMarks.Days(forecast.RulDays)}, at least {PumpMarks.Days(forecast.LowDays)}";
        var range = double.IsFinite(forecast.HighDays) ? $"{PumpMarks.Days(forecast.LowDays)} to {PumpMarks.Days(forecast.HighDays)}" : $"at least {PumpMarks.Days(forecast.LowDays)}";
        return $"in {PumpMarks.Days(forecast.RulDays)} ({range})";
    }

    /// <returns>How far the axis should reach: at most half as far again as the readings.</returns>
    static double Forecast(ChartTraces traces, RulForecast forecast, List<Mark> marks, int lane)
    {
        var at = Instants.ToX(forecast.At);
        var edge = traces.X[^1] + (Math.Max(traces.X[^1] - traces.X[0], 86_400) / 2);
        double low = at + (forecast.LowDays * 86_400), best = at + (forecast.RulDays * 86_400), high = at + (forecast.HighDays * 86_400);
        if (low < edge)
            marks.Add(new BlockMark { Name = $"Forecast failure, {forecast.Coverage * 100:0} % interval", Fill = ForecastFill, Height = 0.3, Blocks = [new(lane, low, Math.Min(high, edge))] });
        var isBeyond = best > edge || forecast.IsAtLeast;
        marks.Add(new PointMark(Math.Min(best, edge), lane, Words(forecast), isBeyond ? MarkerShape.Ring : MarkerShape.Circle, new(0x7A4E9B, 0xB58AD6)));
        return Math.Min(edge, Math.Max(best, Math.Min(high, edge)));
    }
}
