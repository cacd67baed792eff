using Plumbline.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics;

/// <summary>Against statsmodels 0.13.5 on a series made by formula, and against a regression with a 0/1 column for each group.</summary>
public sealed class GroupedRegressionTests
{
    const int Rows = 60;
    const int Lags = 5;

    static readonly double[] X1 = Column(t => Math.Sin(0.7 * t));
    static readonly double[] X2 = Column(t => Math.Cos(0.31 * t * t / 7) + (0.5 * Math.Sin(0.7 * t)));
    static readonly double[] X3 = Column(t => t % 7 / 7.0);
    static readonly double[] Y = Correlated();

    [Fact]
    public void One_group_is_ordinary_regression_with_an_intercept()
    {
        var fit = Fit([X1, X2, X3]);

        fit.Line.Effects.Single().ShouldBe(5.017913090606222, 1e-12);
        ShouldBe([.. fit.Terms.Select(term => term.Estimate)], [2.0447969196683773, -1.43102012652693, 0.1904190168034801]);
        ShouldBe([.. fit.Terms.Select(term => term.StandardError)], [0.18180774606762518, 0.1513083894580971, 0.36302010252821654]);
        ShouldBe([.. fit.Terms.Select(term => StudentT.TwoSidedTail(term.T, fit.DegreesOfFreedom))], [5.450467266166174e-16, 3.314678770386263e-13, 0.601972462329579]);
        fit.R2.ShouldBe(0.7131759846176899, 1e-12);
        fit.DurbinWatson().ShouldBe(1.057492231256424, 1e-12);
        ShouldBe([fit.Vif(0), fit.Vif(1), fit.Vif(2)], [1.528036754954125, 1.5333744097425404, 1.0084575269639293]);
    }

    [Fact]
    public void Robust_errors_are_those_of_newey_and_west()
    {
        var fit = Fit([X1, X2, X3]);
        ShouldBe([fit.RobustError(0, Lags), fit.RobustError(1, Lags), fit.RobustError(2, Lags)], [0.19699322184184773, 0.10266199287319448, 0.3578714940010346]);

        var grouped = Fit([X1, X2], 7);
        ShouldBe([grouped.RobustError(0, Lags), grouped.RobustError(1, Lags)], [0.23214740655859425, 0.12143082456888148]);
    }

    [Fact]
    public void Influence_of_single_rows_is_found()
    {
        var fit = Fit([X1, X2, X3]);
        var distances = fit.CooksDistances();

        distances[10].ShouldBe(0.010746830186601518, 1e-12);
        distances[7].ShouldBe(0.09677590506824495, 1e-12);
        distances.Max().ShouldBe(distances[7]);
        fit.Leverages()[3].ShouldBe(0.057592593106627336, 1e-13);
        fit.Leverages().Sum().ShouldBe(4, 1e-12);
    }

    [Fact]
    public void Groups_are_what_a_column_for_each_would_be()
    {
        var fit = Fit([X1, X2], 7);

        ShouldBe([.. fit.Line.Coefficients], [2.031011771055676, -1.4121549383077632]);
        ShouldBe(fit.Line.Effects, [4.7607799660800225, 5.150237592443305, 5.211607378511254, 5.173880484911803, 5.205975301103216, 5.254799744456421, 4.925630878880123]);
        ShouldBe([.. fit.Terms.Select(term => term.StandardError)], [0.19046107328588, 0.16327017872052269]);
        ShouldBe([fit.R2, fit.ResidualStd, fit.Leverages()[3]], [0.7258191610493953, 0.8151995039427009, 0.1437771535792175]);
        fit.Line.Leverage([X1[3], X2[3]], 3).ShouldBe(0.1437771535792175, 1e-12);
    }

    [Fact]
    public void Line_gives_back_what_the_rows_leave()
    {
        var fit = Fit([X1, X2], 7);
        for (var t = 0; t < Rows; t++) (fit.Line.Predict([X1[t], X2[t]], t % 7) + fit.Residuals[t]).ShouldBe(Y[t], 1e-12);
    }

    [Fact]
    public void Rows_with_a_missing_value_keep_their_place_and_count_for_nothing()
    {
        var y = (double[])Y.Clone();
        y[20] = double.NaN;
        int[] groups = [.. Enumerable.Range(0, Rows).Select(t => t == 40 ? -1 : 0)];

        var fit = GroupedRegression.Fit(Matrix([X1, X2]), y, groups).ShouldNotBeNull();
        var kept = Enumerable.Range(0, Rows).Where(t => t is not (20 or 40)).ToArray();
        var without = GroupedRegression.Fit(Matrix([[.. kept.Select(t => X1[t])], [.. kept.Select(t => X2[t])]]), [.. kept.Select(t => Y[t])]).ShouldNotBeNull();

        fit.Rows.ShouldBe(Rows - 2);
        ShouldBe(fit.Line.Coefficients, without.Line.Coefficients);
        fit.ResidualStd.ShouldBe(without.ResidualStd, 1e-12);
        double.IsNaN(fit.Residuals[20]).ShouldBeTrue();
        double.IsNaN(fit.CooksDistances()[40]).ShouldBeTrue();
        fit.DurbinWatson().ShouldNotBe(without.DurbinWatson()); // Rows beside a gap are no neighbours.
    }

