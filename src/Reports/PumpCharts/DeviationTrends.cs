using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.Drawing.Axes;

namespace Plumbline.Reports.PumpCharts;

/// <summary>The four deviations beside each other, then each with its own limits.</summary>
static class DeviationTrends
{
    static readonly Stroke Zero = new(Palette.Ink, 1);
    static readonly Stroke Limit = new(new(0xA8121D, 0xFF8A8D), 1.25, Dash.DashDot);

    public static Chart Chart(ChartTraces traces)
    {
        var analysis = traces.Analysis;
        return new()
        {
            Name = "deviation_trends",
            Title = $"{PumpMarks.Called(analysis)}: deviation from baseline",
            Subtitle = traces.HasMedians ? "Above: the median of each day. Below: every reading, the median of each day, and the limits of grade " + analysis.Grade.Name + "." : "All parameters together, then each with the limits of grade " + analysis.Grade.Name + ".",
            Text = $"Deviation of flow, head, power and efficiency of {analysis.Baseline.PumpId} from their baselines, percent, over time.",
            Height = 940,
            SharedX = true,
            Panels = analysis.Rows.Count == 0 ? [new() { Message = "There are no readings." }] : [Together(traces), .. Enum.GetValues<PumpParameter>().Select(parameter => Single(traces, parameter))],
        };
    }

    static Panel Together(ChartTraces traces) => new()
    {
        Weight = 2.6,
        Y = new ValueAxis("Deviation", "%") { WithZero = true },
        Message = traces.Analysis.Parameters.All(found => found.JudgedRows == 0) ? "No parameter could be judged." : null,
        Marks =
        [
            new LevelMark(0, "", Zero),
            .. Enum.GetValues<PumpParameter>().Where(parameter => traces.Analysis[parameter].JudgedRows > 0).Select(parameter => Main(traces, parameter)),
            .. PumpMarks.FailureDate(traces.Analysis),
        ],
    };

    static LineMark Main(ChartTraces traces, PumpParameter parameter)
    {
        var y = traces.HasMedians ? traces.MedianDeviationPct(parameter) : traces.DeviationPct(parameter);
        var last = Array.FindLast(y, double.IsFinite);
        return new()
        {
            Name = ParameterInk.Name(parameter),
            X = traces.HasMedians ? traces.DayX : traces.X,
            Y = y,
            Unit = "%",
            // Wider ones lie below: two that coincide, as where one was computed from the other, are both seen.
            Stroke = new(ParameterInk.Colour(parameter), 3.2 - (0.5 * (int)parameter), ParameterInk.Dash(parameter)),
            Marker = ParameterInk.Marker(parameter),
            EndLabel = $"{ParameterInk.Name(parameter)} {PumpMarks.Percent(last)}",
            LongestStep = traces.HasMedians ? 3 * 86_400 : traces.LongestStepS,
        };
    }

    static Panel Single(ChartTraces traces, PumpParameter parameter)
    {
        var found = traces.Analysis[parameter];
        var colour = ParameterInk.Colour(parameter);
        var marks = new List<Mark>();
        marks.AddRange(ParameterPanel.Exceedances(traces, parameter, pct => pct));
        marks.Add(new LineMark { X = traces.X, Y = traces.DeviationPct(parameter), Unit = "%", Stroke = new(colour, 1, Opacity: traces.HasMedians ? 0.4 : 1), LongestStep = traces.LongestStepS });
        if (traces.HasMedians) marks.Add(new LineMark { X = traces.DayX, Y = traces.MedianDeviationPct(parameter), Unit = "%", Stroke = new(colour, 2), LongestStep = 3 * 86_400 });
        marks.Add(new LevelMark(0, "", Zero));
        foreach (var pct in (double?[])[found.Limits.MaxPct, found.Limits.MinPct])
            if (pct is { } limit && limit != 0) marks.Add(new LevelMark(limit, $"Limit {PumpMarks.Percent(limit)}", Limit) { Name = "Limit" });
        return new()
        {
            Title = Title(found, parameter),
            Y = new ValueAxis("Deviation", "%"),
            Message = ParameterPanel.WhyNothing(traces.Analysis, parameter),
            Marks = marks,
        };
    }

    static string Title(ParameterAssessment found, PumpParameter parameter)
    {
        var name = ParameterInk.Name(parameter);
        if (found.Trend is not { } trend) return name;
        var slope = Signed(trend.SlopePctPerDay);
        var range = $"{Signed(trend.LowPctPerDay)} to {Signed(trend.HighPctPerDay)}";
        return trend.IsSignificant ? $"{name}: {slope} % a day (95 %: {range})" : $"{name}: no trend (95 %: {range} % a day)";
    }

    static string Signed(double value) => (value > 0 ? "+" : "") + NumberText.Fixed(value, Math.Abs(value) >= 1 ? 1 : Math.Abs(value) >= 0.1 ? 2 : 3);
}
