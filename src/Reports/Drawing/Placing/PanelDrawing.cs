using Plumbline.Reports.Drawing.Lettering;

namespace Plumbline.Reports.Drawing.Placing;

/// <summary>Draws a panel whose geometry is settled: axes, marks, then words.</summary>
static class PanelDrawing
{
    static readonly Stroke GridLine = new(Palette.Grid, 0.75);
    static readonly Stroke AxisLine = new(Palette.Axis, 1);

    public static void Draw(Scene scene, PanelFrame frame, double columnWidth)
    {
        if (frame.Panel.Title.Length > 0)
        {
            var title = TextBlock.Fit(frame.Panel.Title, frame.Cell.Width, Sizes.PanelTitle, bold: true);
            scene.Add(new TextShape(title, frame.Cell.Left, frame.TitleBaseline, Sizes.PanelTitle, Palette.Ink) { Bold = true });
        }
        if (frame.Panel.Message is { } message)
        {
            Message(scene, frame.Plot, message);
            return;
        }
        Grid(scene, frame);
        new MarkDrawing(scene, frame, columnWidth).Draw();
        if (frame.Strip is { } strip) Strip(scene, frame, strip);
        scene.Add(new LinesShape([Across(frame.Plot, frame.Plot.Bottom)], AxisLine));
        YWords(scene, frame);
        if (frame.ShowsXLabels) XWords(scene, frame);
    }

    static void Message(Scene scene, Box plot, string message)
    {
        scene.Add(new BoxShape(plot, new(new(0xF4F7F9, 0x1A222A), HatchColour: Palette.Grid)));
        var room = Math.Max(1, (int)(plot.Height / (Sizes.Subtitle * 1.4)));
        var lines = TextBlock.Wrap(message, Math.Min(plot.Width - 32, 620), Sizes.Subtitle, most: room);
        var y = plot.Middle.Y - (lines.Count * Sizes.Subtitle * 1.4 / 2) + (Sizes.Subtitle * 1.05);
        foreach (var line in lines)
        {
            scene.Add(new TextShape(line, plot.Middle.X, y, Sizes.Subtitle, Palette.Ink) { Anchor = Anchor.Middle });
            y += Sizes.Subtitle * 1.4;
        }
    }

    static void Grid(Scene scene, PanelFrame frame)
    {
        var plot = frame.Plot;
        var lines = new List<Spot[]>();
        foreach (var tick in frame.YTicks) lines.Add(Across(plot, frame.Y.At(tick.Value)));
        foreach (var tick in frame.XTicks) lines.Add(Down(frame.X.At(tick.Value), plot.Top, plot.Bottom));
        if (frame.Panel.Y is LaneAxis lanes)
            for (var i = 0; i < lanes.Lanes.Count; i++) lines.Add(Across(plot, frame.Y.At(i - 0.5)));
        scene.Add(new LinesShape(lines, GridLine));
    }

    // Through the middle of a row or column of pixels: a line of 1 px is crisp there.
    static Spot[] Across(Box plot, double y) => [new(plot.Left, Math.Floor(y) + 0.5), new(plot.Right, Math.Floor(y) + 0.5)];

    static Spot[] Down(double x, double top, double bottom) => [new(Math.Floor(x) + 0.5, top), new(Math.Floor(x) + 0.5, bottom)];

    static void Strip(Scene scene, PanelFrame frame, StripMark strip)
    {
        var box = frame.StripBox;
        scene.Add(new BoxShape(box, new(new(0xF1F4F6, 0x1A222A))));
        var states = ColumnCover.States(strip.Runs, frame.X);
        foreach (var group in ColumnCover.Boxes(states, frame.X).GroupBy(part => part.State).OrderBy(group => group.Key))
        {
            var state = strip.States[group.Key];
            var top = box.Bottom - (box.Height * state.Height);
            scene.Add(new BoxesShape([.. group.Select(part => new Box(part.Left, top, part.Right, box.Bottom))], state.Fill) { Clip = box });
        }
        if (strip.Label.Length > 0)
            scene.Add(new TextShape(strip.Label, box.Left - 7, box.Middle.Y + (Sizes.Note * 0.36), Sizes.Note, Palette.Soft) { Anchor = Anchor.End });
    }

