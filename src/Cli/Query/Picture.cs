using System.Text;
using Plumbline.Reports.AnomalyCharts;
using Plumbline.Reports.Documents;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.Drawing.Raster;
using Plumbline.Reports.Drawing.Vector;

namespace Plumbline.Cli.Query;

/// <summary>The timeline in a file; its name's ending says in which format.</summary>
static class Picture
{
    public static bool IsKnown(string path) => Path.GetExtension(path).ToLowerInvariant() is ".png" or ".svg" or ".html";

    public static void Write(AnomalySelection selection, bool comparesPumps, string path, int dpi, Stream stream)
    {
        var chart = AnomalyTimeline.Of(selection, comparesPumps);
        if (Path.GetExtension(path).Equals(".png", StringComparison.OrdinalIgnoreCase))
        {
            PngWriter.Write(chart, stream, dpi);
            return;
        }
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
        if (Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase)) SvgWriter.Write(chart, writer);
        else HtmlWriter.Write(AnomalyPage.Of(selection, chart), writer);
    }
}
