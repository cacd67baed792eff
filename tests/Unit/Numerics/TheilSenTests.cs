using Plumbline.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics;

public sealed class TheilSenTests
{
    [Fact]
    public void Hand_computed_case()
    {
        // Pairwise slopes 1, 1.5, 5, 2, 7, 12: the middle two are 2 and 5. Residuals at 3.5 are 1, −1.5, −3, 5.5.
        var line = TheilSen.Fit([0, 1, 2, 3], [1, 2, 4, 16]).ShouldNotBeNull();

        line.Slope.ShouldBe(3.5);
        line.Intercept.ShouldBe(-0.25);
        line.Points.ShouldBe(4);
    }

    [Fact]
    public void Exact_line_is_found_exactly_and_without_doubt()
    {
        var x = Count(50);
        var line = TheilSen.Fit(x, [.. x.Select(v => 7 - (0.5 * v))]).ShouldNotBeNull();

        (line.Slope, line.Intercept, line.SlopeLow, line.SlopeHigh).ShouldBe((-0.5, 7, -0.5, -0.5));
    }

    [Fact]
    public void Quarter_of_wild_values_does_not_move_the_slope_far()
    {
        var random = new Random(1);
        var x = Count(200);
        double[] y = [.. x.Select(v => (2 * v) + Normal(random))];
        for (var i = 0; i < y.Length; i += 4) y[i] = 1e6 * random.NextDouble();

        var line = TheilSen.Fit(x, y).ShouldNotBeNull();

        line.Slope.ShouldBe(2, 0.05);
    }

    [Fact]
    public void Points_with_a_missing_value_are_skipped()
    {
        double[] x = [0, 1, double.NaN, 2, 3, 4], y = [1, 3, 100, double.NaN, 7, 9];

        var line = TheilSen.Fit(x, y).ShouldNotBeNull();

        (line.Slope, line.Intercept, line.Points).ShouldBe((2, 1, 4));
    }

    [Fact]
    public void Too_little_to_say_is_said()
    {
        TheilSen.Fit([], []).ShouldBeNull();
        TheilSen.Fit([1, 2], [3, 4]).ShouldBeNull();
        TheilSen.Fit([1, 2, double.NaN], [3, 4, 5]).ShouldBeNull();
        TheilSen.Fit([1, 1, 1, 1], [3, 4, 5, 6]).ShouldBeNull();
        Should.Throw<ArgumentException>(() => TheilSen.Fit([1, 2], [3]));
    }

    [Fact]
    public void Agrees_with_looking_at_every_pair()
    {
        var random = new Random(2);
        double[] x = [.. Enumerable.Range(0, 101).Select(_ => Math.Round(30 * random.NextDouble()))];
        double[] y = [.. x.Select(v => (0.3 * v) + Normal(random))];
        double[] slopes = [.. from i in Enumerable.Range(0, 101) from j in Enumerable.Range(i + 1, 100 - i) where x[i] != x[j] select (y[j] - y[i]) / (x[j] - x[i])];
        Array.Sort(slopes);
        slopes.Length.ShouldBeLessThan(101 * 50); // some x are alike

        var line = TheilSen.Fit(x, y).ShouldNotBeNull();

        line.Slope.ShouldBe((slopes[(slopes.Length - 1) / 2] + slopes[slopes.Length / 2]) / 2, 1e-12);
        line.SlopeLow.ShouldBeLessThan(line.Slope);
        line.SlopeHigh.ShouldBeGreaterThan(line.Slope);
    }

    [Theory]
    [InlineData(0, 30)]
    [InlineData(0, 168)]
    [InlineData(0, 1500)] // thinned
    [InlineData(0.5, 168)]
    [InlineData(0.8, 168)]
    [InlineData(0.8, 1500)]
    public void Interval_holds_the_true_slope_in_about_95_of_100_cases_however_the_noise_hangs_together(double correlation, int points)
    {
        var random = new Random(3);
        const int Cases = 200;
        var held = 0;
        for (var i = 0; i < Cases; i++)
        {
            var line = TheilSen.Fit(Count(points), Drifting(random, points, 0.01, correlation)).ShouldNotBeNull();
            if (line.SlopeLow <= 0.01 && 0.01 <= line.SlopeHigh) held++;
        }

        ((double)held / Cases).ShouldBeInRange(0.90, 0.99);
    }

    [Fact]
    public void Correlated_noise_leaves_fewer_effective_points()
    {
        var random = new Random(4);

        TheilSen.Fit(Count(400), Drifting(random, 400, 0.01, 0)).ShouldNotBeNull().EffectivePoints.ShouldBeInRange(330, 400);
        TheilSen.Fit(Count(400), Drifting(random, 400, 0.01, 0.8)).ShouldNotBeNull().EffectivePoints.ShouldBeInRange(25, 75); // 44 expected
    }

    [Fact]
    public void Spike_does_not_hide_that_the_noise_is_correlated()
    {
        var random = new Random(5);
        var y = Drifting(random, 400, 0.01, 0.8);
        y[100] = 1e4;
        y[250] = -1e4;

        TheilSen.Fit(Count(400), y).ShouldNotBeNull().EffectivePoints.ShouldBeInRange(20, 100); // about 390 if it were hidden
    }

    [Fact]
    public void Thinning_keeps_the_slope()
    {
        var random = new Random(6);
        var line = TheilSen.Fit(Count(8760), Drifting(random, 8760, -0.001, 0.5)).ShouldNotBeNull();

        line.Points.ShouldBe(8760);
        line.EffectivePoints.ShouldBeLessThanOrEqualTo(TheilSen.MostPoints);
        line.SlopeLow.ShouldBeLessThan(-0.001);
        line.SlopeHigh.ShouldBeGreaterThan(-0.001);
        (line.SlopeHigh - line.SlopeLow).ShouldBeLessThan(0.0001);
    }

    [Fact]
    public void Shifting_and_scaling_moves_the_line_along() =>
        Properties.Hold(Properties.Whole, y =>
        {
            var x = Count(y.Length);
            var (line, moved) = (TheilSen.Fit(x, y), TheilSen.Fit([.. x.Select(v => (2 * v) + 16)], [.. y.Select(v => (-4 * v) + 32)]));
            return line is null || moved is null ? y.Length < 3
                : Near(moved.Slope, -2 * line.Slope) && Near(moved.SlopeLow, -2 * line.SlopeHigh) && Near(moved.SlopeHigh, -2 * line.SlopeLow)
                    && Near(moved.Intercept, (-4 * line.Intercept) + 32 + (32 * line.Slope)) && Near(moved.EffectivePoints, line.EffectivePoints);
        });

    static bool Near(double actual, double expected) => Math.Abs(actual - expected) < 1e-7;

    static double[] Count(int points) => [.. Enumerable.Range(0, points).Select(i => (double)i)];

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    // A slope under noise in which each value keeps a share of the one before.
    static double[] Drifting(Random random, int points, double slope, double correlation)
    {
        var noise = Normal(random) / Math.Sqrt(1 - (correlation * correlation));
        var y = new double[points];
        for (var i = 0; i < points; i++)
        {
            y[i] = (slope * i) + noise;
            noise = (correlation * noise) + Normal(random);
        }

        return y;
    }
}
