using System.Runtime.InteropServices;

namespace Plumbline.Reports.Drawing.Axes;

/// <summary>Maps values to places on the paper.</summary>
/// <param name="From">Value at <paramref name="Start"/>.</param>
/// <param name="To">Value at <paramref name="End"/>; above <paramref name="From"/>.</param>
/// <param name="Start">Place, px.</param>
/// <param name="End">Place, px; may be below <paramref name="Start"/>, as on a vertical axis.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct LinearScale(double From, double To, double Start, double End)
{
    // Far outside the paper, yet small enough for every writer.
    const double Beyond = 20_000;

    /// <summary>Where a value lies. Halved before subtracting, so that even the widest range does not overflow.</summary>
    public double At(double value)
    {
        var share = ((value / 2) - (From / 2)) / ((To / 2) - (From / 2));
        return Math.Clamp(Start + (share * (End - Start)), -Beyond, Beyond);
    }

    public bool Holds(double value) => value >= From && value <= To;
}
