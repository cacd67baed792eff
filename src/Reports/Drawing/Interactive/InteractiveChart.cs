using System.Security.Cryptography;
using System.Text;
using Plumbline.Reports.Drawing.Placing;
using Plumbline.Reports.Drawing.Vector;

namespace Plumbline.Reports.Drawing.Interactive;

/// <summary>Puts charts into an HTML page where they can be hovered and zoomed. The page needs nothing else: no file beside it, no network.</summary>
/// <remarks>
/// Write each chart in its place with <see cref="Write"/>, then once, after all of them, <see cref="WriteScript"/> with the same charts. A reader without scripts
/// sees the chart as SVG. Under a Content-Security-Policy the page must allow the script (<see cref="ScriptSource"/>) and inline styles.
/// </remarks>
public static class InteractiveChart
{
    /// <summary>The script, as a Content-Security-Policy names it that lets in this one and no other: <c>'sha256-...'</c>.</summary>
    public static string ScriptSource { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(PageScript.Text)))}'";

    /// <summary>Writes the chart's place: a <c>div</c> that the script fills, with the SVG for readers without scripts.</summary>
    /// <param name="chart">Its name must be unique within the page.</param>
    /// <param name="writer">Not closed.</param>
    public static void Write(Chart chart, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(chart);
        ArgumentNullException.ThrowIfNull(writer);
        ChartLayout.CheckName(chart);
        writer.Write("<div class=\"plumb-chart\" data-chart=\"");
        writer.Write(chart.Name);
        writer.Write("\"><noscript>");
        SvgWriter.Write(chart, writer);
        writer.Write("</noscript></div>\n");
    }

    /// <summary>Writes the readings of the charts, each series once, and the script that draws them.</summary>
    /// <param name="charts">All charts of the page.</param>
    /// <param name="writer">Not closed.</param>
    /// <exception cref="ArgumentException">Two charts have the same name.</exception>
    public static void WriteScript(IReadOnlyList<Chart> charts, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(charts);
        ArgumentNullException.ThrowIfNull(writer);
        if (charts.GroupBy(chart => chart.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two charts of the page are called '{twice.Key}'.", nameof(charts));

        // The JSON has no '<' in it, whatever a pump is called: nothing in it can end the element.
        writer.Write("<script type=\"application/json\" id=\"plumb-charts\">");
        writer.Write(Encoding.UTF8.GetString(ChartJson.Of(charts)));
        writer.Write("</script>\n<script>");
        writer.Write(PageScript.Text);
        writer.Write("</script>\n");
    }
}

/// <summary>The script of <c>Web/</c>, bundled when the assembly is built.</summary>
static class PageScript
{
    public static string Text { get; } = Read();

    static string Read()
    {
        using var stream = typeof(PageScript).Assembly.GetManifestResourceStream("charts.js") ?? throw new InvalidOperationException("The assembly was built without charts.js.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
