using Plumbline.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics;

public sealed class AutocorrelationTests
{
    [Fact]
    public void Noise_without_memory_is_plain_variance()
    {
        double[] series = [1, -2, 3, -1, 2];
        LongRunVariance.NeweyWest(series, 0).ShouldBe(19);
        new AutoregressiveNoise(2, []).VarianceOfSum(7).ShouldBe(14);
        new AutoregressiveNoise(2, []).Inflation.ShouldBe(1);
    }

    [Fact]
    public void Newey_and_west_weigh_as_bartlett_does()
    {
        double[] series = [1, 2, 3, 4];
        // Σ x² = 30, lag 1: 20, lag 2: 11; weights 2/3 and 1/3.
        LongRunVariance.NeweyWest(series, 2).ShouldBe(30 + (2 * ((20 * 2 / 3.0) + (11 / 3.0))), 1e-12);
        LongRunVariance.NeweyWest([1, double.NaN, 3, 4], 2).ShouldBe(26 + (2 * ((12 * 2 / 3.0) + (3 / 3.0))), 1e-12);
        LongRunVariance.NeweyWest([1, -1, 1, -1], 9).ShouldBeGreaterThanOrEqualTo(0);
        LongRunVariance.Lags(8760).ShouldBe(122);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(-0.4)]
    [InlineData(0.95)]
    public void Sums_of_first_order_noise_vary_as_the_closed_form_says(double rho)
    {
        var noise = new AutoregressiveNoise(3, [rho]);
        noise.Autocovariances(4).ShouldBe([3, 3 * rho, 3 * rho * rho, 3 * rho * rho * rho], 1e-12);
        noise.Inflation.ShouldBe((1 + rho) / (1 - rho), 1e-12);
        const int Count = 200;
        var exact = 3 * (((Count * (1 - (rho * rho))) - (2 * rho * (1 - Math.Pow(rho, Count)))) / ((1 - rho) * (1 - rho)));
        noise.VarianceOfSum(Count).ShouldBe(exact, 1e-9 * exact);
        noise.VarianceOfSum(0).ShouldBe(0);
    }

    [Fact]
    public void Autocovariances_of_a_higher_order_obey_yule_and_walker()
    {
        double[] weights = [0.5, -0.2, 0.3];
        var c = new AutoregressiveNoise(1, weights).Autocovariances(12);
        for (var lag = 1; lag < c.Length; lag++)
            c[lag].ShouldBe((weights[0] * c[Math.Abs(lag - 1)]) + (weights[1] * c[Math.Abs(lag - 2)]) + (weights[2] * c[Math.Abs(lag - 3)]), 1e-12);
    }

    [Fact]
    public void Memory_is_found_in_a_series_with_gaps()
    {
        var random = new Random(7);
        var series = new double[20_000];
        for (var t = 2; t < series.Length; t++) series[t] = (0.6 * series[t - 1]) + (0.2 * series[t - 2]) + random.NextDouble() - 0.5;
        var whole = AutoregressiveNoise.Fit(series);
        for (var t = 0; t < series.Length; t++)
            if (t % 50 > 44) series[t] = double.NaN;
        var gappy = AutoregressiveNoise.Fit(series);

        foreach (var noise in (AutoregressiveNoise[])[whole, gappy])
        {
            noise.Coefficients[0].ShouldBe(0.6, 0.03);
            noise.Coefficients[1].ShouldBe(0.2, 0.03);
            noise.Inflation.ShouldBe(1 / 12.0 / 0.04 / noise.Variance, 2.5);
        }
    }

    [Fact]
    public void Too_little_to_learn_from_is_noise_without_memory()
    {
        AutoregressiveNoise.Fit([1, 2]).Coefficients.ShouldBeEmpty();
        AutoregressiveNoise.Fit(new double[50]).VarianceOfSum(10).ShouldBe(0);
        double.IsNaN(AutoregressiveNoise.Fit([double.NaN]).Variance).ShouldBeTrue();
    }
}
