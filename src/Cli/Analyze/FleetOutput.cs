using Plumbline.Reports.Documents;
using Plumbline.Reports.Documents.Exchange;
using Plumbline.Reports.Documents.Overview;

namespace Plumbline.Cli.Analyze;

/// <summary>The page that ranks many pumps by what needs attention.</summary>
static class FleetOutput
{
    public const string PageName = "fleet.html";

    public static void Write(IReadOnlyCollection<FleetEntry> entries, OutputFolder output)
    {
        var page = FleetReport.Of(entries);
        using (var markdown = PumpOutput.Text(output, "fleet.md")) MarkdownWriter.Write(page, markdown);
        using (var html = PumpOutput.Text(output, PageName)) HtmlWriter.Write(page, html);
        using var json = output.Create("fleet.json");
        FleetJson.Write(entries, json);
    }
}
