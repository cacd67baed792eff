using System.Runtime.InteropServices;
using Plumbline.Reports.Drawing.Axes;

namespace Plumbline.Reports.Drawing.Placing;

/// <summary>Thins a series to what can be seen: of the readings in one column of pixels the first, the lowest, the highest and the last.</summary>
/// <remarks>No extreme is ever lost. O(readings), at most four spots a column.</remarks>
static class Decimation
{
    /// <summary>The line's pieces, parted where readings are missing.</summary>
    /// <param name="x">Not decreasing.</param>
    /// <param name="y">As long; a NaN or an infinity is a gap.</param>
    /// <param name="across">Places of x.</param>
    /// <param name="up">Places of y.</param>
    /// <param name="columnWidth">Width of a column, px.</param>
    /// <param name="longestStep">No line across a longer stretch of x without a reading.</param>
    public static List<Spot[]> Thin(ReadOnlySpan<double> x, ReadOnlySpan<double> y, LinearScale across, LinearScale up, double columnWidth, double longestStep)
    {
        var pieces = new List<Spot[]>();
        var piece = new List<Spot>();
        var column = new Column();
        var isBroken = false;
        var (lastX, lastPlace) = (double.NaN, double.NaN);
        for (var i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(y[i]) || !double.IsFinite(x[i]))
            {
                isBroken = true;
                continue;
            }
            var place = across.At(x[i]);
            var number = (long)Math.Floor(place / columnWidth);
            if (x[i] - lastX > longestStep) isBroken = true;
            if (column.Count > 0 && column.Number != number)
            {
                column.Flush(x, y, across, up, piece);
                // A gap narrower than a column cannot be seen.
                if (isBroken && place - lastPlace > columnWidth) Part(pieces, piece);
            }
            isBroken = false;
            column.Take(number, i, y[i]);
            (lastX, lastPlace) = (x[i], place);
        }
        column.Flush(x, y, across, up, piece);
        Part(pieces, piece);
        return pieces;
    }

    static void Part(List<Spot[]> pieces, List<Spot> piece)
    {
        if (piece.Count > 0) pieces.Add([.. piece]);
        piece.Clear();
    }

    /// <summary>The readings of one column, by their index.</summary>
    [StructLayout(LayoutKind.Auto)]
    struct Column
    {
        int _first, _last, _lowest, _highest;
        double _low, _high;

        public long Number;
        public int Count;

        public void Take(long number, int index, double value)
        {
            if (Count++ == 0)
            {
                Number = number;
                _first = _lowest = _highest = index;
                _low = _high = value;
            }
            _last = index;
            if (value < _low) (_low, _lowest) = (value, index);
            if (value > _high) (_high, _highest) = (value, index);
        }

        public void Flush(ReadOnlySpan<double> x, ReadOnlySpan<double> y, LinearScale across, LinearScale up, List<Spot> piece)
        {
            if (Count == 0) return;
            Count = 0;
            var previous = -1;
            foreach (var index in (ReadOnlySpan<int>)[_first, Math.Min(_lowest, _highest), Math.Max(_lowest, _highest), _last])
            {
                if (index == previous) continue;
                piece.Add(new(across.At(x[index]), up.At(y[index])));
                previous = index;
            }
        }
    }
}
