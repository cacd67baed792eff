using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Plumbline.Numerics.Forests;

/// <summary>A row as the trees look at it: whole numbers that sort as the values do, rounded up to single precision. First all features with a missing value below, then all with it above, all others.</summary>
/// <remarks>Each node reads the half that sends missing values where it learnt to, so that no test for NaN is left on the way down; and whole numbers are compared sooner than fractions.</remarks>
static class RowSlots
{
    static readonly int Least = Ordinal(float.MinValue);
    static readonly int Most = Ordinal(float.MaxValue);

    /// <param name="row">One value per feature; NaN is missing.</param>
    /// <param name="slots">Takes two for each.</param>
    public static void Fill(ReadOnlySpan<double> row, Span<int> slots)
    {
        var below = slots[..row.Length];
        var above = slots.Slice(row.Length, row.Length);
        var feature = 0;
        for (; feature + Vector256<int>.Count <= row.Length; feature += Vector256<int>.Count)
        {
            var (first, second) = (Vector256.Create(row[feature..]), Vector256.Create(row[(feature + 4)..]));
            var ordinals = Ordinals(first, second);
            var isThere = Vector256.Narrow(Vector256.Equals(first, first).AsInt64(), Vector256.Equals(second, second).AsInt64());
            Vector256.ConditionalSelect(isThere, ordinals, Vector256.Create(int.MinValue)).CopyTo(below[feature..]);
            Vector256.ConditionalSelect(isThere, ordinals, Vector256.Create(int.MaxValue)).CopyTo(above[feature..]);
        }
        for (; feature < row.Length; feature++) (below[feature], above[feature]) = Of(row[feature]);
    }

    /// <summary>One value, as it is where it is missing below and above.</summary>
    public static (int Below, int Above) Of(double value)
    {
        if (double.IsNaN(value)) return (int.MinValue, int.MaxValue);
        var ordinal = Ordinal(SingleCeiling.Of(value));
        return (ordinal, ordinal);
    }

    /// <summary>A whole number that sorts as a float does, −0 as 0.</summary>
    public static int Ordinal(float value)
    {
        var bits = BitConverter.SingleToInt32Bits(value + 0f);
        return bits ^ ((bits >> 31) & int.MaxValue);
    }

    /// <summary>The same as one by one: see <see cref="SingleCeiling"/>. What NaN becomes says nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<int> Ordinals(Vector256<double> first, Vector256<double> second)
    {
        var singles = Vector256.Narrow(first, second);
        var (firstBack, secondBack) = Vector256.Widen(singles);
        var up = Vector256.Narrow(Vector256.LessThan(firstBack, first).AsInt64(), Vector256.LessThan(secondBack, second).AsInt64());
        var bits = singles.AsInt32();
        bits += up & (Vector256<int>.One | (bits >> 31));
        bits = (bits.AsSingle() + Vector256<float>.Zero).AsInt32();
        return Vector256.Clamp(bits ^ ((bits >> 31) & Vector256.Create(int.MaxValue)), Vector256.Create(Least), Vector256.Create(Most));
    }
}
