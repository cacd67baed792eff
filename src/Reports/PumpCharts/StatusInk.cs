using Plumbline.Plant;
using Plumbline.Reports.Drawing;

namespace Plumbline.Reports.PumpCharts;

/// <summary>How a status looks: in colour, and without it by height, hatch and shape.</summary>
static class StatusInk
{
    static readonly Colour Rim = new(0x7A5B00, 0xF3CD62);

    /// <summary>Worst last: where two fall on one pixel, the worse one is seen.</summary>
    public static readonly IReadOnlyList<PumpStatus> FromBest = [PumpStatus.Off, PumpStatus.Unknown, PumpStatus.Normal, PumpStatus.Warning, PumpStatus.Critical, PumpStatus.Failure];

    public static readonly IReadOnlyList<StripState> States = [.. FromBest.Select(status => new StripState(status.ToString(), Fill(status), Height(status)))];

    public static int StateOf(PumpStatus status) => status switch
    {
        PumpStatus.Off => 0,
        PumpStatus.Unknown => 1,
        _ => (int)status,
    };

    public static Colour Colour(PumpStatus status) => status switch
    {
        PumpStatus.Normal => new(0x2C9A5A, 0x3FAF6E),
        PumpStatus.Warning => new(0xF2C12E, 0xE9BD3B),
        PumpStatus.Critical => new(0xE2701A, 0xEF8535),
        PumpStatus.Failure => new(0xBE1A2B, 0xE5484D),
        PumpStatus.Off => new(0xA3AEB9, 0x5C6873),
        _ => new(0xF4F6F8, 0x232C35),
    };

    public static Fill Fill(PumpStatus status) => status switch
    {
        PumpStatus.Unknown => new(Colour(status), 1, Hatch.Falling, new Colour(0x7C8995, 0x7F8C98)),
        PumpStatus.Warning => new(Colour(status), 1, Hatch.None, Rim),
        _ => new(Colour(status)),
    };

    /// <summary>For bars and blocks that stand upon each other, where height says nothing of the status: a texture each.</summary>
    public static Fill Textured(PumpStatus status) => status switch
    {
        PumpStatus.Critical => Fill(status) with { Hatch = Hatch.Rising, HatchColour = new(0x943F00, 0x7A3300) },
        PumpStatus.Normal => Fill(status) with { Hatch = Hatch.Dotted, HatchColour = new(0x0E5C30, 0x0B3A20) },
        _ => Fill(status),
    };

    static double Height(PumpStatus status) => status switch
    {
        PumpStatus.Off => 0.15,
        PumpStatus.Unknown => 0.45,
        PumpStatus.Normal => 0.3,
        PumpStatus.Warning => 0.55,
        PumpStatus.Critical => 0.8,
        _ => 1,
    };

    public static MarkerShape Marker(PumpStatus status) => status switch
    {
        PumpStatus.Normal => MarkerShape.Circle,
        PumpStatus.Warning => MarkerShape.Triangle,
        PumpStatus.Critical => MarkerShape.Diamond,
        PumpStatus.Failure => MarkerShape.Square,
        _ => MarkerShape.Ring,
    };
}

/// <summary>How a parameter looks: colour, dashes and marker together.</summary>
static class ParameterInk
{
    public static string Name(PumpParameter parameter) => parameter.ToString();

    public static Colour Colour(PumpParameter parameter) => parameter switch
    {
        PumpParameter.Flow => Palette.Blue,
        PumpParameter.Head => Palette.Vermilion,
        PumpParameter.Power => Palette.Green,
        _ => Palette.Purple,
    };

    public static Dash Dash(PumpParameter parameter) => parameter switch
    {
        PumpParameter.Flow => Drawing.Dash.Solid,
        PumpParameter.Head => Drawing.Dash.Dashed,
        PumpParameter.Power => Drawing.Dash.DashDot,
        _ => Drawing.Dash.Dotted,
    };

    public static MarkerShape Marker(PumpParameter parameter) => parameter switch
    {
        PumpParameter.Flow => MarkerShape.Circle,
        PumpParameter.Head => MarkerShape.Triangle,
        PumpParameter.Power => MarkerShape.Square,
        _ => MarkerShape.Diamond,
    };
}
