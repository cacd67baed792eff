using Plumbline.Plant;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Documents.Diagnosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports.Documents;

public sealed class MarkdownWriterTests
{
    [Theory]
    [InlineData("Well 1 | Well 2", @"Well 1 \| Well 2")]
    [InlineData("# heading", @"\# heading")]
    [InlineData("- not a list", @"\- not a list")]
    [InlineData("1. not a list", @"1\. not a list")]
    [InlineData("2) nor this", @"2\) nor this")]
    [InlineData("> nor a quotation", @"\> nor a quotation")]
    [InlineData("a *b* _c_ `d` ~~e~~", @"a \*b\* \_c\_ \`d\` \~\~e\~\~")]
    [InlineData("[click](http://x.example)", @"\[click\](http&#58;//x.example)")]
    [InlineData("www.x.example", "www&#46;x.example")]
    [InlineData("<script>alert(1)</script>", @"\<script>alert(1)\</script>")]
    [InlineData("&lt; @someone #12 $x$", @"\&lt; \@someone \#12 \$x\$")]
    [InlineData("two\nlines\r\n# in one", @"two lines  \# in one")]
    [InlineData("back\\slash", @"back\\slash")]
    [InlineData("+6.92 % is plain but for the start", @"\+6.92 % is plain but for the start")]
    [InlineData("flow +6.92 % (limit −5 %)", "flow +6.92 % (limit −5 %)")]
    public void Text_shows_as_it_is_and_means_nothing(string text, string written)
    {
        Written(new Paragraph(text)).ShouldBe(written);
    }

    [Fact]
    public void A_cell_stays_in_its_cell()
    {
        var table = new Table([new("A | B"), new("C", IsNumber: true)], [["x | y\nz", Prose.Code("p|q`r")]]);

        Written(table).ShouldBe("""
            | A \| B | C |
            | --- | ---: |
            | x \| y z | `` p\|q`r `` |
            """);
    }

    [Fact]
    public void Emphasis_holds_no_space_at_its_ends()
    {
        Written(new Paragraph(Prose.Strong("Head: ") + "up")).ShouldBe("**Head:** up");
    }

    [Fact]
    public void A_link_is_encoded()
    {
        Written(new Paragraph(Prose.Link("Well [1]", "Well (1)/report #2.md"))).ShouldBe(@"[Well \[1\]](Well%20%281%29/report%20%232.md)");
    }

    [Fact]
    public void Lists_callouts_and_folds_have_their_form()
    {
        Written(new BulletList(["one", "two"])).ShouldBe("- one\n- two");
        Written(new BulletList(["one", "two"], Numbered: true)).ShouldBe("1. one\n2. two");
        Written(new Callout(Tone.Alarm, "Stop")).ShouldBe("> [!CAUTION]\n> Stop");
        Written(new Fold("More", [new Paragraph("inside")])).ShouldBe("**More**\n\ninside");
        Written(new Subheading("Alarms")).ShouldBe("### Alarms");
        Written(new Paragraph(Prose.Badge(PumpStatus.Critical))).ShouldBe("**Critical**");
    }

    [Fact]
    public void A_hostile_name_changes_nothing_but_the_name()
    {
        const string hostile = "# x\n## y\n| a | b |\n- <img src=x onerror=alert(1)> [l](http://e.example) `c` **d**";

        Skeleton(PumpCase.Complete(hostile)).ShouldBe(Skeleton(PumpCase.Complete("Well 1")));
    }

    // Which lines are headings, rows, points: what a name could break.
    static List<string> Skeleton(Plumbline.Pumps.PumpAnalysis analysis)
    {
        var writer = new StringWriter();
        MarkdownWriter.Write(PumpReport.Of(analysis), writer);
        return [.. writer.ToString().Split('\n').Select(line => new string([.. line.Take(2)]) + line.Replace("\\|", "", StringComparison.Ordinal).Count(c => c is '|'))];
    }

    static string Written(Block block)
    {
        var writer = new StringWriter();
        MarkdownWriter.Write(new Document("T", [new Section("s", "S", "S", [block])]), writer);
        return writer.ToString().Split("## S\n\n")[1].Trim();
    }
}
