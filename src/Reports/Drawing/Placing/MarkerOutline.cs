namespace Plumbline.Reports.Drawing.Placing;

/// <summary>The shapes of markers, about equal in area to a circle of the same size.</summary>
static class MarkerOutline
{
    /// <summary>Corners of a filled marker; empty for those that are lines or circles.</summary>
    public static Spot[] Corners(MarkerShape shape, Spot at, double size)
    {
        var r = size / 2;
        return shape switch
        {
            MarkerShape.Triangle => [new(at.X, at.Y - (r * 1.2)), new(at.X + (r * 1.15), at.Y + (r * 0.85)), new(at.X - (r * 1.15), at.Y + (r * 0.85))],
            MarkerShape.Diamond => [new(at.X, at.Y - (r * 1.25)), new(at.X + (r * 1.25), at.Y), new(at.X, at.Y + (r * 1.25)), new(at.X - (r * 1.25), at.Y)],
            MarkerShape.Square => [new(at.X - (r * 0.9), at.Y - (r * 0.9)), new(at.X + (r * 0.9), at.Y - (r * 0.9)), new(at.X + (r * 0.9), at.Y + (r * 0.9)), new(at.X - (r * 0.9), at.Y + (r * 0.9))],
            _ => [],
        };
    }

    /// <summary>The strokes of a marker that is a cross.</summary>
    public static Spot[][] Cross(Spot at, double size)
    {
        var r = size * 0.45;
        return [[new(at.X - r, at.Y - r), new(at.X + r, at.Y + r)], [new(at.X - r, at.Y + r), new(at.X + r, at.Y - r)]];
    }
}
