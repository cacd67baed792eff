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
        var sorted = Sorted(scores, share);
        // What is a whole number but for the last digit is that number.
        return Exceeded(sorted, (int)Math.Floor((share * sorted.Length) + 1e-9));
    }

    /// <summary>The limit that a share of scores to come, and no more, lies above on average, if they are like these.</summary>
    /// <param name="scores">In any order; NaN is left out.</param>
    /// <param name="share">From 0 to 1.</param>
    /// <returns>One of the scores. Of n scores the next one lies above the k-th largest with a probability of k / (n + 1); the largest is taken where even that is more than the share. +∞ where there is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    /// <remarks>The rank argument of conformal prediction (Vovk, Gammerman and Shafer, 2005).</remarks>
    public static double ForNext(ReadOnlySpan<double> scores, double share)
    {
        var sorted = Sorted(scores, share);
        return Exceeded(sorted, Math.Clamp((int)Math.Floor((share * (sorted.Length + 1)) + 1e-9) - 1, 0, Math.Max(0, sorted.Length - 1)));
    }

    static double[] Sorted(ReadOnlySpan<double> scores, double share)
    {
        if (!(share is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A share is from 0 to 1.");
        var known = new List<double>(scores.Length);
        foreach (var score in scores)
            if (!double.IsNaN(score)) known.Add(score);
        known.Sort();
        return [.. known];
    }

    static double Exceeded(double[] sorted, int times) => sorted.Length == 0 ? double.PositiveInfinity : times >= sorted.Length ? double.NegativeInfinity : sorted[^(times + 1)];
}
