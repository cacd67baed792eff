using System.Buffers;

namespace Plumbline.Numerics;

/// <summary>A straight line that a quarter of wild values cannot carry off, and how sure its slope is.</summary>
/// <param name="Slope">Median of the slopes between all pairs of points.</param>
/// <param name="Intercept">Median of y − slope × x.</param>
/// <param name="SlopeLow">Lower end of the 95 % interval.</param>
/// <param name="SlopeHigh">Upper end of the 95 % interval.</param>
/// <param name="Points">Points that had both values.</param>
/// <param name="EffectivePoints">As many independent points would tell as much: from 1 to the number of points, at most <see cref="MostPoints"/>.</param>
public sealed record TheilSen(double Slope, double Intercept, double SlopeLow, double SlopeHigh, int Points, double EffectivePoints)
{
    /// <summary>More points than this are thinned to this many before pairs are formed.</summary>
    public const int MostPoints = 500;

    const double NormalQuantile975 = 1.959963984540054;

    /// <summary>Fits the line.</summary>
    /// <param name="x">In the order of measurement, as a rule the time; need not be evenly spaced.</param>
    /// <param name="y">One an x. A point with a NaN or an infinity is skipped.</param>
    /// <returns>Null for fewer than three points, or where all x are the same.</returns>
    /// <remarks>
    /// <para>Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63 (1968): the interval holds the slopes whose ranks lie within
    /// 1.96 √(n(n−1)(2n+5)/18) / 2 of the middle. Ties are not taken off, which errs on the wide side.</para>
    /// <para>Residuals of a plant's series follow one another, and n of them then tell as much as n* = n (1 − r) / (1 + r) independent ones (Bayley and
    /// Hammersley 1946; used for trends by Yue and Wang, Water Resources Management 18, 2004), r being their correlation with the one before.
    /// Both ends are moved away from the slope by √(n/n*). r is taken of residuals cut at three deviations, so that a spike does not hide it, is
    /// freed of its bias by adding (1 + 4r) / n (Marriott and Pope 1954), and is never below 0.</para>
    /// <para>Beyond <see cref="MostPoints"/>, neighbours share bins of equal size (to one point), and each bin stands for its points with its median x and
    /// median y. O(n) for that, and 124,750 pairs at most; the same input gives the same line. Safe from many threads.</para>
    /// </remarks>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static TheilSen? Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} x for {y.Length} y.", nameof(x));
        var (xs, ys) = Finite(x, y);
        var count = xs.Length;
        if (count < 3) return null;
        if (count > MostPoints) (xs, ys) = (BinMedians(xs), BinMedians(ys));

        var rented = ArrayPool<double>.Shared.Rent(xs.Length * (xs.Length - 1) / 2);
        var slopes = Slopes(xs, ys, rented);
        var line = slopes.IsEmpty ? null : Line(xs, ys, slopes, count);
        ArrayPool<double>.Shared.Return(rented);
        return line;
    }

    static TheilSen Line(double[] xs, double[] ys, Span<double> slopes, int count)
    {
        double n = xs.Length;
        var half = NormalQuantile975 * Math.Sqrt(n * (n - 1) * ((2 * n) + 5) / 18) / 2;
        var middle = (slopes.Length - 1) / 2.0;
        var slope = Statistics.RankedInPlace(slopes, 0.5);
        var low = Selection.Nth(slopes, Math.Max(0, (int)Math.Floor(middle - half)));
        var high = Selection.Nth(slopes, Math.Min(slopes.Length - 1, (int)Math.Ceiling(middle + half)));

        var residuals = new double[xs.Length];
        for (var i = 0; i < xs.Length; i++) residuals[i] = ys[i] - (slope * xs[i]);
        var intercept = Statistics.Median(residuals);
        var r = Correlation(residuals, intercept);
        var effective = n * (1 - r) / (1 + r);
        var wider = Math.Sqrt(n / effective) * Student975(effective - 2) / Student975(n - 2);
        return new(slope, intercept, slope - ((slope - low) * wider), slope + ((high - slope) * wider), count, effective);
    }

    static double Correlation(double[] residuals, double middle)
    {
        var cut = 3 * Statistics.NormalMad * Statistics.Mad(residuals);
        if (cut > 0)
            for (var i = 0; i < residuals.Length; i++) residuals[i] = Math.Clamp(residuals[i], middle - cut, middle + cut);
        double n = residuals.Length;
        var r = Statistics.Lag1Autocorrelation(residuals);
        return double.IsNaN(r) ? 0 : Math.Clamp(r + ((2 + (4 * r)) / n), 0, (n - 1) / (n + 1)); // the upper end leaves one effective point
    }

    // Abramowitz and Stegun 26.7.5, to 0.2 % from three degrees of freedom; below one it is taken for one.
    static double Student975(double degrees)
    {
        var f = Math.Max(1, degrees);
        return NormalQuantile975 + (2.372271 + ((2.822499 + ((2.555850 + (1.589534 / f)) / f)) / f)) / f;
    }

    static Span<double> Slopes(double[] xs, double[] ys, Span<double> into)
    {
        var count = 0;
        for (var i = 0; i < xs.Length; i++)
            for (var j = i + 1; j < xs.Length; j++)
                if (xs[j] != xs[i]) into[count++] = (ys[j] - ys[i]) / (xs[j] - xs[i]);
        return into[..count];
    }

    static (double[] X, double[] Y) Finite(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var (xs, ys) = (new List<double>(x.Length), new List<double>(x.Length));
        for (var i = 0; i < x.Length; i++)
        {
            if (!double.IsFinite(x[i]) || !double.IsFinite(y[i])) continue;
            xs.Add(x[i]);
            ys.Add(y[i]);
        }

        return ([.. xs], [.. ys]);
    }

    static double[] BinMedians(double[] values)
    {
        var medians = new double[MostPoints];
        for (var bin = 0; bin < MostPoints; bin++)
        {
            var (first, end) = ((int)((long)bin * values.Length / MostPoints), (int)((bin + 1L) * values.Length / MostPoints));
            medians[bin] = Statistics.RankedInPlace(values.AsSpan(first, end - first), 0.5);
        }

        return medians;
    }
}
