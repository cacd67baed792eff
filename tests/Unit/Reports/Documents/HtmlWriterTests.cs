using System.Text.RegularExpressions;
using System.Xml.Linq;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Documents.Diagnosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports.Documents;

public sealed partial class HtmlWriterTests
{
    const string Hostile = "</title><script>alert(1)</script><img src=x onerror=alert(1)> \" onmouseover=\"x ' & ]]> --> \u202Egnp\u0007";

    [Fact]
    public void A_report_is_well_formed()
    {
        foreach (var analysis in new[] { PumpCase.Complete(), PumpCase.Healthy(), PumpCase.BlindHead(), PumpCase.Idle(), PumpCase.Worn(), PumpCase.Dragging() })
            Should.NotThrow(() => Parsed(analysis), analysis.Baseline.PumpId);
    }

    [Fact]
    public void A_hostile_name_is_text_wherever_it_stands()
    {
        var hostile = Parsed(Everywhere(Hostile));
        var tame = Parsed(Everywhere("Well 1"));

        Elements(hostile).ShouldBe(Elements(tame));
        hostile.Descendants().Select(e => e.Name.LocalName).ShouldNotContain("img");
        hostile.Descendants().Attributes().ShouldAllBe(a => !a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        hostile.Descendants("h1").Single().Value.ShouldContain("</title><script>alert(1)</script>");
    }

    [Fact]
    public void What_turns_the_direction_of_text_or_rings_a_bell_is_shown_as_unknown()
    {
        var text = WithoutCharts(Parsed(PumpCase.Healthy(Hostile))).Root!.Value;

        text.ShouldContain("\uFFFDgnp\uFFFD");
        text.ShouldNotContain("\u202E", Case.Sensitive);
    }

    [Fact]
    public void The_page_asks_for_nothing_outside_itself()
    {
        var page = Parsed(PumpCase.Complete());

        var addresses = page.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "href" or "action" or "data" or "srcset").Select(a => a.Value).ToList();
        addresses.ShouldNotBeEmpty();
        addresses.ShouldAllBe(address => address.StartsWith('#'));
        page.Descendants("link").ShouldBeEmpty();
        page.Descendants("style").Single().Value.ShouldNotContain("url(");
        page.Descendants("style").Single().Value.ShouldNotContain("@import");
        page.Descendants("meta").Single(m => (string?)m.Attribute("http-equiv") == "Content-Security-Policy").Attribute("content")!.Value.ShouldStartWith("default-src 'none'");
    }

    [Fact]
    public void Every_entry_of_the_contents_leads_somewhere()
    {
        var page = Parsed(PumpCase.Complete());
        var places = page.Descendants().Attributes("id").Select(id => "#" + id.Value).ToList();

        places.ShouldBeUnique();
        page.Descendants("nav").Descendants("a").Select(a => a.Attribute("href")!.Value).ShouldBeSubsetOf(places);
    }

    [Fact]
    public void A_status_is_told_in_words_beside_its_colour()
    {
        var badges = Parsed(PumpCase.Complete()).Descendants("span").Where(span => ((string?)span.Attribute("class"))?.StartsWith("badge", StringComparison.Ordinal) == true).ToList();

        badges.ShouldNotBeEmpty();
        badges.ShouldAllBe(badge => Enum.IsDefined(Enum.Parse<PumpStatus>(badge.Value)));
    }

    [Fact]
    public void Every_table_is_in_a_box_that_scrolls()
    {
        var tables = Parsed(PumpCase.Complete()).Descendants("table").ToList();

        tables.ShouldNotBeEmpty();
        tables.ShouldAllBe(table => (string?)table.Parent!.Attribute("class") == "scroll");
    }

    [Fact]
    public void A_time_is_marked_so_that_no_line_breaks_it()
    {
        Page(PumpCase.Healthy()).ShouldContain("<time>2024-07-30\u00A023:00</time>");
    }

    [Fact]
    public void Markdown_and_html_say_the_same()
    {
        var report = PumpReport.Of(PumpCase.Complete());
        var (markdown, html) = (new StringWriter(), new StringWriter());
        MarkdownWriter.Write(report, markdown);
        HtmlWriter.Write(report, html);
        var page = XDocument.Parse(WithoutScripts(html.ToString()));

        foreach (var cell in page.Descendants().Where(e => e.Name.LocalName is "h2" or "h3" or "li" && e.Ancestors("nav").FirstOrDefault() is null))
            Letters(markdown.ToString()).ShouldContain(Letters(cell.Value));
    }

    [Fact]
    public void The_same_analysis_gives_the_same_page()
    {
        Page(PumpCase.Complete()).ShouldBe(Page(PumpCase.Complete()));
    }

    static PumpAnalysis Everywhere(string name)
    {
        var analysis = PumpCase.Complete(name);
        return analysis with
        {
            Baseline = analysis.Baseline with { PumpType = name, Application = name },
            GradeReason = name,
            RatedSpeed = new RatedSpeed(Speed.FromRpm(1770), name),
            Defects = [new Defect(name, name, name)],
            Parameters = [.. analysis.Parameters.Select(p => p with { UnjudgedReason = name, JudgedRows = p.JudgedRows - 1 })],
            Prognosis = analysis.Prognosis with { Unavailable = name, Degradation = analysis.Prognosis.Degradation! with { Verdict = name }, Model = PumpCase.Card(0.5) with { Split = name, Kind = name, Version = name } },
        };
    }

    // How a chart breaks its lines depends on how long a name is.
    static XDocument WithoutCharts(XDocument page)
    {
        var copy = new XDocument(page);
        copy.Descendants("figure").Remove();
        return copy;
    }

    static List<string> Elements(XDocument page) => [.. WithoutCharts(page).Descendants().Select(e => e.Name.LocalName + string.Concat(e.Attributes().Select(a => a.Name.LocalName)))];

    static XDocument Parsed(PumpAnalysis analysis) => XDocument.Parse(WithoutScripts(Page(analysis)));

    // A script is no XML; what matters of it is that it ends where it should.
    static string WithoutScripts(string page)
    {
        var scripts = page.LastIndexOf("<script type=\"application/json\"", StringComparison.Ordinal);
        var end = page.IndexOf("</body>", StringComparison.Ordinal);
        Script.Count(page[scripts..end]).ShouldBe(2);
        return page.Remove(scripts, end - scripts).Replace("<!DOCTYPE html>", "", StringComparison.Ordinal);
    }

    [GeneratedRegex("</script", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    static partial Regex Script { get; }

    static string Page(PumpAnalysis analysis)
    {
        var writer = new StringWriter();
        HtmlWriter.Write(PumpReport.Of(analysis), writer);
        return writer.ToString();
    }

    static string Letters(string text) => NotALetter.Replace(text, "");

    [GeneratedRegex(@"[^\p{L}\p{N}]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    static partial Regex NotALetter { get; }
}
