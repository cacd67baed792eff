using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Condition;

public sealed class SensorReviewTests
{
    [Theory]
    [InlineData(1750.0, true)]
    [InlineData(1800.0, false)]
    public void Rated_speed_that_the_baseline_overrules_is_remarked(double rpm, bool isRemarked)
    {
        var analysis = Pump.Monitor("1U", new() { RatedSpeed = Speed.FromRpm(rpm) }).Analyze(Pump.Log(48, (_, row) => row));

        analysis.RatedSpeed.ShouldNotBeNull().Speed.Rpm.ShouldBe(1800);
        analysis.Defects.Where(defect => defect.Code == "pumps.rated_speed_unused").Select(defect => defect.What)
            .ShouldBe(isRemarked ? ["the rated speed of 1750 rpm that was given is not used: the baseline itself says 1800 rpm, the speed at which its figures were taken"] : []);
    }

    [Theory]
    [InlineData(25, false)] // 25 readings an hour apart: 24 hours
    [InlineData(26, true)]
    public void Sensor_is_stuck_after_more_than_24_hours_of_running(int readings, bool stuck)
    {
        var rows = Judged(60, (i, row) => i >= 10 && i < 10 + readings ? row with { Discharge = 151.5 } : row);

        rows.WhyUnjudged(PumpParameter.Head).Contains(Unjudged.Stuck).ShouldBe(stuck);
        rows.Statuses.ToArray().Count(s => s == PumpStatus.Unknown).ShouldBe(stuck ? readings : 0);
    }

    [Fact]
    public void Hours_at_rest_do_not_make_a_sensor_stuck()
    {
        // Five hours of running a day with one value each night would be 120 hours by the calendar, 20 by the pump.
        var rows = Judged(96, (i, row) => i % 24 < 5 ? row with { Discharge = 151.5 } : row with { Power = 0, Speed = 0, Flow = 0, Discharge = 20 });

        rows.WhyUnjudged(PumpParameter.Head).Contains(Unjudged.Stuck).ShouldBeFalse();
        rows.Statuses.ToArray().Distinct().Order().ShouldBe([PumpStatus.Off, PumpStatus.Normal]);
    }

    [Fact]
    public void Stuck_sensor_is_told_with_value_and_time()
    {
        var analysis = Pump.Monitor("1U").Analyze(Pump.Log(60, (i, row) => i >= 10 && i < 40 ? row with { Flow = 512 } : row));

        var defect = analysis.Defects.Single(d => d.Code == "pumps.sensor_stuck");
        defect.ShouldBe(new Defect("pumps.sensor_stuck", "2024-06-01 10:00 to 2024-06-02 15:00",
            "the flow keeps the value 512 gpm while the pump runs: the sensor is stuck, or a constant was entered; flow cannot be judged there", 30, DefectEffect.Unjudged));
        analysis[PumpParameter.Flow].UnjudgedReason.ShouldBe("flow was not judged in 30 of 60 running readings: the sensor is stuck, the flow stays at 512 gpm (30 readings)");
        analysis[PumpParameter.Head].UnjudgedReason.ShouldBeNull();
    }

    [Fact]
    public void Suction_and_speed_that_never_change_are_only_noted()
    {
        var analysis = Pump.Monitor("1U").Analyze(Pump.Log(60, (_, row) => row with { Suction = 25 }));

        analysis.Defects.Where(d => d.Code == "pumps.signal_constant").Select(d => (d.What, d.Effect)).ShouldBe(
        [
            ("the suction pressure never changes: 25 psi in every running reading", DefectEffect.Noted),
            ("the motor speed never changes: 1800 rpm in every running reading", DefectEffect.Noted),
        ]);
        analysis.CurrentStatus.ShouldBe(PumpStatus.Normal);
    }

    [Fact]
    public void Signals_that_are_multiples_of_each_other_are_told_and_not_judged_away_from_rated_speed()
    {
        var analysis = Pump.Monitor("1U").Analyze(Pump.Log(60, (i, row) => Slow(i, row) with { Flow = Slow(i, row).Power * 20 / 3 }));

        analysis.Defects.Single(d => d.Code == "pumps.signal_derived").What.ShouldStartWith("the flow is exactly 6.666667 times the motor power in every reading");
        analysis.Rows.WhyUnjudged(PumpParameter.Flow).Count(Unjudged.Derived).ShouldBe(20);
        analysis.Rows.WhyUnjudged(PumpParameter.Power).Count(Unjudged.Derived).ShouldBe(20);
        analysis.Rows.WhyUnjudged(PumpParameter.Head).Contains(Unjudged.Derived).ShouldBeFalse();
        analysis.Defects.Single(d => d.Code == "pumps.derived_unjudged").Count.ShouldBe(20);
        analysis.Alarms.ShouldBeEmpty();

        static Pump.Row Slow(int i, Pump.Row row) => i % 3 == 0 ? row with { Speed = 1440, Discharge = row.Discharge * 0.64, Power = row.Power * 0.512 } : row;
    }

    [Fact]
    public void Power_without_flow_for_hours_is_told_and_judged_all_the_same()
    {
        var analysis = Pump.Monitor("1B").Analyze(Pump.Log(60, (i, row) => i is >= 20 and < 26 || i == 40 ? row with { Flow = 0 } : row));

        var defect = analysis.Defects.Single(d => d.Code == "pumps.power_without_flow");
        defect.Count.ShouldBe(6);
        defect.Where.ShouldBe("2024-06-01 20:00 to 2024-06-02 01:00");
        defect.Effect.ShouldBe(DefectEffect.Noted);
        analysis.Rows.Statuses[22].ShouldBe(PumpStatus.Failure);
    }

