namespace Plumbline.Numerics.Forests;

/// <summary>Rounds towards +∞ to single precision.</summary>
/// <remarks>
/// For every single-precision t, x &gt; t exactly if Ceiling(x) &gt; t. So a feature can be kept in half the memory and still be
/// compared with a single-precision threshold as if in double precision: training and prediction take the same turn.
/// </remarks>
static class SingleCeiling
{
    /// <summary>The least float that is not below <paramref name="value"/>, infinities brought to the largest finite float. NaN stays NaN.</summary>
    public static float Of(double value)
    {
        // No branch: half of all values are rounded up, in no order that a processor could foresee. The float after a positive one has the next bit pattern, that after a negative one the one before.
        var single = (float)value;
        var bits = BitConverter.SingleToInt32Bits(single);
        var up = single < value ? 1 : 0;
        single = BitConverter.Int32BitsToSingle(bits + (up * (1 | (bits >> 31))));
        return Math.Clamp(single, float.MinValue, float.MaxValue);
    }
}
