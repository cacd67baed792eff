using System.Buffers;
using Plumbline.Reports.Drawing.Placing;

namespace Plumbline.Reports.Drawing.Raster;

/// <summary>Paints a scene into pixels.</summary>
sealed class Canvas : IDisposable
{
    readonly double _scale;
    readonly uint[] _pixels;
    readonly CoverageMask _mask;
    readonly PixelBox _all;
    readonly Letters _letters = new();
    readonly Dictionary<Hatch, HatchTile> _tiles = [];

    public Canvas(Scene scene, double scale)
    {
        _scale = scale;
        Width = Math.Max(1, (int)Math.Round(scene.Width * scale));
        Height = Math.Max(1, (int)Math.Round(scene.Height * scale));
        _pixels = ArrayPool<uint>.Shared.Rent(Width * Height);
        _pixels.AsSpan(0, Width * Height).Fill((uint)Palette.Paper.Light);
        _mask = new(Width, Height);
        _all = new(0, 0, Width, Height);
        foreach (var shape in scene.Shapes) Draw(shape);
    }

    public int Width { get; }
    public int Height { get; }

    /// <summary>0xRRGGBB, row by row from the top.</summary>
    public ReadOnlySpan<uint> Pixels => _pixels.AsSpan(0, Width * Height);

    public void Dispose()
    {
        ArrayPool<uint>.Shared.Return(_pixels);
        _mask.Dispose();
    }

    void Draw(Shape shape)
    {
        var clip = shape.Clip is { } box ? Pixel(box).CutTo(_all) : _all;
        if (clip.IsEmpty) return;
        _mask.ClipTo(clip);
        switch (shape)
        {
            case BoxShape one: Fill(one.Box, one.Fill, clip); break;
            case BoxesShape many: foreach (var part in many.Boxes) Fill(part, many.Fill, clip); break;
            case LinesShape lines: Lines(lines, clip); break;
            case MarkersShape markers: Markers(markers); break;
            case TextShape text: Text(text, clip); break;
            default: throw new ArgumentOutOfRangeException(nameof(shape), shape, "A shape that a picture has no form for.");
        }
    }

    void Fill(Box box, Fill fill, PixelBox clip)
    {
        var whole = Pixel(box);
        var part = whole.CutTo(clip);
        if (part.IsEmpty) return;
        if (BoxRim.ColourOf(fill, box) is var colour && colour != fill.Colour)
        {
            Rectangle(part, PixelColour.Of(colour));
            return;
        }
        Rectangle(part, PixelColour.Of(fill.Colour, fill.Opacity));
        var ink = fill.HatchColour ?? Palette.Ink;
        if (fill.Hatch != Hatch.None) Tile(fill.Hatch).Paint(_pixels, Width, part, PixelColour.Of(ink));
        if (!BoxRim.IsDrawn(fill, box)) return;
        var rim = Math.Max(1, (int)Math.Round(BoxRim.Width * _scale));
        foreach (var side in (ReadOnlySpan<PixelBox>)[whole with { Bottom = whole.Top + rim }, whole with { Top = whole.Bottom - rim }, whole with { Right = whole.Left + rim }, whole with { Left = whole.Right - rim }])
            Rectangle(side.CutTo(clip), PixelColour.Of(ink));
    }

    void Rectangle(PixelBox box, PixelColour colour)
    {
        if (box.IsEmpty) return;
        var alpha = (uint)(colour.Alpha + 0.5f);
        for (var y = box.Top; y < box.Bottom; y++)
        {
            var row = _pixels.AsSpan((y * Width) + box.Left, box.Right - box.Left);
            if (alpha >= 256) row.Fill(colour.Rgb);
            else
                for (var x = 0; x < row.Length; x++) row[x] = PixelColour.Blend(row[x], colour.Rgb, alpha);
        }
    }

    HatchTile Tile(Hatch hatch)
    {
        if (_tiles.TryGetValue(hatch, out var tile)) return tile;
        tile = new(hatch, _scale);
        _tiles.Add(hatch, tile);
        return tile;
    }

