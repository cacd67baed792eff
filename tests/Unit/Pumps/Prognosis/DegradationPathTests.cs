using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Prognosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps;

public sealed class DegradationPathTests
{
    [Fact]
    public void Wear_is_followed_to_the_limit_that_is_reached_first()
    {
        // Head: −4 % after 40 days, −14 % after 140.
        var found = DegradationPath.Forecast(WearRuns.Of(1, 40, day => 0.1 * day), WearRuns.Grade3B);

        found.Parameter.ShouldBe(PumpParameter.Head);
        found.LimitPct.ShouldBe(-14);
        var forecast = found.Forecast.ShouldNotBeNull();
        forecast.RulDays.ShouldBeInRange(50, 110);
        forecast.LowDays.ShouldBeLessThan(forecast.RulDays);
        forecast.HighDays.ShouldBeGreaterThan(95);
        forecast.At.ShouldBe(WearRuns.Start.AddHours((40 * 24) - 1));
        forecast.Probability.ShouldBeLessThan(0.01);
        forecast.Confidence.ShouldBe(1 - forecast.Probability);
        found.Verdict.ShouldContain("Head falls by 0.1");
        found.Verdict.ShouldContain("limit of −14 %");
    }

    [Fact]
    public void Failure_within_the_week_is_given_a_high_probability()
    {
        var found = DegradationPath.Forecast(WearRuns.Of(2, 40, day => 0.33 * day), WearRuns.Grade3B);

        found.Forecast.ShouldNotBeNull().RulDays.ShouldBeLessThan(4);
        found.Forecast!.Probability.ShouldBeGreaterThan(0.95);
    }

    [Fact]
    public void Healthy_pump_has_no_degradation_trend()
    {
        var found = DegradationPath.Forecast(WearRuns.Of(3, 60, _ => 0), WearRuns.Grade3B);

        found.Forecast.ShouldBeNull();
        found.Parameter.ShouldBeNull();
        found.LimitPct.ShouldBeNull();
        found.Verdict.ShouldStartWith("No degradation trend");
    }

    [Fact]
    public void Moving_away_from_every_limit_is_no_degradation()
    {
        // Less power and more efficiency: nothing fails on those sides.
        double[] steady = [.. Enumerable.Repeat(0.0, 40 * 24)];
        double[] falling = [.. Enumerable.Range(0, 40 * 24).Select(t => -0.01 * t)];
        double[] rising = [.. falling.Select(d => -d)];
        var found = DegradationPath.Forecast(new(WearRuns.Start, [steady, steady, falling, rising]), WearRuns.Grade3B);

        found.Forecast.ShouldBeNull();
    }

    [Fact]
    public void Coming_back_to_the_baseline_is_no_degradation()
    {
        // From −3 % to +1 %, at a steady rate towards +14 %.
        var found = DegradationPath.Forecast(WearRuns.Of(9, 40, day => 3 - (0.1 * day)), WearRuns.Grade3B);

        found.Forecast.ShouldBeNull();
        found.Verdict.ShouldContain("head +0.1");
    }

    [Fact]
    public void Beyond_the_limit_no_life_is_left()
    {
        var found = DegradationPath.Forecast(WearRuns.Of(4, 30, _ => 15), WearRuns.Grade3B);

        found.Parameter.ShouldBe(PumpParameter.Head);
        var forecast = found.Forecast.ShouldNotBeNull();
        (forecast.RulDays, forecast.LowDays, forecast.HighDays, forecast.Probability).ShouldBe((0, 0, 0, 1));
        found.Verdict.ShouldContain("beyond its limit of −14 %");
    }

    [Fact]
    public void Slow_wear_is_answered_with_at_least()
    {
        var found = DegradationPath.Forecast(WearRuns.Of(5, 40, day => 2 + (0.01 * day), noise: 0.01), WearRuns.Grade3B);

        var forecast = found.Forecast.ShouldNotBeNull();
        forecast.IsAtLeast.ShouldBeTrue();
        forecast.RulDays.ShouldBe(365);
        forecast.HighDays.ShouldBe(double.PositiveInfinity);
        forecast.LowDays.ShouldBeLessThanOrEqualTo(365);
    }

    [Fact]
    public void Loss_that_the_grade_does_not_check_fails_at_twice_an_urgent_loss()
    {
        var found = DegradationPath.Forecast(WearRuns.Of(6, 40, day => 0.2 * day), WearRuns.Grade1U, new() { LossUrgentPct = -8 });

        found.Parameter.ShouldBe(PumpParameter.Head);
        found.LimitPct.ShouldBe(-16);
        found.Verdict.ShouldContain("twice an urgent loss of −8 %");
    }

    [Fact]
    public void Few_days_give_no_trend()
    {
        var found = DegradationPath.Forecast(WearRuns.Of(7, 6.9, day => day), WearRuns.Grade3B);

        found.Forecast.ShouldBeNull();
        found.Verdict.ShouldContain("needs 7 days");
    }

    [Fact]
    public void Hours_that_were_not_judged_do_not_bend_the_path()
    {
        var whole = WearRuns.Of(8, 40, day => 0.15 * day);
        double[][] gappy = [.. Enum.GetValues<PumpParameter>().Select(p => whole[p].ToArray().Select((d, t) => t % 3 == 0 || t / 24 % 5 == 4 ? double.NaN : d).ToArray())];

        var found = DegradationPath.Forecast(new(WearRuns.Start, gappy), WearRuns.Grade3B).Forecast.ShouldNotBeNull();
        found.RulDays.ShouldBe(DegradationPath.Forecast(whole, WearRuns.Grade3B).Forecast!.RulDays, 15);
    }

    public static TheoryData<string, double> Shapes => new() { { "even", 1 }, { "square", 2 }, { "cube", 3 }, { "exponential", 0 } };

    [Theory, MemberData(nameof(Shapes))]
    public void Interval_holds_the_crossing_for_all_shapes_of_wear(string shape, double power)
    {
        var (inside, asked) = (0, 0);
        for (var seed = 1; seed <= 25; seed++)
        {
            var life = 100 + (4 * seed);
            var run = WearRuns.Of(seed, life, day => 14 * (power > 0 ? Math.Pow(day / life, power) : (Math.Exp(4 * day / life) - 1) / (Math.Exp(4) - 1)));
            foreach (var left in (int[])[5, 15, 30, 50])
            {
                if (DegradationPath.Forecast(run.Until(life - left), WearRuns.Grade3B).Forecast is not { } forecast) continue;
                asked++;
                if (forecast.LowDays <= left && left <= forecast.HighDays) inside++;
            }
        }

        asked.ShouldBeGreaterThan(60, shape);
        (inside / (double)asked).ShouldBeGreaterThanOrEqualTo(0.85, shape);
    }
}
