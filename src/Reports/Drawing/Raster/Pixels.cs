using System.Runtime.InteropServices;

namespace Plumbline.Reports.Drawing.Raster;

/// <summary>A rectangle of whole pixels; right and bottom are the first outside.</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct PixelBox(int Left, int Top, int Right, int Bottom)
{
    public bool IsEmpty => Left >= Right || Top >= Bottom;

    public PixelBox CutTo(PixelBox other) => new(Math.Max(Left, other.Left), Math.Max(Top, other.Top), Math.Min(Right, other.Right), Math.Min(Bottom, other.Bottom));
}

/// <summary>A colour to paint with.</summary>
/// <param name="Rgb">0xRRGGBB.</param>
/// <param name="Alpha">0 (nothing) to 256 (opaque).</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct PixelColour(uint Rgb, float Alpha)
{
    public static PixelColour Of(Colour colour, double opacity = 1) => new((uint)colour.Light, (float)(256 * Math.Clamp(opacity, 0, 1)));

    /// <summary>Red and blue are mixed together, green beside them.</summary>
    public static uint Blend(uint below, uint above, uint alpha)
    {
        var rest = 256 - alpha;
        var redBlue = (((below & 0xFF00FF) * rest) + ((above & 0xFF00FF) * alpha) + 0x800080) >> 8;
        var green = (((below & 0x00FF00) * rest) + ((above & 0x00FF00) * alpha) + 0x008000) >> 8;
        return (redBlue & 0xFF00FF) | (green & 0x00FF00);
    }
}
