using System.Runtime.InteropServices;

namespace Plumbline.Reports.Drawing;

/// <summary>A colour on light and on dark paper.</summary>
/// <param name="Light">Red, green, blue as 0xRRGGBB, on white. Pictures in files use this one.</param>
/// <param name="Dark">The same on a dark page.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Colour(int Light, int Dark);

/// <summary>How a line is broken up.</summary>
public enum Dash
{
    /// <summary>Not at all.</summary>
    Solid,

    /// <summary>Long strokes.</summary>
    Dashed,

    /// <summary>Dots.</summary>
    Dotted,

    /// <summary>A long stroke and a dot in turn.</summary>
    DashDot,
}

/// <summary>How a line is drawn.</summary>
/// <param name="Colour">Colour.</param>
/// <param name="Width">Width in px.</param>
/// <param name="Dash">Dashes.</param>
/// <param name="Opacity">0 to 1.</param>
public sealed record Stroke(Colour Colour, double Width = 1.5, Dash Dash = Dash.Solid, double Opacity = 1);

/// <summary>Texture of an area, so that it is told from others without colour.</summary>
public enum Hatch
{
    /// <summary>None.</summary>
    None,

    /// <summary>Lines from lower left to upper right.</summary>
    Rising,

    /// <summary>Lines from upper left to lower right.</summary>
    Falling,

    /// <summary>Both.</summary>
    Crossed,

    /// <summary>Dots.</summary>
    Dotted,
}

/// <summary>How an area is filled.</summary>
/// <param name="Colour">Colour.</param>
/// <param name="Opacity">0 to 1.</param>
/// <param name="Hatch">Texture, drawn in <paramref name="HatchColour"/>.</param>
/// <param name="HatchColour">Colour of texture and outline; null: no outline, texture in the colour of text.</param>
public sealed record Fill(Colour Colour, double Opacity = 1, Hatch Hatch = Hatch.None, Colour? HatchColour = null);

/// <summary>Shape of a marker.</summary>
public enum MarkerShape
{
    /// <summary>No marker.</summary>
    None,

    /// <summary>A filled circle.</summary>
    Circle,

    /// <summary>An open circle.</summary>
    Ring,

    /// <summary>A triangle that stands.</summary>
    Triangle,

    /// <summary>A square on its corner.</summary>
    Diamond,

    /// <summary>A square.</summary>
    Square,

    /// <summary>Two crossed strokes.</summary>
    Cross,
}

/// <summary>Colours that charts of every kind use. Lines keep a contrast of at least 3 : 1 with the paper, text 4.5 : 1.</summary>
/// <remarks>The four line colours stay apart for the common kinds of colour blindness: after Okabe and Ito, "Color Universal Design", 2008, darkened for thin lines.</remarks>
public static class Palette
{
    /// <summary>Text and what must stand out like text.</summary>
    public static readonly Colour Ink = new(0x1B2530, 0xDDE4EA);

    /// <summary>Text of less weight.</summary>
    public static readonly Colour Soft = new(0x566472, 0x98A6B3);

    /// <summary>Axis lines.</summary>
    public static readonly Colour Axis = new(0x8592A0, 0x66737F);

    /// <summary>Grid lines.</summary>
    public static readonly Colour Grid = new(0xE3E8ED, 0x28323C);

    /// <summary>What is drawn on.</summary>
    public static readonly Colour Paper = new(0xFFFFFF, 0x12181E);

    /// <summary>First line colour.</summary>
    public static readonly Colour Blue = new(0x0B66A8, 0x6CB8EC);

    /// <summary>Second line colour.</summary>
    public static readonly Colour Vermilion = new(0xC8500A, 0xFF9A5C);

    /// <summary>Third line colour.</summary>
    public static readonly Colour Green = new(0x00795A, 0x4CC9A4);

    /// <summary>Fourth line colour.</summary>
    public static readonly Colour Purple = new(0x9A3F86, 0xE29AD0);
}
