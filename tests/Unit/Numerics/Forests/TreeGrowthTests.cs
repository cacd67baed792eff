using Plumbline.Numerics;
using Plumbline.Numerics.Forests;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Forests;

public sealed class TreeGrowthTests
{
    static readonly ForestOptions OneTree = new() { Trees = 1, Bootstrap = false, FeatureShare = 1, MinSplit = 2 };

    [Fact]
    public void Six_points_are_parted_where_the_squares_lessen_most()
    {
        // Cutting between 3 and 10 leaves sums of squares 2/3 and 2/3; every other cut leaves more than 90.
        var x = Samples.Table([1, 2, 3, 10, 11, 12]);
        double[] y = [1, 2, 1, 21, 20, 21];

        var stump = RandomForest.Fit(x, y, OneTree with { Depth = 1 });

        stump.Predict([3.0]).ShouldBe(4 / 3.0, 1e-12);
        stump.Predict([6.5]).ShouldBe(4 / 3.0, 1e-12);
        stump.Predict([6.51]).ShouldBe(62 / 3.0, 1e-12);
        stump.Predict([1e30]).ShouldBe(62 / 3.0, 1e-12);
    }

    [Fact]
    public void The_feature_that_tells_more_is_split_on()
    {
        var x = Samples.Table([1, 1, 2, 2], [1, 2, 1, 2]);

        var stump = RandomForest.Fit(x, [0, 10, 1, 11], OneTree with { Depth = 1 });

        stump.Importance.ShouldBe([0, 1]);
        stump.Predict([1, 2.0]).ShouldBe(10.5);
    }

    [Fact]
    public void Deep_enough_a_tree_learns_every_row()
    {
        var (x, y) = Samples.Friedman(300, 6, 3);

        var tree = RandomForest.Fit(x, y, OneTree with { Depth = 40, Bins = 255 });

        Samples.Rmse(tree.Predict(x), y).ShouldBeLessThan(0.1 * Samples.Deviation(y));
    }

    [Fact]
    public void Leaves_hold_no_fewer_rows_than_asked_for()
    {
        var x = Samples.Table([1, 2, 3, 4, 5, 6]);

        // The best cut would leave the last row alone; with two rows a side it goes one further in.
        var stump = RandomForest.Fit(x, [0, 0, 0, 0, 0, 9], OneTree with { Depth = 1, MinLeaf = 2 });

        stump.Predict([6.0]).ShouldBe(4.5);
        stump.Predict([4.0]).ShouldBe(0);
    }

    [Fact]
    public void Small_nodes_are_not_split()
    {
        var x = Samples.Table([1, 2, 3, 4]);

        RandomForest.Fit(x, [1, 2, 3, 4], OneTree with { MinSplit = 5 }).Predict([4.0]).ShouldBe(2.5);
        RandomForest.Fit(x, [1, 2, 3, 4], OneTree with { MinSplit = 4, Depth = 1 }).Predict([4.0]).ShouldBe(3.5);
    }

    [Theory]
    [InlineData(60, 5, 11)]
    [InlineData(200, 4, 12)]
    [InlineData(1500, 3, 13)]
    public void Binned_tree_is_the_tree_that_trying_every_cut_grows(int rows, int depth, int seed)
    {
        // Whole targets have no rounding, and no more distinct values than bins loses nothing: the trees must be the same.
        var random = new Random(seed);
        var x = new ColumnMatrix(rows, 5);
        var y = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < 5; column++) x[row, column] = Math.Round(random.NextDouble() * 100) / 8;
            y[row] = random.Next(1000);
            if (random.Next(10) == 0) x[row, 1] = double.NaN;
        }

        var fast = RandomForest.Fit(x, y, OneTree with { Depth = depth, MinSplit = 5, MinLeaf = 2 });
        var naive = NaiveTree.Grow(x, y, [.. Enumerable.Range(0, rows)], depth, 5, 2);

        for (var row = 0; row < rows; row++) fast.Predict(x.Row(row)).ShouldBe(naive.Predict(x.Row(row)), 1e-9, $"row {row}");
    }

    [Fact]
    public void Rows_without_a_value_go_where_they_lessen_the_error()
    {
        var x = Samples.Table([1, 2, 3, 4, double.NaN, double.NaN]);

        var high = RandomForest.Fit(x, [0, 0, 9, 9, 9, 9], OneTree with { Depth = 1 });
        var low = RandomForest.Fit(x, [0, 0, 9, 9, 0, 0], OneTree with { Depth = 1 });
        var apart = RandomForest.Fit(x, [1, 2, 1, 2, 9, 9], OneTree with { Depth = 1 });

        high.Predict([double.NaN]).ShouldBe(9);
        low.Predict([double.NaN]).ShouldBe(0);
        apart.Predict([double.NaN]).ShouldBe(9);
        apart.Predict([1e9 + 1]).ShouldBe(1.5);
    }

    [Fact]
    public void A_value_first_missing_after_training_goes_with_the_majority()
    {
        var x = Samples.Table([1, 2, 3, 4, 5, 6]);

        RandomForest.Fit(x, [0, 0, 0, 0, 9, 9], OneTree with { Depth = 1 }).Predict([double.NaN]).ShouldBe(0);
        RandomForest.Fit(x, [0, 0, 9, 9, 9, 9], OneTree with { Depth = 1 }).Predict([double.NaN]).ShouldBe(9);
    }

    [Fact]
    public void Values_closer_than_single_precision_are_one_value()
    {
        var x = Samples.Table([1e9 + 1, 1e9 + 2, 2e9]);

        var tree = RandomForest.Fit(x, [1, 3, 8], OneTree);

        tree.Predict([1e9 + 1]).ShouldBe(2);
        tree.Predict([1e9 + 2]).ShouldBe(2);
        tree.Predict([2e9]).ShouldBe(8);
    }
}
