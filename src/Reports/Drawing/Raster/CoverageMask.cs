using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Plumbline.Reports.Drawing.Raster;

/// <summary>How much of each pixel a shape covers, from its outline.</summary>
/// <remarks>
/// Every edge adds the signed area at its right to the pixels that it crosses; summing along a row gives the coverage of each pixel. Pieces that run the same
/// way round add up to their union. Cost follows the length of the outline and the rows that it touches. Not safe from several threads at once.
/// </remarks>
sealed class CoverageMask(int width, int height) : IDisposable
{
    readonly float[] _areas = NewAreas((width + 2) * height);
    readonly int[] _from = NewFrom(height);
    readonly int[] _to = new int[height];
    int _top = int.MaxValue, _bottom = -1;

    // What is outside the clip adds nothing: at the right it is cut off, at the left it counts from the first column.
    PixelBox _clip = new(0, 0, width, height);

    public int Width => width;
    public int Height => height;

    // From a pool: fresh memory of this size costs more than what is drawn on it.
    static float[] NewAreas(int size)
    {
        var areas = ArrayPool<float>.Shared.Rent(size);
        areas.AsSpan(0, size).Clear();
        return areas;
    }

    public void Dispose() => ArrayPool<float>.Shared.Return(_areas);

    static int[] NewFrom(int height)
    {
        var from = new int[height];
        Array.Fill(from, int.MaxValue);
        return from;
    }

    /// <summary>Shapes from here on are cut to this box.</summary>
    public void ClipTo(PixelBox clip) => _clip = clip.CutTo(new(0, 0, width, height));

    /// <summary>A closed outline.</summary>
    public void Polygon(ReadOnlySpan<Spot> corners)
    {
        for (var i = 0; i < corners.Length; i++) Edge(corners[i], corners[i + 1 == corners.Length ? 0 : i + 1]);
    }

    public void Edge(Spot a, Spot b)
    {
        if (a.Y == b.Y) return;
        var sign = 1f;
        if (a.Y > b.Y)
        {
            (a, b) = (b, a);
            sign = -1f;
        }
        if (b.Y <= _clip.Top || a.Y >= _clip.Bottom) return;
        if (Split(a, b, _clip.Left, sign) || Split(a, b, _clip.Right, sign)) return;

        var slope = (b.X - a.X) / (b.Y - a.Y);
        var y = Math.Max(a.Y, _clip.Top);
        var end = Math.Min(b.Y, _clip.Bottom);
        var x = a.X + ((y - a.Y) * slope);
        var isBeside = a.X <= _clip.Left || b.X <= _clip.Left || a.X >= _clip.Right || b.X >= _clip.Right;
        for (var row = (int)y; row < end; row++)
        {
            var below = Math.Min(row + 1, end);
            var step = below - y;
            var next = x + (step * slope);
            if (isBeside) Cross(row, (float)Math.Clamp(x, _clip.Left, _clip.Right), (float)Math.Clamp(next, _clip.Left, _clip.Right), sign * (float)step);
            else if ((int)x is var column && column == (int)next) CrossColumn(row, column, (float)((x + next) / 2) - column, sign * (float)step);
            else Cross(row, (float)x, (float)next, sign * (float)step);
            (x, y) = (next, below);
        }
    }

    /// <summary>An edge within one pixel: by far the most are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    void CrossColumn(int row, int column, float share, float height)
    {
        Touch(row, column, column + 2);
        ref var areas = ref MemoryMarshal.GetArrayDataReference(_areas);
        var at = (row * (width + 2)) + column;
        Unsafe.Add(ref areas, at) += height * (1 - share);
        Unsafe.Add(ref areas, at + 1) += height * share;
    }

    // An edge that crosses a side of the clip becomes two, so that the part outside runs along that side.
    bool Split(Spot a, Spot b, double side, float sign)
    {
        if ((a.X < side) == (b.X < side) || a.X == side || b.X == side) return false;
        var middle = new Spot(side, a.Y + ((side - a.X) / (b.X - a.X) * (b.Y - a.Y)));
        if (sign > 0)
        {
            Edge(a, middle);
            Edge(middle, b);
        }
        else
        {
            Edge(b, middle);
            Edge(middle, a);
        }
        return true;
    }

    /// <summary>An edge within one row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="x0">Where it enters.</param>
    /// <param name="x1">Where it leaves.</param>
    /// <param name="height">Part of the row that it spans, negative upwards.</param>
    void Cross(int row, float x0, float x1, float height)
    {
        if (x0 > x1) (x0, x1) = (x1, x0);
        var first = (int)x0;
        var last = (int)MathF.Ceiling(x1);
        Touch(row, first, Math.Max(last, first + 1) + 1);
        var areas = _areas.AsSpan(row * (width + 2), width + 2);
        if (last <= first + 1)
        {
            var share = ((x0 + x1) / 2) - first;
            areas[first] += height * (1 - share);
            areas[first + 1] += height * share;
            return;
        }
        var perColumn = 1 / (x1 - x0);
        var inFirst = 1 - (x0 - first);
        var inLast = x1 - (last - 1);
        var covered = 0.5f * perColumn * inFirst * inFirst;
        areas[first] += height * covered;
        var before = covered;
        for (var column = first + 1; column < last - 1; column++)
        {
            covered = perColumn * (inFirst + (column - first) - 0.5f);
            areas[column] += height * (covered - before);
            before = covered;
        }
        covered = 1 - (0.5f * perColumn * inLast * inLast);
        areas[last - 1] += height * (covered - before);
        areas[last] += height * (1 - covered);
    }

    void Touch(int row, int from, int to)
    {
        if (from < _from[row]) _from[row] = from;
        if (to > _to[row]) _to[row] = to;
        if (row < _top) _top = row;
        if (row > _bottom) _bottom = row;
    }

    /// <summary>Paints what is covered, and forgets it.</summary>
    public void Paint(Span<uint> pixels, PixelColour colour)
    {
        for (var row = _top; row <= _bottom; row++)
        {
            if (_from[row] == int.MaxValue) continue;
            var to = Math.Min(_to[row], _clip.Right);
            PaintRow(_areas.AsSpan(row * (width + 2), width + 2), pixels.Slice(row * width, width), _from[row], to, colour);
            _areas.AsSpan((row * (width + 2)) + _from[row], _to[row] - _from[row]).Clear();
            _from[row] = int.MaxValue;
            _to[row] = 0;
        }
        (_top, _bottom) = (int.MaxValue, -1);
    }

    /// <summary>The coverage of all pixels, 0 to 255, row by row.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[width * height];
        for (var row = 0; row < height; row++)
        {
            var sum = 0f;
            for (var x = 0; x < width; x++)
            {
                sum += _areas[(row * (width + 2)) + x];
                bytes[(row * width) + x] = (byte)((Math.Min(Math.Abs(sum), 1f) * 255) + 0.5f);
            }
        }
        return bytes;
    }

    static void PaintRow(ReadOnlySpan<float> areas, Span<uint> pixels, int from, int to, PixelColour colour)
    {
        var sum = 0f;
        for (var x = from; x < to; x++)
        {
            sum += areas[x];
            var covered = Math.Min(Math.Abs(sum), 1f);
            var alpha = (uint)((covered * colour.Alpha) + 0.5f);
            if (alpha != 0) pixels[x] = PixelColour.Blend(pixels[x], colour.Rgb, alpha);
        }
    }
}
