namespace Plumbline.Numerics.Forests;

/// <summary>Settings of a random forest.</summary>
public sealed record ForestOptions
{
    /// <summary>Number of trees, 1 or more.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Splits from root to leaf at most, 0 to 64.</summary>
    public int Depth { get; init; } = 10;

    /// <summary>A node of fewer rows is not split, 2 or more. A row drawn twice counts twice.</summary>
    public int MinSplit { get; init; } = 5;

    /// <summary>No split leaves fewer rows on a side, 1 or more. A row drawn twice counts twice.</summary>
    public int MinLeaf { get; init; } = 1;

    /// <summary>Share of the features that is drawn for each split, above 0, up to 1.</summary>
    public double FeatureShare { get; init; } = 2.0 / 3;

    /// <summary>Bins that a feature's values are sorted into, 2 to 255; missing values have one more.</summary>
    public int Bins { get; init; } = 255;

    /// <summary>Whether each tree sees as many rows as there are, drawn with replacement. Without, all trees see all rows and nothing is out of bag.</summary>
    public bool Bootstrap { get; init; } = true;

    /// <summary>Whether the rows that each tree did not draw are asked how good the forest is. Not without <see cref="Bootstrap"/>.</summary>
    public bool OutOfBag { get; init; }

    /// <summary>The same seed gives the same forest, to the last bit, on any number of threads.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Threads at most; 0 for one on each processor. Never changes the outcome.</summary>
    public int Parallelism { get; init; }

    // The threads are for the trees, not for the features of one.
    internal Growth Growth() => new Growth { Trees = Trees, Depth = Depth, MinSplit = MinSplit, MinLeaf = MinLeaf, FeatureShare = FeatureShare, Bins = Bins, Parallelism = Parallelism }
        .Checked() with
    { Parallelism = 1 };
}

/// <summary>Settings of gradient boosting.</summary>
public sealed record BoostingOptions
{
    /// <summary>Number of trees, 1 or more; each corrects those before it.</summary>
    public int Stages { get; init; } = 100;

    /// <summary>Share of each tree's correction that is taken, above 0, up to 1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Splits from root to leaf at most, 0 to 64.</summary>
    public int Depth { get; init; } = 5;

    /// <summary>A node of fewer rows is not split, 2 or more.</summary>
    public int MinSplit { get; init; } = 2;

    /// <summary>No split leaves fewer rows on a side, 1 or more.</summary>
    public int MinLeaf { get; init; } = 1;

    /// <summary>Share of the rows that is drawn for each tree, without replacement, above 0, up to 1.</summary>
    public double RowShare { get; init; } = 1;

    /// <summary>Share of the features that is drawn for each split, above 0, up to 1.</summary>
    public double FeatureShare { get; init; } = 1;

    /// <summary>Bins that a feature's values are sorted into, 2 to 255; missing values have one more.</summary>
    public int Bins { get; init; } = 255;

    /// <summary>The same seed gives the same trees, to the last bit, on any number of threads.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Threads at most; 0 for one on each processor. Never changes the outcome.</summary>
    public int Parallelism { get; init; }

    internal Growth Growth()
    {
        Forests.Growth.RequireShare(LearningRate, nameof(LearningRate));
        Forests.Growth.RequireShare(RowShare, nameof(RowShare));
        return new Growth { Trees = Stages, Depth = Depth, MinSplit = MinSplit, MinLeaf = MinLeaf, FeatureShare = FeatureShare, Bins = Bins, Parallelism = Parallelism }.Checked();
    }
}
