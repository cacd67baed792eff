using System.Text;
using System.Xml.Linq;
using Plumbline.Pumps.Prognosis;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Documents.Exchange;
using Plumbline.Reports.Documents.Overview;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports.Documents;

public sealed class FleetReportTests
{
    static readonly FleetEntry[] Mixed =
    [
        FleetEntry.Of(PumpCase.Healthy("B healthy"), "b/report.html"),
        FleetEntry.Of(PumpCase.BlindHead("C blind"), "c/report.html"),
        FleetEntry.WithoutAnalysis("E", "no baseline for this pump"),
        FleetEntry.Of(PumpCase.Restricted("D restricted"), "d 1/report.html"),
        FleetEntry.Of(PumpCase.Dragging("A dragging"), "a/report.html"),
    ];

    [Fact]
    public void What_needs_attention_comes_first()
    {
        var page = Markdown(Mixed);

        string[] names = ["D restricted", "C blind", "A dragging", "B healthy"];
        names.Select(name => page.IndexOf($"| [{name}]", StringComparison.Ordinal)).ShouldBeInOrder();
        page.ShouldContain("**Of 4 pumps, somebody should act on 1 now and 1 this week.** First [D restricted](d%201/report.html): head +17.7 % (limit +6 %), flow −17.5 %");
        page.ShouldContain("1 pump could not be analysed.");
        page.ShouldContain("| E | No baseline for this pump. |");
    }

    [Fact]
    public void Each_pump_leads_to_its_report_and_says_why_it_stands_there()
    {
        var page = Markdown(Mixed);

        page.ShouldContain("| [D restricted](d%201/report.html) | **Failure** | now | head +17.7 % (limit +6 %), flow −17.5 %, power +11.8 %, efficiency −11.6 %; in alarm since 2024-07-17 |");
        page.ShouldContain("| [C blind](c/report.html) | **Unknown** | this week | head cannot be judged; silent since 2024-06-30 23:00 |");
        page.ShouldContain("| [B healthy](b/report.html) | **Normal** | in the usual round | inside tolerance |");
    }

    [Theory]
    [InlineData(true, "≥ 120", "true")]
    [InlineData(false, "120", "false")]
    public void Days_left_are_said_to_be_at_least_where_they_are(bool isAtLeast, string shown, string json)
    {
        var pump = PumpCase.Healthy();
        var forecast = new RulForecast(pump.Period.End, 120, 60, double.PositiveInfinity, 0.9, 0.01, 0.99, []) { IsAtLeast = isAtLeast };
        var entry = FleetEntry.Of(pump with { Prognosis = pump.Prognosis with { Learnt = forecast } }, "r.html");

        Markdown([entry]).ShouldContain($"| {shown} |");
        using var stream = new MemoryStream();
        FleetJson.Write([entry], stream);
        Encoding.UTF8.GetString(stream.ToArray()).ShouldContain($"\"rul_days\": 120,\n      \"rul_is_at_least\": {json},");
    }

    [Fact]
    public void The_order_does_not_depend_on_the_order_of_the_file()
    {
        Markdown([.. Mixed.Reverse()]).ShouldBe(Markdown(Mixed));
    }

    [Fact]
    public void The_strip_is_taller_the_worse_it_was()
    {
        StatusStrip.Text(StatusStrip.Of(PumpCase.Healthy().Rows)).ShouldBe(new string('▁', 24));
        StatusStrip.Text(StatusStrip.Of(PumpCase.Restricted().Rows)).ShouldMatch("^▁+▃+▅+█+$");
        StatusStrip.Text(StatusStrip.Of(PumpCase.BlindHead().Rows)).ShouldBe(new string('?', 24));
        StatusStrip.Text(StatusStrip.Of(PumpCase.Idle().Rows)).ShouldBe(new string('·', 24));
    }

    [Fact]
    public void A_thousand_pumps_with_hostile_names_make_one_well_formed_page_of_a_few_megabytes()
    {
        var healthy = FleetEntry.Of(PumpCase.Healthy("<b>\"'&"), "<b>&\"/report.html");
        var page = Html([.. Enumerable.Repeat(healthy, 990), .. Enumerable.Repeat(FleetEntry.Of(PumpCase.Restricted("</table>|"), "../x.html"), 10)]);

        page.Length.ShouldBeLessThan(3_000_000);
        var parsed = XDocument.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        parsed.Descendants("tr").Count().ShouldBe(1000 + 2);
        parsed.Descendants("details").Count().ShouldBe(1);
        parsed.Descendants("b").ShouldBeEmpty();
        parsed.Descendants("a").Select(a => a.Attribute("href")!.Value).ShouldContain("%3Cb%3E%26%22/report.html");
    }

    [Fact]
    public void Nothing_to_do_is_said_in_one_sentence()
    {
        Markdown([FleetEntry.Of(PumpCase.Healthy(), "r.html")]).ShouldContain("None of 1 pump needs attention before the next planned stop.");
    }

    [Fact]
    public void A_fleet_of_which_nothing_could_be_analysed_says_so()
    {
        Markdown([FleetEntry.WithoutAnalysis("E", "no baseline")]).ShouldContain("No pump could be analysed; 1 was left out.");
    }

    static string Markdown(FleetEntry[] entries)
    {
        var writer = new StringWriter();
        MarkdownWriter.Write(FleetReport.Of(entries), writer);
        return writer.ToString();
    }

    static string Html(FleetEntry[] entries)
    {
        var writer = new StringWriter();
        HtmlWriter.Write(FleetReport.Of(entries), writer);
        return writer.ToString();
    }
}
