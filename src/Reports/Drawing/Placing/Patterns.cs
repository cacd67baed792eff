namespace Plumbline.Reports.Drawing.Placing;

/// <summary>Dashes as lengths of line and gap in turn, px.</summary>
static class DashPattern
{
    public static ReadOnlySpan<double> Of(Stroke stroke)
    {
        var w = Math.Max(1, stroke.Width);
        return stroke.Dash switch
        {
            Dash.Dashed => (double[])[w * 4, w * 3],
            Dash.Dotted => (double[])[w, w * 2.2],
            Dash.DashDot => (double[])[w * 5, w * 2.2, w, w * 2.2],
            _ => default,
        };
    }
}

/// <summary>Textures as tiles that repeat.</summary>
static class HatchPattern
{
    /// <summary>Width and height of a tile, px.</summary>
    public const double Period = 6;
    public const double LineWidth = 1;
    public const double DotSize = 1.8;

    /// <summary>SVG path of a tile.</summary>
    public static string Path(Hatch hatch) => hatch switch
    {
        Hatch.Rising => "M-1 1l2-2M0 6l6-6M5 7l2-2",
        Hatch.Falling => "M-1 5l2 2M0 0l6 6M5-1l2 2",
        Hatch.Crossed => "M-1 1l2-2M0 6l6-6M5 7l2-2M-1 5l2 2M0 0l6 6M5-1l2 2",
        Hatch.Dotted => "M1.5 1.5h0M4.5 4.5h0",
        _ => "",
    };

    /// <summary>How much of a pixel the texture covers, 0 to 1.</summary>
    /// <param name="hatch">Which.</param>
    /// <param name="x">Middle of the pixel, px.</param>
    /// <param name="y">Middle of the pixel, px.</param>
    /// <param name="pixel">Width of the pixel, px.</param>
    public static double At(Hatch hatch, double x, double y, double pixel) => hatch switch
    {
        Hatch.Rising => Line(x + y, pixel),
        Hatch.Falling => Line(x - y, pixel),
        Hatch.Crossed => Math.Max(Line(x + y, pixel), Line(x - y, pixel)),
        Hatch.Dotted => Math.Max(Dot(x - 1.5, y - 1.5, pixel), Dot(x - 4.5, y - 4.5, pixel)),
        _ => 0,
    };

    static double Line(double across, double pixel) => Covered(Math.Abs(Nearest(across)) * 0.7071, LineWidth / 2, pixel);

    static double Dot(double x, double y, double pixel) => Covered(Math.Sqrt((Nearest(x) * Nearest(x)) + (Nearest(y) * Nearest(y))), DotSize / 2, pixel);

    // The edge of a pixel wide ramp.
    static double Covered(double distance, double half, double pixel) => Math.Clamp(((half - distance) / pixel) + 0.5, 0, 1);

    static double Nearest(double value) => value - (Math.Round(value / Period) * Period);
}

/// <summary>The outline of filled boxes.</summary>
static class BoxRim
{
    public const double Width = 0.75;

    const double Narrowest = 4;

    /// <summary>Too narrow for a rim or a texture: either would be all that is seen of it.</summary>
    public static bool IsSliver(Box box) => box.Width < Narrowest || box.Height < Narrowest;

    public static bool IsDrawn(Fill fill, Box box) => fill.HatchColour is not null && !IsSliver(box);

    /// <summary>What a sliver is filled with: the colour of its texture, if it has one, which the fill under a texture is mostly too pale to be seen without.</summary>
    public static Colour ColourOf(Fill fill, Box box) => fill is { Hatch: not Hatch.None, HatchColour: { } ink } && IsSliver(box) ? ink : fill.Colour;
}
