using System.Runtime.InteropServices;

namespace Plumbline.Numerics;

/// <summary>Statistics of a column of values.</summary>
/// <remarks>
/// NaN and infinities are missing values and are skipped; where too few are left for a statistic to be defined it is NaN. Sums are compensated, so that the result
/// is as good as the values are: NIST's certified digits are met wherever a double can hold the data. O(n), but for the copies that ranks need; safe from many threads.
/// </remarks>
public static class Statistics
{
    /// <summary>Multiplies a median absolute deviation to give the standard deviation of a normal distribution: 1 / Φ⁻¹(0.75).</summary>
    public const double NormalMad = 1.482602218505602;

    /// <summary>Arithmetic mean.</summary>
    public static double Mean(ReadOnlySpan<double> values) => Centre.Of(values).Mean;

    /// <summary>Sample standard deviation (divisor n − 1); NaN for fewer than two values.</summary>
    public static double Std(ReadOnlySpan<double> values)
    {
        var centre = Centre.Of(values);
        return centre.Count < 2 ? double.NaN : Math.Sqrt(SquaredDistances(values, centre) / (centre.Count - 1));
    }

    /// <summary>Correlation of the values with the ones a row before, about the mean of all.</summary>
    /// <returns>From −1 to 1; NaN for fewer than two values, and where all are the same. Pairs of which one value is missing are left out.</returns>
    public static double Lag1Autocorrelation(ReadOnlySpan<double> values)
    {
        var centre = Centre.Of(values);
        var products = new CompensatedSum();
        for (var i = 1; i < values.Length; i++)
            if (double.IsFinite(values[i]) && double.IsFinite(values[i - 1])) products.AddProduct(centre.Distance(values[i - 1]), centre.Distance(values[i]));
        var squares = SquaredDistances(values, centre);
        return centre.Count < 2 || squares == 0 ? double.NaN : products.Value / squares;
    }

    /// <summary>The middle value; of an even number the mean of the two in the middle.</summary>
    public static double Median(ReadOnlySpan<double> values) => Quantile(values, 0.5);

    /// <summary>Median absolute deviation from the median, not scaled: times <see cref="NormalMad"/> it stands for a standard deviation.</summary>
    public static double Mad(ReadOnlySpan<double> values)
    {
        var finite = Finite(values);
        var median = RankedInPlace(finite, 0.5);
        for (var i = 0; i < finite.Length; i++) finite[i] = Math.Abs(finite[i] - median);
        return RankedInPlace(finite, 0.5);
    }

    /// <summary>The value that a share of the values do not exceed, interpolated linearly between ranks: type 7 of Hyndman and Fan (1996), as R and NumPy have it.</summary>
    /// <param name="values">In any order.</param>
    /// <param name="share">From 0, the smallest value, to 1, the largest.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside 0 to 1, or NaN.</exception>
    public static double Quantile(ReadOnlySpan<double> values, double share)
    {
        if (!(share is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A share is from 0 to 1.");
        return RankedInPlace(Finite(values), share);
    }

    /// <summary>As <see cref="Quantile"/>, of finite values that may be reordered.</summary>
    internal static double RankedInPlace(Span<double> finite, double share)
    {
        if (finite.IsEmpty) return double.NaN;
        var place = share * (finite.Length - 1);
        var rank = (int)place;
        var below = Selection.Nth(finite, rank);
        if (place == rank) return below;
        var above = double.PositiveInfinity;
        foreach (var value in finite[(rank + 1)..]) above = Math.Min(above, value);
        return below + ((place - rank) * (above - below));
    }

    static Span<double> Finite(ReadOnlySpan<double> values)
    {
        var finite = new double[values.Length];
        var count = 0;
        foreach (var value in values)
            if (double.IsFinite(value)) finite[count++] = value;
        return finite.AsSpan(0, count);
    }

    static double SquaredDistances(ReadOnlySpan<double> values, Centre centre)
    {
        var squares = new CompensatedSum();
        foreach (var value in values)
            if (double.IsFinite(value)) squares.AddProduct(centre.Distance(value), centre.Distance(value));
        return squares.Value;
    }

    /// <summary>A mean in two parts: the double next to it, and the little that this is off.</summary>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Centre(double Mean, double Off, int Count)
    {
        public double Distance(double value) => value - Mean - Off;

        public static Centre Of(ReadOnlySpan<double> values)
        {
            var (sum, count) = (new CompensatedSum(), 0);
            foreach (var value in values)
            {
                if (!double.IsFinite(value)) continue;
                sum.Add(value);
                count++;
            }

            if (count == 0) return new(double.NaN, double.NaN, 0);
            var mean = sum.Value / count;
            var off = new CompensatedSum();
            foreach (var value in values)
                if (double.IsFinite(value)) off.Add(value - mean);
            return new(mean, off.Value / count, count);
        }
    }
}
