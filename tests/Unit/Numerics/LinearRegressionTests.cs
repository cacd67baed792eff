using System.Text.Json;
using Plumbline.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics;

public sealed class LinearRegressionTests
{
    [Theory]
    [InlineData("Norris")]
    [InlineData("Pontius")]
    [InlineData("NoInt1")]
    [InlineData("NoInt2")]
    [InlineData("Longley")]
    [InlineData("Wampler1")]
    [InlineData("Wampler2")]
    [InlineData("Wampler3")]
    public void Nist_certified_digits_are_met(string set)
    {
        var rows = Nist.Rows(set);
        var certified = Nist.Linear(set);
        var fit = FitNist(set, rows, certified.Estimates.Length).ShouldNotBeNull();
        var terms = fit.Intercept is { } intercept ? [intercept, .. fit.Terms] : fit.Terms;

        for (var i = 0; i < terms.Count; i++)
        {
            Nist.ShouldHaveDigits(terms[i].Estimate, certified.Estimates[i], 11, $"B{i}");
            if (certified.Residual > 0) Nist.ShouldHaveDigits(terms[i].StandardError, certified.Errors[i], 13, $"standard error of B{i}");
        }

        Nist.ShouldHaveDigits(fit.R2, certified.R2, 13, "R²");
        if (certified.Residual > 0) Nist.ShouldHaveDigits(fit.ResidualStd, certified.Residual, 13, "residual deviation");
        else fit.ResidualStd.ShouldBeLessThan(1e-9 * rows.Max(row => row[0]));
    }

    [Fact]
    public void Nist_norris_typed_in()
    {
        double[] y =
        [
            0.1, 338.8, 118.1, 888.0, 9.2, 228.1, 668.5, 998.5, 449.1, 778.9, 559.2, 0.3, 0.1, 778.1, 668.8, 339.3, 448.9, 10.8,
            557.7, 228.3, 998.0, 888.8, 119.6, 0.3, 0.6, 557.6, 339.3, 888.0, 998.5, 778.9, 10.2, 117.6, 228.9, 668.4, 449.2, 0.2,
        ];
        double[] x =
        [
            0.2, 337.4, 118.2, 884.6, 10.1, 226.5, 666.3, 996.3, 448.6, 777.0, 558.2, 0.4, 0.6, 775.5, 666.9, 338.0, 447.5, 11.6,
            556.0, 228.1, 995.8, 887.6, 120.2, 0.3, 0.3, 556.8, 339.1, 887.2, 999.0, 779.0, 11.1, 118.3, 229.2, 669.1, 448.9, 0.5,
        ];

        var fit = Fit(x.Select(v => new[] { v }), y).ShouldNotBeNull();
        var intercept = fit.Intercept.ShouldNotBeNull();

        Nist.ShouldHaveDigits(intercept.Estimate, -0.262323073774029, 12, "B0");
        Nist.ShouldHaveDigits(intercept.StandardError, 0.232818234301152, 13, "standard error of B0");
        Nist.ShouldHaveDigits(fit.Terms[0].Estimate, 1.00211681802045, 13, "B1");
        Nist.ShouldHaveDigits(fit.Terms[0].StandardError, 0.429796848199937e-3, 13, "standard error of B1");
        Nist.ShouldHaveDigits(fit.ResidualStd, 0.884796396144373, 13, "residual deviation");
        Nist.ShouldHaveDigits(fit.R2, 0.999993745883712, 14, "R²");
        (fit.Rows, fit.DegreesOfFreedom).ShouldBe((36, 34));
    }

    [Fact]
    public void Hand_computed_case()
    {
        var fit = Fit([[0], [1], [2], [3]], [1, 3, 2, 6]).ShouldNotBeNull();

        // Sxy = 7, Sxx = 5, Syy = 14; what is left is 14 − 49/5 = 4.2 over two degrees of freedom.
        fit.Model.Intercept.ShouldBe(0.9, 1e-15);
        fit.Model.Coefficients[0].ShouldBe(1.4, 1e-15);
        fit.R2.ShouldBe(0.7, 1e-15);
        fit.AdjustedR2.ShouldBe(0.55, 1e-15);
        fit.ResidualStd.ShouldBe(Math.Sqrt(2.1), 1e-15);
        fit.Terms[0].StandardError.ShouldBe(Math.Sqrt(2.1 / 5), 1e-15);
        fit.Terms[0].T.ShouldBe(1.4 / Math.Sqrt(0.42), 1e-14);
        fit.Intercept.ShouldNotBeNull().StandardError.ShouldBe(Math.Sqrt(2.1 * (0.25 + (2.25 / 5))), 1e-15);
        fit.Model.Predict([10]).ShouldBe(14.9, 1e-14);
    }

