using Plumbline.Numerics.Forests;
using Plumbline.Pumps.Features;

namespace Plumbline.Pumps.Prognosis;

/// <summary>How a model of remaining useful life is trained. The defaults are those of the product.</summary>
public sealed record RulTrainingOptions
{
    /// <summary>The pump that the model is for: goes on the card; null for that of the first history.</summary>
    public string? PumpId { get; init; }

    /// <summary>What learns.</summary>
    public RulModelKind Kind { get; init; } = RulModelKind.RandomForest;

    /// <summary>What it is taught.</summary>
    public RulLabel Label { get; init; } = RulLabel.Regression;

    /// <summary>A life of more days than this is taught as this many; above 7.</summary>
    public double CapDays { get; init; } = 120;

    /// <summary>Nominal coverage of the intervals; above 0, below 1.</summary>
    public double Coverage { get; init; } = 0.9;

    /// <summary>What it learns from: some of <see cref="FeatureNames.All"/>, each once.</summary>
    public IReadOnlyList<string> Features { get; init; } = FeatureNames.ForRemainingLife;

    /// <summary>Of the trees, and of the order in which runs are held back.</summary>
    public int Seed { get; init; } = 42;

    /// <summary>Where histories have more hours than this together, every second, third, … is used: neighbouring hours tell nearly the same. 100 or more.</summary>
    public int MostRows { get; init; } = 20_000;

    /// <summary>Models fitted to see every run with the eyes of a model that does not know it, at most; 2 or more.</summary>
    public int MostFolds { get; init; } = 5;

    /// <summary>Share of a single run, from its end, that is held back; above 0, below 1.</summary>
    public double TestShare { get; init; } = 0.25;

    /// <summary>What the model will be called; not empty.</summary>
    public string Version { get; init; } = "1.0.0";

    /// <summary>Settings of a random forest; <see cref="Seed"/> replaces its seed.</summary>
    public ForestOptions Forest { get; init; } = new() { Trees = 100, Depth = 10, MinSplit = 5 };

    /// <summary>Settings of gradient boosting; <see cref="Seed"/> replaces its seed.</summary>
    public BoostingOptions Boosting { get; init; } = new() { Stages = 100, Depth = 5, LearningRate = 0.1 };

    /// <summary>The first setting that is outside its range, as a sentence; null where none is.</summary>
    internal string? Fault()
    {
        if (!(CapDays > RulLabels.SoonDays)) return $"The cap of {CapDays} days must be above {RulLabels.SoonDays}.";
        if (Coverage is not (> 0 and < 1)) return $"A coverage of {Coverage} is not above 0 and below 1.";
        if (TestShare is not (> 0 and < 1)) return $"A test share of {TestShare} is not above 0 and below 1.";
        if (MostRows < 100) return $"{MostRows} rows are fewer than 100.";
        if (MostFolds < 2) return $"{MostFolds} folds are fewer than 2.";
        if (string.IsNullOrEmpty(Version)) return "The version is empty.";
        if (Features.Count == 0 || Features.Distinct().Count() != Features.Count) return "Features must be named, each once.";
        return Features.FirstOrDefault(name => !FeatureNames.All.Contains(name)) is { } unknown ? $"There is no feature '{unknown}'." : null;
    }
}

/// <summary>A history that ends in a failure: what a model learns from.</summary>
/// <param name="PumpId">The pump.</param>
/// <param name="Features">Its features, hour by hour. Hours later than a day after the failure are left out: they tell of the repair.</param>
/// <param name="FailureDate">When it failed, UTC.</param>
public sealed record RunToFailure(string PumpId, FeatureTable Features, DateTime FailureDate);

/// <summary>What came of training.</summary>
/// <param name="Model">The model, with or without skill: see its card. Null where there was too little to train on.</param>
/// <param name="Unavailable">What was missing, as a sentence; null where there is a model.</param>
public sealed record RulTrainingOutcome(RulModel? Model, string? Unavailable);
