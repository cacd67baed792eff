namespace Plumbline.Numerics;

/// <summary>How well scores tell two kinds apart.</summary>
public static class RocCurve
{
    /// <summary>The area under the ROC curve: how often one of the wanted has a higher score than one of the others, ties counted as half (Mann and Whitney's U).</summary>
    /// <param name="scores">None is NaN.</param>
    /// <param name="isWanted">By score.</param>
    /// <returns>0 to 1, 0.5 for scores that tell nothing; NaN where there are not both kinds.</returns>
    /// <exception cref="ArgumentException">Lengths differ, or a score is NaN.</exception>
    public static double Area(ReadOnlySpan<double> scores, ReadOnlySpan<bool> isWanted)
    {
        if (scores.Length != isWanted.Length) throw new ArgumentException($"{isWanted.Length} labels for {scores.Length} scores.", nameof(isWanted));
        var sorted = scores.ToArray();
        foreach (var score in sorted)
            if (double.IsNaN(score)) throw new ArgumentException("A score is NaN.", nameof(scores));
        var labels = isWanted.ToArray();
        Array.Sort(sorted, labels);
        double area = 0;
        long below = 0, wanted = 0;
        for (int first = 0, next; first < sorted.Length; first = next)
        {
            var (wantedHere, othersHere) = (0L, 0L);
            for (next = first; next < sorted.Length && sorted[next] == sorted[first]; next++)
            {
                if (labels[next]) wantedHere++;
                else othersHere++;
            }
            area += wantedHere * (below + (othersHere / 2.0));
            below += othersHere;
            wanted += wantedHere;
        }
        return area / ((double)wanted * below);
    }
}
