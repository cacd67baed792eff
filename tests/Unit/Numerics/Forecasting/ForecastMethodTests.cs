using Plumbline.Numerics;
using Plumbline.Numerics.Forecasting;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Forecasting;

public sealed class ForecastMethodTests
{
    static readonly int[] DayAndWeek = [24, 168];

    public static TheoryData<string> Methods => [.. ForecastMethod.All.Select(method => method.Name)];

    [Theory, MemberData(nameof(Methods))]
    public void A_method_follows_scale_and_shift(string name)
    {
        var method = Named(name);
        var values = Made.Load(seed: 11, days: 21);
        var plain = method.Fit(values, DayAndWeek).Ahead(24);
        var moved = method.Fit([.. values.Select(value => 1000 * value)], DayAndWeek).Ahead(24);
        Fixtures.Distance(moved.Mean, plain.Mean.Select(mean => 1000 * mean)).ShouldBeLessThan(1e-4);
        plain.Deviation.ShouldAllBe(deviation => deviation > 0);
    }

    [Theory, MemberData(nameof(Methods))]
    public void The_same_series_gives_the_same_digits(string name)
    {
        var values = Made.Load(seed: 12, days: 15);
        Named(name).Fit(values, DayAndWeek).Ahead(5).Mean.ShouldBe(Named(name).Fit(values, DayAndWeek).Ahead(5).Mean);
    }

    [Fact]
    public void The_combination_beats_the_seasonal_naive_on_a_load_with_a_day_and_a_week()
    {
        var values = Made.Load(seed: 13, days: 35);
        var (naive, ours) = (Backtest.Run(ForecastMethod.SeasonalNaive, values, DayAndWeek, 24, 4)!, Backtest.Run(ForecastMethod.Combination, values, DayAndWeek, 24, 4)!);
        ours.Mae.ShouldBeLessThan(0.9 * naive.Mae);
        (ours.Origins, ours.Values).ShouldBe((4, 96));
    }

    [Fact]
    public void A_backtest_counts_as_its_words_say()
    {
        // The naive answer to 0, 1, 2, ... is one too low after a step, two after two.
        double[] rising = [.. Enumerable.Range(0, 20).Select(i => (double)i)];
        var test = Backtest.Run(ForecastMethod.SeasonalNaive, rising, [], 2, 1)!;
        (test.Mae, test.Rmse, test.Mase, test.Origins, test.Values).ShouldBe((1.5, Math.Sqrt(2.5), 1.5, 1, 2));
        test.MapePct.ShouldBe(100 * ((1.0 / 18) + (2.0 / 19)) / 2, 1e-12);
        Backtest.Run(ForecastMethod.SeasonalNaive, rising[..3], [], 2, 1).ShouldBeNull();
    }

    [Fact]
    public void An_additive_model_finds_bends_seasons_and_drivers_and_skips_gaps()
    {
        const int Known = 24 * 28;
        var random = new Random(14);
        var drivers = new ColumnMatrix(Known + 24, 1);
        for (var i = 0; i < drivers.Rows; i++) drivers[i, 0] = random.NextDouble();
        double Truth(int i) => (i < 400 ? 0.1 * i : 40 - (0.05 * (i - 400))) + (5 * Math.Cos(2 * Math.PI * i / 24)) + (8 * drivers[i, 0]);
        double[] values = [.. Enumerable.Range(0, Known).Select(i => i % 50 == 7 ? double.NaN : Truth(i) + (0.1 * Made.Gaussian(random)))];

        var model = AdditiveModel.Fit(values, new() { Periods = DayAndWeek, Drivers = drivers });

        model.R2.ShouldBeGreaterThan(0.99);
        var ahead = model.Ahead(24);
        for (var step = 0; step < 24; step++) ahead.Mean[step].ShouldBe(Truth(Known + step), 1);
        Should.Throw<ArgumentException>(() => model.Ahead(25)).Message.ShouldStartWith("Drivers are known for 696 steps, and 697 are asked for.");
    }

    [Fact]
    public void Nine_values_of_ten_are_inside_the_interval_of_a_model_that_fits_the_law()
    {
        const int Seeds = 300;
        const int Steps = 12;
        var inside = 0;
        for (var seed = 0; seed < Seeds; seed++)
        {
            var values = Made.Arma(seed, 200 + Steps, phi: 0.7, theta: 0);
            var (lower, upper) = Arima.Fit(values[..200], new(1, 0, 0, Constant: true)).Ahead(Steps).Interval(0.9);
            inside += Enumerable.Range(0, Steps).Count(step => values[200 + step] >= lower[step] && values[200 + step] <= upper[step]);
        }

        (inside / (double)(Seeds * Steps)).ShouldBeInRange(0.87, 0.93);
    }

    [Fact]
    public void Gaps_are_filled_by_what_is_usual_at_that_hour()
    {
        double[] values = [.. Enumerable.Range(0, 240).Select(i => 10 + (3 * Math.Sin(2 * Math.PI * i / 24)))];
        double[] holed = [.. values.Select((value, i) => i is >= 100 and < 130 or 0 or 239 ? double.NaN : value)];
        Fixtures.Distance(SeasonalGaps.Filled(holed, 24), values).ShouldBeLessThan(1e-9);
        SeasonalGaps.Filled([1, double.NaN, 3], 1).ShouldBe([1, 2, 3]);
    }

    static ForecastMethod Named(string name) => ForecastMethod.All.Single(method => method.Name == name);
}
