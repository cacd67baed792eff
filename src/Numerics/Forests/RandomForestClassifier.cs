namespace Plumbline.Numerics.Forests;

/// <summary>A classification forest: the mean of the class shares in the leaves that a row ends in.</summary>
/// <remarks>Breiman, "Random Forests", Machine Learning 45 (2001); splits by Gini impurity. Immutable once fitted, safe from many threads. Features as in <see cref="ITreeRegression"/>.</remarks>
public sealed class RandomForestClassifier
{
    readonly TreeSet _trees;
    readonly double[] _importance;

    internal RandomForestClassifier(TreeSet trees, double[] importance)
    {
        _trees = trees;
        _importance = importance;
    }

    /// <summary>Number of features, in the order they were fitted in.</summary>
    public int Features => _trees.Features;

    /// <summary>Number of classes; their labels are 0 to this less 1.</summary>
    public int Classes => _trees.Answers;

    /// <summary>Number of trees.</summary>
    public int Trees => _trees.Trees;

    /// <summary>How much the splits on each feature lessened the impurity, as shares that add up to 1 (all 0 where nothing was split).</summary>
    public IReadOnlyList<double> Importance => _importance;

    /// <summary>Class probabilities of each training row by the trees that did not draw it, row after row; NaN for a row that every tree drew. Null where the options did not ask for it, without bootstrap, and in a forest that was read.</summary>
    public IReadOnlyList<double>? OutOfBagProbabilities { get; private init; }

    /// <summary>Grows a forest.</summary>
    /// <param name="x">One row per example; NaN is missing.</param>
    /// <param name="labels">The class of each row: 0, 1, 2, ...; there are as many classes as the highest says.</param>
    /// <param name="options">Settings; the defaults where null.</param>
    /// <param name="progress">Told the share that is done, from any thread.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="ArgumentException">No rows or features, not one label a row, a label out of range, a feature outside the range of single precision, or a setting outside its range.</exception>
    public static RandomForestClassifier Fit(
        ColumnMatrix x, ReadOnlySpan<int> labels, ForestOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        var classes = TrainingRows.Require(x, labels);
        options ??= new ForestOptions();
        var target = labels.ToArray();
        var weighted = new WeightedTarget(x.Rows);
        if (classes == 2) weighted.Set([.. target.Select(label => (double)label)]);
        Func<int, uint, ulong> packed = classes == 2 ? weighted.Packed : (row, weight) => ClassSearch.Packed(target[row], weight);
        var bagging = Bagging.Grow(x, options, new BaggedTarget(new ClassAnswer(target, classes), packed, weighted.CountBits, classes), progress, cancellation);
        var trees = TreeSet.Of(x.Columns, classes, bagging.Trees);
        return new RandomForestClassifier(trees, bagging.Importance())
        {
            OutOfBagProbabilities = options is { OutOfBag: true, Bootstrap: true } ? OutOfBag(trees, bagging, x, options.Parallelism, cancellation) : null,
        };
    }

    /// <summary>The probability of each class; allocates nothing.</summary>
    /// <param name="row">One value per feature.</param>
    /// <param name="into">Takes one probability per class; they add up to 1.</param>
    /// <exception cref="ArgumentException">A span has not the right length.</exception>
    public void Probabilities(ReadOnlySpan<double> row, Span<double> into)
    {
        if (into.Length != Classes) throw new ArgumentException($"There are {Classes} classes and room for {into.Length}.", nameof(into));
        into.Clear();
        _trees.AddAnswers(row, into);
        foreach (ref var probability in into) probability /= Trees;
    }

    /// <summary>The probabilities of all rows, row after row, on all processors.</summary>
    /// <exception cref="ArgumentException">The table has not <see cref="Features"/> columns.</exception>
    public double[] Probabilities(ColumnMatrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var probabilities = new double[x.Rows * Classes];
        _trees.AddAnswers(x, probabilities, 0, CancellationToken.None);
        foreach (ref var probability in probabilities.AsSpan()) probability /= Trees;
        return probabilities;
    }

    /// <summary>The most probable class, the lowest of equals.</summary>
    /// <exception cref="ArgumentException">The row has not <see cref="Features"/> values.</exception>
    public int Predict(ReadOnlySpan<double> row)
    {
        Span<double> probabilities = stackalloc double[Classes];
        Probabilities(row, probabilities);
        var best = 0;
        for (var c = 1; c < probabilities.Length; c++)
            if (probabilities[c] > probabilities[best]) best = c;
        return best;
    }

    /// <summary>What each feature moved the probability of one class by: see <see cref="ITreeRegression.Contributions"/>.</summary>
    /// <param name="row">One value per feature.</param>
    /// <param name="label">The class.</param>
    /// <param name="into">Takes one number per feature.</param>
    /// <returns>The bias: bias and contributions add up to the probability.</returns>
    /// <exception cref="ArgumentException">A span has not the right length, or there is no such class.</exception>
    public double Contributions(ReadOnlySpan<double> row, int label, Span<double> into)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(label);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(label, Classes);
        if (into.Length != Features) throw new ArgumentException($"There are {Features} features and room for {into.Length}.", nameof(into));
        var bias = new double[Classes];
        var all = new double[Features * Classes];
        _trees.AddContributions(row, bias, all);
        for (var feature = 0; feature < into.Length; feature++) into[feature] = all[(feature * Classes) + label] / Trees;
        return bias[label] / Trees;
    }

    /// <summary>Writes the model: see the README for the format.</summary>
    public void Write(Stream stream) => ModelFile.Write(stream, new ModelContent(ModelKind.RandomForestClassifier, _trees, [], _importance));

    /// <summary>Reads what <see cref="Write"/> wrote; predicts the same to the last bit.</summary>
    /// <exception cref="InvalidDataException">It is not such a file, is damaged, or is of a later version.</exception>
    public static RandomForestClassifier Read(Stream stream)
    {
        var content = ModelFile.Read(stream, ModelKind.RandomForestClassifier);
        return new RandomForestClassifier(content.Trees, content.Importance);
    }

    static double[] OutOfBag(TreeSet trees, Bagging bagging, ColumnMatrix x, int parallelism, CancellationToken cancellation)
    {
        var probabilities = new double[x.Rows * trees.Answers];
        trees.AddAnswers(x, probabilities, parallelism, cancellation, bagging.IsOut);
        for (var row = 0; row < x.Rows; row++)
        {
            var without = bagging.TreesWithout(row);
            foreach (ref var probability in probabilities.AsSpan(row * trees.Answers, trees.Answers)) probability /= without;
        }
        return probabilities;
    }
}
