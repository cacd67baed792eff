using Plumbline.Reports.Drawing.Lettering;

namespace Plumbline.Reports.Drawing.Raster;

/// <summary>Moves the stems, bars and bowls of small letters to the pixel grid: their edges become sharp, their shape is kept between them.</summary>
static class GridFit
{
    const double PenUnits = 8.5;
    const double BoldPenUnits = 13;
    const double LargestFitted = 40;

    // Pen positions at the foot, the top of small letters and the top of capitals: every letter has these, so that all stand in line.
    static readonly double[] Zones = [4, 48, 68];

    public static double PenWidth(double size, bool isBold) => Math.Max(1, (isBold ? BoldPenUnits : PenUnits) * size / 100);

    /// <summary>The strokes in pixels from the start of the baseline; y upwards.</summary>
    public static Spot[][] Fit(Glyph glyph, double size, bool isBold)
    {
        var scale = size / 100;
        var across = scale * (isBold ? StrokeFont.BoldWidening : 1);
        var pen = PenWidth(size, isBold);
        if (size > LargestFitted) return [.. glyph.Strokes.Select(stroke => Array.ConvertAll(stroke, p => new Spot(p.X * across, p.Y * scale)))];

        var x = new Ladder(Turns(glyph, p => p.X, p => p.Y), across, pen);
        var y = new Ladder([.. Zones, .. Turns(glyph, p => p.Y, p => p.X)], scale, pen);
        return [.. glyph.Strokes.Select(stroke => Array.ConvertAll(stroke, p => new Spot(x.At(p.X), y.At(p.Y))))];
    }

    /// <summary>Where strokes run along an axis or turn back: stems and the outermost parts of bowls.</summary>
    static List<double> Turns(Glyph glyph, Func<Spot, double> of, Func<Spot, double> along)
    {
        const double Straight = 0.6, Long = 9;
        var found = new List<double>();
        foreach (var stroke in glyph.Strokes)
        {
            for (var i = 1; i < stroke.Length; i++)
            {
                var step = of(stroke[i]) - of(stroke[i - 1]);
                if (Math.Abs(step) < Straight && Math.Abs(along(stroke[i]) - along(stroke[i - 1])) > Long) found.Add((of(stroke[i]) + of(stroke[i - 1])) / 2);
                var next = i + 1 < stroke.Length ? i + 1 : stroke[i] == stroke[0] ? 1 : -1;
                if (next > 0 && step * (of(stroke[next]) - of(stroke[i])) < 0) found.Add(of(stroke[i]));
            }
        }
        return found;
    }

    /// <summary>Maps one coordinate so that the pen's edge falls on the grid at each rung.</summary>
    sealed class Ladder
    {
        readonly double _scale;
        readonly List<double> _from = [];
        readonly List<double> _to = [];

        public Ladder(List<double> rungs, double scale, double pen)
        {
            _scale = scale;
            rungs.Sort();
            foreach (var rung in rungs)
            {
                if (_from.Count > 0 && (rung - _from[^1]) * scale < pen * 0.75) continue;
                var target = Math.Floor((rung * scale) - (pen / 2) + 0.5) + (pen / 2);
                // Two strokes that are apart stay apart.
                if (_to.Count > 0 && target - _to[^1] < 1) target = _to[^1] + 1;
                _from.Add(rung);
                _to.Add(target);
            }
        }

        public double At(double value)
        {
            if (_from.Count == 0) return value * _scale;
            if (value <= _from[0]) return _to[0] + ((value - _from[0]) * _scale);
            if (value >= _from[^1]) return _to[^1] + ((value - _from[^1]) * _scale);
            var i = 1;
            while (_from[i] < value) i++;
            return _to[i - 1] + ((value - _from[i - 1]) / (_from[i] - _from[i - 1]) * (_to[i] - _to[i - 1]));
        }
    }
}
