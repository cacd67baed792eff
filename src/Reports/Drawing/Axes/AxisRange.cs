namespace Plumbline.Reports.Drawing.Axes;

/// <summary>Finds the ends of an axis from what must be on it.</summary>
sealed class AxisRange
{
    double _low = double.PositiveInfinity;
    double _high = double.NegativeInfinity;

    public bool IsEmpty => _low > _high;

    /// <summary>Whether everything on the axis has one and the same value.</summary>
    public bool IsPoint => _low == _high;

    /// <summary>The lowest value.</summary>
    public double Low => _low;

    public void Reach(double value)
    {
        if (!double.IsFinite(value)) return;
        if (value < _low) _low = value;
        if (value > _high) _high = value;
    }

    public void Reach(ReadOnlySpan<double> values)
    {
        foreach (var value in values) Reach(value);
    }

    /// <summary>Both ends, with some air, never equal, and far enough apart for numbers to differ.</summary>
    /// <param name="from">A fixed lower end, or null.</param>
    /// <param name="to">A fixed upper end, or null.</param>
    /// <param name="air">Share of the range that is added at each end that is not fixed.</param>
    /// <param name="least">Half of the range around a single value that is 0; a value of its own kind is surrounded by 5 % of itself, but no less.</param>
    public (double From, double To) Ends(double? from, double? to, double air, double least)
    {
        var (low, high) = IsEmpty ? (from ?? to ?? 0, to ?? from ?? 0) : (from ?? _low, to ?? _high);
        if (low > high) (low, high) = (high, low);
        var size = Math.Max(Math.Abs(low), Math.Abs(high));
        if ((high / 2) - (low / 2) <= size * 1e-9)
        {
            var room = Math.Max(least, size * 0.05);
            return (Finite(low - room), Finite(high + room));
        }
        var margin = ((high / 2) - (low / 2)) * 2 * air;
        return (from ?? Finite(low - margin), to ?? Finite(high + margin));
    }

    static double Finite(double value) => Math.Clamp(value, double.MinValue, double.MaxValue);
}
