using Plumbline.Reports.Drawing.Lettering;

namespace Plumbline.Reports.Drawing.Placing;

/// <summary>Draws the marks of a panel, and puts their words where they hide least.</summary>
sealed class MarkDrawing(Scene scene, PanelFrame frame, double columnWidth)
{
    const double LevelLabelHeight = 15;
    const int DotEachReadingUpTo = 60;

    readonly Box _plot = frame.Plot;
    readonly LabelPlacer _places = new(frame.Plot);
    readonly List<MarginLabel> _margin = [];
    readonly double[] _stacked = new double[frame.Panel.Marks.OfType<BarMark>().FirstOrDefault()?.Spans.Count ?? 0];

    /// <summary>Words in the right margin: where they belong, and what they say.</summary>
    sealed record MarginLabel(double Y, string Text, Colour Colour);

    public void Draw()
    {
        foreach (var mark in frame.Panel.Marks) Draw(mark);
        foreach (var placed in frame.Events) Event(placed);
        Points([.. frame.Panel.Marks.OfType<PointMark>().Where(point => frame.X.Holds(point.X) && double.IsFinite(point.Y))]);
        MarginLabels();
    }

    void Draw(Mark mark)
    {
        switch (mark)
        {
            case LineMark line: Line(line); break;
            case LevelMark level: Level(level); break;
            case BandMark band: Band(band); break;
            case SpanMark spans: Spans(spans); break;
            case BlockMark blocks: Blocks(blocks); break;
            case BarMark bars: Bars(bars); break;
            case StripMark or PointMark or EventMark: break; // drawn on top, or under the plot
            default: throw new ArgumentOutOfRangeException(nameof(mark), mark, "A mark that has no drawing.");
        }
    }

    void Line(LineMark line)
    {
        var lines = Decimation.Thin(line.X, line.Y, frame.X, frame.Y, columnWidth, line.LongestStep);
        if (lines.Count == 0) return;
        var last = lines[^1][^1];
        foreach (var piece in lines) _places.Avoid(piece);
        var spots = lines.Sum(piece => piece.Length);
        if (line.Course == Course.Points)
        {
            scene.Add(new LinesShape([.. lines.SelectMany(piece => piece).Select(spot => (Spot[])[spot])], line.Stroke with { Width = Math.Max(3, line.Stroke.Width) }) { Clip = _plot });
        }
        else
        {
            scene.Add(new LinesShape(line.Course == Course.Steps ? [.. lines.Select(Stepped)] : lines, line.Stroke) { Clip = _plot });
            if (line.Marker == MarkerShape.None && spots <= DotEachReadingUpTo && spots * 10 < _plot.Width)
                scene.Add(new MarkersShape([.. lines.SelectMany(piece => piece)], MarkerShape.Circle, line.Stroke.Width + 3.5, line.Stroke.Colour) { Clip = _plot.Grown(4) });
        }
        if (line.Marker != MarkerShape.None) scene.Add(new MarkersShape(HereAndThere(lines, line.Marker), line.Marker, Sizes.Marker - 1, line.Stroke.Colour) { Clip = _plot.Grown(4) });
        if (line.EndLabel.Length > 0) _margin.Add(new(last.Y, line.EndLabel, line.Stroke.Colour));
    }

    static Spot[] Stepped(Spot[] line)
    {
        var steps = new Spot[Math.Max(1, (2 * line.Length) - 1)];
        for (var i = 0; i < line.Length; i++)
        {
            steps[2 * i] = line[i];
            if (i > 0) steps[(2 * i) - 1] = new(line[i].X, line[i - 1].Y);
        }
        return steps;
    }

