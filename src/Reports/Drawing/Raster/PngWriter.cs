using Plumbline.Reports.Drawing.Placing;

namespace Plumbline.Reports.Drawing.Raster;

/// <summary>Draws a chart as PNG, without a native library: own rasteriser, own letters.</summary>
public static class PngWriter
{
    /// <summary>Writes the picture. The same chart gives the same bytes on every machine of one .NET version.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="stream">Not closed.</param>
    /// <param name="dpi">Pixels an inch; everything grows with it. 36 to 1200; 150 suits screens, 300 print.</param>
    /// <exception cref="ArgumentException">The chart has no panels, or is smaller than 200 × 120 px.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dpi"/> is out of range.</exception>
    /// <remarks>Safe from many threads, and meant to be used from many: one chart each.</remarks>
    public static void Write(Chart chart, Stream stream, int dpi = 150)
    {
        ArgumentNullException.ThrowIfNull(chart);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(dpi, 36);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dpi, 1200);
        var scale = dpi / 96.0;
        using var canvas = new Canvas(ChartLayout.Compose(chart, columnWidth: 1 / scale), scale);
        PngEncoder.Write(stream, canvas.Pixels, canvas.Width, canvas.Height, dpi);
    }
}
