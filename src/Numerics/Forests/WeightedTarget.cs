namespace Plumbline.Numerics.Forests;

/// <summary>Targets as integers, together with the row's weight in one word, so that one addition adds both.</summary>
/// <remarks>
/// Low bits: how often the row was drawn. High bits: that many times the target, as a fraction of the range. Integer sums do not depend on
/// the order of summation, so a histogram may be had by subtraction or from several threads and is the same to the last bit.
/// Resolution: at least 2⁻¹⁶ of the range with 2²⁴ rows, 2⁻³⁸ with 7,000. Only the choice of split sees it: means are taken in double precision.
/// </remarks>
sealed class WeightedTarget
{
    readonly ulong[] _quanta;

    public WeightedTarget(int rows)
    {
        // Weights add up to no more than the rows: as many are drawn as there are.
        _quanta = new ulong[rows];
        CountBits = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)rows);
    }

    /// <summary>Width of the weight.</summary>
    public int CountBits { get; }

    /// <summary>Squared size of one quantum: turns gains into the target's units.</summary>
    public double QuantumSquared { get; private set; }

    public void Set(ReadOnlySpan<double> target)
    {
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (var value in target)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        // A sum stays below 2^52, where integers become doubles without rounding. A power of two keeps whole numbers whole.
        var bits = Math.Min(64 - (2 * CountBits), 52 - CountBits);
        var exponent = most > least ? bits - 1 - Math.ILogB(most - least) : 0;
        var scale = Math.ScaleB(1, Math.Clamp(exponent, -1000, 1000));
        for (var row = 0; row < target.Length; row++) _quanta[row] = (ulong)Math.Round((target[row] - least) * scale);
        QuantumSquared = 1 / scale / scale;
    }

    /// <summary>One row, drawn <paramref name="weight"/> times.</summary>
    public ulong Packed(int row, uint weight) => ((_quanta[row] << CountBits) | 1) * weight;
}