    // Lines with different markers have them at different readings: where lines coincide, the markers do not.
    List<Spot> HereAndThere(List<Spot[]> lines, MarkerShape marker)
    {
        const double Every = 130;
        var all = lines.SelectMany(piece => piece).ToList();
        if (all.Count <= 6) return all;
        var shapes = Enum.GetValues<MarkerShape>().Length - 1;
        var stride = (int)Math.Max(shapes, Math.Ceiling(Every * all.Count / _plot.Width));
        return [.. all.Where((_, i) => i % stride == ((int)marker - 1) * stride / shapes)];
    }

    void Level(LevelMark level)
    {
        if (!frame.Y.Holds(level.Y)) return;
        var y = Math.Floor(frame.Y.At(level.Y)) + 0.5;
        Spot[] line = [new(_plot.Left, y), new(_plot.Right, y)];
        scene.Add(new LinesShape([line], level.Stroke));
        _places.Avoid(line);
        if (level.Label.Length > 0) _margin.Add(new(y, level.Label, level.Stroke.Colour));
    }

    void Band(BandMark band)
    {
        var (top, bottom) = Between(band.Low, band.High);
        if (bottom > top) scene.Add(new BoxShape(new(_plot.Left, top, _plot.Right, bottom), band.Fill));
    }

    (double Top, double Bottom) Between(double? low, double? high) =>
        (high is { } h ? Math.Clamp(frame.Y.At(h), _plot.Top, _plot.Bottom) : _plot.Top, low is { } l ? Math.Clamp(frame.Y.At(l), _plot.Top, _plot.Bottom) : _plot.Bottom);

    void Spans(SpanMark spans)
    {
        var (top, bottom) = Between(spans.Low, spans.High);
        var states = ColumnCover.States(spans.Spans.Select(span => new StripRun(span.From, span.To, 0)), frame.X);
        scene.Add(new BoxesShape([.. ColumnCover.Boxes(states, frame.X).Select(part => new Box(part.Left, top, part.Right, bottom))], spans.Fill) { Clip = _plot });
    }

    void Blocks(BlockMark mark)
    {
        var half = mark.Height / 2;
        var boxes = new List<Box>();
        foreach (var lane in mark.Blocks.GroupBy(block => block.Lane))
        {
            double top = frame.Y.At(lane.Key - half), bottom = frame.Y.At(lane.Key + half);
            if (frame.Panel.X.Scale == XScale.Number)
            {
                foreach (var block in lane) boxes.Add(new(frame.X.At(block.From), top, Math.Max(frame.X.At(block.From) + 1, frame.X.At(block.To)), bottom));
            }
            else
            {
                var states = ColumnCover.States(lane.Select(block => new StripRun(block.From, block.To, 0)), frame.X);
                foreach (var part in ColumnCover.Boxes(states, frame.X)) boxes.Add(new(part.Left, top, part.Right, bottom));
            }
            foreach (var block in lane.Where(block => block.Label.Length > 0))
                scene.Add(new TextShape(block.Label, frame.X.At(block.To) + 6, frame.Y.At(lane.Key) + (Sizes.Text * 0.36), Sizes.Text, Palette.Ink));
        }
        scene.Add(new BoxesShape(boxes, mark.Fill) { Clip = _plot });
        foreach (var box in boxes) _places.Avoid(box);
    }

    void Bars(BarMark bars)
    {
        var boxes = new List<Box>();
        for (var i = 0; i < bars.Spans.Count; i++)
        {
            if (!(bars.Heights[i] > 0)) continue;
            double left = frame.X.At(bars.Spans[i].From), right = frame.X.At(bars.Spans[i].To);
            var air = Math.Min(1.5, (right - left) * 0.12);
            var bottom = frame.Y.At(_stacked[i]);
            _stacked[i] += bars.Heights[i];
            boxes.Add(new(left + air, frame.Y.At(_stacked[i]), right - air, bottom));
        }
        scene.Add(new BoxesShape(boxes, bars.Fill) { Clip = _plot });
        foreach (var box in boxes) _places.Avoid(box);
    }

