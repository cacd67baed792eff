namespace Plumbline.Reports.Drawing;

/// <summary>Something drawn in a panel.</summary>
public abstract record Mark
{
    /// <summary>As the legend calls it, once for all marks of that name; empty: not in the legend.</summary>
    public string Name { get; init; } = "";
}

/// <summary>How the readings of a <see cref="LineMark"/> are joined.</summary>
public enum Course
{
    /// <summary>By straight lines.</summary>
    Straight,

    /// <summary>Each holds until the next.</summary>
    Steps,

    /// <summary>Not at all: a dot each.</summary>
    Points,
}

/// <summary>A series. A NaN or an infinity is a gap; a single value between gaps is a dot.</summary>
public sealed record LineMark : Mark
{
    /// <summary>Not decreasing. Series that share the array share it in an interactive page too.</summary>
    public required double[] X { get; init; }

    /// <summary>As long as <see cref="X"/>.</summary>
    public required double[] Y { get; init; }

    /// <summary>Colour, width and dashes.</summary>
    public required Stroke Stroke { get; init; }

    /// <summary>How readings are joined.</summary>
    public Course Course { get; init; } = Course.Straight;

    /// <summary>No line across a stretch of x longer than this without a reading.</summary>
    public double LongestStep { get; init; } = double.PositiveInfinity;

    /// <summary>Drawn here and there on the line, so that it is told from others without colour.</summary>
    public MarkerShape Marker { get; init; } = MarkerShape.None;

    /// <summary>Written at the line's right end; may be empty.</summary>
    public string EndLabel { get; init; } = "";

    /// <summary>Unit of y, shown with hovered values; may be empty.</summary>
    public string Unit { get; init; } = "";
}

/// <summary>A horizontal line across the panel, with its label in the right margin.</summary>
/// <param name="Y">Where.</param>
/// <param name="Label">May be empty.</param>
/// <param name="Stroke">Colour, width and dashes.</param>
public sealed record LevelMark(double Y, string Label, Stroke Stroke) : Mark
{
    /// <summary>Whether the y axis must reach to it.</summary>
    public bool InRange { get; init; } = true;
}

/// <summary>A horizontal band across the panel.</summary>
/// <param name="Low">Lower edge; null: the lower end of the axis.</param>
/// <param name="High">Upper edge; null: the upper end of the axis.</param>
/// <param name="Fill">Colour.</param>
public sealed record BandMark(double? Low, double? High, Fill Fill) : Mark;

/// <summary>Stretches of x, shaded.</summary>
/// <param name="Spans">In order, without overlaps.</param>
/// <param name="Fill">Colour.</param>
public sealed record SpanMark(IReadOnlyList<Stretch> Spans, Fill Fill) : Mark
{
    /// <summary>Lower edge; null: the lower end of the y axis.</summary>
    public double? Low { get; init; }

    /// <summary>Upper edge; null: the upper end of the y axis.</summary>
    public double? High { get; init; }
}

/// <summary>A stretch of an axis.</summary>
/// <param name="From">First coordinate.</param>
/// <param name="To">Last coordinate; not below <paramref name="From"/>.</param>
public sealed record Stretch(double From, double To);

/// <summary>A strip under the plot that says in which of several states something was: each state has its colour, hatch and height.</summary>
public sealed record StripMark : Mark
{
    /// <summary>Shown at the left of the strip; may be empty.</summary>
    public string Label { get; init; } = "";

    /// <summary>The states.</summary>
    public required IReadOnlyList<StripState> States { get; init; }

    /// <summary>In order, without overlaps.</summary>
    public required IReadOnlyList<StripRun> Runs { get; init; }
}

/// <summary>A state that a <see cref="StripMark"/> can show.</summary>
/// <param name="Name">As the legend calls it.</param>
/// <param name="Fill">Colour and hatch.</param>
/// <param name="Height">Share of the strip's height, above 0 to 1: states are told apart without colour.</param>
public sealed record StripState(string Name, Fill Fill, double Height);

/// <summary>A stretch in one state.</summary>
/// <param name="From">First x.</param>
/// <param name="To">Last x.</param>
/// <param name="State">Index into <see cref="StripMark.States"/>.</param>
public sealed record StripRun(double From, double To, int State);

/// <summary>Blocks along the lanes of a <see cref="LaneAxis"/>: stretches of time, or horizontal bars that start at 0.</summary>
public sealed record BlockMark : Mark
{
    /// <summary>In any order.</summary>
    public required IReadOnlyList<Block> Blocks { get; init; }

    /// <summary>Colour and hatch.</summary>
    public required Fill Fill { get; init; }

    /// <summary>Share of the lane's height, above 0 to 1.</summary>
    public double Height { get; init; } = 0.6;
}

/// <summary>A stretch of a lane.</summary>
/// <param name="Lane">Number of the lane, from 0.</param>
/// <param name="From">First x.</param>
/// <param name="To">Last x.</param>
/// <param name="Label">Written at its right end; may be empty.</param>
public sealed record Block(int Lane, double From, double To, string Label = "");

/// <summary>A marker with words beside it, put where they hide least.</summary>
/// <param name="X">Where.</param>
/// <param name="Y">Where; the number of the lane on a <see cref="LaneAxis"/>.</param>
/// <param name="Label">May be empty; line breaks are kept.</param>
/// <param name="Shape">Shape of the marker.</param>
/// <param name="Colour">Of marker and line; the words are in the colour of text.</param>
public sealed record PointMark(double X, double Y, string Label, MarkerShape Shape, Colour Colour) : Mark;

/// <summary>A vertical line with words at its top.</summary>
/// <param name="X">Where.</param>
/// <param name="Label">May be empty.</param>
/// <param name="Stroke">Colour, width and dashes.</param>
public sealed record EventMark(double X, string Label, Stroke Stroke) : Mark;

/// <summary>Vertical bars, one set of parts stacked upon each other for each stretch of x, such as a day. Use one mark for a part.</summary>
/// <remarks>Marks of this kind in a panel stack in the order in which they are listed; all need the same <see cref="Spans"/>.</remarks>
public sealed record BarMark : Mark
{
    /// <summary>The stretch of x of each bar.</summary>
    public required IReadOnlyList<Stretch> Spans { get; init; }

    /// <summary>This part's height in each bar, 0 or more; NaN counts as 0.</summary>
    public required double[] Heights { get; init; }

    /// <summary>Colour and hatch.</summary>
    public required Fill Fill { get; init; }
}
