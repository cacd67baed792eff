using System.Runtime.InteropServices;

namespace Plumbline.Reports.Drawing;

/// <summary>A place on the paper, px; y downwards.</summary>
[StructLayout(LayoutKind.Auto)]
readonly record struct Spot(double X, double Y);

/// <summary>A rectangle with edges along the axes.</summary>
sealed record Box(double Left, double Top, double Right, double Bottom)
{
    public static readonly Box Empty = new(0, 0, 0, 0);

    public double Width => Right - Left;
    public double Height => Bottom - Top;
    public Spot Middle => new((Left + Right) / 2, (Top + Bottom) / 2);

    public bool Overlaps(Box other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    public bool Holds(Box other) => other.Left >= Left && other.Right <= Right && other.Top >= Top && other.Bottom <= Bottom;
    public Box Grown(double by) => new(Left - by, Top - by, Right + by, Bottom + by);
    public Box Moved(double x, double y) => new(Left + x, Top + y, Right + x, Bottom + y);
}
