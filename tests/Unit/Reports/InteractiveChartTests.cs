using System.Text.Json;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.Drawing.Interactive;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports;

public sealed class InteractiveChartTests
{
    [Theory, MemberData(nameof(Fixtures.Names), MemberType = typeof(Fixtures))]
    public void Every_set_of_charts_is_json_that_refers_only_to_columns_that_are_there(string fixture)
    {
        using var page = JsonDocument.Parse(ChartJson.Of(Fixtures.Charts(fixture)));
        page.RootElement.GetProperty("charts").GetArrayLength().ShouldBe(8);
        var columns = page.RootElement.GetProperty("columns").GetArrayLength();
        foreach (var mark in Marks(page))
            foreach (var name in (string[])["at", "runs", "heights"])
                if (mark.TryGetProperty(name, out var place)) place.GetInt32().ShouldBeInRange(0, columns - 1);
    }

    [Fact]
    public void A_chart_with_every_mark_can_be_written()
    {
        using var page = JsonDocument.Parse(ChartJson.Of([Fixtures.Everything()]));
        Marks(page).Select(mark => mark.GetProperty("kind").GetString()).Distinct().Count().ShouldBe(9);
    }

    [Fact]
    public void Charts_share_the_series_they_have_in_common()
    {
        using var page = JsonDocument.Parse(ChartJson.Of(Fixtures.Charts("a year hourly")));
        var lines = Marks(page).Where(mark => mark.GetProperty("kind").GetString() == "line").Select(mark => mark.GetProperty("y").GetInt32()).ToList();
        lines.Count.ShouldBe(29);
        // Readings and medians of four values, of four deviations, and the severity.
        lines.Distinct().Count().ShouldBe(17);
    }

    [Fact]
    public void Series_come_back_as_they_were()
    {
        var chart = Fixtures.Charts("a year hourly").Single(chart => chart.Name == "flow");
        var line = chart.Panels[0].Marks.OfType<LineMark>().First();
        using var page = JsonDocument.Parse(ChartJson.Of([chart]));
        var mark = Marks(page).First(mark => mark.GetProperty("kind").GetString() == "line");
        var columns = page.RootElement.GetProperty("columns");
        var x = columns[mark.GetProperty("x").GetInt32()];
        (page.RootElement.GetProperty("base").GetDouble() + x.GetProperty("from").GetDouble()).ShouldBe(line.X[0]);
        x.GetProperty("step").GetDouble().ShouldBe(3600);
        x.GetProperty("count").GetInt32().ShouldBe(8760);
        var y = columns[mark.GetProperty("y").GetInt32()].EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble()).ToArray();
        y.Length.ShouldBe(8760);
        for (var i = 0; i < y.Length; i++)
        {
            double.IsNaN(y[i]).ShouldBe(double.IsNaN(line.Y[i]));
            if (!double.IsNaN(y[i])) y[i].ShouldBe(line.Y[i], 0.051);
        }
    }

    [Fact]
    public void Irregular_times_come_back_to_the_millisecond()
    {
        double[] x = [1_717_200_000.5, 1_717_200_017.25, 1_717_200_634, 1_717_286_400.125];
        var chart = new Chart { Name = "x", Title = "x", Text = "x", Panels = [new() { Marks = [new LineMark { X = x, Y = [1, 2, 3, 4], Stroke = new(Palette.Blue) }] }] };
        using var page = JsonDocument.Parse(ChartJson.Of([chart]));
        var column = page.RootElement.GetProperty("columns")[0];
        var at = page.RootElement.GetProperty("base").GetDouble() + column.GetProperty("from").GetDouble();
        var back = new List<double> { at };
        foreach (var step in column.GetProperty("steps").EnumerateArray()) back.Add(at += step.GetDouble());
        back.ShouldBe(x, 1e-3);
    }

    [Fact]
    public void Long_series_keep_their_extremes()
    {
        var x = Enumerable.Range(0, 200_000).Select(i => 1.7e9 + (i * 60.0)).ToArray();
        var y = x.Select((_, i) => Math.Sin(i / 1000.0)).ToArray();
        y[123_456] = 77;
        var chart = new Chart { Name = "x", Title = "x", Text = "x", Panels = [new() { Marks = [new LineMark { X = x, Y = y, Stroke = new(Palette.Blue) }] }] };
        using var page = JsonDocument.Parse(ChartJson.Of([chart]));
        var kept = page.RootElement.GetProperty("columns")[1].EnumerateArray().Select(v => v.GetDouble()).ToList();
        kept.Count.ShouldBeLessThan(9000);
        kept.Max().ShouldBe(77);
    }

    [Fact]
    public void Hostile_name_cannot_leave_the_script()
    {
        var page = Page(Fixtures.Charts("hostile name"));
        var json = page[page.IndexOf("<script type=\"application/json\"", StringComparison.Ordinal)..];
        json[..json.IndexOf("</script>", StringComparison.Ordinal)].Count(c => c == '<').ShouldBe(1);
        using var parsed = JsonDocument.Parse(json[(json.IndexOf('>', StringComparison.Ordinal) + 1)..json.IndexOf("</script>", StringComparison.Ordinal)]);
        parsed.RootElement.GetProperty("charts")[0].GetProperty("title").GetString()!.ShouldStartWith("</script><b>");
    }

    [Fact]
    public void Page_asks_for_nothing_from_outside_and_stays_small()
    {
        var page = Page(Fixtures.Charts("a year hourly"));
        foreach (var word in (string[])["src=", "<link", "@import", "fetch(", "XMLHttpRequest", "import("]) page.ShouldNotContain(word);
        page.Length.ShouldBeLessThan(2_000_000);
        page.Length.ShouldBeGreaterThan(200_000);
        Page(Fixtures.Charts("minutes")).Length.ShouldBeLessThan(2_500_000);
    }

    [Fact]
    public void Reader_without_scripts_sees_the_picture()
    {
        using var writer = new StringWriter();
        InteractiveChart.Write(Fixtures.Everything(), writer);
        writer.ToString().ShouldStartWith("<div class=\"plumb-chart\" data-chart=\"everything\"><noscript><svg ");
    }

    [Fact]
    public void Two_charts_of_one_name_are_refused() =>
        Should.Throw<ArgumentException>(() => InteractiveChart.WriteScript([Fixtures.Everything(), Fixtures.Everything()], TextWriter.Null)).Message.ShouldContain("everything");

    static string Page(IReadOnlyList<Chart> charts)
    {
        using var writer = new StringWriter();
        foreach (var chart in charts) InteractiveChart.Write(chart, writer);
        InteractiveChart.WriteScript(charts, writer);
        return writer.ToString();
    }

    static IEnumerable<JsonElement> Marks(JsonDocument page) =>
        page.RootElement.GetProperty("charts").EnumerateArray()
            .SelectMany(chart => chart.GetProperty("panels").EnumerateArray())
            .Where(panel => panel.TryGetProperty("marks", out _))
            .SelectMany(panel => panel.GetProperty("marks").EnumerateArray());
}
