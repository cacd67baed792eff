namespace Plumbline.Reports.Drawing.Placing;

/// <summary>Puts everything in a chart in its place. What is drawn does not depend on the writer, but for the fineness of long series.</summary>
static class ChartLayout
{
    /// <param name="chart">What to lay out.</param>
    /// <param name="columnWidth">Width of the columns to which series are thinned, px: that of one pixel of the picture.</param>
    /// <exception cref="ArgumentException">The chart has no panels, is too small for anything, or has a name that is none.</exception>
    public static Scene Compose(Chart chart, double columnWidth = 1)
    {
        if (chart.Panels.Count == 0 || chart.Columns < 1) throw new ArgumentException($"Chart '{chart.Name}' has {chart.Panels.Count} panels in {chart.Columns} columns.", nameof(chart));
        if (!(chart.Width >= 200 && chart.Height >= 120)) throw new ArgumentException($"Chart '{chart.Name}' is {chart.Width} × {chart.Height} px; the least is 200 × 120.", nameof(chart));

        CheckName(chart);
        var scene = new Scene(chart.Width, chart.Height);
        scene.Add(new BoxShape(new(0, 0, chart.Width, chart.Height), new(Palette.Paper)));
        var top = Header(scene, chart);
        var frames = Frames(chart, new(Sizes.Margin, top, chart.Width - Sizes.Margin, chart.Height - (Sizes.Margin * 0.6)));
        foreach (var frame in frames) PanelDrawing.Draw(scene, frame, columnWidth);
        return scene;
    }

    /// <summary>Names stand in ids, attributes and file names as they are.</summary>
    public static void CheckName(Chart chart)
    {
        if (chart.Name.Length == 0 || chart.Name.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))) throw new ArgumentException($"A chart's name has letters, digits, '_' and '-' only, not '{chart.Name}'.", nameof(chart));
    }

    /// <returns>Where the panels may begin.</returns>
    static double Header(Scene scene, Chart chart)
    {
        var width = chart.Width - (2 * Sizes.Margin);
        var y = Sizes.Margin * 0.7;
        foreach (var line in TextBlock.Wrap(chart.Title, width, Sizes.Title, bold: true, most: 2))
        {
            scene.Add(new TextShape(line, Sizes.Margin, y + (Sizes.Title * 0.85), Sizes.Title, Palette.Ink) { Bold = true });
            y += Sizes.Title * 1.25;
        }
        if (chart.Subtitle.Length > 0)
        {
            y += 2;
            foreach (var line in TextBlock.Wrap(chart.Subtitle, width, Sizes.Subtitle, most: 3))
            {
                scene.Add(new TextShape(line, Sizes.Margin, y + (Sizes.Subtitle * 0.85), Sizes.Subtitle, Palette.Soft));
                y += Sizes.Subtitle * 1.35;
            }
        }
        y += 4;
        return y + Legend.Draw(scene, Legend.Of(chart), Sizes.Margin, y, width) + 2;
    }

    static List<PanelFrame> Frames(Chart chart, Box room)
    {
        var rows = (chart.Panels.Count + chart.Columns - 1) / chart.Columns;
        var frames = new List<PanelFrame>();
        for (var i = 0; i < chart.Panels.Count; i++)
        {
            var isLowest = true;
            for (var below = i + chart.Columns; below < chart.Panels.Count; below += chart.Columns) isLowest &= chart.Panels[below].Message is not null;
            frames.Add(new(chart.Panels[i], hasXAxis: !chart.SharedX || isLowest));
        }
        if (chart.SharedX)
            for (var column = 0; column < chart.Columns; column++) PanelFrame.ShareX([.. frames.Where((_, i) => i % chart.Columns == column)]);

        Cells(chart, frames, rows, room);
        for (var column = 0; column < chart.Columns; column++) PanelFrame.Align([.. frames.Where((_, i) => i % chart.Columns == column)]);
        return frames;
    }

    // What a row needs besides its plots is given first; the plots share what is left by weight.
    static void Cells(Chart chart, List<PanelFrame> frames, int rows, Box room)
    {
        var width = (room.Width - (Sizes.Margin * (chart.Columns - 1))) / chart.Columns;
        var furniture = new double[rows];
        var weight = new double[rows];
        for (var i = 0; i < frames.Count; i++)
        {
            var row = i / chart.Columns;
            furniture[row] = Math.Max(furniture[row], frames[i].FurnitureHeight(width));
            weight[row] = Math.Max(weight[row], frames[i].Panel.Weight);
        }
        var forPlots = Math.Max(rows * 20, room.Height - furniture.Sum());
        var top = room.Top;
        for (var row = 0; row < rows; row++)
        {
            var bottom = top + furniture[row] + (forPlots * weight[row] / weight.Sum());
            for (var i = row * chart.Columns; i < Math.Min(frames.Count, (row + 1) * chart.Columns); i++)
            {
                var left = room.Left + (i % chart.Columns * (width + Sizes.Margin));
                frames[i].Cell = new(left, top, left + width, bottom);
            }
            top = bottom;
        }
    }
}
