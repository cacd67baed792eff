using System.Runtime.InteropServices;
using Plumbline.Reports.Drawing.Lettering;
using Plumbline.Reports.Drawing.Placing;

namespace Plumbline.Reports.Drawing.Raster;

/// <summary>Writes text with the stroke font. Letters start on whole pixels and are fitted to the grid, which keeps small text sharp; each is drawn once and stamped after that.</summary>
sealed class Letters
{
    readonly Dictionary<Key, Stamp> _stamps = [];

    [StructLayout(LayoutKind.Auto)]
    readonly record struct Key(char Character, double Size, bool IsBold, bool IsUpwards, double ExtraWidth);

    /// <summary>A letter's coverage, 0 to 255, around the start of its baseline.</summary>
    sealed record Stamp(int Left, int Top, int Width, int Height, byte[] Coverage);

    /// <param name="text">What to write where.</param>
    /// <param name="scale">Pixels per px.</param>
    /// <param name="extraWidth">How much wider than usual the pen is, in pixels: for a rim around the letters.</param>
    /// <param name="pixels">The picture.</param>
    /// <param name="clip">Nothing is written outside; its width is no more than that of the picture.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="colour">What to write with.</param>
    public void Write(TextShape text, double scale, double extraWidth, Span<uint> pixels, PixelBox clip, int width, PixelColour colour)
    {
        var size = text.Size * scale;
        var share = text.Anchor switch { Anchor.Start => 0, Anchor.Middle => 0.5, _ => 1 };
        var along = -share * text.Length * scale;
        var (startX, startY) = (text.X * scale, text.Y * scale);
        foreach (var character in text.Text)
        {
            var x = (int)Math.Round(text.Upwards ? startX : startX + along);
            var y = (int)Math.Round(text.Upwards ? startY - along : startY);
            Press(Of(new(character, size, text.Bold, text.Upwards, extraWidth)), x, y, pixels, clip, width, colour);
            along += StrokeFont.Measure([character], size, text.Bold);
        }
    }

    static void Press(Stamp stamp, int x, int y, Span<uint> pixels, PixelBox clip, int width, PixelColour colour)
    {
        var whole = new PixelBox(x + stamp.Left, y + stamp.Top, x + stamp.Left + stamp.Width, y + stamp.Top + stamp.Height);
        var part = whole.CutTo(clip);
        for (var row = part.Top; row < part.Bottom; row++)
        {
            var coverage = stamp.Coverage.AsSpan((row - whole.Top) * stamp.Width, stamp.Width);
            for (var column = part.Left; column < part.Right; column++)
            {
                var alpha = (uint)(coverage[column - whole.Left] * colour.Alpha / 255);
                if (alpha == 0) continue;
                ref var pixel = ref pixels[(row * width) + column];
                pixel = PixelColour.Blend(pixel, colour.Rgb, alpha);
            }
        }
    }

    Stamp Of(Key key)
    {
        if (_stamps.TryGetValue(key, out var stamp)) return stamp;
        stamp = Cut(key);
        _stamps.Add(key, stamp);
        return stamp;
    }

    static Stamp Cut(Key key)
    {
        var strokes = GridFit.Fit(StrokeFont.Of(key.Character), key.Size, key.IsBold);
        var pen = GridFit.PenWidth(key.Size, key.IsBold) + key.ExtraWidth;
        double left = 0, top = 0, right = 0, bottom = 0;
        for (var s = 0; s < strokes.Length; s++)
        {
            strokes[s] = Array.ConvertAll(strokes[s], p => key.IsUpwards ? new Spot(-p.Y, -p.X) : new Spot(p.X, -p.Y));
            foreach (var spot in strokes[s])
                (left, top, right, bottom) = (Math.Min(left, spot.X), Math.Min(top, spot.Y), Math.Max(right, spot.X), Math.Max(bottom, spot.Y));
        }
        var margin = (int)Math.Ceiling(pen / 2) + 1;
        int x = (int)Math.Floor(left) - margin, y = (int)Math.Floor(top) - margin;
        using var mask = new CoverageMask((int)Math.Ceiling(right) + margin - x, (int)Math.Ceiling(bottom) + margin - y);
        foreach (var stroke in strokes) Pen.Draw(mask, Array.ConvertAll(stroke, p => new Spot(p.X - x, p.Y - y)), pen, isRound: true);
        return new(x, y, mask.Width, mask.Height, mask.ToBytes());
    }
}
