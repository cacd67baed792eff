using Plumbline.Reports.Drawing.Lettering;

namespace Plumbline.Reports.Drawing.Placing;

/// <summary>A chart laid out: shapes at their places, for a writer to draw in order. Lengths in px of 1/96 inch, y downwards.</summary>
sealed class Scene(double width, double height)
{
    readonly List<Shape> _shapes = [];

    public double Width { get; } = width;
    public double Height { get; } = height;
    public IReadOnlyList<Shape> Shapes => _shapes;
    public IEnumerable<TextShape> Texts => _shapes.OfType<TextShape>();

    public void Add(Shape shape) => _shapes.Add(shape);
}

/// <summary>Something to draw; nothing of it appears outside <see cref="Clip"/>.</summary>
abstract record Shape
{
    public Box? Clip { get; init; }
}

sealed record BoxShape(Box Box, Fill Fill) : Shape;

/// <summary>Boxes of one fill, which do not overlap.</summary>
sealed record BoxesShape(IReadOnlyList<Box> Boxes, Fill Fill) : Shape;

/// <summary>Lines of one stroke. A line of a single spot is a dot.</summary>
sealed record LinesShape(IReadOnlyList<Spot[]> Lines, Stroke Stroke) : Shape;

sealed record MarkersShape(IReadOnlyList<Spot> Spots, MarkerShape Marker, double Size, Colour Colour) : Shape;

enum Anchor
{
    Start,
    Middle,
    End,
}

/// <summary>One line of text. (X, Y) is where its baseline starts, has its middle or ends.</summary>
sealed record TextShape(string Text, double X, double Y, double Size, Colour Colour) : Shape
{
    public Anchor Anchor { get; init; }
    public bool Bold { get; init; }

    /// <summary>Turned by a quarter against the clock: reads upwards.</summary>
    public bool Upwards { get; init; }

    /// <summary>Whether a rim in the colour of the paper keeps it apart from what lies below.</summary>
    public bool Halo { get; init; }

    public double Length => StrokeFont.Measure(Text, Size, Bold);

    /// <summary>What it covers: from the tallest letter to the lowest.</summary>
    public Box Box
    {
        get
        {
            var length = Length;
            var before = Anchor switch { Anchor.Start => 0, Anchor.Middle => length / 2, _ => length };
            double up = StrokeFont.Ascent * Size, down = StrokeFont.Descent * Size;
            return Upwards ? new(X - up, Y - length + before, X + down, Y + before) : new(X - before, Y - up, X - before + length, Y + down);
        }
    }
}
