using FsCheck;
using FsCheck.Fluent;
using Plumbline.Numerics.Forests;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Forests;

public sealed class ContributionTests
{
    const int Columns = 6;

    [Fact]
    public void Bias_and_contributions_of_a_forest_add_up_to_its_prediction()
    {
        var (x, y) = Samples.Friedman(400, Columns, 4, missing: 0.05);
        AddUp(RandomForest.Fit(x, y, new ForestOptions { Trees = 20 }));
    }

    [Fact]
    public void Bias_and_contributions_of_boosting_add_up_to_its_prediction()
    {
        var (x, y) = Samples.Friedman(400, Columns, 4, missing: 0.05);
        AddUp(GradientBoosting.Fit(x, y, new BoostingOptions { Stages = 20 }));
    }

    [Fact]
    public void Bias_and_contributions_of_a_class_add_up_to_its_probability()
    {
        var (x, labels) = Samples.Clouds(300, 3, 5);
        var forest = RandomForestClassifier.Fit(x, labels, new ForestOptions { Trees = 20 });
        var parts = new double[3];
        var probabilities = new double[3];

        for (var row = 0; row < 50; row++)
        {
            forest.Probabilities(x.Row(row), probabilities);
            for (var label = 0; label < 3; label++)
                (forest.Contributions(x.Row(row), label, parts) + parts.Sum()).ShouldBe(probabilities[label], 1e-12);
        }
    }

    [Fact]
    public void A_feature_that_no_tree_looks_at_contributes_nothing()
    {
        var x = Samples.Table([1, 2, 3, 4, 5, 6], [7, 7, 7, 7, 7, 7]);
        var forest = RandomForest.Fit(x, [1, 2, 3, 4, 5, 6], new ForestOptions { Trees = 5 });
        var parts = new double[2];

        forest.Contributions([6, 7], parts);

        parts[1].ShouldBe(0);
        parts[0].ShouldBeGreaterThan(0);
    }

    static void AddUp(ITreeRegression model)
    {
        var parts = new double[Columns];
        var cell = Gen.Frequency((9, Gen.Choose(-200, 300).Select(i => i / 100.0)), (1, Gen.Elements(double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300)));
        var rows = cell.ArrayOf(Columns).ToArbitrary();

        Check.One(Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd(1UL, 3UL), null)), Prop.ForAll(rows, row =>
        {
            var bias = model.Contributions(row, parts);
            return Math.Abs(bias + parts.Sum() - model.Predict(row)) < 1e-10;
        }));
        model.Contributions(new double[Columns], parts);
        parts.Count(part => part != 0).ShouldBeGreaterThan(2);
    }
}
