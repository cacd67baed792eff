namespace Plumbline.Numerics.Forests;

/// <summary>What the trees of a forest or of boosting may do: the settings that both have, checked.</summary>
sealed record Growth
{
    public required int Trees { get; init; }

    public required int Depth { get; init; }

    public required int MinSplit { get; init; }

    public required int MinLeaf { get; init; }

    public required double FeatureShare { get; init; }

    public required int Bins { get; init; }

    public required int Parallelism { get; init; }

    /// <summary>Columns looked at for one split.</summary>
    public int FeaturesOf(int columns) => Math.Max(1, (int)Math.Round(FeatureShare * columns));

    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public Growth Checked()
    {
        RequireRange(Trees, 1, int.MaxValue, nameof(Trees));
        RequireRange(Depth, 0, 64, nameof(Depth));
        RequireRange(MinSplit, 2, int.MaxValue, nameof(MinSplit));
        RequireRange(MinLeaf, 1, int.MaxValue, nameof(MinLeaf));
        RequireRange(Bins, 2, BinnedMatrix.Missing, nameof(Bins));
        RequireRange(Parallelism, 0, int.MaxValue, nameof(Parallelism));
        RequireShare(FeatureShare, nameof(FeatureShare));
        return this;
    }

    public static void RequireShare(double share, string name)
    {
        if (!(share > 0 && share <= 1)) throw new ArgumentOutOfRangeException(name, share, "A share is above 0 and at most 1.");
    }

    static void RequireRange(int value, int least, int most, string name)
    {
        if (value < least || value > most) throw new ArgumentOutOfRangeException(name, value, $"It is at least {least} and at most {most}.");
    }
}
