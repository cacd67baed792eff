using System.Xml;
using System.Xml.Linq;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.Drawing.Vector;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports;

public sealed class SvgWriterTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Theory, MemberData(nameof(Fixtures.Names), MemberType = typeof(Fixtures))]
    public void Every_chart_is_well_formed_with_title_and_description(string fixture)
    {
        foreach (var chart in Fixtures.Charts(fixture))
        {
            var root = XDocument.Parse(Write(chart)).Root!;
            root.Name.ShouldBe(Svg + "svg");
            root.Element(Svg + "title")!.Value.ShouldNotBeEmpty();
            root.Element(Svg + "desc")!.Value.ShouldNotBeEmpty();
            root.ToString().ShouldNotContain("NaN");
            root.ToString().ShouldNotContain("Infinity");
        }
    }

    [Fact]
    public void Ids_are_unique_over_the_charts_of_a_page_and_every_reference_has_its_target()
    {
        var all = Fixtures.Charts("a year hourly").Append(Fixtures.Everything()).SelectMany(chart => XDocument.Parse(Write(chart)).Descendants()).ToList();
        var ids = all.Select(element => element.Attribute("id")?.Value).OfType<string>().ToList();
        ids.Distinct().Count().ShouldBe(ids.Count);
        var targets = all.Attributes().Where(a => a.Value.StartsWith("url(#", StringComparison.Ordinal)).Select(a => a.Value[5..^1]).Distinct().ToList();
        targets.Count.ShouldBeGreaterThan(5);
        targets.ShouldBeSubsetOf(ids);
    }

    [Fact]
    public void Hostile_name_is_text_and_nothing_else()
    {
        foreach (var chart in Fixtures.Charts("hostile name"))
        {
            var text = Write(chart);
            text.ShouldNotContain("<script");
            text.ShouldNotContain("</script");
            text.ShouldNotContain("<b>");
            XDocument.Parse(text).Root!.Element(Svg + "title")!.Value.ShouldStartWith("</script><b>\"Pump\" & 'Søn' \uFFFD\uFFFD ]]> 🚰");
        }
    }

    [Fact]
    public void Text_is_text_and_is_held_to_the_room_measured_for_it()
    {
        var texts = XDocument.Parse(Write(Fixtures.Everything())).Descendants(Svg + "text").ToList();
        texts.Select(text => text.Value).ShouldContain("Length (m)");
        foreach (var text in texts) double.Parse(text.Attribute("textLength")!.Value).ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Size_of_a_picture_does_not_grow_with_the_number_of_readings()
    {
        var year = Fixtures.Charts("a year hourly").Sum(chart => Write(chart).Length);
        var minutes = Fixtures.Charts("minutes").Sum(chart => Write(chart).Length);
        year.ShouldBeLessThan(500_000);
        minutes.ShouldBeLessThan(500_000);
    }

    [Fact]
    public void Same_chart_gives_the_same_file() => Write(Fixtures.Everything()).ShouldBe(Write(Fixtures.Everything()));

    static string Write(Chart chart)
    {
        using var writer = new StringWriter();
        SvgWriter.Write(chart, writer);
        return writer.ToString();
    }
}
