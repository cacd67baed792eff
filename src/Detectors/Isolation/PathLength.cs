namespace Plumbline.Detectors.Isolation;

/// <summary>Lengths of paths in a tree, as whole numbers: their sum is the same in whatever order, or how many at a time, it is taken.</summary>
static class PathLength
{
    // 1000 trees of the longest paths, which are below 30 steps, still fit 31 bits.
    const int Steps = 1 << 16;

    /// <summary>The mean length of an unsuccessful search in a binary search tree of some rows, c(n) of the paper: 2 H(n − 1) − 2 (n − 1) / n.</summary>
    /// <remarks>H is summed, where the paper has ln(n − 1) + 0.577, which is 0.46 short for three rows and 0.004 for 256.</remarks>
    public static double Mean(int rows)
    {
        if (rows < 2) return 0;
        var harmonic = 0.0;
        for (var i = rows - 1; i > 0; i--) harmonic += 1.0 / i;
        return (2 * harmonic) - (2.0 * (rows - 1) / rows);
    }

    /// <summary>Of a leaf: its depth, and what it would have taken to part its rows.</summary>
    public static int OfLeaf(int depth, int rows) => (int)Math.Round((depth + Mean(rows)) * Steps);

    public static double ToSteps(long sum) => (double)sum / Steps;

    /// <summary>The depth at which growing ends: where a tree of so many rows has its leaves on average.</summary>
    public static int DeepestOf(int rows) => Math.Max(1, (int)Math.Ceiling(Math.Log2(rows)));
}
