using System.Globalization;
using System.Xml;
using Plumbline.Reports.Drawing.Placing;

namespace Plumbline.Reports.Drawing.Vector;

/// <summary>Writes a chart as SVG: text stays text, in whichever sans-serif face the reader's system has, fitted to the room that was measured for it.</summary>
public static class SvgWriter
{
    internal const string Faces = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,'DejaVu Sans',sans-serif";

    /// <summary>Writes the <c>svg</c> element: a whole file, or a part of a page. Its ids begin with the chart's name, so that several can stand in one page.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="writer">Not closed.</param>
    /// <exception cref="ArgumentException">The chart has no panels, or is smaller than 200 × 120 px.</exception>
    public static void Write(Chart chart, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(chart);
        ArgumentNullException.ThrowIfNull(writer);
        var scene = ChartLayout.Compose(chart);
        using var xml = XmlWriter.Create(writer, new() { OmitXmlDeclaration = true, ConformanceLevel = ConformanceLevel.Fragment, NewLineHandling = NewLineHandling.None });
        new Pass(xml, chart).Scene(scene);
    }

    sealed class Pass(XmlWriter xml, Chart chart)
    {
        readonly Dictionary<Box, string> _clips = [];
        readonly Dictionary<(Hatch, int), string> _hatches = [];

        public void Scene(Scene scene)
        {
            xml.WriteStartElement("svg", "http://www.w3.org/2000/svg");
            Attribute("viewBox", $"0 0 {Number(scene.Width)} {Number(scene.Height)}");
            Attribute("width", scene.Width);
            Attribute("height", scene.Height);
            Attribute("role", "img");
            Attribute("aria-labelledby", $"{chart.Name}-title {chart.Name}-desc");
            Attribute("font-family", Faces);
            Described("title", chart.Title);
            Described("desc", chart.Text);
            Definitions(scene);
            foreach (var shape in scene.Shapes) Draw(shape);
            xml.WriteEndElement();
        }

        void Described(string element, string text)
        {
            xml.WriteStartElement(element);
            Attribute("id", $"{chart.Name}-{element}");
            xml.WriteString(Readable(text));
            xml.WriteEndElement();
        }

        void Definitions(Scene scene)
        {
            xml.WriteStartElement("defs");
            foreach (var shape in scene.Shapes)
            {
                if (shape.Clip is { } clip && !_clips.ContainsKey(clip)) Clip(clip);
                if (shape is BoxShape { Fill: { Hatch: not Hatch.None } one }) Texture(one);
                if (shape is BoxesShape { Fill: { Hatch: not Hatch.None } many }) Texture(many);
            }
            xml.WriteEndElement();
        }

        void Clip(Box box)
        {
            var id = $"{chart.Name}-clip{_clips.Count}";
            _clips.Add(box, id);
            xml.WriteStartElement("clipPath");
            Attribute("id", id);
            var path = new SvgPath();
            path.Box(box);
            Path(path, null);
            xml.WriteEndElement();
        }

