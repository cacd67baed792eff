namespace Plumbline.Detectors;

/// <summary>The score above which something is called an anomaly, told from scores of a time that counts as normal.</summary>
public static class ScoreLimit
{
    /// <summary>The limit that a share of the scores, and no more, lies above.</summary>
    /// <param name="scores">In any order; NaN is left out.</param>
    /// <param name="share">From 0, where nothing is above, to 1. The number of scores that it allows is rounded down.</param>
    /// <returns>One of the scores: the lowest that does it. +∞ where there is none, −∞ where all may lie above.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public static double For(ReadOnlySpan<double> scores, double share)
    {
        if (!(share is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A share is from 0 to 1.");
        var known = new double[scores.Length];
        var count = 0;
        foreach (var score in scores)
            if (!double.IsNaN(score)) known[count++] = score;
        if (count == 0) return double.PositiveInfinity;
        // What is a whole number but for the last digit is that number.
        var allowed = (int)Math.Floor((share * count) + 1e-9);
        if (allowed >= count) return double.NegativeInfinity;
        Array.Sort(known, 0, count);
        return known[count - 1 - allowed];
    }
}
