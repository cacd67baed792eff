using Plumbline.Plant;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.PumpCharts;
using Xunit;

namespace Plumbline.Unit.Tests.Reports;

/// <summary>The pumps that every picture must be fit to show.</summary>
static class Fixtures
{
    public const string HostileName = "</script><b>\"Pump\" & 'Søn' \u0001\uD800 ]]> 🚰";

    static readonly Dictionary<string, PumpAnalysisBuilder> Builders = new(StringComparer.Ordinal)
    {
        ["a year hourly"] = new() { FailureDate = PumpAnalysisBuilder.Start.AddDays(372) },
        ["two months, one-sided"] = new() { Readings = 1440, IsTwoSided = false, DriftPct = [3, 7, 8, -3], WithOffPeriods = false, FailureDate = PumpAnalysisBuilder.Start.AddDays(59) },
        ["forty hours, with a forecast"] = new() { Readings = 40, WithOffPeriods = false, Forecast = new(PumpAnalysisBuilder.Start.AddHours(39), 1.2, 0.4, double.PositiveInfinity, 0.9, 0.9, 0.9, []) },
        ["well, failed later"] = new() { Readings = 500, DriftPct = [0, 0, 0, 0], NoisePct = 0.2, FailureDate = PumpAnalysisBuilder.Start.AddDays(28) },
        ["stuck head"] = new() { Readings = 3000, Interval = TimeSpan.FromMinutes(10), Unjudgeable = PumpParameter.Head },
        ["unjudgeable efficiency"] = new() { Readings = 200, Unjudgeable = PumpParameter.Efficiency },
        ["minutes"] = new() { Readings = 24_000, Interval = TimeSpan.FromMinutes(1) },
        ["no readings"] = new() { Readings = 0 },
        ["one reading"] = new() { Readings = 1 },
        ["three readings"] = new() { Readings = 3 },
        ["only missing values"] = new() { Readings = 50, Value = (_, _, _) => double.NaN },
        ["constant"] = new() { Readings = 300, Value = (p, _, _) => 50 * (p + 1) },
        ["zero"] = new() { Readings = 300, Value = (_, _, _) => 0 },
        ["negative"] = new() { Readings = 300, Value = (_, _, value) => -value },
        ["huge"] = new() { Readings = 300, Value = (p, row, value) => value * Math.Pow(10, 30 * p) * (row % 7) },
        ["spike"] = new() { Readings = 300, Value = (p, row, value) => row == 100 ? 1e9 : value },
        ["hostile name"] = new() { Readings = 100, PumpId = HostileName },
        ["endless name"] = new() { Readings = 100, PumpId = string.Join(' ', Enumerable.Repeat("North-western booster station", 30)) },
    };

    public static TheoryData<string> Names => [.. Builders.Keys];

    public static IReadOnlyList<Chart> Charts(string fixture) => PumpChartSet.Of(Builders[fixture].Build());

    /// <summary>A chart with every kind of mark in it, and none of pumps.</summary>
    public static Chart Everything()
    {
        double[] x = [.. Enumerable.Range(0, 200).Select(i => (double)i)];
        double[] y = [.. x.Select(v => Math.Sin(v / 20))];
        Stretch[] days = [.. Enumerable.Range(0, 20).Select(i => new Stretch(i * 10, (i + 1) * 10))];
        var axis = new XAxis { Scale = XScale.Number, Label = "Length (m)" };
        return new()
        {
            Name = "everything",
            Title = "Everything",
            Text = "Every kind of mark.",
            Columns = 2,
            Height = 800,
            Panels =
            [
                new()
                {
                    Title = "Lines", X = axis, Y = new ValueAxis("Height", "m"),
                    Marks =
                    [
                        new BandMark(-0.5, 0.5, new(Palette.Green, 0.2)) { Name = "Band" },
                        new SpanMark([new(20, 30), new(40, 41)], new(Palette.Vermilion, 0.3, Hatch.Dotted)) { Name = "Spans", High = 0.2 },
                        new LineMark { Name = "Straight", X = x, Y = y, Stroke = new(Palette.Blue), EndLabel = "end", Marker = MarkerShape.Triangle, Unit = "m" },
                        new LineMark { Name = "Steps", X = x, Y = [.. y.Select(v => Math.Round(v + 1))], Stroke = new(Palette.Purple, 2, Dash.Dashed), Course = Course.Steps },
                        new LineMark { Name = "Points", X = x, Y = [.. y.Select(v => -v)], Stroke = new(Palette.Green), Course = Course.Points },
                        new LevelMark(0.9, "Level\n0.9 m", new(Palette.Ink, 1, Dash.Dotted)) { Name = "Level" },
                        new EventMark(50, "first", new(Palette.Ink)), new EventMark(60, "second", new(Palette.Ink)), new EventMark(195, "last of the events", new(Palette.Ink)),
                        .. Enum.GetValues<MarkerShape>().Select((shape, i) => new PointMark(10 + (i * 25), 0.1 * i, $"point {i}\n{shape}", shape, Palette.Ink)),
                        new StripMark { Label = "State", States = [new("Low", new(Palette.Blue), 0.3), new("High", new(Palette.Paper, 1, Hatch.Crossed, Palette.Ink), 1)], Runs = [new(0, 50, 0), new(50, 51, 1), new(60, 120, 1)] },
                    ],
                },
                new()
                {
                    Title = "Stacked by day", X = axis, Y = new ValueAxis("Count", ""),
                    Marks =
                    [
                        new BarMark { Name = "Low", Spans = days, Heights = [.. days.Select((_, i) => (double)i)], Fill = new(Palette.Blue) },
                        new BarMark { Name = "High", Spans = days, Heights = [.. days.Select((_, i) => i % 3 == 0 ? double.NaN : 20 - i)], Fill = new(Palette.Vermilion, 1, Hatch.Rising) },
                    ],
                },
                new()
                {
                    Title = "Ranked", X = axis, Y = new LaneAxis([new("Well 1", "worst"), new("A pump with a rather long name"), new("Well 3")]),
                    Marks = [new BlockMark { Name = "Severity", Fill = new(Palette.Vermilion), Blocks = [new(0, 0, 90, "90"), new(1, 0, 45.5, "45.5 %"), new(2, 0, 3, "3")] }],
                },
                new() { Title = "Nothing", Message = "There is nothing to show here, and this is the place where it is said." },
            ],
        };
    }
}
