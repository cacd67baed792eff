namespace Plumbline.Numerics.Forests;

/// <summary>A forest judged by its own training rows: each predicted by the trees that did not draw it, about a third of them.</summary>
/// <param name="Predictions">By training row; NaN for a row that every tree drew.</param>
/// <param name="Rmse">Root mean squared error over the rows that have a prediction, in the unit of the target; NaN where none has.</param>
/// <param name="R2">1 − squared error over that of always saying the mean; NaN where the target is constant or no row has a prediction.</param>
/// <remarks>Rows that follow one another in time are alike: a row left out has near neighbours that were drawn, and the estimate is too kind. Judge such a model on runs or periods of their own.</remarks>
public sealed record OutOfBagEstimate(IReadOnlyList<double> Predictions, double Rmse, double R2)
{
    internal static OutOfBagEstimate Of(TreeSet trees, Bagging bagging, ColumnMatrix x, double[] target, int parallelism, CancellationToken cancellation)
    {
        var predictions = new double[x.Rows];
        trees.AddAnswers(x, predictions, parallelism, cancellation, bagging.IsOut);
        for (var row = 0; row < predictions.Length; row++) predictions[row] /= bagging.TreesWithout(row);

        double sum = 0, count = 0;
        for (var row = 0; row < target.Length; row++)
        {
            if (double.IsNaN(predictions[row])) continue;
            sum += target[row];
            count++;
        }
        double error = 0, spread = 0;
        for (var row = 0; row < target.Length; row++)
        {
            if (double.IsNaN(predictions[row])) continue;
            error += Square(target[row] - predictions[row]);
            spread += Square(target[row] - (sum / count));
        }
        return new OutOfBagEstimate(predictions, Math.Sqrt(error / count), spread > 0 ? 1 - (error / spread) : double.NaN);

        static double Square(double value) => value * value;
    }
}
