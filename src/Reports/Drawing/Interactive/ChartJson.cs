using System.Globalization;
using System.Text.Json;
using Plumbline.Reports.Drawing.Placing;

namespace Plumbline.Reports.Drawing.Interactive;

/// <summary>Writes charts as the JSON that the page's script reads; its shape is that of <c>Web/src/page.ts</c>.</summary>
sealed class ChartJson(Utf8JsonWriter json, PageColumns columns)
{
    public static byte[] Of(IReadOnlyList<Chart> charts)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) new ChartJson(json, new(charts)).Page(charts);
        return stream.ToArray();
    }

    void Page(IReadOnlyList<Chart> charts)
    {
        json.WriteStartObject();
        json.WriteStartArray("charts");
        foreach (var chart in charts) Chart(chart);
        json.WriteEndArray();
        json.WriteNumber("base", columns.Base);
        json.WritePropertyName("columns");
        columns.Write(json);
        json.WriteEndObject();
    }

    void Chart(Chart chart)
    {
        json.WriteStartObject();
        json.WriteString("name", chart.Name);
        json.WriteString("title", chart.Title);
        json.WriteString("subtitle", chart.Subtitle);
        json.WriteString("text", chart.Text);
        json.WriteNumber("width", chart.Width);
        json.WriteNumber("height", chart.Height);
        json.WriteNumber("columns", chart.Columns);
        json.WriteBoolean("sharedX", chart.SharedX);
        var frames = chart.Panels.Select(panel => new PanelFrame(panel, hasXAxis: true)).ToList();
        if (chart.SharedX) PanelFrame.ShareX(frames);
        json.WriteStartArray("panels");
        foreach (var frame in frames) Panel(frame);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    void Panel(PanelFrame frame)
    {
        var panel = frame.Panel;
        json.WriteStartObject();
        json.WriteString("title", panel.Title);
        json.WriteNumber("weight", panel.Weight);
        if (panel.Message is { } message)
        {
            json.WriteString("message", message);
            json.WriteEndObject();
            return;
        }
        json.WriteStartObject("x");
        json.WriteBoolean("isTime", panel.X.Scale == XScale.Time);
        if (panel.X.IsCount) json.WriteBoolean("isCount", true);
        json.WriteString("label", panel.X.Label);
        json.WriteNumber("from", columns.Coordinate(frame.XRange.From, panel.X.Scale));
        json.WriteNumber("to", columns.Coordinate(frame.XRange.To, panel.X.Scale));
        json.WriteEndObject();
        YAxis(frame);
        json.WriteStartArray("marks");
        foreach (var mark in panel.Marks) Mark(mark, panel.X.Scale);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    void YAxis(PanelFrame frame)
    {
        json.WriteStartObject("y");
        if (frame.Panel.Y is LaneAxis lanes)
        {
            json.WriteStartArray("lanes");
            foreach (var lane in lanes.Lanes)
            {
                json.WriteStartObject();
                json.WriteString("name", lane.Name);
                json.WriteString("note", lane.Note);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        if (frame.Panel.Y is ValueAxis { IsCount: true }) json.WriteBoolean("isCount", true);
        json.WriteString("label", frame.YLabel);
        json.WriteNumber("from", frame.YRange.From);
        json.WriteNumber("to", frame.YRange.To);
        json.WriteEndObject();
    }

    void Mark(Mark mark, XScale scale)
    {
        json.WriteStartObject();
        if (mark.Name.Length > 0) json.WriteString("name", mark.Name);
        switch (mark)
        {
            case LineMark line: Line(line, scale); break;
            case LevelMark level:
                Kind("level");
                json.WriteNumber("y", level.Y);
                json.WriteString("label", level.Label);
                Stroke(level.Stroke);
                break;
            case BandMark band:
                Kind("band");
                Limits(band.Low, band.High);
                Fill(band.Fill);
                break;
            case SpanMark spans:
                Kind("span");
                json.WriteNumber("at", columns.Spans(spans.Spans, scale));
                Limits(spans.Low, spans.High);
                Fill(spans.Fill);
                break;
            case StripMark strip: Strip(strip, scale); break;
            case BlockMark blocks: Blocks(blocks, scale); break;
            case PointMark point:
                Kind("point");
                json.WriteNumber("x", columns.Coordinate(point.X, scale));
                json.WriteNumber("y", point.Y);
                json.WriteString("label", point.Label);
                json.WriteString("marker", Lower(point.Shape));
                Colour("colour", point.Colour);
                break;
            case EventMark happening:
                Kind("event");
                json.WriteNumber("x", columns.Coordinate(happening.X, scale));
                json.WriteString("label", happening.Label);
                Stroke(happening.Stroke);
                break;
            case BarMark bars:
                Kind("bar");
                json.WriteNumber("at", columns.Spans(bars.Spans, scale));
                json.WriteNumber("heights", columns.Numbers(bars.Heights));
                Fill(bars.Fill);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(mark), mark, "A mark that the page does not know.");
        }
        json.WriteEndObject();
    }

    void Line(LineMark line, XScale scale)
    {
        Kind("line");
        json.WriteNumber("x", columns.X(line.X, scale));
        json.WriteNumber("y", columns.Y(line));
        json.WriteString("course", Lower(line.Course));
        json.WriteString("marker", Lower(line.Marker));
        json.WriteString("unit", line.Unit);
        json.WriteString("end", line.EndLabel);
        if (double.IsFinite(line.LongestStep)) json.WriteNumber("longestStep", line.LongestStep);
        Stroke(line.Stroke);
    }

    void Strip(StripMark strip, XScale scale)
    {
        Kind("strip");
        json.WriteString("label", strip.Label);
        json.WriteStartArray("states");
        foreach (var state in strip.States)
        {
            json.WriteStartObject();
            json.WriteString("name", state.Name);
            json.WriteNumber("height", state.Height);
            Fill(state.Fill);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("runs", columns.Runs(strip.Runs, scale));
    }

    void Blocks(BlockMark mark, XScale scale)
    {
        Kind("block");
        json.WriteNumber("height", mark.Height);
        Fill(mark.Fill);
        json.WriteStartArray("blocks");
        foreach (var block in mark.Blocks)
        {
            json.WriteStartArray();
            json.WriteNumberValue(block.Lane);
            json.WriteNumberValue(columns.Coordinate(block.From, scale));
            json.WriteNumberValue(columns.Coordinate(block.To, scale));
            if (block.Label.Length > 0) json.WriteStringValue(block.Label);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    void Kind(string kind) => json.WriteString("kind", kind);

    void Limits(double? low, double? high)
    {
        if (low is { } l) json.WriteNumber("low", l);
        if (high is { } h) json.WriteNumber("high", h);
    }

    void Stroke(Stroke stroke)
    {
        Colour("colour", stroke.Colour);
        json.WriteNumber("width", stroke.Width);
        json.WriteStartArray("dash");
        foreach (var length in DashPattern.Of(stroke)) json.WriteNumberValue(length);
        json.WriteEndArray();
        if (stroke.Opacity < 1) json.WriteNumber("opacity", stroke.Opacity);
    }

    void Fill(Fill fill)
    {
        json.WriteStartObject("fill");
        Colour("colour", fill.Colour);
        if (fill.Opacity < 1) json.WriteNumber("opacity", fill.Opacity);
        if (fill.Hatch != Hatch.None) json.WriteString("hatch", Lower(fill.Hatch));
        if (fill.HatchColour is { } ink) Colour("ink", ink);
        json.WriteEndObject();
    }

    void Colour(string name, Colour colour)
    {
        json.WriteStartArray(name);
        json.WriteStringValue("#" + colour.Light.ToString("x6", CultureInfo.InvariantCulture));
        json.WriteStringValue("#" + colour.Dark.ToString("x6", CultureInfo.InvariantCulture));
        json.WriteEndArray();
    }

    static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