        void Texture(Fill fill)
        {
            var colour = (fill.HatchColour ?? Palette.Ink).Light;
            if (_hatches.ContainsKey((fill.Hatch, colour))) return;
            var id = $"{chart.Name}-hatch{_hatches.Count}";
            _hatches.Add((fill.Hatch, colour), id);
            xml.WriteStartElement("pattern");
            Attribute("id", id);
            Attribute("width", HatchPattern.Period);
            Attribute("height", HatchPattern.Period);
            Attribute("patternUnits", "userSpaceOnUse");
            xml.WriteStartElement("path");
            Attribute("d", HatchPattern.Path(fill.Hatch));
            Attribute("stroke", Hex(colour));
            Attribute("stroke-width", fill.Hatch == Hatch.Dotted ? HatchPattern.DotSize : HatchPattern.LineWidth);
            Attribute("stroke-linecap", fill.Hatch == Hatch.Dotted ? "round" : "square");
            Attribute("fill", "none");
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        void Draw(Shape shape)
        {
            switch (shape)
            {
                case BoxShape box: Boxes([box.Box], box.Fill, shape.Clip); break;
                case BoxesShape boxes: Boxes(boxes.Boxes, boxes.Fill, shape.Clip); break;
                case LinesShape lines: Lines(lines); break;
                case MarkersShape markers: Markers(markers); break;
                case TextShape text: Text(text); break;
                default: throw new ArgumentOutOfRangeException(nameof(shape), shape, "A shape that SVG has no form for.");
            }
        }

        void Boxes(IReadOnlyList<Box> boxes, Fill fill, Box? clip)
        {
            if (boxes.Count == 0) return;
            var (broad, slivers, rimmed) = (new SvgPath(), new SvgPath(), new SvgPath());
            foreach (var box in boxes)
            {
                (BoxRim.ColourOf(fill, box) == fill.Colour ? broad : slivers).Box(box);
                if (BoxRim.IsDrawn(fill, box)) rimmed.Box(box);
            }
            if (!broad.IsEmpty) Path(broad, clip, ("fill", Hex(fill.Colour.Light)), ("fill-opacity", Opacity(fill.Opacity)));
            if (!broad.IsEmpty && fill.Hatch != Hatch.None) Path(broad, clip, ("fill", $"url(#{_hatches[(fill.Hatch, (fill.HatchColour ?? Palette.Ink).Light)]})"));
            if (!slivers.IsEmpty) Path(slivers, clip, ("fill", Hex(fill.HatchColour!.Value.Light)));
            if (rimmed.IsEmpty) return;
            Path(rimmed, clip, ("fill", "none"), ("stroke", Hex(fill.HatchColour!.Value.Light)), ("stroke-width", Number(BoxRim.Width)));
        }

        void Lines(LinesShape shape)
        {
            if (shape.Lines.Count == 0) return;
            var path = new SvgPath();
            var isStraight = true;
            foreach (var line in shape.Lines)
            {
                path.Line(line);
                isStraight &= line.Length == 2 && (line[0].X == line[1].X || line[0].Y == line[1].Y);
            }
            Path(path, shape.Clip, ("fill", "none"), ("stroke", Hex(shape.Stroke.Colour.Light)), ("stroke-width", Number(shape.Stroke.Width)), ("stroke-opacity", Opacity(shape.Stroke.Opacity)),
                ("stroke-dasharray", Dashes(shape.Stroke)), ("stroke-linejoin", isStraight ? null : "round"), ("stroke-linecap", isStraight || shape.Stroke.Dash != Dash.Solid ? null : "round"));
        }

        static string? Dashes(Stroke stroke)
        {
            var pattern = DashPattern.Of(stroke);
            return pattern.Length == 0 ? null : string.Join(' ', pattern.ToArray().Select(Number));
        }

        void Markers(MarkersShape shape)
        {
            if (shape.Spots.Count == 0) return;
            var path = new SvgPath();
            foreach (var spot in shape.Spots)
            {
                switch (shape.Marker)
                {
                    case MarkerShape.Circle or MarkerShape.Ring: path.Circle(spot, shape.Size / 2); break;
                    case MarkerShape.Cross: Array.ForEach(MarkerOutline.Cross(spot, shape.Size), line => path.Line(line)); break;
                    default: path.Line(MarkerOutline.Corners(shape.Marker, spot, shape.Size), isClosed: true); break;
                }
            }
            var colour = Hex(shape.Colour.Light);
            if (shape.Marker == MarkerShape.Cross) Path(path, shape.Clip, ("stroke", colour), ("stroke-width", "2"), ("fill", "none"));
            else if (shape.Marker == MarkerShape.Ring) Path(path, shape.Clip, ("stroke", colour), ("stroke-width", "1.6"), ("fill", "#fff"));
            else Path(path, shape.Clip, ("fill", colour), ("stroke", "#fff"), ("stroke-width", "1"), ("paint-order", "stroke"));
        }

        void Text(TextShape text)
        {
            xml.WriteStartElement("text");
            if (text.Upwards) Attribute("transform", $"translate({Number(text.X)} {Number(text.Y)}) rotate(-90)");
            else
            {
                Attribute("x", text.X);
                Attribute("y", text.Y);
            }
            if (text.Anchor != Anchor.Start) Attribute("text-anchor", text.Anchor == Anchor.Middle ? "middle" : "end");
            Attribute("font-size", text.Size);
            if (text.Bold) Attribute("font-weight", "600");
            Attribute("fill", Hex(text.Colour.Light));
            Attribute("textLength", text.Length);
            Attribute("lengthAdjust", "spacingAndGlyphs");
            if (text.Halo)
            {
                Attribute("stroke", "#fff");
                Attribute("stroke-width", "3");
                Attribute("stroke-linejoin", "round");
                Attribute("paint-order", "stroke");
            }
            xml.WriteString(Readable(text.Text));
            xml.WriteEndElement();
        }

        void Path(SvgPath path, Box? clip, params ReadOnlySpan<(string Name, string? Value)> attributes)
        {
            xml.WriteStartElement("path");
            Attribute("d", path.ToString());
            foreach (var (name, value) in attributes)
                if (value is not null) Attribute(name, value);
            if (clip is { } box) Attribute("clip-path", $"url(#{_clips[box]})");
            xml.WriteEndElement();
        }

        void Attribute(string name, double value) => xml.WriteAttributeString(name, Number(value));

        void Attribute(string name, string value) => xml.WriteAttributeString(name, Readable(value));
    }

    static string? Opacity(double opacity) => opacity < 1 ? Number(opacity) : null;

    static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);

    static string Hex(int colour) => "#" + colour.ToString("x6", CultureInfo.InvariantCulture);

    /// <summary>Without the characters that XML cannot hold: a pump may have any name.</summary>
    static string Readable(string text)
    {
        var isClean = true;
        for (var i = 0; i < text.Length && isClean; i++) isClean = XmlConvert.IsXmlChar(text[i]);
        if (isClean) return text;
        var clean = text.ToCharArray();
        for (var i = 0; i < clean.Length; i++)
        {
            if (XmlConvert.IsXmlChar(clean[i])) continue;
            if (i + 1 < clean.Length && XmlConvert.IsXmlSurrogatePair(clean[i + 1], clean[i])) i++;
            else clean[i] = '\uFFFD';
        }
        return new(clean);
    }
}
