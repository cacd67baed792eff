namespace Plumbline.Numerics.Forests;

/// <summary>A number predicted by many trees. Immutable once fitted, safe from many threads.</summary>
/// <remarks>Features are told apart to single precision (about seven digits), as the trees' thresholds are. A missing value is NaN: each split has learnt where those go.</remarks>
public interface ITreeRegression
{
    /// <summary>Number of features, in the order they were fitted in.</summary>
    int Features { get; }

    /// <summary>How much the splits on each feature lessened the squared error of the training rows, as shares that add up to 1 (all 0 where nothing was split).</summary>
    /// <remarks>Favours features of many distinct values; <see cref="PermutationImportance"/> on rows held back does not.</remarks>
    IReadOnlyList<double> Importance { get; }

    /// <summary>The prediction for one row; allocates nothing.</summary>
    /// <exception cref="ArgumentException">The row has not <see cref="Features"/> values.</exception>
    double Predict(ReadOnlySpan<double> row);

    /// <summary>The predictions for all rows, on all processors: the same numbers as row by row.</summary>
    /// <exception cref="ArgumentException">The table has not <see cref="Features"/> columns.</exception>
    double[] Predict(ColumnMatrix x);

    /// <summary>Takes a prediction apart: what each feature moved it by, on the paths that the row takes through the trees (Saabas, 2014).</summary>
    /// <param name="row">One value per feature.</param>
    /// <param name="into">Takes one number per feature, in the unit of the prediction.</param>
    /// <returns>The bias: what would be said without looking at any feature. Bias and contributions add up to the prediction.</returns>
    /// <exception cref="ArgumentException">A span has not <see cref="Features"/> values.</exception>
    double Contributions(ReadOnlySpan<double> row, Span<double> into);

    /// <summary>Writes the model: see the README for the format.</summary>
    void Write(Stream stream);
}
