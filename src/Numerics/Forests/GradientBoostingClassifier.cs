namespace Plumbline.Numerics.Forests;

/// <summary>Two classes told apart by gradient boosting under logistic loss.</summary>
/// <remarks>Friedman (2001), section 4.5: trees are fitted to the residuals of the probability, leaves take one Newton step. Immutable once fitted, safe from many threads. Features as in <see cref="ITreeRegression"/>.</remarks>
public sealed class GradientBoostingClassifier
{
    readonly TreeSet _trees;
    readonly double _start;
    readonly double[] _importance;

    internal GradientBoostingClassifier(TreeSet trees, double start, double[] importance)
    {
        _trees = trees;
        _start = start;
        _importance = importance;
    }

    /// <summary>Number of features, in the order they were fitted in.</summary>
    public int Features => _trees.Features;

    /// <summary>How much the splits on each feature lessened the squared residuals, as shares that add up to 1 (all 0 where nothing was split).</summary>
    public IReadOnlyList<double> Importance => _importance;

    /// <summary>Grows the trees, one after the other.</summary>
    /// <param name="x">One row per example; NaN is missing.</param>
    /// <param name="happened">Whether each row is of the class whose probability is wanted.</param>
    /// <param name="options">Settings; the defaults where null.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="ArgumentException">No rows or features, not one answer a row, a feature outside the range of single precision, or a setting outside its range.</exception>
    public static GradientBoostingClassifier Fit(
        ColumnMatrix x, ReadOnlySpan<bool> happened, BoostingOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var target = new double[happened.Length];
        for (var row = 0; row < target.Length; row++) target[row] = happened[row] ? 1 : 0;
        TrainingRows.Require(x, target);

        // Half a row is lent to either side, so that a class that never occurs does not begin at infinity.
        var share = (target.Sum() + 0.5) / (target.Length + 1);
        var start = Math.Log(share / (1 - share));
        var residual = new double[target.Length];
        var curvature = new double[target.Length];
        var (trees, importance) = Boosting.Grow(x, options ?? new BoostingOptions(), start, new NewtonAnswer(residual, curvature), scores =>
        {
            for (var row = 0; row < target.Length; row++)
            {
                var probability = Logistic(scores[row]);
                residual[row] = target[row] - probability;
                curvature[row] = probability * (1 - probability);
            }
            return residual;
        }, progress, cancellation);
        return new GradientBoostingClassifier(trees, start, importance);
    }

    /// <summary>The probability that a row is of the class, 0 to 1; allocates nothing.</summary>
    /// <exception cref="ArgumentException">The row has not <see cref="Features"/> values.</exception>
    public double Probability(ReadOnlySpan<double> row)
    {
        var sum = _start;
        _trees.AddAnswers(row, new Span<double>(ref sum));
        return Logistic(sum);
    }

    /// <summary>The probabilities of all rows, on all processors.</summary>
    /// <exception cref="ArgumentException">The table has not <see cref="Features"/> columns.</exception>
    public double[] Probabilities(ColumnMatrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var scores = new double[x.Rows];
        scores.AsSpan().Fill(_start);
        _trees.AddAnswers(x, scores, 0, CancellationToken.None);
        foreach (ref var score in scores.AsSpan()) score = Logistic(score);
        return scores;
    }

    /// <summary>What each feature moved the log-odds by: see <see cref="ITreeRegression.Contributions"/>.</summary>
    /// <param name="row">One value per feature.</param>
    /// <param name="into">Takes one number per feature, in log-odds.</param>
    /// <returns>The bias: bias and contributions add up to ln(p / (1 − p)).</returns>
    /// <exception cref="ArgumentException">A span has not <see cref="Features"/> values.</exception>
    public double Contributions(ReadOnlySpan<double> row, Span<double> into)
    {
        into.Clear();
        var bias = _start;
        _trees.AddContributions(row, new Span<double>(ref bias), into);
        return bias;
    }

    /// <summary>Writes the model: see the README for the format.</summary>
    public void Write(Stream stream) => ModelFile.Write(stream, new ModelContent(ModelKind.GradientBoostingClassifier, _trees, [_start], _importance));

    /// <summary>Reads what <see cref="Write"/> wrote; predicts the same to the last bit.</summary>
    /// <exception cref="InvalidDataException">It is not such a file, is damaged, or is of a later version.</exception>
    public static GradientBoostingClassifier Read(Stream stream)
    {
        var content = ModelFile.Read(stream, ModelKind.GradientBoostingClassifier);
        return new GradientBoostingClassifier(content.Trees, content.Constants[0], content.Importance);
    }

    static double Logistic(double score) => 1 / (1 + Math.Exp(-score));
}
