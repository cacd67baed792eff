namespace Plumbline.Numerics.Forests;

/// <summary>Regression by gradient boosting under squared loss: each tree is fitted to what those before it left over.</summary>
/// <remarks>Friedman, "Greedy function approximation: a gradient boosting machine", Annals of Statistics 29 (2001); rows drawn for each tree as in "Stochastic gradient boosting" (2002).</remarks>
public sealed class GradientBoosting : ITreeRegression
{
    readonly TreeSet _trees;
    readonly double _start;
    readonly double[] _importance;

    internal GradientBoosting(TreeSet trees, double start, double[] importance)
    {
        _trees = trees;
        _start = start;
        _importance = importance;
    }

    /// <inheritdoc/>
    public int Features => _trees.Features;

    /// <summary>Number of trees.</summary>
    public int Stages => _trees.Trees;

    /// <inheritdoc/>
    public IReadOnlyList<double> Importance => _importance;

    /// <summary>Grows the trees, one after the other.</summary>
    /// <param name="x">One row per example; NaN is missing.</param>
    /// <param name="y">What is to be predicted; within ±1e300.</param>
    /// <param name="options">Settings; the defaults where null.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="ArgumentException">No rows or features, not one target a row, a target that is not such a number, a feature outside the range of single precision, or a setting outside its range.</exception>
    public static GradientBoosting Fit(
        ColumnMatrix x, ReadOnlySpan<double> y, BoostingOptions? options = null, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        TrainingRows.Require(x, y);
        options ??= new BoostingOptions();
        var target = y.ToArray();
        var residual = new double[target.Length];
        var start = Mean(target);
        var (trees, importance) = Boosting.Grow(x, options, start, new MeanAnswer(residual), scores =>
        {
            for (var row = 0; row < target.Length; row++) residual[row] = target[row] - scores[row];
            return residual;
        }, progress, cancellation);
        return new GradientBoosting(trees, start, importance);
    }

    /// <inheritdoc/>
    public double Predict(ReadOnlySpan<double> row)
    {
        var sum = _start;
        _trees.AddAnswers(row, new Span<double>(ref sum));
        return sum;
    }

    /// <inheritdoc/>
    public double[] Predict(ColumnMatrix x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var sums = new double[x.Rows];
        sums.AsSpan().Fill(_start);
        _trees.AddAnswers(x, sums, 0, CancellationToken.None);
        return sums;
    }

    /// <inheritdoc/>
    public double Contributions(ReadOnlySpan<double> row, Span<double> into)
    {
        into.Clear();
        var bias = _start;
        _trees.AddContributions(row, new Span<double>(ref bias), into);
        return bias;
    }

    /// <inheritdoc/>
    public void Write(Stream stream) => ModelFile.Write(stream, new ModelContent(ModelKind.GradientBoosting, _trees, [_start], _importance));

    /// <summary>Reads what <see cref="Write"/> wrote; predicts the same to the last bit.</summary>
    /// <exception cref="InvalidDataException">It is not such a file, is damaged, or is of a later version.</exception>
    public static GradientBoosting Read(Stream stream)
    {
        var content = ModelFile.Read(stream, ModelKind.GradientBoosting);
        return new GradientBoosting(content.Trees, content.Constants[0], content.Importance);
    }

    static double Mean(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value - values[0];
        return values[0] + (sum / values.Length);
    }
}
