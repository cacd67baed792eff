using Plumbline.Detectors;
using Plumbline.Detectors.Isolation;
using Plumbline.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Detectors.Isolation;

public sealed class IsolationForestTests
{
    const int Features = 6;

    static readonly ColumnMatrix Rows = Cloud(2000, seed: 1, outliers: 40);
    static readonly IsolationForest Forest = IsolationForest.Fit(Rows).Model!;

    [Fact]
    public void Scores_are_those_of_the_paper_walked_tree_by_tree()
    {
        foreach (var (trees, samples) in ((int, int)[])[(100, 256), (7, 2), (30, 3), (20, 1000), (1, 4096)])
        {
            var forest = IsolationForest.Fit(Rows, new IsolationOptions { Trees = trees, Samples = samples, Seed = 5 }).Model!;
            var scores = Scores(forest, Rows);
            var state = forest.ToState();
            for (var row = 0; row < Rows.Rows; row += 37) scores[row].ShouldBe(Naive(state, Row(Rows, row)), 2e-6);
            // Two rows are always parted by one cut.
            if (samples > 2) scores.Distinct().Count().ShouldBeGreaterThan(10);
        }
    }

    [Fact]
    public void The_same_rows_and_seed_give_the_same_scores_on_any_number_of_threads_and_one_by_one()
    {
        var scores = Scores(Forest, Rows);
        var threaded = new double[Rows.Rows];
        IsolationForest.Fit(Rows, new IsolationOptions { Parallelism = 3 }).Model!.Score(Rows, threaded, parallelism: 3, TestContext.Current.CancellationToken);
        threaded.ShouldBe(scores);
        for (var row = 0; row < Rows.Rows; row += 41) Forest.Score(Row(Rows, row)).ShouldBe(scores[row]);
        Scores(IsolationForest.Fit(Rows, new IsolationOptions { Seed = 43 }).Model!, Rows).ShouldNotBe(scores);
        scores.ShouldAllBe(score => score > 0 && score < 1);
    }

    [Fact]
    public void Rows_out_of_the_crowd_score_higher_though_no_value_of_theirs_is_out_of_range()
    {
        // Two quantities that go together, but for some rows in which one is high and the other low.
        var random = new Random(3);
        var rows = new ColumnMatrix(1000, 2);
        for (var row = 0; row < rows.Rows; row++)
        {
            var (level, noise) = (10 * random.NextDouble(), 0.4 * random.NextDouble());
            (rows[row, 0], rows[row, 1]) = row < 990 ? (level, level + noise) : (1 + (8 * (row % 2)) + noise, 9 - (8 * (row % 2)) - noise);
        }
        RocCurve.Area(Scores(IsolationForest.Fit(rows).Model!, rows), [.. Enumerable.Range(0, 1000).Select(row => row >= 990)]).ShouldBeGreaterThan(0.95);
        RocCurve.Area(Scores(Forest, Rows), [.. Enumerable.Range(0, Rows.Rows).Select(row => row < 40)]).ShouldBeGreaterThan(0.95);
    }

    [Fact]
    public void A_feature_in_another_unit_changes_nothing()
    {
        var scaled = new ColumnMatrix(Rows.Rows, Features);
        for (var feature = 0; feature < Features; feature++)
            for (var row = 0; row < Rows.Rows; row++) scaled[row, feature] = Rows[row, feature] * Math.Pow(2, 3 * feature);
        Scores(IsolationForest.Fit(scaled).Model!, scaled).ShouldBe(Scores(Forest, Rows));
    }

    [Fact]
    public void A_constant_feature_is_never_cut_and_has_no_part_in_a_score()
    {
        var rows = Cloud(500, seed: 4, outliers: 5);
        rows.Column(2).Fill(7);
        var forest = IsolationForest.Fit(rows).Model!;
        forest.ToState().Numbers["feature"].ShouldNotContain(2);

        var row = Row(rows, 0);
        var score = forest.Score(row);
        row[2] = 1e300;
        forest.Score(row).ShouldBe(score);
        var parts = new double[Features];
        forest.Explain(row, parts);
        parts[2].ShouldBe(0);
        parts.ShouldContain(part => part > 0.1);
    }

    [Fact]
    public void A_missing_value_counts_as_the_median_and_a_row_without_values_has_no_score()
    {
        var rows = Cloud(800, seed: 5, outliers: 10);
        for (var row = 0; row < rows.Rows; row += 5) rows[row, row / 5 % Features] = row % 2 == 0 ? double.NaN : double.NegativeInfinity;
        for (var feature = 0; feature < Features; feature++) rows[17, feature] = double.NaN;
        var fit = IsolationForest.Fit(rows);
        fit.RowsUsed.ShouldBe(799);

        var scores = Scores(fit.Model!, rows);
        Enumerable.Range(0, scores.Length).Where(row => double.IsNaN(scores[row])).ShouldBe([17]);
        var (filled, median) = (Row(rows, 20), fit.Model!.ToState().Numbers["medians"][4]);
        filled[4].ShouldBe(double.NaN);
        filled[4] = median;
        fit.Model.Score(filled).ShouldBe(scores[20]);
        median.ShouldBe(Statistics.Median(rows.Column(4)), 0.2);
    }

