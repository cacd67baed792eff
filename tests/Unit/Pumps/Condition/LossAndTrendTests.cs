using Plumbline.Plant;
using Plumbline.Pumps;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Condition;

public sealed class LossAndTrendTests
{
    [Theory]
    [InlineData(0.96, LossGrade.Slight)]
    [InlineData(0.94, LossGrade.Warning)]
    [InlineData(0.88, LossGrade.Urgent)]
    public void Lasting_loss_is_graded_although_a_U_grade_does_not_look_at_it(double share, LossGrade grade)
    {
        var analysis = Analyze(240, (i, row) => i >= 100 ? row with { Flow = row.Flow * share } : row);

        analysis.CurrentStatus.ShouldBe(PumpStatus.Normal);
        var loss = analysis[PumpParameter.Flow].Loss.ShouldNotBeNull();
        loss.Grade.ShouldBe(grade);
        loss.LossPct.ShouldBe((share - 1) * 100, 0.02);
        // The 24 hours up to hour 111 are half before and half behind the step.
        if (grade == LossGrade.Slight) loss.Since.ShouldBeNull();
        else loss.Since.ShouldNotBeNull().ShouldBeInRange(Hour(99), Hour(101));
        loss.WorstAt.ShouldBeGreaterThan(Hour(99));
    }

    [Fact]
    public void Eleven_bad_hours_are_no_lasting_loss() =>
        Analyze(240, (i, row) => i is >= 100 and < 111 ? row with { Flow = 300 + i } : row)[PumpParameter.Flow].Loss.ShouldNotBeNull().LossPct.ShouldBeGreaterThan(-0.1);

    [Fact]
    public void Loss_that_is_there_from_the_start_is_dated_to_the_start()
    {
        var loss = Analyze(100, (i, row) => row with { Efficiency = 71 + (0.001 * (i % 7)) })[PumpParameter.Efficiency].Loss.ShouldNotBeNull();

        loss.Since.ShouldBe(Hour(0));
        loss.Grade.ShouldBe(LossGrade.Urgent);
    }

    [Fact]
    public void Loss_goes_on_through_nights_at_rest()
    {
        var loss = Analyze(240, (i, row) => i % 24 >= 16 ? row with { Speed = 0, Flow = 0 } : i >= 96 ? row with { Flow = row.Flow * (0.93 - (0.0001 * i)) } : row)[PumpParameter.Flow].Loss.ShouldNotBeNull();

        loss.Grade.ShouldBe(LossGrade.Warning);
        loss.Since.ShouldNotBeNull().ShouldBeInRange(Hour(88), Hour(104));
    }

    [Fact]
    public void Loss_ends_when_it_is_over_and_is_open_where_it_goes_on()
    {
        var over = Analyze(240, (i, row) => i is >= 60 and < 150 ? row with { Flow = row.Flow * (i == 100 ? 0.8 : 0.9) } : row)[PumpParameter.Flow].Loss.ShouldNotBeNull();
        over.Since.ShouldNotBeNull().ShouldBeInRange(Hour(59), Hour(61));
        over.Until.ShouldNotBeNull().ShouldBeInRange(Hour(149), Hour(151));

        var open = Analyze(240, (i, row) => i >= 60 ? row with { Flow = row.Flow * (i < 100 ? 0.85 : 0.9) } : row)[PumpParameter.Flow].Loss.ShouldNotBeNull();
        open.WorstAt.ShouldBeLessThan(Hour(100));
        open.Until.ShouldBeNull();
    }

    [Fact]
    public void Limits_of_loss_are_options()
    {
        var log = Pump.Log(100, (_, row) => row with { Flow = row.Flow * 0.96 });

        Pump.Monitor("1U", new() { LossWarningPct = -1, LossUrgentPct = -3 }).Analyze(log)[PumpParameter.Flow].Loss!.Grade.ShouldBe(LossGrade.Urgent);
    }