    void Lines(LinesShape shape, PixelBox clip)
    {
        var width = Math.Max(1, shape.Stroke.Width * _scale);
        var colour = PixelColour.Of(shape.Stroke.Colour, shape.Stroke.Opacity);
        var lengths = Array.ConvertAll(DashPattern.Of(shape.Stroke).ToArray(), length => length * _scale);
        foreach (var line in shape.Lines)
        {
            if (line.Length == 2 && (line[0].X == line[1].X || line[0].Y == line[1].Y) && line[0] != line[1])
            {
                foreach (var dash in lengths.Length == 0 ? [Scaled(line)] : Pen.Dashes(Scaled(line), lengths)) Rectangle(Straight(dash, width).CutTo(clip), colour);
                continue;
            }
            if (lengths.Length == 0 || line.Length == 1) Pen.Draw(_mask, Scaled(line), width, isRound: width > 1.9);
            else
                foreach (var dash in Pen.Dashes(Scaled(line), lengths)) Pen.Draw(_mask, dash, width, isRound: false);
        }
        _mask.Paint(_pixels, colour);
    }

    /// <summary>A line along an axis, as whole pixels: crisp at any scale.</summary>
    static PixelBox Straight(Spot[] line, double width)
    {
        var thick = Math.Max(1, (int)Math.Round(width));
        var (a, b) = (line[0], line[^1]);
        if (a.Y == b.Y)
        {
            var top = (int)Math.Round(a.Y - (thick / 2.0));
            return new((int)Math.Round(Math.Min(a.X, b.X)), top, (int)Math.Round(Math.Max(a.X, b.X)), top + thick);
        }
        var left = (int)Math.Round(a.X - (thick / 2.0));
        return new(left, (int)Math.Round(Math.Min(a.Y, b.Y)), left + thick, (int)Math.Round(Math.Max(a.Y, b.Y)));
    }

    void Markers(MarkersShape shape)
    {
        var colour = PixelColour.Of(shape.Colour);
        var paper = PixelColour.Of(Palette.Paper);
        var size = shape.Size * _scale;
        foreach (var spot in shape.Spots)
        {
            var at = Scaled(spot);
            switch (shape.Marker)
            {
                case MarkerShape.Cross:
                    foreach (var stroke in MarkerOutline.Cross(at, size)) Pen.Draw(_mask, stroke, 2 * _scale, isRound: true);
                    break;
                case MarkerShape.Circle:
                    Disc(at, (size / 2) + (0.75 * _scale), paper);
                    Pen.Disc(_mask, at, size / 2);
                    break;
                case MarkerShape.Ring:
                    Disc(at, (size / 2) + (0.8 * _scale), colour);
                    Disc(at, (size / 2) - (0.8 * _scale), paper);
                    break;
                default:
                    var corners = MarkerOutline.Corners(shape.Marker, at, size);
                    Pen.Draw(_mask, [.. corners, corners[0]], 1.5 * _scale, isRound: true);
                    _mask.Paint(_pixels, paper);
                    _mask.Polygon(corners);
                    break;
            }
            _mask.Paint(_pixels, colour);
        }
    }

    void Disc(Spot at, double radius, PixelColour colour)
    {
        Pen.Disc(_mask, at, radius);
        _mask.Paint(_pixels, colour);
    }

    void Text(TextShape text, PixelBox clip)
    {
        if (text.Halo) _letters.Write(text, _scale, 3 * _scale, _pixels, clip, Width, PixelColour.Of(Palette.Paper));
        _letters.Write(text, _scale, 0, _pixels, clip, Width, PixelColour.Of(text.Colour));
    }

    Spot Scaled(Spot spot) => new(spot.X * _scale, spot.Y * _scale);

    Spot[] Scaled(Spot[] spots) => Array.ConvertAll(spots, Scaled);

    /// <summary>The nearest whole pixels; what has a size keeps one.</summary>
    PixelBox Pixel(Box box)
    {
        int left = (int)Math.Round(box.Left * _scale), top = (int)Math.Round(box.Top * _scale);
        return new(left, top, Math.Max(left + 1, (int)Math.Round(box.Right * _scale)), Math.Max(top + 1, (int)Math.Round(box.Bottom * _scale)));
    }
}
