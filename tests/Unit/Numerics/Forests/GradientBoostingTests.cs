using Plumbline.Numerics;
using Plumbline.Numerics.Forests;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Forests;

public sealed class GradientBoostingTests
{
    static readonly (ColumnMatrix X, double[] Y) Train = Samples.Friedman(2000, 40, 1);
    static readonly (ColumnMatrix X, double[] Y) Test = Samples.Friedman(500, 40, 2);

    [Fact]
    public void Beats_a_forest_on_a_smooth_function()
    {
        var boosted = GradientBoosting.Fit(Train.X, Train.Y);
        var forest = RandomForest.Fit(Train.X, Train.Y);

        var error = Samples.Rmse(boosted.Predict(Test.X), Test.Y);
        error.ShouldBeLessThan(0.3 * Samples.Deviation(Test.Y));
        error.ShouldBeLessThan(0.9 * Samples.Rmse(forest.Predict(Test.X), Test.Y));
    }

    [Fact]
    public void One_stage_takes_its_share_of_the_step_to_the_leaf_means()
    {
        var x = Samples.Table([1, 2, 3, 4]);

        var model = GradientBoosting.Fit(x, [0, 0, 10, 10], new BoostingOptions { Stages = 1, LearningRate = 0.25 });

        model.Predict([1.0]).ShouldBe(3.75);
        model.Predict([4.0]).ShouldBe(6.25);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        // 2,000 rows of 40 columns are enough for the features of one node to go to several threads.
        var options = new BoostingOptions { Stages = 15, RowShare = 0.9, Parallelism = 1 };
        var one = GradientBoosting.Fit(Train.X, Train.Y, options);
        foreach (var threads in new[] { 2, 4, 0 })
        {
            var many = GradientBoosting.Fit(Train.X, Train.Y, options with { Parallelism = threads });
            many.Predict(Test.X).ShouldBe(one.Predict(Test.X));
            many.Importance.ShouldBe(one.Importance);
        }
    }

    [Fact]
    public void All_rows_at_once_are_predicted_as_one_by_one()
    {
        var model = GradientBoosting.Fit(Train.X, Train.Y, new BoostingOptions { Stages = 9 });

        var all = model.Predict(Test.X);

        for (var row = 0; row < Test.X.Rows; row++) model.Predict(Test.X.Row(row)).ShouldBe(all[row]);
    }

    [Fact]
    public void Rows_and_features_may_be_drawn_for_each_tree()
    {
        var model = GradientBoosting.Fit(Train.X, Train.Y, new BoostingOptions { RowShare = 0.5, FeatureShare = 0.5 });

        Samples.Rmse(model.Predict(Test.X), Test.Y).ShouldBeLessThan(0.35 * Samples.Deviation(Test.Y));
    }

    [Fact]
    public void Importance_finds_the_features_that_matter()
    {
        var model = GradientBoosting.Fit(Train.X, Train.Y);

        model.Importance.Sum().ShouldBe(1, 1e-12);
        model.Importance.Take(5).Min().ShouldBeGreaterThan(4 * model.Importance.Skip(5).Max());
    }
}
