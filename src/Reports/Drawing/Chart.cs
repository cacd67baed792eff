namespace Plumbline.Reports.Drawing;

/// <summary>A picture before it has a format: drawn as SVG, as PNG or as an interactive chart, from the same layout.</summary>
/// <remarks>Immutable as long as nobody writes to the arrays of its marks; safe from many threads. Lengths are in px of 1/96 inch.</remarks>
public sealed record Chart
{
    /// <summary>Name of its files without ending, and of its place in a page: letters, digits, underscores and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>The heading.</summary>
    public required string Title { get; init; }

    /// <summary>What a reader should take from it, below the heading; may be empty.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>What the chart shows, for readers who do not see it.</summary>
    public required string Text { get; init; }

    /// <summary>Width; at least 200.</summary>
    public double Width { get; init; } = 1056;

    /// <summary>Height; at least 120.</summary>
    public double Height { get; init; } = 576;

    /// <summary>Panels are set row by row, this many beside each other.</summary>
    public int Columns { get; init; } = 1;

    /// <summary>Whether panels in one column have one x axis, drawn under the lowest of them.</summary>
    public bool SharedX { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<Panel> Panels { get; init; }
}

/// <summary>One plot of a <see cref="Chart"/>: two axes and what is drawn between them. Later marks are drawn over earlier ones.</summary>
public sealed record Panel
{
    /// <summary>May be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Height in comparison with the other rows of panels.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The horizontal axis.</summary>
    public XAxis X { get; init; } = new();

    /// <summary>The vertical axis.</summary>
    public YAxis Y { get; init; } = new ValueAxis("", "");

    /// <summary>What is drawn.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>Said in the middle of the panel, in place of a plot, where there is nothing to plot. Null otherwise.</summary>
    public string? Message { get; init; }
}

/// <summary>What an x coordinate means.</summary>
public enum XScale
{
    /// <summary>An instant, in seconds since 1970-01-01 UTC: see <see cref="Instants"/>.</summary>
    Time,

    /// <summary>A plain number.</summary>
    Number,
}

/// <summary>The horizontal axis of a panel.</summary>
public sealed record XAxis
{
    /// <summary>Time unless said otherwise.</summary>
    public XScale Scale { get; init; } = XScale.Time;

    /// <summary>With its unit; for time the word UTC belongs in it.</summary>
    public string Label { get; init; } = "Time (UTC)";

    /// <summary>Left end; null: where the marks begin.</summary>
    public double? From { get; init; }

    /// <summary>Right end; null: where the marks end.</summary>
    public double? To { get; init; }

    /// <summary>Whether numbers on it count something: only whole ones are labelled.</summary>
    public bool IsCount { get; init; }
}

/// <summary>The vertical axis of a panel.</summary>
public abstract record YAxis;

/// <summary>A vertical axis of numbers.</summary>
/// <param name="Label">The quantity.</param>
/// <param name="Unit">Its unit; may be empty.</param>
public sealed record ValueAxis(string Label, string Unit) : YAxis
{
    /// <summary>Lower end; null: chosen so that the marks fit.</summary>
    public double? From { get; init; }

    /// <summary>Upper end; null: chosen so that the marks fit.</summary>
    public double? To { get; init; }

    /// <summary>Whether 0 must be on the axis even if no mark reaches it.</summary>
    public bool WithZero { get; init; }

    /// <summary>Whether its numbers count something: only whole ones are labelled.</summary>
    public bool IsCount { get; init; }
}

/// <summary>A vertical axis of rows with a name each, from the top; a row's number is the y coordinate of its middle.</summary>
/// <param name="Lanes">At least one.</param>
public sealed record LaneAxis(IReadOnlyList<Lane> Lanes) : YAxis;

/// <summary>A row of a <see cref="LaneAxis"/>.</summary>
/// <param name="Name">Shown at the left.</param>
/// <param name="Note">Shown below the name, smaller; may be empty.</param>
public sealed record Lane(string Name, string Note = "");

/// <summary>Instants as x coordinates.</summary>
public static class Instants
{
    /// <summary>Seconds since 1970-01-01 UTC, exact to the microsecond.</summary>
    public static double ToX(DateTime utc) => (utc.Ticks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond;

    /// <summary>Seconds since 1970-01-01 UTC.</summary>
    public static double[] ToX(ReadOnlySpan<DateTime> utc)
    {
        var x = new double[utc.Length];
        for (var i = 0; i < x.Length; i++) x[i] = ToX(utc[i]);
        return x;
    }

    /// <summary>The instant, UTC, to the nearest microsecond; ends of the calendar for what lies beyond it.</summary>
    public static DateTime FromX(double x)
    {
        var within = Math.Clamp(x, ToX(DateTime.MinValue), ToX(DateTime.MaxValue) - 1);
        return DateTime.UnixEpoch.AddTicks((long)Math.Round(within * 1e6) * 10);
    }
}
