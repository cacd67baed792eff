using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.Drawing.Axes;

namespace Plumbline.Reports.PumpCharts;

/// <summary>The eight charts of a pump's report.</summary>
public static class PumpChartSet
{
    /// <summary>Names of the charts, in the order of <see cref="Of"/>; files are called so too.</summary>
    public static IReadOnlyList<string> Names { get; } = ["dashboard", "flow", "head", "power", "efficiency", "degradation_timeline", "deviation_trends", "status_timeline"];

    /// <summary>Dashboard, flow, head, power, efficiency, degradation timeline, deviation trends, status timeline. They share their series, so that a page carries each once.</summary>
    /// <param name="analysis">With any number of readings: where there is nothing to draw, the chart says why.</param>
    public static IReadOnlyList<Chart> Of(PumpAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var traces = new ChartTraces(analysis);
        return
        [
            Dashboard(traces),
            .. Enum.GetValues<PumpParameter>().Select(parameter => OfParameter(traces, parameter)),
            DegradationTimeline.Chart(traces),
            DeviationTrends.Chart(traces),
            StatusTimeline.Chart(traces),
        ];
    }

    static Chart Dashboard(ChartTraces traces)
    {
        var analysis = traces.Analysis;
        return new()
        {
            Name = "dashboard",
            Title = $"{PumpMarks.Called(analysis)}: {Word(analysis.CurrentStatus)}",
            Subtitle = Scope(analysis),
            Text = $"Flow, head, power and efficiency of {analysis.Baseline.PumpId} over time, each with its baseline, its tolerance, the stretches outside it, and the status of the pump.",
            Height = 820,
            Columns = 2,
            Panels = [.. Enum.GetValues<PumpParameter>().Select(parameter => new ParameterPanel(traces, parameter).Small())],
        };
    }

    static Chart OfParameter(ChartTraces traces, PumpParameter parameter)
    {
        var analysis = traces.Analysis;
        var name = ParameterInk.Name(parameter);
        return new()
        {
            Name = name.ToLowerInvariant(),
            Title = $"{PumpMarks.Called(analysis)}: {name.ToLowerInvariant()} against its baseline",
            Subtitle = Finding(analysis, parameter),
            Text = $"{name} of {analysis.Baseline.PumpId} over time with its baseline and tolerance. {Finding(analysis, parameter)}",
            Panels = [new ParameterPanel(traces, parameter).Large()],
        };
    }

    static string Word(PumpStatus status) => status switch
    {
        PumpStatus.Off => "not running",
        PumpStatus.Unknown => "status unknown",
        _ => "status " + status,
    };

    internal static string Scope(PumpAnalysis analysis)
    {
        if (analysis.Rows.Count == 0) return $"Grade {analysis.Grade.Name}. No readings.";
        var (start, end) = analysis.Period;
        var period = start.Date == end.Date ? PumpMarks.Day(start) : $"{PumpMarks.Day(start)} to {PumpMarks.Day(end)}";
        return $"{period}, {PumpMarks.Readings(analysis.Rows.Count)}, judged by acceptance grade {analysis.Grade.Name}.";
    }

    static string Finding(PumpAnalysis analysis, PumpParameter parameter)
    {
        var found = analysis[parameter];
        if (analysis.Rows.Count == 0) return "There are no readings.";
        if (found.JudgedRows == 0) return $"{ParameterInk.Name(parameter)} could not be judged in any of {PumpMarks.Readings(analysis.Rows.Count)}.";
        var allowed = Allowed(found.Limits.MaxPct, found.Limits.MinPct);
        var share = found.ViolatedRows == 0
            ? found.JudgedRows == 1 ? "the one judged reading is inside" : $"all {NumberText.Fixed(found.JudgedRows, 0)} judged readings are inside"
            : $"{NumberText.Fixed(found.ViolatedRows, 0)} of {NumberText.Fixed(found.JudgedRows, 0)} judged readings ({PumpMarks.Share(found.ViolatedRows, found.JudgedRows)}) are outside";
        var partly = found.UnjudgedReason is { Length: > 0 } reason ? " " + Wording.Sentence(reason) : "";
        return $"Grade {analysis.Grade.Name} allows {allowed}: {share}.{partly}";
    }

    static string Allowed(double? max, double? min) => (max, min) switch
    {
        ({ } high, { } low) when high == -low => $"±{NumberText.Fixed(high, 0)} %",
        ({ } high, { } low) => $"{PumpMarks.Percent(low)} to {PumpMarks.Percent(high)}",
        ({ } high, null) => $"up to {PumpMarks.Percent(high)}",
        (null, { } low) => low == 0 ? "no loss" : $"no less than {PumpMarks.Percent(low)}",
        _ => "any deviation",
    };
}
