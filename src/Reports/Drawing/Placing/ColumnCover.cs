using Plumbline.Reports.Drawing.Axes;

namespace Plumbline.Reports.Drawing.Placing;

/// <summary>Stretches of an axis as columns of the paper: the shortest stays visible, and thousands become a few boxes.</summary>
static class ColumnCover
{
    /// <summary>The state of each column: the highest of those that touch it; −1 for none.</summary>
    public static int[] States(IEnumerable<StripRun> runs, LinearScale x)
    {
        var columns = new int[Math.Max(1, (int)Math.Ceiling(x.End - x.Start))];
        Array.Fill(columns, -1);
        foreach (var run in runs)
        {
            if (run.To < x.From || run.From > x.To) continue;
            var first = Math.Clamp((int)Math.Floor(x.At(run.From) - x.Start), 0, columns.Length - 1);
            var last = Math.Clamp((int)Math.Ceiling(x.At(run.To) - x.Start) - 1, first, columns.Length - 1);
            for (var i = first; i <= last; i++) columns[i] = Math.Max(columns[i], run.State);
        }
        return columns;
    }

    /// <summary>Boxes over the columns that have a state, neighbours joined.</summary>
    public static IEnumerable<CoverPart> Boxes(int[] states, LinearScale x)
    {
        for (var i = 0; i < states.Length;)
        {
            var start = i;
            while (i < states.Length && states[i] == states[start]) i++;
            if (states[start] >= 0) yield return new(states[start], x.Start + start, Math.Min(x.End, x.Start + i));
        }
    }
}

/// <summary>Neighbouring columns in one state.</summary>
sealed record CoverPart(int State, double Left, double Right);