    static void YWords(Scene scene, PanelFrame frame)
    {
        if (frame.Panel.Y is LaneAxis lanes)
        {
            Lanes(scene, frame, lanes);
            return;
        }
        foreach (var tick in frame.YTicks)
            scene.Add(new TextShape(tick.Label, frame.Plot.Left - 7, frame.Y.At(tick.Value) + (Sizes.Text * 0.36), Sizes.Text, Palette.Soft) { Anchor = Anchor.End });
        var room = Math.Min(frame.Cell.Bottom, frame.Plot.Bottom + 30) - frame.Plot.Top + 10;
        var label = frame.YLabel;
        if (StrokeFont.Measure(label, Sizes.Text) > room && frame.Panel.Y is ValueAxis { Unit.Length: > 0 } axis) label = $"({axis.Unit})";
        label = TextBlock.Fit(label, room, Sizes.Text);
        if (label.Length > 0)
            scene.Add(new TextShape(label, frame.WordsLeft + (Sizes.Text * 0.9), frame.Plot.Middle.Y, Sizes.Text, Palette.Ink) { Anchor = Anchor.Middle, Upwards = true });
    }

    static void Lanes(Scene scene, PanelFrame frame, LaneAxis lanes)
    {
        var width = frame.Plot.Left - frame.WordsLeft - 7;
        for (var i = 0; i < lanes.Lanes.Count; i++)
        {
            var (name, note) = lanes.Lanes[i];
            var hasNote = note.Length > 0 && frame.Plot.Height / lanes.Lanes.Count > 30;
            var y = frame.Y.At(i) + (Sizes.Text * 0.36) - (hasNote ? 8 : 0);
            scene.Add(new TextShape(TextBlock.Fit(name, width, Sizes.Text, hasNote), frame.Plot.Left - 8, y, Sizes.Text, Palette.Ink) { Anchor = Anchor.End, Bold = hasNote });
            if (hasNote) scene.Add(new TextShape(TextBlock.Fit(note, width, Sizes.Note), frame.Plot.Left - 8, y + 15, Sizes.Note, Palette.Soft) { Anchor = Anchor.End });
        }
    }

    static void XWords(Scene scene, PanelFrame frame)
    {
        var top = frame.XAxisTop;
        scene.Add(new LinesShape([.. frame.XTicks.Select(tick => Down(frame.X.At(tick.Value), top, top + 4))], AxisLine));
        var y = top + 4 + (Sizes.Text * 1.05);
        foreach (var tick in frame.XTicks) scene.Add(Inside(frame, tick.Label, frame.X.At(tick.Value), y));
        if (frame.Panel.X.Scale == XScale.Time)
        {
            y += Sizes.Text * StrokeFont.LineHeight;
            Contexts(scene, frame, y);
        }
        if (frame.Panel.X.Label.Length > 0)
            scene.Add(new TextShape(frame.Panel.X.Label, frame.Plot.Middle.X, y + (Sizes.Text * StrokeFont.LineHeight) + 2, Sizes.Text, Palette.Ink) { Anchor = Anchor.Middle });
    }

    // Set from the right: where two would touch, the later one says more, for it is complete after a change.
    static void Contexts(Scene scene, PanelFrame frame, double y)
    {
        var right = double.PositiveInfinity;
        for (var i = frame.XTicks.Count - 1; i >= 0; i--)
        {
            var tick = frame.XTicks[i];
            if (tick.Context.Length == 0) continue;
            var text = Inside(frame, tick.Context, frame.X.At(tick.Value), y);
            if (text.Box.Right + 8 > right) continue;
            right = text.Box.Left;
            scene.Add(text);
        }
    }

    /// <summary>A label in the middle of its tick, pushed aside where it would leave the panel.</summary>
    static TextShape Inside(PanelFrame frame, string label, double x, double y)
    {
        var half = StrokeFont.Measure(label, Sizes.Text) / 2;
        var middle = Math.Clamp(x, frame.Cell.Left + half, Math.Max(frame.Cell.Left + half, frame.Cell.Right - half));
        return new(label, middle, y, Sizes.Text, Palette.Soft) { Anchor = Anchor.Middle };
    }
}
