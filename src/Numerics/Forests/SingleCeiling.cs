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
        var single = (float)value;
        if (single < value) single = float.BitIncrement(single);
        return float.IsFinite(single) ? single : Clamped(single);
    }

    static float Clamped(float value) =>
        float.IsNaN(value) ? value : value > 0 ? float.MaxValue : float.MinValue;
}
