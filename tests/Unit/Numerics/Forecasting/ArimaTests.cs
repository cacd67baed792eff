using Plumbline.Numerics.Forecasting;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Forecasting;

public sealed class ArimaTests
{
    [Theory]
    [InlineData("arima111_forecasts.csv", 1)]
    [InlineData("arima212_forecast.csv", 2)]
    public void Gretl_gives_the_same_forecasts(string file, int terms)
    {
        var values = Fixtures.Column("macrodata.csv", "cpi");
        var (mean, error) = (Fixtures.Column(file, 2), Fixtures.Column(file, 3));
        var steps = mean.Length - values.Length;

        var model = Arima.Fit(values, new(terms, 1, terms, Constant: true));
        var ahead = model.Ahead(steps);

        // Printed with three decimals, of numbers over 200; its variance is divided by the number of differences, ours by that less the coefficients.
        steps.ShouldBeGreaterThan(10);
        ahead.Mean.Zip(mean[values.Length..], (ours, theirs) => Math.Abs(ours - theirs)).Max().ShouldBeLessThan(terms == 1 ? 0.002 : 0.02);
        var differences = values.Length - 1;
        Math.Sqrt(model.Variance * (differences - model.Order.Parameters + 1) / differences).ShouldBe(error[values.Length], 0.002 * error[values.Length]);
    }

    [Fact]
    public void The_fast_likelihood_is_that_of_the_whole_covariance()
    {
        double[] phi = [0.5, -0.3], theta = [0.4, 0.2, 0, 0.3];
        var values = Made.Arma(seed: 1, count: 40, phi: 0.5, theta: 0.4);
        var filter = new ArmaOracle(phi, theta);
        (-2 * Arima.LogLikelihood(values, phi, theta)).ShouldBe(filter.Deviance(values), 1e-8);
    }

    [Fact]
    public void Coefficients_of_a_long_series_are_found()
    {
        var model = Arima.Fit(Made.Arma(seed: 2, count: 4000, phi: 0.7, theta: 0.4), new(1, 0, 1));
        model.Phi[0].ShouldBe(0.7, 0.04);
        model.Theta[0].ShouldBe(0.4, 0.04);
        model.Variance.ShouldBe(1, 0.05);
    }

    [Fact]
    public void The_choice_takes_differences_where_a_series_wanders()
    {
        var level = Made.Arma(seed: 3, count: 300, phi: 0.5, theta: 0);
        Arima.Choose(level).Order.D.ShouldBe(0);
        Arima.Choose(Made.Sums(level)).Order.D.ShouldBe(1);
        Arima.Choose(Made.Load(seed: 4, days: 21), 24).Order.SeasonalD.ShouldBe(1);
    }

    [Fact]
    public void A_moved_series_gives_moved_forecasts()
    {
        var values = Made.Sums(Made.Arma(seed: 5, count: 200, phi: 0.5, theta: 0.3));
        var order = new ArimaOrder(1, 1, 1, Constant: true);
        var (plain, moved) = (Arima.Fit(values, order).Ahead(10), Arima.Fit([.. values.Select(value => (0.01 * value) + 5)], order).Ahead(10));
        Fixtures.Distance(moved.Mean, plain.Mean.Select(mean => (0.01 * mean) + 5)).ShouldBeLessThan(1e-8);
        Fixtures.Distance(moved.Deviation, plain.Deviation.Select(deviation => 0.01 * deviation)).ShouldBeLessThan(1e-8);
    }

    [Fact]
    public void A_random_walk_keeps_its_last_value_and_its_error_grows_with_the_root_of_time()
    {
        var values = Made.Sums(Made.Arma(seed: 6, count: 100, phi: 0, theta: 0));
        var ahead = Arima.Fit(values, new(0, 1, 0)).Ahead(9);
        var last = values[^1];
        ahead.Mean.ShouldAllBe(mean => Math.Abs(mean - last) < 1e-9);
        (ahead.Deviation[8] / ahead.Deviation[0]).ShouldBe(3, 1e-9);
    }

    [Fact]
    public void A_seasonal_model_repeats_the_season()
    {
        var values = Made.Load(seed: 7, days: 15);
        var ahead = Arima.Fit(values, new(1, 0, 0, 0, 1, 1, 24)).Ahead(48);
        for (var hour = 0; hour < 24; hour++) ahead.Mean[hour + 24].ShouldBe(ahead.Mean[hour], 8);
        ahead.Mean.Take(24).Max().ShouldBeGreaterThan(ahead.Mean.Take(24).Min() + 25);
    }

    [Fact]
    public void A_constant_goes_on_and_too_few_values_are_named()
    {
        Arima.Choose(Enumerable.Repeat(4.0, 30).ToArray()).Ahead(3).Mean.ShouldAllBe(mean => Math.Abs(mean - 4) < 1e-9);
        Should.Throw<ArgumentException>(() => Arima.Fit([1, 2, 3], new(1, 1, 1))).Message.ShouldStartWith("3 values; ARIMA(1,1,1) is fitted to 14 or more.");
    }
}
