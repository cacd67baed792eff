using System.Runtime.InteropServices;

namespace Plumbline.Series;

/// <summary>An end of its range at which a sensor, or the program that logs it, cuts off what goes beyond.</summary>
/// <param name="Value">The value that stands for all beyond it.</param>
/// <param name="IsFloor">True for the lowest value of the column, false for the highest.</param>
/// <param name="Rows">Counted rows with exactly that value.</param>
/// <param name="Share">Of all counted rows, 0 to 1.</param>
/// <param name="First">Row of the first of them.</param>
/// <param name="Last">Row of the last of them.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ClippedEnd(double Value, bool IsFloor, int Rows, double Share, int First, int Last);

/// <summary>Finds columns that are cut off at a floor or at a ceiling: readings pile up at the very last value, and the others come up to it.</summary>
public static class ClippedEnds
{
    /// <summary>Rows in a row at the end value that chance, or a coarse display, does not make.</summary>
    public const int LeastRun = 5;

    /// <summary>Fewer rows than this share of all at the end value are no reason to doubt a figure.</summary>
    public const double LeastShare = 0.01;

    /// <summary>The end value is so many times as frequent as the value next to it; in a column that is only printed coarsely, both are alike.</summary>
    public const int TimesItsNeighbour = 5;

    /// <summary>The next value is no further away than this share of the width of all others; a signal that drops out, or a machine with two speeds, jumps.</summary>
    public const double WidestStep = 0.05;

    /// <summary>Columns with fewer other values are switched rather than measured.</summary>
    public const int FewestOthers = 10;

    /// <summary>The floor and the ceiling at which a column is clipped: none, one or both.</summary>
    /// <param name="values">In the order of time. NaN and infinities are missing.</param>
    /// <param name="counted">Which rows to look at, one a value: the machine ran, and the sensor was not stuck.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    /// <remarks>O(n), a few passes of which the later ones are only made where many rows share the end value.</remarks>
    public static IReadOnlyList<ClippedEnd> Find(ReadOnlySpan<double> values, ReadOnlySpan<bool> counted)
    {
        if (values.Length != counted.Length) throw new ArgumentException($"{counted.Length} rows to count for {values.Length} values.", nameof(counted));
        var (lowest, highest, rows) = (double.PositiveInfinity, double.NegativeInfinity, 0);
        for (var i = 0; i < values.Length; i++)
        {
            if (!counted[i] || !double.IsFinite(values[i])) continue;
            rows++;
            if (values[i] < lowest) lowest = values[i];
            if (values[i] > highest) highest = values[i];
        }
        if (!(lowest < highest)) return [];
        var found = new List<ClippedEnd>();
        if (At(values, counted, lowest, highest, rows) is { } floor) found.Add(floor);
        if (At(values, counted, highest, lowest, rows) is { } ceiling) found.Add(ceiling);
        return found;
    }

    static ClippedEnd? At(ReadOnlySpan<double> values, ReadOnlySpan<bool> counted, double end, double opposite, int rows)
    {
        var (atEnd, run, longest, first, last) = (0, 0, 0, -1, -1);
        var (next, atNext) = (opposite, 0);
        for (var i = 0; i < values.Length; i++)
        {
            if (!counted[i] || !double.IsFinite(values[i])) continue;
            if (values[i] == end)
            {
                atEnd++;
                longest = Math.Max(longest, ++run);
                if (first < 0) first = i;
                last = i;
                continue;
            }
            run = 0;
            if (values[i] == next) atNext++;
            else if (Math.Abs(values[i] - end) < Math.Abs(next - end)) (next, atNext) = (values[i], 1);
        }
        if (longest < LeastRun || atEnd < rows * LeastShare || atEnd < (long)TimesItsNeighbour * atNext) return null;
        if (Math.Abs(next - end) > WidestStep * Math.Abs(opposite - next) || !HasOthers(values, counted, end)) return null;
        return new(end, end < opposite, atEnd, (double)atEnd / rows, first, last);
    }

    static bool HasOthers(ReadOnlySpan<double> values, ReadOnlySpan<bool> counted, double end)
    {
        var others = new HashSet<double>();
        for (var i = 0; i < values.Length && others.Count < FewestOthers; i++)
            if (counted[i] && double.IsFinite(values[i]) && values[i] != end) others.Add(values[i]);
        return others.Count >= FewestOthers;
    }
}
