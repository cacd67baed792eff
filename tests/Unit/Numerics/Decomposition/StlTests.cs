using Plumbline.Numerics.Decomposition;
using Plumbline.Unit.Tests.Numerics.Forecasting;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Decomposition;

public sealed class StlTests
{
    static readonly StlOptions Published = new()
    {
        SeasonalWindow = 35,
        TrendWindow = 19,
        LowPassWindow = 13,
        SeasonalDegree = 1,
        SeasonalJump = 4,
        TrendJump = 2,
        LowPassJump = 2,
        InnerRounds = 1,
        OuterRounds = 2,
    };

    public static TheoryData<string> Scenarios => ["baseline", "short", "nljump-1", "ntjump-1", "nljump-1-ntjump-1", "stlez", "stlez-robust"];

    [Theory, MemberData(nameof(Scenarios))]
    public void Cleveland_s_own_program_gives_the_same_parts(string scenario)
    {
        var expected = Fixtures.Rows("stl_test_results.csv").Where(fields => fields[0].Trim() == scenario).Select(fields => fields[2..].Select(Fixtures.Number).ToArray()).ToList();
        var values = Fixtures.Column("stl_co2.csv", 0, headings: 0)[..expected.Count];

        var options = scenario switch
        {
            "nljump-1" => Published with { LowPassJump = 1 },
            "ntjump-1" => Published with { TrendJump = 1 },
            "nljump-1-ntjump-1" => Published with { LowPassJump = 1, TrendJump = 1 },
            "stlez" => Easy,
            "stlez-robust" => Easy with { InnerRounds = 1, OuterRounds = RobustRounds },
            _ => Published,
        };
        var parts = Stl.Decompose(values, 12, options);

        Fixtures.Distance(parts.Seasonals[0], expected.Select(row => row[0])).ShouldBeLessThan(1e-9);
        Fixtures.Distance(parts.Trend, expected.Select(row => row[1])).ShouldBeLessThan(1e-9);
        Fixtures.Distance(parts.Weights, expected.Select(row => row[2])).ShouldBeLessThan(1e-9);
    }

    // As that program's simple form sets them for a seasonal window of 35; its robust form stops after as many rounds here.
    const int RobustRounds = 2;
    static readonly StlOptions Easy = new() { SeasonalWindow = 35, SeasonalDegree = 1, InnerRounds = 2 };

    [Fact]
    public void R_gives_the_same_parts_of_a_series_with_a_day_and_a_week()
    {
        var parts = Stl.DecomposeMany(Fixtures.Column("mstl_test_results.csv", "Data"), [24, 168], new() { SeasonalJump = 1, TrendJump = 1, LowPassJump = 1 });

        Fixtures.Distance(parts.Trend, Fixtures.Column("mstl_test_results.csv", "Trend")).ShouldBeLessThan(1e-9);
        Fixtures.Distance(parts.Seasonals[0], Fixtures.Column("mstl_test_results.csv", "Seasonal24")).ShouldBeLessThan(1e-9);
        Fixtures.Distance(parts.Seasonals[1], Fixtures.Column("mstl_test_results.csv", "Seasonal168")).ShouldBeLessThan(1e-9);
        Fixtures.Distance(parts.Remainder, Fixtures.Column("mstl_test_results.csv", "Remainder")).ShouldBeLessThan(1e-9);
    }

    [Fact]
    public void Parts_add_up_to_the_series()
    {
        var values = Made.Load(seed: 1, days: 30);
        var parts = Stl.DecomposeMany(values, [24, 168]);
        for (var i = 0; i < values.Length; i++) (parts.Trend[i] + parts.Seasonals[0][i] + parts.Seasonals[1][i] + parts.Remainder[i]).ShouldBe(values[i], 1e-9);
        parts.Strength(0).ShouldBeGreaterThan(0.8);
    }

    [Fact]
    public void Parts_follow_the_series_in_scale_and_shift()
    {
        var values = Made.Load(seed: 2, days: 20);
        var parts = Stl.Decompose(values, 24);
        var moved = Stl.Decompose([.. values.Select(value => (3 * value) - 500)], 24);
        Fixtures.Distance(moved.Trend, parts.Trend.Select(trend => (3 * trend) - 500)).ShouldBeLessThan(1e-10);
        Fixtures.Distance(moved.Seasonals[0], parts.Seasonals[0].Select(season => 3 * season)).ShouldBeLessThan(1e-10);
    }

    [Fact]
    public void An_outlier_bends_a_robust_season_less()
    {
        var clean = Made.Load(seed: 3, days: 20);
        double[] hurt = [.. clean];
        hurt[200] += 5000;
        double Bend(StlOptions options) => Fixtures.Distance(Stl.Decompose(hurt, 24, options).Seasonals[0], Stl.Decompose(clean, 24, options).Seasonals[0]);
        Bend(new() { InnerRounds = 1, OuterRounds = 10 }).ShouldBeLessThan(Bend(new()) / 10);
    }

    [Fact]
    public void Too_few_values_and_gaps_are_named()
    {
        Should.Throw<ArgumentException>(() => Stl.Decompose(new double[23], 12)).Message.ShouldStartWith("23 values are fewer than two periods of 12.");
        Should.Throw<ArgumentException>(() => Stl.Decompose([1, 2, double.NaN, 4], 2)).Message.ShouldStartWith("Value 2 is NaN: fill gaps before.");
    }

    [Fact]
    public void A_constant_has_no_season()
    {
        var parts = Stl.Decompose(Enumerable.Repeat(5.0, 48).ToArray(), 24);
        parts.Strength(0).ShouldBe(0);
        parts.Trend.ShouldAllBe(trend => Math.Abs(trend - 5) < 1e-12);
    }
}
