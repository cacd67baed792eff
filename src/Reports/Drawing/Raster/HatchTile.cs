using Plumbline.Reports.Drawing.Placing;

namespace Plumbline.Reports.Drawing.Raster;

/// <summary>A texture in whole pixels, so that it repeats without a seam.</summary>
sealed class HatchTile
{
    readonly int _size;
    readonly byte[] _shares;

    public HatchTile(Hatch hatch, double scale)
    {
        _size = Math.Max(4, (int)Math.Round(HatchPattern.Period * scale));
        _shares = new byte[_size * _size];
        var step = HatchPattern.Period / _size;
        for (var i = 0; i < _shares.Length; i++) _shares[i] = (byte)(255 * HatchPattern.At(hatch, ((i % _size) + 0.5) * step, ((i / _size) + 0.5) * step, step));
    }

    public void Paint(Span<uint> pixels, int width, PixelBox box, PixelColour colour)
    {
        for (var y = box.Top; y < box.Bottom; y++)
        {
            var row = pixels.Slice(y * width, width);
            var shares = _shares.AsSpan(y % _size * _size, _size);
            for (int x = box.Left, at = box.Left % _size; x < box.Right; x++)
            {
                var alpha = (uint)(shares[at] * colour.Alpha / 255);
                if (alpha != 0) row[x] = PixelColour.Blend(row[x], colour.Rgb, alpha);
                if (++at == _size) at = 0;
            }
        }
    }
}
