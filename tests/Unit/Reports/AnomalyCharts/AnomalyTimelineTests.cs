using System.Text.Json;
using System.Xml.Linq;
using Plumbline.Plant;
using Plumbline.Reports.AnomalyCharts;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.Drawing.Interactive;
using Plumbline.Reports.Drawing.Placing;
using Plumbline.Reports.Drawing.Raster;
using Plumbline.Reports.Drawing.Vector;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports.AnomalyCharts;

public sealed class AnomalyTimelineTests
{
    static readonly DateOnly Monday = new(2024, 11, 4);

    public static TheoryData<int, int, int> Sizes => new() { { 1, 1, 2 }, { 1, 12, 200 }, { 3, 1, 1 }, { 30, 1, 40 }, { 30, 12, 600 }, { 400, 1, 300 }, { 400, 12, 5000 }, { 15_000, 40, 3000 } };

    [Theory, MemberData(nameof(Sizes))]
    public void Every_picture_is_readable_and_counts_every_anomaly_once(int days, int pumps, int count)
    {
        var selection = Seeded(days, pumps, count);

        var chart = AnomalyTimeline.Of(selection, comparesPumps: true);

        LayoutTests.ShouldBeReadable(chart);
        chart.Panels[0].Marks.OfType<BarMark>().Sum(mark => mark.Heights.Sum()).ShouldBe(count);
        chart.Panels[1].Marks.OfType<BlockMark>().Sum(mark => mark.Blocks.Sum(block => block.To - block.From)).ShouldBe(PumpTally.Of(selection).Take(30).Sum(tally => tally.Count));
        using var png = new MemoryStream();
        PngWriter.Write(chart, png, 96);
        png.Length.ShouldBeGreaterThan(2000);
        var svg = new StringWriter();
        SvgWriter.Write(chart, svg);
        XDocument.Parse(svg.ToString()).Root!.Name.LocalName.ShouldBe("svg");
    }

    [Theory]
    [InlineData(1, "Hour", 24)]
    [InlineData(2, "Hour", 48)]
    [InlineData(3, "Day", 3)]
    [InlineData(120, "Day", 120)]
    [InlineData(121, "Week", 18)]
    [InlineData(400, "Week", 58)]
    [InlineData(841, "Month", 28)]
    [InlineData(5000, "Year", 15)]
    public void Bars_grow_longer_before_they_grow_too_thin(int days, string length, int bars)
    {
        var bins = new CalendarBins(new(Monday, Monday.AddDays(days - 1)));

        bins.Length.ToString().ShouldBe(length);
        bins.Bins.Count.ShouldBe(bars);
        for (var i = 1; i < bars; i++) bins.Bins[i].From.ShouldBe(bins.Bins[i - 1].To);
    }

