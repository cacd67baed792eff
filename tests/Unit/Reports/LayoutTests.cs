using Plumbline.Reports.Drawing;
using Plumbline.Reports.Drawing.Placing;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports;

public sealed class LayoutTests
{
    [Theory, MemberData(nameof(Fixtures.Names), MemberType = typeof(Fixtures))]
    public void No_words_overlap_or_leave_the_picture(string fixture)
    {
        foreach (var chart in Fixtures.Charts(fixture)) ShouldBeReadable(chart);
    }

    [Fact]
    public void No_words_overlap_in_a_chart_with_every_mark() => ShouldBeReadable(Fixtures.Everything());

    [Theory]
    [InlineData(200, 120)]
    [InlineData(420, 300)]
    [InlineData(3000, 2000)]
    public void Any_size_can_be_laid_out(double width, double height)
    {
        foreach (var chart in Fixtures.Charts("two months, one-sided")) ChartLayout.Compose(chart with { Width = width, Height = height }).Texts.ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_point_and_event_of_a_year_has_its_words()
    {
        foreach (var chart in Fixtures.Charts("a year hourly"))
        {
            var said = ChartLayout.Compose(chart).Texts.Select(text => text.Text).ToHashSet();
            foreach (var mark in chart.Panels.SelectMany(panel => panel.Marks))
            {
                var label = mark switch { PointMark point => point.Label, EventMark happening => happening.Label, _ => "" };
                foreach (var line in label.Split('\n', StringSplitOptions.RemoveEmptyEntries)) said.ShouldContain(line, chart.Name);
            }
        }
    }

    [Fact]
    public void What_cannot_be_judged_is_said_in_words()
    {
        var head = Fixtures.Charts("stuck head").Single(chart => chart.Name == "head");
        string.Join(' ', ChartLayout.Compose(head).Texts.Select(text => text.Text)).ShouldContain("Head cannot be judged: the sensor is stuck, it stays at 0 (3000 readings).");
    }

    [Fact]
    public void Panels_with_one_x_axis_label_it_once_and_stand_in_line()
    {
        var chart = Fixtures.Charts("a year hourly").Single(chart => chart.Name == "deviation_trends");
        ChartLayout.Compose(chart).Texts.Count(text => text.Text == "Time (UTC)").ShouldBe(1);
    }

    [Fact]
    public void A_chart_without_panels_is_refused() =>
        Should.Throw<ArgumentException>(() => ChartLayout.Compose(new() { Name = "x", Title = "x", Text = "x", Panels = [] })).Message.ShouldContain("'x'");

    internal static void ShouldBeReadable(Chart chart)
    {
        var scene = ChartLayout.Compose(chart);
        var texts = scene.Texts.Where(text => text.Text.Length > 0).ToList();
        texts.Count.ShouldBeGreaterThan(1);
        var paper = new Box(0, 0, scene.Width, scene.Height);
        foreach (var text in texts) paper.Holds(text.Box).ShouldBeTrue($"'{text.Text}' leaves the picture of {chart.Name}: {text.Box}");
        for (var i = 0; i < texts.Count; i++)
            for (var j = 0; j < i; j++)
                texts[i].Box.Overlaps(texts[j].Box).ShouldBeFalse($"'{texts[i].Text}' lies on '{texts[j].Text}' in {chart.Name}: {texts[i].Box}, {texts[j].Box}");
    }
}
