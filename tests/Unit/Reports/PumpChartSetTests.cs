using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.Drawing.Placing;
using Plumbline.Reports.PumpCharts;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports;

public sealed class PumpChartSetTests
{
    [Theory, MemberData(nameof(Fixtures.Names), MemberType = typeof(Fixtures))]
    public void Charts_have_the_names_of_their_files(string fixture) => Fixtures.Charts(fixture).Select(chart => chart.Name).ShouldBe(PumpChartSet.Names);

    [Fact]
    public void A_failure_after_the_last_reading_is_on_the_axis_with_the_readings()
    {
        foreach (var name in (string[])["flow", "degradation_timeline", "status_timeline"])
        {
            var chart = Fixtures.Charts("well, failed later").Single(chart => chart.Name == name);
            var frame = new PanelFrame(chart.Panels[^1], hasXAxis: true);
            frame.XRange.From.ShouldBeLessThanOrEqualTo(Instants.ToX(PumpAnalysisBuilder.Start), name);
            frame.XRange.To.ShouldBeGreaterThanOrEqualTo(Instants.ToX(PumpAnalysisBuilder.Start.AddDays(28)), name);
            Said(chart).ShouldContain("Failed Jun 29, 2024");
        }
    }

    [Fact]
    public void Where_nothing_was_outside_the_timeline_shows_that_it_was_judged()
    {
        var timeline = Fixtures.Charts("well, failed later").Single(chart => chart.Name == "degradation_timeline");
        timeline.Subtitle.ShouldBe("No judged reading was outside its tolerance.");
        timeline.Panels[0].Marks.OfType<BlockMark>().Count(mark => mark.Name == "Judged").ShouldBe(4);
        Said(Fixtures.Charts("well, failed later").Single(chart => chart.Name == "status_timeline")).ShouldContain("Flow and head never left the tolerance.");
    }

    [Theory]
    [InlineData(0, 0, 0, false, "its limit is reached")]
    [InlineData(12.3, 5.14, 30, false, "in 12 days (5.1 days to 30 days)")]
    [InlineData(1.2, 0.4, double.PositiveInfinity, false, "in 1.2 days (at least 9.6 h)")]
    [InlineData(120, 60, double.PositiveInfinity, true, "more than 120 days, at least 60 days")]
    public void Forecast_is_said_in_words(double rul, double low, double high, bool isAtLeast, string words)
    {
        var builder = new PumpAnalysisBuilder { Readings = 300, Forecast = new(PumpAnalysisBuilder.Start.AddHours(299), rul, low, high, 0.9, 0.5, 0.5, []) { IsAtLeast = isAtLeast } };
        Said(PumpChartSet.Of(builder.Build()).Single(chart => chart.Name == "degradation_timeline")).ShouldContain(words);
    }

    [Fact]
    public void An_alarm_is_drawn_from_step_to_step()
    {
        var analysis = new PumpAnalysisBuilder { Readings = 300 }.Build();
        var (start, step, end) = (PumpAnalysisBuilder.Start.AddDays(1), PumpAnalysisBuilder.Start.AddDays(3), PumpAnalysisBuilder.Start.AddDays(5));
        var worst = analysis[PumpParameter.Head].Worst!;
        analysis = analysis with { Alarms = [new(start, end, PumpStatus.Failure, [PumpParameter.Head], worst, PumpParameter.Head) { RaisedAs = PumpStatus.Warning, Escalations = [new(step, PumpStatus.Failure)] }] };
        var blocks = PumpChartSet.Of(analysis).Single(chart => chart.Name == "degradation_timeline").Panels[0].Marks.OfType<BlockMark>().ToDictionary(mark => mark.Name + mark.Blocks[0].Lane, mark => mark.Blocks);
        blocks["Alarm: Warning4"].ShouldBe([new Block(4, Instants.ToX(start), Instants.ToX(step))]);
        blocks["Alarm: Failure4"].ShouldBe([new Block(4, Instants.ToX(step), Instants.ToX(end))]);
    }

    [Fact]
    public void A_loss_is_drawn_to_its_end_and_to_the_end_of_the_data_where_it_goes_on()
    {
        var (since, worst, until) = (PumpAnalysisBuilder.Start.AddDays(2), PumpAnalysisBuilder.Start.AddDays(4), PumpAnalysisBuilder.Start.AddDays(6));

        Drawn(new(-12, since, worst, LossGrade.Urgent) { Until = until }).ShouldBe(new Block(0, Instants.ToX(since), Instants.ToX(until)));
        Drawn(new(-12, since, worst, LossGrade.Urgent)).ShouldBe(new Block(0, Instants.ToX(since), Instants.ToX(PumpAnalysisBuilder.Start.AddHours(300))));

        static Block Drawn(PerformanceLoss loss)
        {
            var analysis = new PumpAnalysisBuilder { Readings = 300 }.Build();
            analysis = analysis with { Parameters = [.. analysis.Parameters.Select((parameter, i) => parameter with { Loss = i == 0 ? loss : null })] };
            return PumpChartSet.Of(analysis).Single(chart => chart.Name == "degradation_timeline").Panels[0].Marks.OfType<BlockMark>().Single(mark => mark.Name == "Loss of performance").Blocks.ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void A_reading_stands_until_the_next_but_no_longer_than_three_intervals()
    {
        var analysis = new PumpAnalysisBuilder { Readings = 3, Interval = TimeSpan.FromHours(10) }.Build() with { SamplingInterval = TimeSpan.FromHours(1) };
        var strip = PumpChartSet.Of(analysis)[1].Panels[0].Marks.OfType<StripMark>().Single();
        strip.Runs.Select(run => (run.To - run.From) / 3600).ShouldBe([3, 3, 1]);
    }

    [Fact]
    public void Median_of_a_day_needs_three_readings()
    {
        double[] x = [0, 3600, 7200, 86_400, 90_000, 172_800 + 10, 172_800 + 20, 172_800 + 30, 172_800 + 40];
        var middles = DailyMedian.Middles(x);
        middles.ShouldBe([43_200, 129_600, 216_000]);
        DailyMedian.Of(x, [5, 1, 3, 9, 9, 1, 2, 4, double.NaN], middles).ShouldBe([3, double.NaN, 2]);
        DailyMedian.Of(x, [5, 1, 3, 9, 9, 1, 2, 4, 9], middles)[2].ShouldBe(3);
    }

    [Fact]
    public void An_endless_name_does_not_push_out_what_is_said_of_the_pump()
    {
        foreach (var chart in Fixtures.Charts("endless name"))
        {
            chart.Title.Length.ShouldBeLessThan(100);
            chart.Title.ShouldContain("…: ");
        }
    }

    static List<string> Said(Chart chart) => [.. ChartLayout.Compose(chart).Texts.Select(text => text.Text)];
}
