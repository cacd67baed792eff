namespace Plumbline.Numerics.Forests;

/// <summary>The best way found so far to part the rows of a node in two.</summary>
/// <param name="Gain">How much it lessens the mean square (or the impurity) of the node's rows, in the search's own unit.</param>
/// <param name="Feature">Column; −1 where no way has been found.</param>
/// <param name="Cut">Rows whose bin is this or below go left.</param>
/// <param name="MissingLeft">Whether rows without a value go left.</param>
readonly record struct Split(double Gain, int Feature, int Cut, bool MissingLeft);

/// <summary>What a tree may do.</summary>
/// <param name="Depth">Splits from root to leaf, at most.</param>
/// <param name="MinSplit">A node of fewer rows is a leaf.</param>
/// <param name="MinLeaf">Neither side of a split has fewer rows.</param>
/// <param name="Features">Columns looked at for one split.</param>
/// <param name="Parallelism">Threads for one tree; 0 for one on each processor.</param>
sealed record Growth(int Depth, int MinSplit, int MinLeaf, int Features, int Parallelism)
{
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public static Growth Of(int trees, int depth, int minSplit, int minLeaf, double featureShare, int bins, int parallelism, int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trees, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(parallelism);
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, 64);
        ArgumentOutOfRangeException.ThrowIfLessThan(minSplit, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(minLeaf, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bins, BinnedMatrix.Missing);
        RequireShare(featureShare, nameof(featureShare));
        return new Growth(depth, minSplit, minLeaf, Math.Max(1, (int)Math.Round(featureShare * features)), parallelism);
    }

    public static void RequireShare(double share, string name)
    {
        if (!(share > 0 && share <= 1)) throw new ArgumentOutOfRangeException(name, share, "A share is above 0 and at most 1.");
    }
}
