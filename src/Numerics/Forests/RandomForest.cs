namespace Plumbline.Numerics.Forests;

/// <summary>A regression forest: the mean of trees, each grown on rows and features of its own drawing.</summary>
/// <remarks>Breiman, "Random Forests", Machine Learning 45 (2001). Splits are found on binned values; a missing value goes to the side that lessens the error more.</remarks>
public sealed class RandomForest : ITreeRegression
{
    readonly TreeSet _trees;
    readonly double[] _importance;

    internal RandomForest(TreeSet trees, double[] importance)
    {
        _trees = trees;
        _importance = importance;
    }

    /// <inheritdoc/>
    public int Features => _trees.Features;

    /// <summary>Number of trees.</summary>
    public int Trees => _trees.Trees;

    /// <inheritdoc/>
    public IReadOnlyList<double> Importance => _importance;

    /// <summary>How well each training row is predicted by the trees that did not see it. Null where the options did not ask for it, without bootstrap, and in a forest that was read.</summary>
    public OutOfBagEstimate? OutOfBag { get; private init; }

    /// <summary>Grows a forest.</summary>
    /// <param name="x">One row per example; NaN is missing.</param>
    /// <param name="y">What is to be predicted; within ±1e300.</param>
    /// <param name="options">Settings; the defaults where null.</param>
    /// <param name="progress">Told the share that is done, from any thread.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="ArgumentException">No rows or features, not one target a row, a target that is not such a number, a feature outside the range of single precision, or a setting outside its range.</exception>
    public static RandomForest Fit(
        ColumnMatrix x, ReadOnlySpan<double> y, ForestOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        TrainingRows.Require(x, y);
        options ??= new ForestOptions();
        var target = y.ToArray();
        var weighted = new WeightedTarget(x.Rows);
        weighted.Set(target);
        var bagging = Bagging.Grow(x, options, new BaggedTarget(new MeanAnswer(target), weighted.Packed, weighted.CountBits), progress, cancellation);
        var trees = TreeSet.Of(x.Columns, 1, bagging.Trees);
        return new RandomForest(trees, bagging.Importance())
        {
            OutOfBag = options is { OutOfBag: true, Bootstrap: true } ? OutOfBagEstimate.Of(trees, bagging, x, target, options.Parallelism, cancellation) : null,
        };
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        var sum = 0.0;
        _trees.AddAnswers(row, new Span<double>(ref sum));
        return sum / Trees;
    }

    /// <inheritdoc/>
    public double[] Predict(ColumnMatrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var means = new double[x.Rows];
        _trees.AddAnswers(x, means, 0, CancellationToken.None);
        foreach (ref var mean in means.AsSpan()) mean /= Trees;
        return means;
    }

    /// <summary>What each tree says: their spread tells how much the forest hangs on the rows that were drawn (not how far off it is).</summary>
    /// <param name="row">One value per feature.</param>
    /// <param name="into">Takes one prediction per tree.</param>
    /// <exception cref="ArgumentException">A span has not the right length.</exception>
    public void PredictTrees(ReadOnlySpan<double> row, Span<double> into) => _trees.Answer(row, into);

    /// <inheritdoc/>
    public double Contributions(ReadOnlySpan<double> row, Span<double> into)
    {
        into.Clear();
        var bias = 0.0;
        _trees.AddContributions(row, new Span<double>(ref bias), into);
        foreach (ref var contribution in into) contribution /= Trees;
        return bias / Trees;
    }

    /// <inheritdoc/>
    public void Write(Stream stream) => ModelFile.Write(stream, new ModelContent(ModelKind.RandomForest, _trees, [], _importance));

    /// <summary>Reads what <see cref="Write"/> wrote; predicts the same to the last bit.</summary>
    /// <exception cref="InvalidDataException">It is not such a file, is damaged, or is of a later version.</exception>
    public static RandomForest Read(Stream stream)
    {
        var content = ModelFile.Read(stream, ModelKind.RandomForest);
        return new RandomForest(content.Trees, content.Importance);
    }
}