    [Fact]
    public void Flow_without_power_for_hours_is_told_although_the_pump_counts_as_off()
    {
        var analysis = Pump.Monitor("1B").Analyze(Pump.Log(60, (i, row) => i is >= 20 and < 26 ? row with { Power = 0 } : row));

        analysis.Defects.Single(d => d.Code == "pumps.flow_without_power").Count.ShouldBe(6);
        analysis.Rows.Statuses[22].ShouldBe(PumpStatus.Off);
    }

    [Fact]
    public void Power_without_speed_for_hours_is_told_although_the_pump_counts_as_off()
    {
        var analysis = Pump.Monitor("1B").Analyze(Pump.Log(60, (_, row) => row with { Speed = 0 }));

        analysis.Defects.Single(d => d.Code == "pumps.power_without_speed").Count.ShouldBe(60);
        analysis.CurrentStatus.ShouldBe(PumpStatus.Off);
        analysis[PumpParameter.Flow].UnjudgedReason.ShouldBe("flow cannot be judged: the pump was off in every reading");
    }

    [Fact]
    public void Dead_speed_column_of_a_pump_without_a_rated_speed_tells_nothing()
    {
        var analysis = Pump.Monitor("1U", baseline: Pump.Baseline with { RatedSpeed = null }).Analyze(Pump.Log(60, (i, row) => row with { Speed = 0, Power = i >= 50 ? 0 : row.Power }));

        analysis.RatedSpeed.ShouldBeNull();
        analysis.Rows.Statuses[10].ShouldBe(PumpStatus.Normal);
        analysis.Rows.Statuses[55].ShouldBe(PumpStatus.Off);
    }

    [Fact]
    public void Suction_above_discharge_is_counted()
    {
        var analysis = Pump.Monitor("1B").Analyze(Pump.Log(60, (i, row) => i == 30 ? row with { Suction = 151 } : row));

        analysis.Defects.Single(d => d.Code == "pumps.suction_above_discharge").Count.ShouldBe(1);
    }

    [Fact]
    public void Gaps_and_times_at_rest_are_counted()
    {
        DateTime[] times = [.. Enumerable.Range(0, 60).Select(i => Pump.Start.AddHours(i < 30 ? i : i + 10))];
        var analysis = Pump.Monitor("1B").Analyze(Pump.Log(times, (i, row) => i is 5 or 6 ? row with { Speed = 0 } : row));

        analysis.Defects.Single(d => d.Code == "pumps.gap").ShouldSatisfyAllConditions(
            d => d.Count.ShouldBe(1),
            d => d.Where.ShouldBe("2024-06-02 05:00 to 2024-06-02 16:00"),
            d => d.What.ShouldStartWith("no readings for 11 h in all, where one every 60 min is usual"));
        analysis.Defects.Single(d => d.Code == "pumps.off").ShouldSatisfyAllConditions(d => d.Count.ShouldBe(2), d => d.Where.ShouldBe("2024-06-01 05:00 to 2024-06-01 06:00"));
    }

    [Fact]
    public void Rated_speed_is_the_baseline_s_else_the_one_given_else_the_most_frequent()
    {
        var log = Pump.Log(60, (i, row) => row with { Speed = i % 3 == 0 ? 1750.2 : i % 3 == 1 ? 1749.8 : 1450 });
        var unknown = Pump.Baseline with { RatedSpeed = null };

        Pump.Monitor("1U").Analyze(log).RatedSpeed.ShouldBe(new RatedSpeed(Speed.FromRpm(1800), "from the baseline"));
        Pump.Monitor("1U", new() { RatedSpeed = Speed.FromRpm(1770) }).Analyze(log).RatedSpeed!.Speed.Rpm.ShouldBe(1800);
        Pump.Monitor("1U", new() { RatedSpeed = Speed.FromRpm(1770) }, baseline: unknown).Analyze(log).RatedSpeed.ShouldBe(new RatedSpeed(Speed.FromRpm(1770), "as given"));
        Pump.Monitor("1U", baseline: unknown).Analyze(log).RatedSpeed.ShouldBe(new RatedSpeed(Speed.FromRpm(1750), "the most frequent running speed (67 % of the running readings)"));
        Pump.Monitor("1U", baseline: unknown).Analyze(Pump.Log(60, (_, row) => row with { Speed = double.NaN })).RatedSpeed.ShouldBeNull();
    }

    [Fact]
    public void Rated_speed_that_hardly_stands_out_is_told()
    {
        var analysis = Pump.Monitor("1U", baseline: Pump.Baseline with { RatedSpeed = null }).Analyze(Pump.Log(60, (i, row) => row with { Speed = 1200 + (10 * i) }));

        analysis.Defects.ShouldContain(d => d.Code == "pumps.rated_speed_unclear");
        analysis.RatedSpeed!.Speed.Rpm.ShouldBe(1790);
    }

    static JudgedLog Judged(int rows, Func<int, Pump.Row, Pump.Row> change) => Pump.Monitor("1U").Judge(Pump.Log(rows, change));
}
