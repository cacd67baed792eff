using Plumbline.Reports.Drawing.Axes;
using Plumbline.Reports.Drawing.Lettering;

namespace Plumbline.Reports.Drawing.Placing;

/// <summary>The geometry of a panel: its axes, and the room that their words take, which is measured and never guessed.</summary>
sealed class PanelFrame
{
    const double TickLength = 4;
    const double AfterLabel = 7;
    const double LeastGapBetweenXLabels = 16;

    readonly bool _hasXAxis;
    Stretch _x;
    double _left, _right, _words;

    public PanelFrame(Panel panel, bool hasXAxis)
    {
        Panel = panel;
        _hasXAxis = hasXAxis;
        var range = new AxisRange();
        foreach (var mark in panel.Marks) MarkExtent.ReachX(range, mark);
        var isTime = panel.X.Scale == XScale.Time;
        var (from, to) = range.Ends(panel.X.From, panel.X.To, air: 0, least: isTime ? 12 * 3600 : 1);
        // Around a single instant half a day; 5 % of the seconds since 1970 would be years.
        if (isTime && range is { IsEmpty: false, IsPoint: true } && panel.X is { From: null, To: null }) (from, to) = (range.Low - (12 * 3600), range.Low + (12 * 3600));
        _x = new(from, to);
        YRange = FindYRange(panel);
        Strip = panel.Marks.OfType<StripMark>().FirstOrDefault();
    }

    public Panel Panel { get; }

    /// <summary>Room given to the panel, its words included. Set from outside, before <see cref="Align"/>.</summary>
    public Box Cell { get; set; } = Box.Empty;

    /// <summary>Between the axes.</summary>
    public Box Plot { get; private set; } = Box.Empty;

    public (double From, double To) XRange => (_x.From, _x.To);
    public (double From, double To) YRange { get; }
    public StripMark? Strip { get; }
    public LinearScale X { get; private set; }
    public LinearScale Y { get; private set; }
    public IReadOnlyList<Tick> XTicks { get; private set; } = [];
    public IReadOnlyList<Tick> YTicks { get; private set; } = [];
    public IReadOnlyList<PlacedEvent> Events { get; private set; } = [];
    public bool ShowsXLabels => _hasXAxis && Panel.Message is null;

    /// <summary>Left edge of the words of the y axis.</summary>
    public double WordsLeft => Plot.Left - _words;

    public Box StripBox => new(Plot.Left, Plot.Bottom + 4, Plot.Right, Plot.Bottom + 4 + Sizes.StripHeight);

    /// <summary>Where labels of the x axis begin.</summary>
    public double XAxisTop => Strip is null ? Plot.Bottom : StripBox.Bottom;

    /// <summary>Gives panels the same x axis: the one that holds all of theirs.</summary>
    public static void ShareX(IReadOnlyList<PanelFrame> frames)
    {
        var drawn = frames.Where(frame => frame.Panel.Message is null).ToList();
        if (drawn.Count == 0) return;
        var shared = new Stretch(drawn.Min(frame => frame._x.From), drawn.Max(frame => frame._x.To));
        foreach (var frame in frames) frame._x = shared;
    }

    /// <summary>Gives panels below each other the same left and right edge, and places their axes.</summary>
    public static void Align(IReadOnlyList<PanelFrame> frames)
    {
        foreach (var frame in frames)
        {
            frame._left = frame._words = frame.LeftWords();
            frame._right = frame.RightWords();
        }
        var left = frames.Max(frame => frame._left);
        var right = frames.Max(frame => frame._right);
        // Labels of value axes stand in line, and near their numbers where names of lanes need more room.
        foreach (var frame in frames) frame._words = frames.Where(other => other.Panel.Y is LaneAxis == frame.Panel.Y is LaneAxis).Max(other => other._words);
        foreach (var frame in frames) frame.Place(left, right);
    }

    /// <summary>Height of all that is not the plot itself.</summary>
    public double FurnitureHeight(double width)
    {
        var narrow = new LinearScale(_x.From, _x.To, 0, Math.Max(40, width - 110 - RightWords()));
        return TitleHeight + (EventRows(PlacedEvent.Place(Panel, narrow, narrow.End)) * Sizes.EventRow) + BottomWords();
    }

    double TitleHeight => Panel.Title.Length > 0 ? (Sizes.PanelTitle * 1.3) + 6 : Sizes.Gap;

    public double TitleBaseline => Cell.Top + (Sizes.PanelTitle * 1.1);

    static int EventRows(IReadOnlyList<PlacedEvent> events) => events.Count == 0 ? 0 : events.Max(placed => placed.Row) + 1;

    double BottomWords() =>
        (Strip is null || Panel.Message is not null ? 0 : Sizes.StripHeight + 4)
        + (ShowsXLabels ? TickLength + (Sizes.Text * StrokeFont.LineHeight * (Panel.X.Scale == XScale.Time ? 2 : 1)) + 2 + (Panel.X.Label.Length > 0 ? (Sizes.Text * StrokeFont.LineHeight) + 2 : 0) : 6);

