using Plumbline.Numerics;
using Plumbline.Numerics.Forests;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Forests;

public sealed class DegenerateInputTests
{
    public static TheoryData<string> Models => ["forest", "boosting"];

    static ITreeRegression Fit(string model, ColumnMatrix x, double[] y) =>
        model == "forest" ? RandomForest.Fit(x, y) : GradientBoosting.Fit(x, y);

    [Theory, MemberData(nameof(Models))]
    public void One_row_is_all_there_is_to_say(string model)
    {
        Fit(model, Samples.Table([3], [double.NaN]), [7.25]).Predict([1.0, 2.0]).ShouldBe(7.25);
    }

    [Theory, MemberData(nameof(Models))]
    public void A_constant_target_is_said_exactly(string model)
    {
        var fitted = Fit(model, Samples.Table([1, 2, 3, 4, 5, 6, 7]), [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]);

        fitted.Predict([2.5]).ShouldBe(0.1, 1e-15);
        fitted.Importance.ShouldBe([0]);
    }

    [Theory, MemberData(nameof(Models))]
    public void Constant_and_empty_columns_are_passed_over(string model)
    {
        var nothing = Enumerable.Repeat(double.NaN, 8).ToArray();
        var fitted = Fit(model, Samples.Table(nothing, [5, 5, 5, 5, 5, 5, 5, 5], [1, 2, 3, 4, 5, 6, 7, 8]), [0, 0, 0, 0, 9, 9, 9, 9]);

        fitted.Importance.ShouldBe([0, 0, 1]);
        fitted.Predict([1.0, 2.0, 8.0]).ShouldBeGreaterThan(6);
    }

    [Theory, MemberData(nameof(Models))]
    public void Where_nothing_tells_rows_apart_the_mean_is_said(string model)
    {
        Fit(model, Samples.Table([5, 5, 5, 5], [double.NaN, double.NaN, double.NaN, double.NaN]), [1, 2, 3, 6]).Predict([0.0, 0.0]).ShouldBe(3, 1.0);
    }

    [Theory, MemberData(nameof(Models))]
    public void What_cannot_be_learnt_from_is_refused(string model)
    {
        Should.Throw<ArgumentException>(() => Fit(model, new ColumnMatrix(0, 3), []));
        Should.Throw<ArgumentException>(() => Fit(model, new ColumnMatrix(3, 0), [1, 2, 3]));
        Should.Throw<ArgumentException>(() => Fit(model, Samples.Table([1, 2]), [1, 2, 3])).Message.ShouldContain("2 rows have 3 targets");
        Should.Throw<ArgumentException>(() => Fit(model, Samples.Table([1, 2]), [1, double.NaN])).Message.ShouldContain("row 1");
        Should.Throw<ArgumentException>(() => Fit(model, Samples.Table([1, double.PositiveInfinity]), [1, 2])).Message.ShouldContain("Row 1 of column 0");
    }

    [Theory, MemberData(nameof(Models))]
    public void A_row_of_another_width_is_refused(string model)
    {
        var fitted = Fit(model, Samples.Table([1, 2], [3, 4]), [1, 2]);

        Should.Throw<ArgumentException>(() => fitted.Predict([1.0]));
        Should.Throw<ArgumentException>(() => fitted.Predict(new ColumnMatrix(4, 3)));
        Should.Throw<ArgumentException>(() => fitted.Contributions([1.0, 2.0], new double[3]));
        fitted.Predict(new ColumnMatrix(0, 2)).ShouldBeEmpty();
    }

    [Fact]
    public void Settings_outside_their_range_are_refused()
    {
        var x = Samples.Table([1, 2]);
        ForestOptions[] wrong =
        [
            new() { Trees = 0 }, new() { Depth = -1 }, new() { Depth = 65 }, new() { MinSplit = 1 }, new() { MinLeaf = 0 }, new() { Bins = 1 }, new() { Bins = 256 },
            new() { FeatureShare = 0 }, new() { FeatureShare = 1.1 }, new() { FeatureShare = double.NaN }, new() { Parallelism = -1 },
        ];
        BoostingOptions[] alsoWrong = [new() { Stages = 0 }, new() { LearningRate = 0 }, new() { RowShare = 2 }, new() { Depth = 65 }];

        foreach (var options in wrong) Should.Throw<ArgumentOutOfRangeException>(() => RandomForest.Fit(x, [1, 2], options));
        foreach (var options in alsoWrong) Should.Throw<ArgumentOutOfRangeException>(() => GradientBoosting.Fit(x, [1, 2], options));
    }

    [Fact]
    public void Labels_are_small_whole_numbers()
    {
        Should.Throw<ArgumentException>(() => RandomForestClassifier.Fit(Samples.Table([1, 2]), [0, -1])).Message.ShouldContain("row 1");
        Should.Throw<ArgumentException>(() => RandomForestClassifier.Fit(Samples.Table([1, 2]), [0, 1000]));

        var one = RandomForestClassifier.Fit(Samples.Table([1, 2]), [0, 0]);
        one.Predict([1.0]).ShouldBe(0);
        GradientBoostingClassifier.Fit(Samples.Table([1, 2]), [true, true]).Probability([1.0]).ShouldBeInRange(0.8, 1);
    }

    [Theory]
    [InlineData(1e-250)]
    [InlineData(1e250)]
    public void Targets_of_any_size_are_learnt(double unit)
    {
        var x = Samples.Table([1, 2, 3, 4, 5, 6]);
        var stump = RandomForest.Fit(x, [unit, unit, unit, 3 * unit, 3 * unit, 3 * unit], new ForestOptions { Trees = 1, Bootstrap = false });

        stump.Predict([1.0]).ShouldBe(unit);
        stump.Predict([6.0]).ShouldBe(3 * unit);
    }
}
