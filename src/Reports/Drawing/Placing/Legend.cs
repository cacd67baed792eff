using Plumbline.Reports.Drawing.Lettering;

namespace Plumbline.Reports.Drawing.Placing;

/// <summary>A line of the legend: what a mark looks like, and its name.</summary>
/// <param name="Name">Unique within the legend.</param>
/// <param name="Stroke">Drawn as a short line; null where there is none.</param>
/// <param name="Fill">Drawn as a small box; null where there is none.</param>
/// <param name="Marker">Drawn on top.</param>
/// <param name="Colour">Of the marker.</param>
/// <param name="Height">Share of the height that the box takes.</param>
sealed record LegendEntry(string Name, Stroke? Stroke, Fill? Fill, MarkerShape Marker, Colour Colour, double Height = 1);

/// <summary>The legend of a chart: each name once, in the order of the marks, set in rows.</summary>
static class Legend
{
    const double SwatchWidth = 24;
    const double SwatchHeight = 12;
    const double AfterSwatch = 6;
    const double BetweenEntries = 20;
    const double Row = 20;

    public static IReadOnlyList<LegendEntry> Of(Chart chart)
    {
        var entries = new List<LegendEntry>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { "" };
        // What is in the plots first, then the states under them.
        var marks = chart.Panels.Where(panel => panel.Message is null).SelectMany(panel => panel.Marks);
        foreach (var mark in marks.OrderBy(mark => mark is StripMark))
            foreach (var entry in Of(mark))
                if (seen.Add(entry.Name)) entries.Add(entry);
        return entries;
    }

    static IEnumerable<LegendEntry> Of(Mark mark) => mark switch
    {
        LineMark { Course: Course.Points } dots => [new(dots.Name, null, null, MarkerShape.Circle, dots.Stroke.Colour)],
        LineMark line => [new(line.Name, line.Stroke, null, line.Marker, line.Stroke.Colour)],
        LevelMark level => [new(level.Name, level.Stroke, null, MarkerShape.None, default)],
        EventMark happening => [new(happening.Name, happening.Stroke, null, MarkerShape.None, default)],
        PointMark point => [new(point.Name, null, null, point.Shape, point.Colour)],
        BandMark band => [new(band.Name, null, band.Fill, MarkerShape.None, default)],
        SpanMark span => [new(span.Name, null, span.Fill, MarkerShape.None, default)],
        BlockMark block => [new(block.Name, null, block.Fill, MarkerShape.None, default)],
        BarMark bar => [new(bar.Name, null, bar.Fill, MarkerShape.None, default)],
        StripMark strip => Of(strip),
        _ => throw new ArgumentOutOfRangeException(nameof(mark), mark, "A mark that the legend does not know."),
    };

    // Only states that occur.
    static IEnumerable<LegendEntry> Of(StripMark strip)
    {
        var occurs = new bool[strip.States.Count];
        foreach (var run in strip.Runs) occurs[run.State] = true;
        for (var i = strip.States.Count - 1; i >= 0; i--)
            if (occurs[i]) yield return new(strip.States[i].Name, null, strip.States[i].Fill, MarkerShape.None, default, strip.States[i].Height);
    }

    /// <summary>Draws the entries from the top left corner, in as many rows as they need.</summary>
    /// <returns>Height used, px.</returns>
    public static double Draw(Scene scene, IReadOnlyList<LegendEntry> entries, double left, double top, double width)
    {
        if (entries.Count == 0) return 0;
        double x = left, y = top;
        foreach (var entry in entries)
        {
            var name = TextBlock.Fit(entry.Name, width - SwatchWidth - AfterSwatch, Sizes.Text);
            var length = SwatchWidth + AfterSwatch + StrokeFont.Measure(name, Sizes.Text);
            if (x > left && x + length > left + width)
            {
                x = left;
                y += Row;
            }
            Swatch(scene, entry, x, y + (Row / 2));
            scene.Add(new TextShape(name, x + SwatchWidth + AfterSwatch, y + (Row / 2) + (Sizes.Text * 0.36), Sizes.Text, Palette.Ink));
            x += length + BetweenEntries;
        }
        return y + Row - top;
    }

    static void Swatch(Scene scene, LegendEntry entry, double x, double middle)
    {
        if (entry.Fill is { } fill)
        {
            var bottom = middle + (SwatchHeight / 2);
            scene.Add(new BoxShape(new(x + 2, bottom - (SwatchHeight * entry.Height), x + SwatchWidth - 2, bottom), fill));
        }
        if (entry.Stroke is { } stroke) scene.Add(new LinesShape([[new(x, middle), new(x + SwatchWidth, middle)]], stroke));
        if (entry.Marker != MarkerShape.None) scene.Add(new MarkersShape([new(x + (SwatchWidth / 2), middle)], entry.Marker, Sizes.Marker, entry.Colour));
    }
}
