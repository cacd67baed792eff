using System.Globalization;

namespace Plumbline.Reports.Drawing.Lettering;

/// <summary>Reads the path language of <see cref="GlyphTable"/> into straight pieces.</summary>
static class PenPath
{
    public static IReadOnlyList<Spot[]> Read(ReadOnlySpan<char> path, double bulge, int stepsPerCurve)
    {
        var strokes = new List<Spot[]>();
        var pen = new List<Spot>();
        Span<double> n = stackalloc double[6];
        foreach (var piece in Pieces(path))
        {
            var count = Numbers(piece.AsSpan(1), n);
            var last = pen.Count > 0 ? pen[^1] : default;
            switch (piece[0], count)
            {
                case ('M', 2):
                    Lift();
                    pen.Add(new(n[0], n[1]));
                    break;
                case ('L', 2):
                    pen.Add(new(n[0], n[1]));
                    break;
                case ('C', 6):
                    Curve(new(n[0], n[1]), new(n[2], n[3]), new(n[4], n[5]));
                    break;
                case ('h', 2):
                    Curve(new(last.X + (bulge * (n[0] - last.X)), last.Y), new(n[0], n[1] + (bulge * (last.Y - n[1]))), new(n[0], n[1]));
                    break;
                case ('v', 2):
                    Curve(new(last.X, last.Y + (bulge * (n[1] - last.Y))), new(n[0] + (bulge * (last.X - n[0])), n[1]), new(n[0], n[1]));
                    break;
                case ('O', 4):
                    Lift();
                    Ellipse(n[0], n[1], n[2], n[3]);
                    break;
                default:
                    throw new FormatException($"A pen path has no piece '{piece}'.");
            }
        }
        Lift();
        return strokes;

        void Lift()
        {
            if (pen.Count > 0) strokes.Add([.. pen]);
            pen.Clear();
        }

        void Curve(Spot c1, Spot c2, Spot end)
        {
            var start = pen[^1];
            for (var i = 1; i <= stepsPerCurve; i++)
            {
                var t = i / (double)stepsPerCurve;
                var s = 1 - t;
                double a = s * s * s, b = 3 * s * s * t, c = 3 * s * t * t, d = t * t * t;
                pen.Add(new((a * start.X) + (b * c1.X) + (c * c2.X) + (d * end.X), (a * start.Y) + (b * c1.Y) + (c * c2.Y) + (d * end.Y)));
            }
        }

        void Ellipse(double x, double y, double rx, double ry)
        {
            for (var i = 0; i <= 4 * stepsPerCurve; i++)
            {
                var (sin, cos) = Math.SinCos(Math.PI / 2 / stepsPerCurve * i);
                pen.Add(new(x + (rx * sin), y + (ry * cos)));
            }
        }
    }

    static List<string> Pieces(ReadOnlySpan<char> path)
    {
        var pieces = new List<string>();
        var start = -1;
        for (var i = 0; i <= path.Length; i++)
        {
            if (i < path.Length && !char.IsAsciiLetter(path[i])) continue;
            if (start >= 0) pieces.Add(path[start..i].ToString());
            start = i;
        }
        return pieces;
    }

    static int Numbers(ReadOnlySpan<char> text, Span<double> numbers)
    {
        var count = 0;
        foreach (var range in text.Split(' '))
            if (!text[range].IsEmpty) numbers[count++] = double.Parse(text[range], CultureInfo.InvariantCulture);
        return count;
    }
}
