using Plumbline.Plant;

namespace Plumbline.Pumps.Prognosis;

/// <summary>What is told of a trained model beside its parameters.</summary>
public sealed record RulModelCard
{
    /// <summary>The model's version, such as <c>1.0.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary><c>random_forest</c>, <c>gradient_boosting</c> or <c>linear</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it was taught: days until the failure, or whether it comes within 7 days.</summary>
    public RulLabel Label { get; init; } = RulLabel.Regression;

    /// <summary>The pump that it was trained for: as told, or that of the first history.</summary>
    public required string PumpId { get; init; }

    /// <summary>Names of the features, in order.</summary>
    public required IReadOnlyList<string> Features { get; init; }

    /// <summary>The histories that it was trained on.</summary>
    public required IReadOnlyList<TrainingRun> Runs { get; init; }

    /// <summary>Labels were capped at this many days.</summary>
    public required double RulCapDays { get; init; }

    /// <summary>Of the models that were tested, on the rows they had learnt from; of several folds, pooled.</summary>
    public required RulMetrics Train { get; init; }

    /// <summary>On rows it had not seen: whole runs where there are several, the last part of the one otherwise.</summary>
    public required RulMetrics Test { get; init; }

    /// <summary>How the test rows were chosen, as a sentence.</summary>
    public required string Split { get; init; }

    /// <summary>Nominal coverage of its intervals.</summary>
    public required double Coverage { get; init; }

    /// <summary>Share of test rows whose truth was inside the interval, each calibrated without the run that it is counted on; rows at the cap, which are easy, are left out. NaN where none remain.</summary>
    public required double MeasuredCoverage { get; init; }

    /// <summary>When it was trained, UTC.</summary>
    public required DateTime TrainedAt { get; init; }

    /// <summary>Mean gain of each feature over the trees, as shares that add up to 1; largest first.</summary>
    public required IReadOnlyList<FeatureShare> Importance { get; init; }

    /// <summary>Whether it beats always saying the mean. A model without skill predicts nothing and raises no alarm.</summary>
    public bool HasSkill => Test.R2 > 0;

    /// <summary>Whether readings of a pump in a period are among those that it learnt from.</summary>
    public bool LearntFrom(string pumpId, Period period) => Runs.Any(run => run.PumpId == pumpId && run.Period.Start <= period.End && run.Period.End >= period.Start);
}

/// <summary>One run-to-failure history.</summary>
/// <param name="PumpId">The pump.</param>
/// <param name="Period">Its readings.</param>
/// <param name="FailureDate">When it failed, UTC.</param>
/// <param name="ForTest">Whether it was predicted by a model that had not seen it. False for a single run, of which only the end was.</param>
public sealed record TrainingRun(string PumpId, Period Period, DateTime FailureDate, bool ForTest);

/// <summary>A feature's share of something.</summary>
/// <param name="Feature">The feature's name.</param>
/// <param name="Share">0 to 1.</param>
public sealed record FeatureShare(string Feature, double Share);