    void Event(PlacedEvent placed)
    {
        var x = Math.Floor(frame.X.At(placed.Mark.X)) + 0.5;
        var top = _plot.Top - ((placed.Row + 1) * Sizes.EventRow) + (placed.Row >= 0 ? 3 : 0);
        Spot[] line = [new(x, top), new(x, _plot.Bottom)];
        scene.Add(new LinesShape([line], placed.Mark.Stroke));
        _places.Avoid(line);
        if (placed.Row < 0) return;
        var y = _plot.Top - (placed.Row * Sizes.EventRow) - 5;
        scene.Add(new TextShape(placed.Mark.Label, placed.IsLeft ? x - PlacedEvent.Offset : x + PlacedEvent.Offset, y, Sizes.Text, placed.Mark.Stroke.Colour) { Anchor = placed.IsLeft ? Anchor.End : Anchor.Start });
    }

    void Points(List<PointMark> points)
    {
        var spots = points.ConvertAll(point => new Spot(frame.X.At(point.X), frame.Y.At(point.Y)));
        foreach (var spot in spots) _places.Take(new Box(spot.X, spot.Y, spot.X, spot.Y).Grown(Sizes.Marker / 2));
        for (var i = 0; i < points.Count; i++) Label(points[i], spots[i]);
        for (var i = 0; i < points.Count; i++)
            if (points[i].Shape != MarkerShape.None) scene.Add(new MarkersShape([spots[i]], points[i].Shape, Sizes.Marker + 1, points[i].Colour) { Clip = _plot.Grown(6) });
    }

    void Label(PointMark point, Spot spot)
    {
        if (point.Label.Length == 0) return;
        var lines = point.Label.Split('\n');
        var width = TextBlock.Width(lines, Sizes.Text) + 2;
        var height = (lines.Length * Sizes.Text * 1.25) + 2;
        if (_places.Place(spot, width, height) is not { } box) return;

        var near = new Spot(Math.Clamp(spot.X, box.Left, box.Right), Math.Clamp(spot.Y, box.Top, box.Bottom));
        if (Math.Abs(near.X - spot.X) + Math.Abs(near.Y - spot.Y) > 12) scene.Add(new LinesShape([[spot, near]], new(point.Colour, 1)));
        var y = box.Top + Sizes.Text;
        foreach (var line in lines)
        {
            scene.Add(new TextShape(line, box.Left + 1, y, Sizes.Text, Palette.Ink) { Halo = true });
            y += Sizes.Text * 1.25;
        }
    }

    /// <summary>Labels at the right keep the order of what they belong to, and are pushed apart where they would touch.</summary>
    void MarginLabels()
    {
        if (_margin.Count == 0) return;
        _margin.Sort((a, b) => a.Y.CompareTo(b.Y));
        var tops = new double[_margin.Count];
        var heights = _margin.ConvertAll(label => label.Text.Split('\n').Length * LevelLabelHeight);
        for (var i = 0; i < tops.Length; i++)
        {
            tops[i] = _margin[i].Y - (heights[i] / 2);
            if (i > 0) tops[i] = Math.Max(tops[i], tops[i - 1] + heights[i - 1]);
        }
        var end = Math.Max(_plot.Bottom + 8, _plot.Top + heights.Sum() - 8);
        for (var i = tops.Length - 1; i >= 0; i--)
        {
            tops[i] = Math.Min(tops[i], end - heights[i]);
            end = tops[i];
        }
        for (var i = 0; i < tops.Length; i++) MarginWords(_margin[i], tops[i]);
    }

    void MarginWords(MarginLabel label, double top)
    {
        var y = top + (LevelLabelHeight * 0.78);
        foreach (var line in label.Text.Split('\n'))
        {
            var text = TextBlock.Fit(line, frame.Cell.Right - _plot.Right - 7, Sizes.Text);
            scene.Add(new TextShape(text, _plot.Right + 7, y, Sizes.Text, label.Colour));
            y += LevelLabelHeight;
        }
    }
}
