namespace Plumbline.Numerics;

/// <summary>What an algorithm that knows no gaps asks of its series.</summary>
static class FiniteValues
{
    /// <exception cref="ArgumentException">Names the first value that is NaN or infinite, and its place.</exception>
    internal static void Demand(ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i])) throw new ArgumentException($"Value {i} is {values[i]}: fill gaps before.", nameof(values));
    }
}