    double LeftWords()
    {
        if (Panel.Message is not null) return 0;
        var strip = Strip is { Label.Length: > 0 } ? StrokeFont.Measure(Strip.Label, Sizes.Note) + AfterLabel : 0;
        if (Panel.Y is LaneAxis lanes)
        {
            var widest = lanes.Lanes.Max(lane => Math.Max(StrokeFont.Measure(lane.Name, Sizes.Text, bold: lane.Note.Length > 0), StrokeFont.Measure(lane.Note, Sizes.Note)));
            return Math.Max(strip, Math.Min(Cell.Width * 0.35, widest) + AfterLabel + 2);
        }
        var ticks = TickSteps(Cell.Height - FurnitureHeight(Cell.Width));
        return Math.Max(strip, TextBlock.Width(ticks.Select(tick => tick.Label), Sizes.Text) + AfterLabel) + (YLabel.Length > 0 ? Sizes.Text * 1.6 : 0);
    }

    double RightWords()
    {
        if (Panel.Message is not null) return 0;
        var widest = 0.0;
        foreach (var mark in Panel.Marks)
        {
            var label = mark switch { LevelMark level => level.Label, LineMark line => line.EndLabel, _ => "" };
            widest = Math.Max(widest, TextBlock.Width(label.Split('\n'), Sizes.Text));
            if (mark is BlockMark blocks)
                foreach (var block in blocks.Blocks) widest = Math.Max(widest, StrokeFont.Measure(block.Label, Sizes.Text));
        }
        return Math.Min(Cell.Width > 0 ? Cell.Width * 0.3 : double.MaxValue, widest > 0 ? widest + AfterLabel + 2 : 22);
    }

    void Place(double left, double right)
    {
        var isNarrow = Panel.Message is not null && left + right < 60;
        var estimate = new LinearScale(_x.From, _x.To, Cell.Left + left, Cell.Right - right);
        Events = Panel.Message is null ? PlacedEvent.Place(Panel, estimate, Cell.Right) : [];
        var top = Cell.Top + TitleHeight + (EventRows(Events) * Sizes.EventRow);
        _left = isNarrow ? 0 : left;
        Plot = new(Cell.Left + _left, top, Math.Max(Cell.Left + left + 10, Cell.Right - right), Math.Max(top + 10, Cell.Bottom - BottomWords()));
        X = new(_x.From, _x.To, Plot.Left, Plot.Right);
        Y = Panel.Y is LaneAxis lanes ? new(-0.5, lanes.Lanes.Count - 0.5, Plot.Top, Plot.Bottom) : new(YRange.From, YRange.To, Plot.Bottom, Plot.Top);
        YTicks = Panel.Y is LaneAxis ? [] : TickSteps(Plot.Height);
        XTicks = FindXTicks();
    }

    static (double From, double To) FindYRange(Panel panel)
    {
        if (panel.Y is not ValueAxis axis) return (0, 1);
        var range = new AxisRange();
        MarkExtent.ReachY(range, panel.Marks);
        if (axis.WithZero) range.Reach(0);
        var hasBars = panel.Marks.Any(mark => mark is BarMark);
        return range.Ends(axis.From ?? (hasBars ? 0 : null), axis.To, air: 0.07, least: 1);
    }

    IReadOnlyList<Tick> TickSteps(double height) => NumberTicks.Between(YRange.From, YRange.To, (int)Math.Clamp(height / 30, 3, 11) + 1, Panel.Y is ValueAxis { IsCount: true });

    /// <summary>As many ticks as fit beside each other.</summary>
    IReadOnlyList<Tick> FindXTicks()
    {
        for (var most = (int)Math.Clamp(Plot.Width / 50, 2, 24); ; most--)
        {
            var ticks = Panel.X.Scale == XScale.Time ? TimeTicks.Between(_x.From, _x.To, most) : NumberTicks.Between(_x.From, _x.To, Math.Max(2, most), Panel.X.IsCount);
            if (most <= 2 || FitBesideEachOther(ticks)) return ticks;
        }
    }

    bool FitBesideEachOther(IReadOnlyList<Tick> ticks)
    {
        for (var i = 1; i < ticks.Count; i++)
        {
            var room = X.At(ticks[i].Value) - X.At(ticks[i - 1].Value);
            var need = (StrokeFont.Measure(ticks[i].Label, Sizes.Text) + StrokeFont.Measure(ticks[i - 1].Label, Sizes.Text)) / 2;
            if (room < need + LeastGapBetweenXLabels) return false;
        }
        return true;
    }

    /// <summary>The label of a value axis with its unit, or as much of it as the height has room for.</summary>
    public string YLabel => Panel.Y is ValueAxis { Label.Length: > 0 } axis ? (axis.Unit.Length > 0 ? $"{axis.Label} ({axis.Unit})" : axis.Label) : "";
}