    [Fact]
    public void A_day_belongs_to_the_bar_that_holds_it_and_days_without_anomalies_keep_their_place()
    {
        var chart = AnomalyTimeline.Of(new()
        {
            Days = new(Monday, Monday.AddDays(9)),
            Total = 3,
            Anomalies = [Anomaly(0, 0, PumpStatus.Warning), Anomaly(0, 23.99, PumpStatus.Critical), Anomaly(7, 12, PumpStatus.Warning)],
        });

        var bars = chart.Panels[0].Marks.OfType<BarMark>().ToDictionary(mark => mark.Name, mark => mark.Heights);
        bars["Warning"].ShouldBe([1, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
        bars["Critical"].ShouldBe([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        chart.Subtitle.ShouldBe("Nov 4, 2024 to Nov 13, 2024: 3 anomalies in 2 of 10 days.");
        chart.Panels[0].X.From.ShouldBe(Instants.ToX(Monday.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)));
        chart.Panels[0].X.To.ShouldBe(Instants.ToX(Monday.AddDays(10).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)));
    }

    [Fact]
    public void A_week_that_the_period_cuts_is_told()
    {
        var selection = Seeded(400, 1, 50) with { Days = new(Monday.AddDays(2), Monday.AddDays(401)) };

        AnomalyTimeline.Of(selection with { Anomalies = [Anomaly(3, 0, PumpStatus.Failure)] }).Subtitle.ShouldContain("The first and the last week are cut by the ends of the period.");
    }

    [Fact]
    public void The_worst_stands_on_the_axis_and_every_status_looks_different_without_colour()
    {
        var every = Enum.GetValues<PumpStatus>().Select((status, i) => Anomaly(i, 1, status)).ToList();

        var marks = AnomalyTimeline.Of(new() { Days = new(Monday, Monday.AddDays(9)), Total = every.Count, Anomalies = every }).Panels[0].Marks.OfType<BarMark>().ToList();

        marks.Select(mark => mark.Name).ShouldBe(["Failure", "Critical", "Warning", "Normal", "Unknown", "Off"]);
        // By texture, or by what is left of the colour in grey.
        foreach (var one in marks)
            foreach (var other in marks.TakeWhile(mark => mark != one).Where(mark => mark.Fill.Hatch == one.Fill.Hatch))
                Contrast(one.Fill.Colour.Light, other.Fill.Colour.Light).ShouldBeGreaterThan(1.3, $"{one.Name} and {other.Name}");
    }

    [Fact]
    public void Counts_have_whole_numbers_on_their_axes_only()
    {
        var scene = ChartLayout.Compose(AnomalyTimeline.Of(new() { Days = new(Monday, Monday.AddDays(5)), Total = 1, Anomalies = [Anomaly(2, 5, PumpStatus.Warning)] }, comparesPumps: true));

        scene.Texts.Select(text => text.Text).Where(text => double.TryParse(text, out _)).ShouldAllBe(text => !text.Contains('.'));
        scene.Texts.Count(text => text.Text == "1").ShouldBe(2);
    }

    [Fact]
    public void Where_there_is_none_it_is_said_in_words()
    {
        var chart = AnomalyTimeline.Of(new() { Days = new(Monday, Monday), Total = 0, Anomalies = [], Scope = "pump 9" }, comparesPumps: true);

        chart.Panels.ShouldHaveSingleItem().Message.ShouldBe("No anomaly was reported in this time.");
        chart.Title.ShouldBe("Anomalies per hour: pump 9");
        LayoutTests.ShouldBeReadable(chart);
    }

    [Fact]
    public void A_cut_list_says_so() =>
        AnomalyTimeline.Of(Seeded(30, 2, 50) with { Total = 5234 }).Subtitle.ShouldEndWith("These are the newest of 5,234; earlier ones were not fetched.");

    [Fact]
    public void A_pump_has_its_counts_its_worst_on_either_side_and_its_latest()
    {
        var tally = PumpTally.Of(new()
        {
            Days = new(Monday, Monday.AddDays(3)),
            Total = 3,
            Anomalies =
            [
                Anomaly(0, 1, PumpStatus.Warning) with { Worst = new("flow", 20) },
                Anomaly(2, 1, PumpStatus.Failure) with { Worst = new("head", -31.5) },
                Anomaly(1, 1, PumpStatus.Warning),
                Anomaly(1, 2, PumpStatus.Warning) with { Pump = "Pump 2" },
            ],
        });

        tally.Select(one => one.Pump).ShouldBe(["Pump 1", "Pump 2"]);
        tally[0].Worst.ShouldBe(new WorstDeviation("head", -31.5));
        tally[0].PerDay.ShouldBe(0.75);
        tally[0].LastSeen.ShouldBe(Anomaly(2, 1, PumpStatus.Failure).Time);
        (tally[0].Of(PumpStatus.Failure), tally[0].Of(PumpStatus.Warning), tally[0].Of(PumpStatus.Critical)).ShouldBe((1, 2, 0));
        tally[1].Worst.ShouldBeNull();
    }

    [Fact]
    public void The_page_stands_by_itself_and_says_that_axes_count()
    {
        var selection = Seeded(30, 3, 60) with { Scope = Fixtures.HostileName };
        var chart = AnomalyTimeline.Of(selection, comparesPumps: true);
        var html = new StringWriter();

        HtmlWriter.Write(AnomalyPage.Of(selection, chart), html);

        html.ToString().ShouldNotContain("</script><b>");
        html.ToString().ShouldContain("Worst deviation");
        using var json = JsonDocument.Parse(ChartJson.Of([chart]));
        var panels = json.RootElement.GetProperty("charts")[0].GetProperty("panels");
        panels[0].GetProperty("y").GetProperty("isCount").GetBoolean().ShouldBeTrue();
        panels[1].GetProperty("x").GetProperty("isCount").GetBoolean().ShouldBeTrue();
    }

    static ReportedAnomaly Anomaly(int day, double hour, PumpStatus status) => new(Monday.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddDays(day).AddHours(hour), "Pump 1", status, null);

    static AnomalySelection Seeded(int days, int pumps, int count)
    {
        var random = new Random(7);
        PumpStatus[] statuses = [PumpStatus.Warning, PumpStatus.Warning, PumpStatus.Warning, PumpStatus.Critical, PumpStatus.Failure, PumpStatus.Unknown];
        return new()
        {
            Days = new(Monday, Monday.AddDays(days - 1)),
            Total = count,
            Anomalies = [.. Enumerable.Range(0, count).Select(_ => Anomaly(random.Next(days), random.NextDouble() * 24, statuses[random.Next(statuses.Length)]) with
            {
                Pump = $"Pump {random.Next(pumps) + 1}, site 35482",
                Worst = new("efficiency", -100 * random.NextDouble()),
            })],
        };
    }

    static double Contrast(int one, int other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    // WCAG 2.2, relative luminance.
    static double Luminance(int colour) => (0.2126 * Linear(colour >> 16)) + (0.7152 * Linear(colour >> 8)) + (0.0722 * Linear(colour));

    static double Linear(int channel)
    {
        var share = (channel & 255) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
