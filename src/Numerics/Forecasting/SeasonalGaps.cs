namespace Plumbline.Numerics.Forecasting;

/// <summary>Values for the gaps of a series that a method without a notion of gaps is to be fitted to.</summary>
public static class SeasonalGaps
{
    /// <summary>The usual value of the phase, shifted to meet the values at either end of the gap.</summary>
    /// <param name="values">NaN or infinite where missing.</param>
    /// <param name="period">Of the season; 1 for none, which makes straight lines.</param>
    /// <returns>A copy without gaps.</returns>
    /// <exception cref="ArgumentException">No value at all.</exception>
    public static double[] Filled(ReadOnlySpan<double> values, int period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        double[] filled = [.. values];
        if (!filled.Any(double.IsFinite)) throw new ArgumentException("No value is finite.", nameof(values));
        var usual = Usual(filled, period);
        for (var i = 0; i < filled.Length;)
        {
            if (double.IsFinite(filled[i]))
            {
                i++;
                continue;
            }

            var end = i;
            while (end < filled.Length && !double.IsFinite(filled[end])) end++;
            double? before = i > 0 ? filled[i - 1] - usual[(i - 1) % period] : null;
            double? after = end < filled.Length ? filled[end] - usual[end % period] : null;
            for (var gap = i; gap < end; gap++)
            {
                var share = (gap - i + 1.0) / (end - i + 1);
                var shift = ((before ?? after!.Value) * (1 - share)) + ((after ?? before!.Value) * share);
                filled[gap] = usual[gap % period] + shift;
            }

            i = end;
        }

        return filled;
    }

    static double[] Usual(double[] values, int period)
    {
        var all = Statistics.Median(values);
        var usual = new double[period];
        for (var phase = 0; phase < period; phase++)
        {
            double[] same = [.. values.Where((_, i) => i % period == phase)];
            var median = Statistics.Median(same);
            usual[phase] = double.IsFinite(median) ? median : all;
        }

        return usual;
    }
}