    [Fact]
    public void Contributions_add_up_to_what_a_path_is_shorter_by_and_name_the_feature_that_is_off()
    {
        var parts = new double[Features];
        var sums = new List<double>();
        for (var row = 0; row < 400; row += 10)
        {
            Forest.Explain(Row(Rows, row), parts);
            sums.Add(parts.Sum() + MeanPath(Forest.Score(Row(Rows, row))));
        }
        // The mean path of all rows shown: the same for every row.
        sums.Max().ShouldBe(sums.Min(), 1e-3);

        var usual = new double[Features];
        for (var feature = 0; feature < Features; feature++)
        {
            var row = usual.ToArray();
            row[feature] = 9;
            Forest.Explain(row, parts);
            parts[feature].ShouldBe(parts.Max());
            parts[feature].ShouldBeGreaterThan(1);
        }

        double MeanPath(double score) => -Math.Log2(score) * Expected(256);
    }

    [Fact]
    public void What_cannot_be_learned_from_is_refused_with_the_reason()
    {
        IsolationForest.Fit(Cloud(15, seed: 1, outliers: 0)).Refusal!.What.ShouldBe("15 rows have a value, and this detector needs at least 16.");
        IsolationForest.Fit(new ColumnMatrix(50, 3)).Refusal!.Code.ShouldBe("detectors.constant");
        var empty = new ColumnMatrix(50, 2);
        empty.Column(0).Fill(double.NaN);
        empty.Column(1).Fill(double.PositiveInfinity);
        IsolationForest.Fit(empty).Refusal!.Code.ShouldBe("detectors.too_few_rows");
        Should.Throw<ArgumentException>(() => IsolationForest.Fit(new ColumnMatrix(50, 0)));
        foreach (var options in (IsolationOptions[])[new() { Trees = 0 }, new() { Trees = 1001 }, new() { Samples = 1 }, new() { Samples = 4097 }, new() { Parallelism = -1 }])
            Should.Throw<ArgumentOutOfRangeException>(() => IsolationForest.Fit(Rows, options));
        Should.Throw<ArgumentException>(() => Forest.Score(new double[5])).Message.ShouldContain("5 values for 6 features");
        Should.Throw<ArgumentException>(() => Forest.Score(Rows, new double[3]));
    }

    [Fact]
    public void The_largest_and_the_smallest_doubles_are_cut_like_others()
    {
        var rows = new ColumnMatrix(64, 2);
        for (var row = 0; row < rows.Rows; row++) (rows[row, 0], rows[row, 1]) = ((row - 32) * (double.MaxValue / 32), (row % 8) * double.Epsilon);
        var forest = IsolationForest.Fit(rows).Model!;
        var scores = Scores(forest, rows);
        scores.ShouldAllBe(score => score > 0 && score < 1);
        for (var row = 0; row < rows.Rows; row++) scores[row].ShouldBe(Naive(forest.ToState(), Row(rows, row)), 2e-6);
    }

    internal static ColumnMatrix Cloud(int rows, int seed, int outliers)
    {
        var random = new Random(seed);
        var cloud = new ColumnMatrix(rows, Features);
        for (var row = 0; row < rows; row++)
            for (var feature = 0; feature < Features; feature++)
                cloud[row, feature] = row < outliers ? (random.NextDouble() * 12) - 6 : Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
        return cloud;
    }

    internal static double[] Scores(FeatureModel forest, ColumnMatrix rows)
    {
        var scores = new double[rows.Rows];
        forest.Score(rows, scores, cancellation: TestContext.Current.CancellationToken);
        return scores;
    }

    internal static double[] Row(ColumnMatrix rows, int row)
    {
        var values = new double[rows.Columns];
        rows.CopyRow(row, values);
        return values;
    }

    static double Naive(DetectorState state, double[] row)
    {
        var (feature, value) = (state.Numbers["feature"], state.Numbers["value"]);
        var (paths, at) = (new List<double>(), 0);
        while (at < feature.Length)
        {
            var path = double.NaN;
            at = Walk(at, 0, isHere: true);
            paths.Add(path);

            int Walk(int node, int depth, bool isHere)
            {
                if (feature[node] < 0)
                {
                    if (isHere) path = depth + Expected((int)value[node]);
                    return node + 1;
                }
                var goesLeft = row[(int)feature[node]] <= value[node];
                var right = Walk(node + 1, depth + 1, isHere && goesLeft);
                return Walk(right, depth + 1, isHere && !goesLeft);
            }
        }
        return Math.Pow(2, -paths.Average() / Expected((int)state.Numbers["samples"][0]));
    }

    static double Expected(int rows) => rows < 2 ? 0 : (2 * Enumerable.Range(1, rows - 1).Sum(i => 1.0 / i)) - (2.0 * (rows - 1) / rows);
}
