using System.Runtime.InteropServices;

namespace Plumbline.Numerics;

/// <summary>Mean and spread of a column, found in one pass.</summary>
/// <param name="Count">Finite values.</param>
/// <param name="Mean">Arithmetic mean; NaN without a value.</param>
/// <param name="SquaredDistances">Σ (xᵢ − mean)², 0 or more; NaN without a value.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Moments(int Count, double Mean, double SquaredDistances)
{
    /// <summary>Standard deviation of a population (divisor n); 0 for a single value, NaN without one.</summary>
    public double PopulationStd => Math.Sqrt(SquaredDistances / Count);

    /// <summary>The moments of the finite values; NaN and infinities are missing values and are skipped.</summary>
    /// <remarks>
    /// Distances are taken from the first value, and their sum and the sum of their squares are kept to about 32 digits before Σd² − (Σd)²/n (the shifted form of Chan,
    /// Golub and LeVeque 1983): NIST's certified digits are met wherever a double can hold the data. A first value that is itself a wild outlier costs some: of n values
    /// at most n times the precision of a double. O(n), allocates nothing. Squares leave the range of a double where distances pass 1e150 or so.
    /// </remarks>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        var (first, count) = (0.0, 0);
        var (total, sum, squares) = (new CompensatedSum(), new CompensatedSum(), new CompensatedSum());
        foreach (var value in values)
        {
            if (!double.IsFinite(value)) continue;
            if (count++ == 0) first = value;
            var distance = value - first;
            total.Add(value);
            sum.Add(distance);
            squares.AddProduct(distance, distance);
        }

        if (count == 0) return new(0, double.NaN, double.NaN);
        squares.AddProduct(-sum.Value / count, sum.Value);
        return squares.Value > 0 ? new(count, total.Value / count, squares.Value) : new(count, first, 0);
    }
}
