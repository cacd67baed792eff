namespace Plumbline.Reports.Drawing.Raster;

/// <summary>Turns lines into outlines: a quad for each piece, a wedge for each bend, a half disc for each end.</summary>
/// <remarks>All pieces run the same way round, so that in a <see cref="CoverageMask"/> they add up to the line.</remarks>
static class Pen
{
    // Twice the area of the gap, in square pixels.
    const double Unseen = 0.05;

    /// <summary>A line of the given width.</summary>
    /// <param name="mask">Receives the outline.</param>
    /// <param name="line">At least one spot; a single one is a dot.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="isRound">Whether bends and ends are round; otherwise bends are cut off and ends are flat.</param>
    public static void Draw(CoverageMask mask, ReadOnlySpan<Spot> line, double width, bool isRound)
    {
        var radius = width / 2;
        var before = default(Spot);
        var isFirst = true;
        var end = line[0];
        for (var i = 1; i < line.Length; i++)
        {
            var direction = Direction(end, line[i]);
            if (direction == default) continue;
            var side = new Spot(-direction.Y * radius, direction.X * radius);
            if (!isFirst) Bend(mask, end, before, side, radius, isRound);
            else if (isRound) HalfDisc(mask, end, side, radius);
            Quad(mask, end, line[i], side);
            (before, end, isFirst) = (side, line[i], false);
        }
        if (isFirst) Disc(mask, line[0], radius);
        else if (isRound) HalfDisc(mask, end, new(-before.X, -before.Y), radius);
    }

    public static void Disc(CoverageMask mask, Spot middle, double radius)
    {
        HalfDisc(mask, middle, new(0, radius), radius);
        HalfDisc(mask, middle, new(0, -radius), radius);
    }

    static Spot Direction(Spot from, Spot to)
    {
        double x = to.X - from.X, y = to.Y - from.Y;
        var length = Math.Sqrt((x * x) + (y * y));
        return length < 1e-9 ? default : new(x / length, y / length);
    }

    static void Quad(CoverageMask mask, Spot a, Spot b, Spot side)
    {
        Spot a1 = new(a.X + side.X, a.Y + side.Y), a2 = new(a.X - side.X, a.Y - side.Y), b1 = new(b.X + side.X, b.Y + side.Y), b2 = new(b.X - side.X, b.Y - side.Y);
        mask.Edge(a1, a2);
        mask.Edge(a2, b2);
        mask.Edge(b2, b1);
        mask.Edge(b1, a1);
    }

    static void Bend(CoverageMask mask, Spot at, Spot before, Spot after, double radius, bool isRound)
    {
        var turn = (before.X * after.Y) - (before.Y * after.X);
        // The gap at the outside of a slight bend is too small to be seen.
        if (Math.Abs(turn) < Unseen && (before.X * after.X) + (before.Y * after.Y) > 0) return;
        // The wedge lies outside of the bend.
        var (from, to) = turn > 0 ? (new Spot(-before.X, -before.Y), new Spot(-after.X, -after.Y)) : (after, before);
        Fan(mask, at, from, to, radius, isRound);
    }

    // From the side to its opposite, around the back.
    static void HalfDisc(CoverageMask mask, Spot at, Spot side, double radius)
    {
        var back = new Spot(-side.Y, side.X);
        Fan(mask, at, side, back, radius, isRound: true);
        Fan(mask, at, back, new(-side.X, -side.Y), radius, isRound: true);
    }

    /// <summary>A wedge, or a sector of less than half a disc, between two radii, counter-clockwise where y runs up.</summary>
    static void Fan(CoverageMask mask, Spot at, Spot from, Spot to, double radius, bool isRound)
    {
        var previous = new Spot(at.X + from.X, at.Y + from.Y);
        mask.Edge(at, previous);
        if (isRound)
        {
            var angle = Math.Acos(Math.Clamp(((from.X * to.X) + (from.Y * to.Y)) / (radius * radius), -1, 1));
            var steps = (int)Math.Ceiling(angle / (radius < 1.5 ? 0.8 : radius < 6 ? 0.4 : 0.2));
            for (var i = 1; i < steps; i++)
            {
                var (sin, cos) = Math.SinCos(angle * i / steps);
                var next = new Spot(at.X + (from.X * cos) - (from.Y * sin), at.Y + (from.X * sin) + (from.Y * cos));
                mask.Edge(previous, next);
                previous = next;
            }
        }
        var last = new Spot(at.X + to.X, at.Y + to.Y);
        mask.Edge(previous, last);
        mask.Edge(last, at);
    }

    /// <summary>Cuts a line into dashes.</summary>
    /// <param name="line">At least two spots.</param>
    /// <param name="lengths">Of dash and gap in turn, in pixels.</param>
    public static IEnumerable<Spot[]> Dashes(Spot[] line, double[] lengths)
    {
        var dash = new List<Spot> { line[0] };
        var (part, left) = (0, lengths[0]);
        for (var i = 1; i < line.Length; i++)
        {
            var (from, to) = (line[i - 1], line[i]);
            double x = to.X - from.X, y = to.Y - from.Y;
            var length = Math.Sqrt((x * x) + (y * y));
            for (var done = 0.0; done < length;)
            {
                var step = Math.Min(left, length - done);
                done += step;
                left -= step;
                var at = done >= length ? to : new Spot(from.X + (x * done / length), from.Y + (y * done / length));
                if (part % 2 == 0) dash.Add(at);
                if (left > 0) continue;
                if (part % 2 == 0) yield return [.. dash];
                dash.Clear();
                part = (part + 1) % lengths.Length;
                left = lengths[part];
                if (part % 2 == 0) dash.Add(at);
            }
        }
        if (part % 2 == 0 && dash.Count > 1) yield return [.. dash];
    }
}
