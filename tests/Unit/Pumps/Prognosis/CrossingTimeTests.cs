using FsCheck;
using FsCheck.Fluent;
using Plumbline.Pumps.Prognosis;
using Plumbline.Unit.Tests.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps;

public sealed class CrossingTimeTests
{
    // 6 of 14 points gone, 4 of them ten days ago, at 0.2 points a day, all of it certain.
    static readonly CrossingTime Certain = new() { Limit = 14, Level = 6, Speed = 0.2, LevelSd = 0, SpeedSd = 0, Since = 10, Wander = 0 };

    [Fact]
    public void Straight_path_is_the_last_to_arrive_and_exponential_growth_the_first()
    {
        Certain.Quantile(0.999).ShouldBe(8 / 0.2, 1e-6);
        // The slope has grown with the level, from 4 to 6.
        Certain.Quantile(0.001).ShouldBe(6 / 0.3 * Math.Log(14 / 6.0), 1e-6);
        Certain.Quantile(0.5).ShouldBe(6 / (0.2 * Math.Sqrt(1.5)) * (Math.Sqrt(14 / 6.0) - 1) / 0.5, 1e-6);
    }

    [Fact]
    public void What_has_been_reached_takes_no_more_days()
    {
        (Certain with { Level = 15 }).Quantile(0.5).ShouldBe(0);
        (Certain with { Level = 15 }).Cdf(0).ShouldBe(1);
        (Certain with { Level = 15, LevelSd = 1 }).Cdf(30).ShouldBeGreaterThan(0.99);
    }

    [Fact]
    public void Slope_that_may_be_zero_leaves_the_end_open()
    {
        var unsure = Certain with { SpeedSd = 0.1, LevelSd = 0.5 };
        unsure.Quantile(0.5).ShouldBeLessThan(100);
        unsure.Quantile(0.99).ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void Probability_grows_with_time_and_quantiles_undo_it() => Properties.Hold(Paths, path =>
    {
        var before = 0.0;
        for (var days = 0.0; days < 500; days += 12.5)
        {
            var now = path.Cdf(days);
            if (now < before - 1e-12 || now > 1) return false;
            before = now;
        }

        return ((double[])[0.05, 0.3, 0.5, 0.8]).All(share =>
            path.Quantile(share) is var days && (double.IsInfinity(days) ? path.Cdf(1e6) < share : days == 0 ? path.Cdf(0) >= share : Math.Abs(path.Cdf(days) - share) < 1e-6));
    });

    static Arbitrary<CrossingTime> Paths => (
        from limit in Gen.Choose(3, 20)
        from level in Gen.Choose(3, 300)
        from speed in Gen.Choose(1, 1000)
        from unsure in Gen.Choose(1, 100)
        from wander in Gen.Choose(0, 50)
        select new CrossingTime
        {
            Limit = limit,
            Level = level / 10.0,
            Speed = speed / 1000.0,
            LevelSd = unsure / 50.0,
            SpeedSd = speed / 1000.0 * unsure / 100,
            Since = 10.5,
            Wander = wander / 100.0,
        }).ToArbitrary();
}
