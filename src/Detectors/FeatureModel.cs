using Plumbline.Numerics;
using Plumbline.Plant;

namespace Plumbline.Detectors;

/// <summary>What a detector has learned from rows of several features. Immutable; safe from many threads.</summary>
/// <remarks>The score is kept apart from the decision: what score is too high for one plant, <see cref="ScoreLimit"/> tells from its own history.</remarks>
public abstract class FeatureModel
{
    private protected FeatureModel(string detector, int features) => (Detector, Features) = (detector, features);

    /// <summary>The name of the detector that learned it.</summary>
    public string Detector { get; }

    /// <summary>How many features a row has.</summary>
    public int Features { get; }

    /// <summary>How unusual a row is.</summary>
    /// <param name="row">One value a feature, in the order and the units that were learned from. NaN and infinities are missing.</param>
    /// <returns>A number without unit; higher is more unusual. NaN where every value is missing.</returns>
    /// <exception cref="ArgumentException">The row has another number of features.</exception>
    public abstract double Score(ReadOnlySpan<double> row);

    /// <summary>Scores many rows: the same numbers as one by one, to the last bit, on any number of threads.</summary>
    /// <param name="rows">A column a feature.</param>
    /// <param name="into">A score a row.</param>
    /// <param name="parallelism">Threads at most; 0 for one on each processor.</param>
    /// <param name="cancellation">Looked at between blocks of rows.</param>
    /// <exception cref="ArgumentException">There is another number of columns, or of scores.</exception>
    public abstract void Score(ColumnMatrix rows, double[] into, int parallelism = 1, CancellationToken cancellation = default);

    /// <summary>What each feature has to do with the score of a row.</summary>
    /// <param name="row">As for <see cref="Score(ReadOnlySpan{double})"/>.</param>
    /// <param name="into">A number a feature, in a unit of the detector's own: above 0 it makes the row more unusual, below 0 less.</param>
    /// <exception cref="ArgumentException">A span has another length than there are features.</exception>
    public abstract void Explain(ReadOnlySpan<double> row, Span<double> into);

    /// <summary>All of it as plain numbers, from which the detector restores it.</summary>
    public abstract DetectorState ToState();

    /// <summary>For whoever is given a row, or room for one.</summary>
    protected void RequireFeatures(int given)
    {
        if (given != Features) throw new ArgumentException($"{given} values for {Features} features.", nameof(given));
    }
}

/// <summary>A model of several features, or the reason why these rows give none.</summary>
/// <param name="Model">Null where there is a refusal.</param>
/// <param name="Refusal">Null where there is a model.</param>
/// <param name="RowsUsed">Rows in which at least one value is not missing.</param>
public sealed record FeatureFit<T>(T? Model, Defect? Refusal, int RowsUsed)
    where T : FeatureModel;
