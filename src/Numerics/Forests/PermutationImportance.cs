namespace Plumbline.Numerics.Forests;

/// <summary>How much worse a model predicts when one feature's values are shuffled among the rows.</summary>
/// <remarks>Breiman (2001), section 10. Use rows that the model was not fitted on. Of two features that tell the same, either may look unimportant.</remarks>
public static class PermutationImportance
{
    /// <param name="model">The model.</param>
    /// <param name="x">Rows; left as they are.</param>
    /// <param name="y">Their truth.</param>
    /// <param name="seed">Of the shuffling.</param>
    /// <param name="repeats">Shuffles averaged, 1 or more.</param>
    /// <returns>By feature: the rise of the mean squared error, in the target's unit squared; near 0, and sometimes below, for a feature without use.</returns>
    /// <exception cref="ArgumentException">The sizes do not fit, there is no row, or there are no repeats.</exception>
    public static double[] Of(ITreeRegression model, ColumnMatrix x, ReadOnlySpan<double> y, int seed = 42, int repeats = 5)
    {
        ArgumentNullException.ThrowIfNull(model);
        TrainingRows.Require(x, y);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);

        var shuffled = new ColumnMatrix(x.Rows, x.Columns);
        for (var column = 0; column < x.Columns; column++) x.Column(column).CopyTo(shuffled.Column(column));
        var before = SquaredError(model.Predict(x), y);
        var order = Enumerable.Range(0, x.Rows).ToArray();
        var rise = new double[x.Columns];
        for (var feature = 0; feature < x.Columns; feature++)
        {
            var random = new Xoshiro256(seed, feature);
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                random.Draw(order, order.Length);
                for (var row = 0; row < x.Rows; row++) shuffled[row, feature] = x[order[row], feature];
                rise[feature] += (SquaredError(model.Predict(shuffled), y) - before) / repeats;
            }
            x.Column(feature).CopyTo(shuffled.Column(feature));
        }
        return rise;
    }

    static double SquaredError(double[] predicted, ReadOnlySpan<double> actual)
    {
        var sum = 0.0;
        for (var row = 0; row < predicted.Length; row++)
        {
            var error = predicted[row] - actual[row];
            sum += error * error;
        }
        return sum / predicted.Length;
    }
}
