namespace Plumbline.Reports.Drawing.Placing;

/// <summary>Finds room for words beside points of a plot: never over other words, over lines only where nothing else is free.</summary>
sealed class LabelPlacer(Box plot)
{
    const double Square = 4;
    // Words wholly on lines are as bad as words this far away, px.
    const double LinePenalty = 130;

    readonly bool[] _lines = new bool[(int)((plot.Width / Square) + 2) * (int)((plot.Height / Square) + 2)];
    readonly int _columns = (int)((plot.Width / Square) + 2);
    readonly List<Box> _taken = [];

    /// <summary>Words avoid the line where they can.</summary>
    public void Avoid(Spot[] line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            var (from, to) = (line[Math.Max(0, i - 1)], line[i]);
            var steps = (int)Math.Clamp(Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)) / Square, 1, 2000);
            for (var s = 0; s <= steps; s++) Touch(from.X + ((to.X - from.X) * s / steps), from.Y + ((to.Y - from.Y) * s / steps));
        }
    }

    /// <summary>Words avoid the area where they can.</summary>
    public void Avoid(Box area)
    {
        for (var y = Math.Max(plot.Top, area.Top); y <= Math.Min(plot.Bottom, area.Bottom); y += Square)
            for (var x = Math.Max(plot.Left, area.Left); x <= Math.Min(plot.Right, area.Right); x += Square) Touch(x, y);
    }

    /// <summary>No words are put here.</summary>
    public void Take(Box box) => _taken.Add(box);

    /// <summary>A place for a box of words near a point, which is then taken; null where there is none.</summary>
    public Box? Place(Spot point, double width, double height)
    {
        Box? best = null;
        var least = double.PositiveInfinity;
        foreach (var distance in (ReadOnlySpan<double>)[9, 22, 40, 64, 96, 140, 200])
        {
            foreach (var (toX, toY) in (ReadOnlySpan<(int, int)>)[(1, -1), (1, 0), (0, -1), (-1, -1), (-1, 0), (1, 1), (0, 1), (-1, 1)])
                Try(Beside(point, toX, toY, distance, width, height), distance);
            if (least < distance + 15) break;
        }
        if (best is null)
        {
            for (var y = plot.Top + 2; y + height < plot.Bottom; y += height / 2)
                for (var x = plot.Left + 2; x + width < plot.Right; x += width / 4) Try(new(x, y, x + width, y + height), Math.Abs(x - point.X) + Math.Abs(y - point.Y));
        }
        if (best is { } found) Take(found.Grown(2));
        return best;

        void Try(Box box, double penalty)
        {
            if (!plot.Holds(box) || _taken.Exists(box.Overlaps)) return;
            penalty += CrossedShare(box) * LinePenalty;
            if (penalty >= least) return;
            least = penalty;
            best = box;
        }
    }

    static Box Beside(Spot point, int toX, int toY, double distance, double width, double height)
    {
        var slant = toX != 0 && toY != 0 ? 0.75 : 1;
        var left = toX switch { > 0 => point.X + (distance * slant), < 0 => point.X - (distance * slant) - width, _ => point.X - (width / 2) };
        var top = toY switch { > 0 => point.Y + (distance * slant), < 0 => point.Y - (distance * slant) - height, _ => point.Y - (height / 2) };
        return new(left, top, left + width, top + height);
    }

    void Touch(double x, double y)
    {
        if (x < plot.Left || x > plot.Right || y < plot.Top || y > plot.Bottom) return;
        _lines[((int)((y - plot.Top) / Square) * _columns) + (int)((x - plot.Left) / Square)] = true;
    }

    double CrossedShare(Box box)
    {
        var (count, all) = (0, 0);
        for (var y = box.Top; y <= box.Bottom; y += Square)
        {
            for (var x = box.Left; x <= box.Right; x += Square, all++)
                if (_lines[((int)((y - plot.Top) / Square) * _columns) + (int)((x - plot.Left) / Square)]) count++;
        }
        return count / (double)Math.Max(1, all);
    }
}
