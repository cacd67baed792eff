using Plumbline.Pumps.Prognosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps;

public sealed class RulCalibrationTests
{
    const double Cap = 120;

    [Fact]
    public void Exact_scores_have_narrow_intervals_and_a_sure_answer()
    {
        var calibration = Calibration(10, _ => 0, _ => 0);
        var (low, high) = calibration.At(50).Interval(0.9);

        low.ShouldBe(50, 1e-9);
        high.ShouldBe(50, 1e-9);
        calibration.At(50).Cdf(7).ShouldBeLessThan(0.001);
        calibration.At(3).Cdf(7).ShouldBeGreaterThan(0.999);
    }

    [Fact]
    public void Bias_of_the_scores_is_taken_off()
    {
        var life = Calibration(10, _ => -8, _ => 0).At(50);
        life.Quantile(0.5).ShouldBe(58, 1e-9);
    }

    [Fact]
    public void Probability_of_a_life_beyond_the_cap_is_the_share_of_capped_hours_nearby()
    {
        // The score says 100 whatever the truth: 60 to 180 days, capped at 120.
        var days = Enumerable.Range(0, 1000).Select(i => 60 + (0.12 * i)).ToArray();
        var calibration = RulCalibration.Of([.. days.Select(_ => 100.0)], [.. days.Select(d => Math.Min(d, Cap))], new int[1000], RulLabel.Regression, Cap);

        calibration.At(100).BeyondCap.ShouldBe(0.5, 0.1);
        calibration.At(100).Interval(0.9).High.ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void Interval_that_reaches_the_cap_has_an_open_end()
    {
        var (low, high) = Calibration(10, run => 4 * (run - 4.5), _ => 0).At(112).Interval(0.9);

        low.ShouldBeLessThan(112);
        high.ShouldBe(double.PositiveInfinity);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(20)]
    public void Interval_keeps_its_promise_for_the_next_run_however_few_came_before(int runs)
    {
        var random = new Random(runs);
        var (inside, asked) = (0, 0);
        for (var repeat = 0; repeat < 400; repeat++)
        {
            var calibration = Calibration(runs, _ => 10 * Normal(random), _ => 3 * Normal(random));
            var truth = 60.0;
            var score = truth + (10 * Normal(random)) + (3 * Normal(random));
            var (low, high) = calibration.At(score).Interval(0.9);
            asked++;
            if (low <= truth && truth <= high) inside++;
        }

        (inside / (double)asked).ShouldBeInRange(0.86, 0.95);
    }

    [Fact]
    public void One_run_alone_gives_wide_intervals()
    {
        var (low, high) = Calibration(1, _ => 4, _ => 0).At(60).Interval(0.9);

        (high - low).ShouldBeGreaterThan(40);
    }

    [Fact]
    public void Equal_scores_speak_together_for_a_classifier()
    {
        // Half of the hours scored 0.5 fail within 7 days.
        double[] scores = [.. Enumerable.Range(0, 400).Select(i => i < 200 ? 0.0 : 0.5)];
        double[] days = [.. Enumerable.Range(0, 400).Select(i => i < 200 ? 80.0 : i % 2 == 0 ? 2 : 30)];
        var calibration = RulCalibration.Of(scores, days, new int[400], RulLabel.Classification, Cap);

        calibration.At(0.5).Cdf(7).ShouldBe(0.5, 0.01);
        calibration.At(0).Cdf(7).ShouldBeLessThan(0.01);
        calibration.At(0).Quantile(0.5).ShouldBe(80);
    }

    static RulCalibration Calibration(int runs, Func<int, double> ofRun, Func<int, double> ofHour)
    {
        var (scores, days, of) = (new List<double>(), new List<double>(), new List<int>());
        for (var run = 0; run < runs; run++)
        {
            var common = ofRun(run);
            for (var hour = 0; hour < 119; hour++)
            {
                days.Add(hour);
                scores.Add(hour + common + ofHour(hour));
                of.Add(run);
            }
        }

        return RulCalibration.Of([.. scores], [.. days], [.. of], RulLabel.Regression, Cap);
    }

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
