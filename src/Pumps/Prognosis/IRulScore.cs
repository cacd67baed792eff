using Plumbline.Numerics;
using Plumbline.Numerics.Forests;

namespace Plumbline.Pumps.Prognosis;

/// <summary>What was learnt: from the features of an hour to a number. Days, or for <see cref="RulLabel.Classification"/> the chance of failing soon; not yet calibrated. Immutable.</summary>
interface IRulScore
{
    int Features { get; }

    /// <summary>How much each feature counts over the training rows, as shares that add up to 1.</summary>
    IReadOnlyList<double> Importance { get; }

    double Of(ReadOnlySpan<double> row);

    /// <summary>The same numbers as row by row.</summary>
    double[] Of(ColumnMatrix rows);

    /// <summary>What each feature moved the score of a row by.</summary>
    void Contributions(ReadOnlySpan<double> row, Span<double> into);

    void Write(Stream stream);
}

/// <summary>What trees learnt.</summary>
sealed class TreeScore(ITreeRegression trees) : IRulScore
{
    public int Features => trees.Features;

    public IReadOnlyList<double> Importance => trees.Importance;

    public double Of(ReadOnlySpan<double> row) => trees.Predict(row);

    public double[] Of(ColumnMatrix rows) => trees.Predict(rows);

    public void Contributions(ReadOnlySpan<double> row, Span<double> into) => trees.Contributions(row, into);

    public void Write(Stream stream) => trees.Write(stream);
}
