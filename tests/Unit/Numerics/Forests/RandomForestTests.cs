using Plumbline.Numerics;
using Plumbline.Numerics.Forests;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Forests;

public sealed class RandomForestTests
{
    static readonly (ColumnMatrix X, double[] Y) Train = Samples.Friedman(1500, 10, 1);
    static readonly (ColumnMatrix X, double[] Y) Test = Samples.Friedman(500, 10, 2);

    [Fact]
    public void Rows_not_seen_are_predicted_far_better_than_by_the_mean()
    {
        var forest = RandomForest.Fit(Train.X, Train.Y);

        Samples.Rmse(forest.Predict(Test.X), Test.Y).ShouldBeLessThan(0.5 * Samples.Deviation(Test.Y));
    }

    [Fact]
    public void Out_of_bag_error_is_near_the_error_on_rows_not_seen()
    {
        var forest = RandomForest.Fit(Train.X, Train.Y, new ForestOptions { OutOfBag = true });

        var unseen = Samples.Rmse(forest.Predict(Test.X), Test.Y);
        forest.OutOfBag!.Rmse.ShouldBe(unseen, 0.1 * unseen);
        forest.OutOfBag.R2.ShouldBe(1 - Math.Pow(forest.OutOfBag.Rmse / Samples.Deviation(Train.Y), 2), 1e-9);
        forest.OutOfBag.Rmse.ShouldBeGreaterThan(1.2 * Samples.Rmse(forest.Predict(Train.X), Train.Y), "the trees know the rows that they were grown on");
    }

    [Fact]
    public void Nothing_is_out_of_bag_without_bootstrap_or_unasked()
    {
        RandomForest.Fit(Train.X, Train.Y, new ForestOptions { Trees = 2, Bootstrap = false, OutOfBag = true }).OutOfBag.ShouldBeNull();
        RandomForest.Fit(Train.X, Train.Y, new ForestOptions { Trees = 2 }).OutOfBag.ShouldBeNull();
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var one = RandomForest.Fit(Train.X, Train.Y, new ForestOptions { Trees = 12, OutOfBag = true, Parallelism = 1 });
        foreach (var threads in new[] { 2, 4, 0 })
        {
            var many = RandomForest.Fit(Train.X, Train.Y, new ForestOptions { Trees = 12, OutOfBag = true, Parallelism = threads });
            many.Predict(Test.X).ShouldBe(one.Predict(Test.X));
            many.OutOfBag!.Predictions.ShouldBe(one.OutOfBag!.Predictions);
            many.Importance.ShouldBe(one.Importance);
        }
    }

    [Fact]
    public void Seeds_give_different_forests()
    {
        var one = RandomForest.Fit(Train.X, Train.Y, new ForestOptions { Trees = 5, Seed = 1 });
        var other = RandomForest.Fit(Train.X, Train.Y, new ForestOptions { Trees = 5, Seed = 2 });

        one.Predict(Test.X).ShouldNotBe(other.Predict(Test.X));
    }

    [Fact]
    public void All_rows_at_once_are_predicted_as_one_by_one()
    {
        var forest = RandomForest.Fit(Train.X, Train.Y, new ForestOptions { Trees = 13 });

        var all = forest.Predict(Test.X);

        for (var row = 0; row < Test.X.Rows; row++) forest.Predict(Test.X.Row(row)).ShouldBe(all[row]);
    }

    [Fact]
    public void The_forest_says_the_mean_of_its_trees()
    {
        var forest = RandomForest.Fit(Train.X, Train.Y, new ForestOptions { Trees = 21 });
        var each = new double[21];

        forest.PredictTrees(Test.X.Row(7), each);

        each.Distinct().Count().ShouldBeGreaterThan(5);
        forest.Predict(Test.X.Row(7)).ShouldBe(each.Average(), 1e-12);
    }

    [Fact]
    public void Features_that_matter_are_the_important_ones()
    {
        var forest = RandomForest.Fit(Train.X, Train.Y);

        var rise = PermutationImportance.Of(forest, Test.X, Test.Y, repeats: 2);

        forest.Importance.Sum().ShouldBe(1, 1e-12);
        forest.Importance.Take(5).Min().ShouldBeGreaterThan(3 * forest.Importance.Skip(5).Max() / 2);
        rise.Take(5).Min().ShouldBeGreaterThan(5 * rise.Skip(5).Max());
        PermutationImportance.Of(forest, Test.X, Test.Y, repeats: 2).ShouldBe(rise);
    }

    [Fact]
    public void Missing_values_cost_little_where_few_are_missing()
    {
        var (x, y) = Samples.Friedman(1500, 10, 1, missing: 0.1);
        var (testX, testY) = Samples.Friedman(500, 10, 2, missing: 0.1);

        var forest = RandomForest.Fit(x, y);

        Samples.Rmse(forest.Predict(testX), testY).ShouldBeLessThan(0.65 * Samples.Deviation(testY));
    }

    [Fact]
    public void One_prediction_allocates_nothing()
    {
        var forest = RandomForest.Fit(Train.X, Train.Y, new ForestOptions { Trees = 10 });
        var row = Test.X.Row(0);
        var sum = forest.Predict(row);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) sum += forest.Predict(row);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        sum.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Progress_ends_at_the_whole()
    {
        var told = new System.Collections.Concurrent.ConcurrentQueue<double>();

        RandomForest.Fit(Train.X, Train.Y, new ForestOptions { Trees = 6 }, new Sink(told.Enqueue), TestContext.Current.CancellationToken);

        told.Count.ShouldBe(6);
        told.Max().ShouldBe(1);
    }

    [Fact]
    public void Growing_can_be_called_off()
    {
        using var cancellation = new CancellationTokenSource();
        var calledOff = new Sink(_ => cancellation.Cancel());

        Should.Throw<OperationCanceledException>(() => RandomForest.Fit(Train.X, Train.Y, progress: calledOff, cancellation: cancellation.Token));
    }

    sealed class Sink(Action<double> told) : IProgress<double>
    {
        public void Report(double value) => told(value);
    }
}