    [Fact]
    public void Less_power_is_no_loss_and_more_flow_neither()
    {
        var analysis = Analyze(100, (i, row) => row with { Power = 60 + (0.01 * i), Flow = 520 + (0.01 * i) });

        analysis[PumpParameter.Power].Loss.ShouldBeNull();
        analysis[PumpParameter.Flow].Loss.ShouldBeNull();
    }

    [Fact]
    public void Less_than_a_day_tells_no_loss() =>
        Analyze(23, (i, row) => row with { Flow = 400 + (0.01 * i) })[PumpParameter.Flow].Loss.ShouldBeNull();

    [Fact]
    public void Readings_closer_than_a_minute_give_the_same_loss()
    {
        var log = Pump.Log(3 * 24 * 240, (i, row) => row with { Flow = 440 + (0.01 * (i % 13)) }, TimeSpan.FromSeconds(15));

        Pump.Monitor("1U").Analyze(log)[PumpParameter.Flow].Loss.ShouldNotBeNull().LossPct.ShouldBe(-12, 0.02);
    }

    [Fact]
    public void Median_over_a_day_agrees_with_sorting_it()
    {
        var random = new Random(3);
        var log = Pump.Log(300, (_, row) => row with { Flow = 480 + (30 * random.NextDouble()) });
        var deviations = Pump.Monitor("1U").Judge(log).DeviationPct(PumpParameter.Flow).ToArray();

        var lowest = Enumerable.Range(23, 277).Min(i =>
        {
            var sorted = deviations[(i - 23)..(i + 1)].Order().ToArray();
            return (sorted[11] + sorted[12]) / 2;
        });
        Pump.Monitor("1U").Analyze(log)[PumpParameter.Flow].Loss!.LossPct.ShouldBe(lowest);
    }

    [Fact]
    public void Trend_of_the_last_two_weeks_is_found_in_spite_of_older_days()
    {
        // Flat for 20 days, then 0.5 points a day downwards.
        var trend = Analyze(40 * 24, (i, row) => row with { Flow = row.Flow * (1 - (0.005 * Math.Max(0, (i / 24.0) - 20))) })[PumpParameter.Flow].Trend.ShouldNotBeNull();

        trend.SlopePctPerDay.ShouldBe(-0.5, 0.005);
        trend.LowPctPerDay.ShouldBeLessThanOrEqualTo(trend.SlopePctPerDay);
        trend.HighPctPerDay.ShouldBeGreaterThanOrEqualTo(trend.SlopePctPerDay);
        trend.IsSignificant.ShouldBeTrue();
        trend.Window.Length.ShouldBe(TimeSpan.FromHours((14 * 24) - 1));
    }

    [Fact]
    public void Steady_pump_has_no_significant_trend()
    {
        var random = new Random(5);
        Analyze(20 * 24, (_, row) => row with { Flow = 500 + random.NextDouble() })[PumpParameter.Flow].Trend.ShouldNotBeNull().IsSignificant.ShouldBeFalse();
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    public void Trend_needs_a_day_of_judged_hours(int hours, bool known) =>
        (Analyze(hours, (_, row) => row)[PumpParameter.Flow].Trend is not null).ShouldBe(known);

    [Fact]
    public void Trend_goes_by_the_median_of_each_hour()
    {
        // One reading in six is wild.
        var log = Pump.Log(5 * 24 * 6, (i, row) => row with { Flow = i % 6 == 3 ? 900 : 500 + (0.01 * i / 6) }, TimeSpan.FromMinutes(10));

        Pump.Monitor("1U").Analyze(log)[PumpParameter.Flow].Trend.ShouldNotBeNull().SlopePctPerDay.ShouldBe(0.048, 1e-3);
    }

    static PumpAnalysis Analyze(int rows, Func<int, Pump.Row, Pump.Row> change) => Pump.Monitor("1U").Analyze(Pump.Log(rows, change));

    static DateTime Hour(int hours) => Pump.Start.AddHours(hours);
}