    [Fact]
    public void Column_that_is_constant_or_depends_on_others_is_left_out()
    {
        var fit = Fit([X1, Column(_ => 0.1), Column(t => (2 * X1[t]) + 3), X2]);

        fit.Terms.Select(term => term.IsLeftOut).ShouldBe([false, true, true, false]);
        double.IsNaN(fit.Vif(1)).ShouldBeTrue();
        double.IsNaN(fit.RobustError(2, Lags)).ShouldBeTrue();
        ShouldBe([.. fit.Leverages()], Fit([X1, X2]).Leverages());
        Fit([X3], 7).Terms[0].IsLeftOut.ShouldBeTrue(); // It is constant within its groups.
    }

    [Fact]
    public void Leverage_of_a_sum_is_that_of_the_summed_rows()
    {
        var line = Fit([X1, X2], 7).Line;
        var one = Matrix([[X1[5]], [X2[5]]]);
        line.LeverageOfSum(one, [5]).ShouldBe(line.Leverage([X1[5], X2[5]], 5), 1e-12);
        line.LeverageOfSum(Matrix([[X1[5], X1[5], double.NaN], [X2[5], X2[5], 1]]), [5, 5, 5]).ShouldBe(4 * line.Leverage([X1[5], X2[5]], 5), 1e-12);
    }

    [Fact]
    public void Nothing_to_fit_is_no_fit()
    {
        GroupedRegression.Fit(Matrix([[double.NaN]]), [1]).ShouldBeNull();
        Should.Throw<ArgumentException>(() => GroupedRegression.Fit(Matrix([X1]), [1])).Message.ShouldContain("1 y for 60 rows");
        Should.Throw<ArgumentException>(() => GroupedRegression.Fit(Matrix([[1]]), [1], [3], 2)).Message.ShouldContain("Group 3");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Error_from_sums_is_that_of_fitting_and_predicting_each_fold(bool isGrouped)
    {
        double[][] columns = [X1, X3, X2];
        int[] groups = [.. Enumerable.Range(0, Rows).Select(t => t % 3)];
        int[] folds = [.. Enumerable.Range(0, Rows).Select(t => t / 5 % 4)];
        var validation = new SubsetValidation(Matrix(columns), Y, groups, 3, folds, 4);

        foreach (var subset in (int[][])[[], [0], [2, 0], [0, 1, 2]])
        {
            double[][] chosen = [.. subset.Select(column => columns[column])];
            var squares = 0.0;
            for (var fold = 0; fold < 4; fold++)
            {
                int[] others = [.. Enumerable.Range(0, Rows).Select(t => folds[t] == fold ? -1 : isGrouped ? groups[t] : 0)];
                var line = GroupedRegression.Fit(Matrix(chosen), Y, others, 3)!.Line;
                for (var t = 0; t < Rows; t++)
                    if (folds[t] == fold) squares += Math.Pow(Y[t] - line.Predict([.. chosen.Select(column => column[t])], isGrouped ? groups[t] : 0), 2);
            }

            validation.Error(subset, isGrouped).ShouldBe(squares / Rows / Math.Pow(Moments.Of(Y).PopulationStd, 2), 1e-12);
        }
    }

    [Fact]
    public void Subset_that_cannot_be_fitted_has_no_error()
    {
        int[] folds = [.. Enumerable.Range(0, Rows).Select(t => t / 30)];
        var validation = new SubsetValidation(Matrix([X1, Column(t => 1 - X1[t]), Column(_ => 3)]), Y, folds, 2, folds, 2);

        double.IsNaN(validation.Error([0, 1], false)).ShouldBeTrue();
        double.IsNaN(validation.Error([2], false)).ShouldBeTrue();
        double.IsNaN(validation.Error([0], true)).ShouldBeTrue(); // Each group is in one fold alone.
        validation.Error([0], false).ShouldBeLessThan(1);
    }

    static GroupedRegression Fit(double[][] columns, int groups = 1) =>
        GroupedRegression.Fit(Matrix(columns), Y, [.. Enumerable.Range(0, Rows).Select(t => t % groups)], groups).ShouldNotBeNull();

    static double[] Column(Func<int, double> of) => [.. Enumerable.Range(0, Rows).Select(of)];

    static double[] Correlated()
    {
        var before = 0.0;
        return Column(t => 5 + (2 * X1[t]) - (1.5 * X2[t]) + (0.5 * X3[t]) + (before = (0.6 * before) + Math.Sin(t * t)));
    }

    static ColumnMatrix Matrix(double[][] columns)
    {
        var matrix = new ColumnMatrix(columns.Length == 0 ? Rows : columns[0].Length, columns.Length);
        for (var column = 0; column < columns.Length; column++) columns[column].CopyTo(matrix.Column(column));
        return matrix;
    }

    static void ShouldBe(IReadOnlyList<double> actual, IReadOnlyList<double> expected)
    {
        actual.Count.ShouldBe(expected.Count);
        for (var i = 0; i < actual.Count; i++) actual[i].ShouldBe(expected[i], 1e-9 * Math.Abs(expected[i]));
    }
}
