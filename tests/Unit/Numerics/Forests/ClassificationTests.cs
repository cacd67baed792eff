using Plumbline.Numerics;
using Plumbline.Numerics.Forests;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Forests;

public sealed class ClassificationTests
{
    [Theory]
    [InlineData(2, 0.97)]
    [InlineData(3, 0.95)]
    [InlineData(5, 0.87)]
    public void Clouds_are_told_apart(int classes, double accuracy)
    {
        var (x, labels) = Samples.Clouds(1000, classes, 1);
        var (testX, testLabels) = Samples.Clouds(500, classes, 2);

        var forest = RandomForestClassifier.Fit(x, labels);

        forest.Classes.ShouldBe(classes);
        Enumerable.Range(0, 500).Count(row => forest.Predict(testX.Row(row)) == testLabels[row]).ShouldBeGreaterThan((int)(500 * accuracy));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Probabilities_are_probabilities(int classes)
    {
        var (x, labels) = Samples.Clouds(300, classes, 1);
        var forest = RandomForestClassifier.Fit(x, labels, new ForestOptions { Trees = 15 });
        var one = new double[classes];

        var all = forest.Probabilities(x);

        all.ShouldAllBe(p => p >= 0 && p <= 1);
        all.Distinct().Count().ShouldBeGreaterThan(5);
        for (var row = 0; row < x.Rows; row++)
        {
            all.AsSpan(row * classes, classes).ToArray().Sum().ShouldBe(1, 1e-12);
            forest.Probabilities(x.Row(row), one);
            one.ShouldBe(all.AsSpan(row * classes, classes).ToArray());
        }
    }

    [Fact]
    public void Out_of_bag_probabilities_judge_as_rows_not_seen_do()
    {
        var (x, labels) = Samples.Clouds(800, 3, 1);

        var outOfBag = RandomForestClassifier.Fit(x, labels, new ForestOptions { OutOfBag = true }).OutOfBagProbabilities!;

        var right = 0;
        for (var row = 0; row < 800; row++)
        {
            var mine = outOfBag.Skip(row * 3).Take(3).ToList();
            if (mine.IndexOf(mine.Max()) == labels[row]) right++;
        }
        right.ShouldBeInRange(750, 799);
    }

    [Fact]
    public void Missing_values_can_be_what_tells_a_class()
    {
        var x = Samples.Table([1, 2, 3, double.NaN, double.NaN, 4, 5, 6]);
        var forest = RandomForestClassifier.Fit(x, [0, 0, 0, 1, 1, 2, 2, 2], new ForestOptions { Trees = 1, Bootstrap = false, MinSplit = 2 });

        forest.Predict([double.NaN]).ShouldBe(1);
        forest.Predict([2.0]).ShouldBe(0);
        forest.Predict([6.0]).ShouldBe(2);
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var (x, labels) = Samples.Clouds(300, 3, 6);
        var one = RandomForestClassifier.Fit(x, labels, new ForestOptions { Trees = 9, OutOfBag = true, Parallelism = 1 });
        var four = RandomForestClassifier.Fit(x, labels, new ForestOptions { Trees = 9, OutOfBag = true, Parallelism = 4 });

        four.Probabilities(x).ShouldBe(one.Probabilities(x));
        four.OutOfBagProbabilities.ShouldBe(one.OutOfBagProbabilities);
    }

    [Fact]
    public void Boosted_probabilities_are_those_that_were_planted()
    {
        // P = logistic(4 a − 2): over rows of like forecast, the share that happened is the forecast.
        var random = new Random(8);
        var x = new ColumnMatrix(4000, 2);
        var happened = new bool[4000];
        for (var row = 0; row < happened.Length; row++)
        {
            (x[row, 0], x[row, 1]) = (random.NextDouble(), random.NextDouble());
            happened[row] = random.NextDouble() < Planted(x[row, 0]);
        }

        var model = GradientBoostingClassifier.Fit(x, happened, new BoostingOptions { Stages = 60, Depth = 2 });

        var all = model.Probabilities(x);
        all.ShouldAllBe(p => p > 0 && p < 1);
        foreach (var a in new[] { 0.1, 0.3, 0.5, 0.7, 0.9 }) model.Probability([a, 0.5]).ShouldBe(Planted(a), 0.1);
        model.Probability(x.Row(17)).ShouldBe(all[17]);
        var parts = new double[2];
        var logOdds = model.Contributions(x.Row(17), parts) + parts.Sum();
        logOdds.ShouldBe(Math.Log(all[17] / (1 - all[17])), 1e-9);

        static double Planted(double a) => 1 / (1 + Math.Exp(2 - (4 * a)));
    }
}