    [Fact]
    public void Agrees_with_the_normal_equations()
    {
        var (x, y) = Sample(rows: 200, columns: 6, seed: 1);

        var fit = Fit(x, y).ShouldNotBeNull();

        var naive = NormalEquations([.. x.Select(row => (double[])[1, .. row])], y);
        fit.Model.Intercept.ShouldBe(naive[0], 1e-10);
        for (var column = 0; column < 6; column++) fit.Model.Coefficients[column].ShouldBe(naive[column + 1], 1e-10);
    }

    [Fact]
    public void Columns_that_depend_on_earlier_ones_are_left_out_and_named()
    {
        var (x, y) = Sample(rows: 100, columns: 3, seed: 2);
        var plain = Fit(x, y).ShouldNotBeNull();

        var fit = Fit(x.Select(r => (double[])[r[0], 3 * r[0], r[1], 7.7, r[2], (0.1 * r[0]) - r[1] + (0.3 * r[2])]), y).ShouldNotBeNull();

        fit.Terms.Select(term => term.IsLeftOut).ShouldBe([false, true, false, true, false, true]);
        fit.Terms[1].Estimate.ShouldBe(0);
        fit.Terms[1].StandardError.ShouldBe(double.NaN);
        fit.DegreesOfFreedom.ShouldBe(96);
        foreach (var (column, same) in (IEnumerable<(int, int)>)[(0, 0), (2, 1), (4, 2)])
        {
            fit.Terms[column].Estimate.ShouldBe(plain.Terms[same].Estimate, 1e-12);
            fit.Terms[column].StandardError.ShouldBe(plain.Terms[same].StandardError, 1e-12);
        }
    }

    [Fact]
    public void Nearly_dependent_columns_stay_and_a_ridge_steadies_them()
    {
        var random = new Random(3);
        double[] a = [.. Enumerable.Range(0, 200).Select(_ => random.NextDouble())];
        double[][] x = [.. a.Select(v => new[] { v, v + (1e-6 * random.NextDouble()) })];
        double[] y = [.. a.Select(v => (2 * v) + (0.1 * random.NextDouble()))];

        var plain = Fit(x, y).ShouldNotBeNull();
        var ridge = Fit(x, y, new() { Ridge = 1e-3 }).ShouldNotBeNull();

        plain.Terms.ShouldAllBe(term => !term.IsLeftOut);
        plain.Terms.Max(term => Math.Abs(term.Estimate)).ShouldBeGreaterThan(100);
        ridge.Terms.ShouldAllBe(term => Math.Abs(term.Estimate - 1) < 0.05 && double.IsNaN(term.StandardError));
        ridge.R2.ShouldBeGreaterThan(plain.R2 - 0.001);
    }

    [Fact]
    public void Ridge_of_one_halves_a_lone_coefficient_and_keeps_the_mean()
    {
        var fit = Fit([[0], [1], [2], [3]], [1, 3, 2, 6], new() { Ridge = 1 }).ShouldNotBeNull();

        fit.Model.Coefficients[0].ShouldBe(0.7, 1e-14);
        fit.Model.Predict([1.5]).ShouldBe(3, 1e-14);
    }

    [Fact]
    public void Ridge_fits_more_columns_than_rows()
    {
        var (x, y) = Sample(rows: 10, columns: 20, seed: 4);

        var fit = Fit(x, y, new() { Ridge = 0.01 }).ShouldNotBeNull();

        fit.Terms.ShouldAllBe(term => !term.IsLeftOut && double.IsFinite(term.Estimate));
        (fit.DegreesOfFreedom, fit.ResidualStd).ShouldBe((0, double.NaN));
    }

    [Fact]
    public void Rows_with_a_missing_value_are_skipped()
    {
        var fit = Fit([[0], [1], [double.NaN], [2], [5], [3]], [1, 3, 100, 2, double.NaN, 6]).ShouldNotBeNull();

        (fit.Rows, fit.DegreesOfFreedom).ShouldBe((4, 2));
        fit.Model.Coefficients[0].ShouldBe(1.4, 1e-15);
    }

    [Fact]
    public void Without_spare_rows_there_is_a_line_but_no_error()
    {
        var fit = Fit([[1], [3]], [2, 8]).ShouldNotBeNull();

        (fit.Model.Intercept, fit.Model.Coefficients[0], fit.DegreesOfFreedom).ShouldBe((-1, 3, 0));
        fit.ResidualStd.ShouldBe(double.NaN);
        fit.Terms[0].StandardError.ShouldBe(double.NaN);
        fit.AdjustedR2.ShouldBe(double.NaN);
        Fit([[double.NaN]], [1]).ShouldBeNull();
    }

    [Fact]
    public void Constant_y_is_predicted_and_has_no_r_squared()
    {
        var fit = Fit([[1], [2], [4]], [5, 5, 5]).ShouldNotBeNull();

        fit.Model.Predict([100]).ShouldBe(5, 1e-13);
        fit.R2.ShouldBe(double.NaN);
    }

