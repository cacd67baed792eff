using Plumbline.Numerics;
using Plumbline.Plant;

namespace Plumbline.Detectors.Isolation;

/// <summary>Trees that part rows by random cuts: a row that few cuts part from all others is unusual.</summary>
/// <remarks>
/// Liu, Ting and Zhou, "Isolation Forest", ICDM 2008, and "Isolation-Based Anomaly Detection", ACM TKDD 6 (2012): s(x) = 2^(−E[h(x)] / c(n)), where h is the length of the path to the leaf of x, what
/// its rows would still take to be parted included, and c(n) what that is on average for n rows. A feature is drawn among those that vary in the node. Scoring takes O(trees × depth) a row.
/// </remarks>
public sealed class IsolationForest : FeatureModel
{
    /// <summary>Of the detector.</summary>
    public const string Name = "isolation_forest";

    /// <summary>Of the states that it writes, and the only one that it reads.</summary>
    public const int StateVersion = 1;

    /// <summary>Rows that it needs at least, those with nothing but missing values not counted.</summary>
    public const int MinimumRows = 16;

    /// <summary>Features that a row may have.</summary>
    public const int MostFeatures = 1000;

    readonly GrownForest _forest;
    readonly double[] _medians;
    readonly PackedTrees _trees;
    readonly double _meanPath;
    readonly int _samples;

    internal IsolationForest(GrownForest forest, double[] medians, int samples)
        : base(Name, medians.Length)
    {
        (_forest, _medians, _samples) = (forest, medians, samples);
        _trees = new(forest, medians, PathLength.DeepestOf(samples));
        _meanPath = PathLength.Mean(samples);
    }

    /// <summary>Grows a forest.</summary>
    /// <param name="rows">A column a feature, in any unit. NaN and infinities are missing: the median of the rows that the trees were shown stands for them. A feature that does not vary tells nothing.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellation">Looked at between trees.</param>
    /// <returns>The same forest for the same rows and seed, on any machine; or a refusal: too few rows, or none that differ.</returns>
    /// <exception cref="ArgumentException">There is no feature, or too many; an option is out of its range.</exception>
    public static FeatureFit<IsolationForest> Fit(ColumnMatrix rows, IsolationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        options ??= new();
        options.Check();
        if (rows.Columns is < 1 or > MostFeatures) throw new ArgumentException($"A row has 1 to {MostFeatures} features, not {rows.Columns}.", nameof(rows));
        var known = KnownRows(rows);
        if (known.Length < MinimumRows)
            return Refused("detectors.too_few_rows", $"{known.Length} {(known.Length == 1 ? "row has" : "rows have")} a value, and this detector needs at least {MinimumRows}.", known.Length);

        var samples = Math.Min(options.Samples, known.Length);
        var shown = new int[options.Trees][];
        for (var tree = 0; tree < shown.Length; tree++) shown[tree] = [.. GrownForest.Draw(known.Length, samples, options.Seed, tree).Select(drawn => known[drawn])];
        var medians = new double[rows.Columns];
        for (var feature = 0; feature < medians.Length; feature++) medians[feature] = Median(rows.Column(feature), shown);
        var forest = GrownForest.Grow(rows, shown, medians, options, cancellation);
        return Array.TrueForAll(forest.Feature, feature => feature == GrownForest.Leaf)
            ? Refused("detectors.constant", $"all {known.Length} rows are the same: there is nothing to part them by.", known.Length)
            : new(new(forest, medians, samples), Refusal: null, known.Length);
    }

    /// <summary>The forest that a state was made from.</summary>
    /// <exception cref="InvalidDataException">The state is another detector's, of another version, or makes no sense; the message says where.</exception>
    public static IsolationForest Restore(DetectorState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return IsolationState.Read(state);
    }

    /// <inheritdoc/>
    /// <returns>In (0, 1): near 1 where a row is parted at once, 0.5 where it takes as long as usual, lower inside a crowd. Not a probability. NaN where every value is missing.</returns>
    public override double Score(ReadOnlySpan<double> row)
    {
        RequireFeatures(row.Length);
        var one = new ColumnMatrix(1, Features);
        for (var feature = 0; feature < row.Length; feature++) one[0, feature] = row[feature];
        var score = new double[1];
        Score(one, score);
        return score[0];
    }

    /// <inheritdoc/>
    public override void Score(ColumnMatrix rows, double[] into, int parallelism = 1, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(into);
        RequireFeatures(rows.Columns);
        if (into.Length != rows.Rows) throw new ArgumentException($"{rows.Rows} rows have as many scores; there is room for {into.Length}.", nameof(into));
        _trees.Paths(rows, into, parallelism, cancellation);
        for (var row = 0; row < into.Length; row++) into[row] = double.Exp2(-into[row] / _meanPath);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// In steps: by how much the cuts on a feature made the path shorter than that of the rows that growing left in the same node, mean over the trees (the path attribution of Saabas, 2014, with the depth
    /// in place of a prediction; what DIFFI of Carletti, Terzi and Susto, 2023, weighs cuts by as well). They add up to the mean path of all rows shown less that of the row.
    /// </remarks>
    public override void Explain(ReadOnlySpan<double> row, Span<double> into)
    {
        RequireFeatures(row.Length);
        RequireFeatures(into.Length);
        into.Clear();
        _trees.AddContributions(row, into);
        foreach (ref var contribution in into) contribution /= _trees.Trees;
    }

    /// <inheritdoc/>
    public override DetectorState ToState() => IsolationState.Of(_forest, _medians, _samples);

    static FeatureFit<IsolationForest> Refused(string code, string what, int rows) => new(Model: null, new Defect(code, "rows", what), rows);

    static int[] KnownRows(ColumnMatrix rows)
    {
        var isKnown = new bool[rows.Rows];
        for (var feature = 0; feature < rows.Columns; feature++)
        {
            var column = rows.Column(feature);
            for (var row = 0; row < column.Length; row++) isKnown[row] |= double.IsFinite(column[row]);
        }
        return [.. Enumerable.Range(0, isKnown.Length).Where(row => isKnown[row])];
    }

    // 0 where every value is missing: nothing is ever cut there.
    static double Median(ReadOnlySpan<double> column, int[][] shown)
    {
        var values = new List<double>();
        foreach (var rows in shown)
            foreach (var row in rows) values.Add(column[row]);
        var median = Statistics.Median(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values));
        return double.IsNaN(median) ? 0 : median;
    }
}