    [Fact]
    public void Model_is_plain_numbers_that_survive_storage()
    {
        var (x, y) = Sample(rows: 50, columns: 3, seed: 5);
        var model = Fit(x, y).ShouldNotBeNull().Model;

        var stored = JsonSerializer.Deserialize<LinearModel>(JsonSerializer.Serialize(model)).ShouldNotBeNull();

        stored.Predict(x[7]).ShouldBe(model.Predict(x[7]));
    }

    [Fact]
    public void What_the_model_does_not_use_may_be_missing()
    {
        var model = new LinearModel(1, [2, 0]);

        model.Predict([3, double.NaN]).ShouldBe(7);
        model.Predict([double.NaN, 3]).ShouldBe(double.NaN);
    }

    [Fact]
    public void Shifting_and_scaling_x_and_y_moves_the_line_along_and_r_squared_stays() =>
        Properties.Hold(Properties.Whole, y =>
        {
            if (y.Length < 5 || y.Max() - y.Min() < 1) return true;
            var (x, _) = Sample(y.Length, 2, seed: 6);
            var (fit, moved) = (Fit(x, y)!, Fit(x.Select(r => (double[])[(4 * r[0]) - 7, r[1] + 1000]), [.. y.Select(v => (-3 * v) + 11)])!);
            return Near(moved.Model.Coefficients[0], -3 * fit.Model.Coefficients[0] / 4) && Near(moved.Model.Coefficients[1], -3 * fit.Model.Coefficients[1])
                && Near(moved.R2, fit.R2) && Near(moved.ResidualStd, 3 * fit.ResidualStd) && moved.R2 is >= -1e-12 and <= 1
                && Near(moved.Model.Predict([-7, 1000]), (-3 * fit.Model.Intercept) + 11);
        });

    [Fact]
    public void Order_of_the_rows_does_not_matter()
    {
        var (x, y) = Sample(rows: 60, columns: 4, seed: 7);
        var (fit, reversed) = (Fit(x, y).ShouldNotBeNull(), Fit(x.Reverse(), [.. y.Reverse()]).ShouldNotBeNull());

        for (var column = 0; column < 4; column++) reversed.Terms[column].Estimate.ShouldBe(fit.Terms[column].Estimate, 1e-13);
    }

    [Fact]
    public void Mistakes_of_the_caller_are_named()
    {
        Should.Throw<ArgumentException>(() => Fit([[1], [2]], [1])).Message.ShouldContain("1 y for 2 rows");
        Should.Throw<ArgumentOutOfRangeException>(() => Fit([[1], [2]], [1, 2], new() { Ridge = double.NaN }));
        Should.Throw<ArgumentException>(() => new LinearModel(0, [1, 2]).Predict([1])).Message.ShouldContain("1 values for 2");
    }

    static bool Near(double actual, double expected) => Math.Abs(actual - expected) <= 1e-8 * Math.Max(1, Math.Abs(expected));

    static (double[][] X, double[] Y) Sample(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        double[][] x = [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, columns).Select(_ => random.NextDouble()).ToArray())];
        return (x, [.. x.Select(row => 5 + row.Select((v, i) => (i - 1) * v).Sum() + random.NextDouble())]);
    }

    // (XᵀX)⁻¹Xᵀy by Gauss and Jordan: good enough for columns that are far from dependent.
    static double[] NormalEquations(double[][] x, double[] y)
    {
        var n = x[0].Length;
        var a = new double[n, n + 1];
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= n; j++) a[i, j] = Enumerable.Range(0, x.Length).Sum(row => x[row][i] * (j < n ? x[row][j] : y[row]));
        for (var pivot = 0; pivot < n; pivot++)
            for (var i = 0; i < n; i++)
            {
                var factor = i == pivot ? 0 : a[i, pivot] / a[pivot, pivot];
                for (var j = 0; j <= n; j++) a[i, j] -= factor * a[pivot, j];
            }

        return [.. Enumerable.Range(0, n).Select(i => a[i, n] / a[i, i])];
    }

    static LinearRegression? FitNist(string set, double[][] rows, int parameters)
    {
        var hasIntercept = !set.StartsWith("NoInt", StringComparison.Ordinal);
        var columns = parameters - (hasIntercept ? 1 : 0);
        double X(double[] row, int column) => set == "Longley" ? row[column + 1] : Math.Pow(row[1], column + 1); // the others are polynomials of one x
        return Fit(rows.Select(row => Enumerable.Range(0, columns).Select(column => X(row, column)).ToArray()), [.. rows.Select(row => row[0])], new() { HasIntercept = hasIntercept });
    }

    static LinearRegression? Fit(IEnumerable<double[]> x, double[] y, LinearRegressionOptions? options = null)
    {
        var rows = x.ToArray();
        var matrix = new ColumnMatrix(rows.Length, rows[0].Length);
        for (var row = 0; row < rows.Length; row++)
            for (var column = 0; column < rows[0].Length; column++) matrix[row, column] = rows[row][column];
        return LinearRegression.Fit(matrix, y, options);
    }
}
