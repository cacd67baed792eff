using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Grades;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Condition;

/// <summary>Two pumps as their owners would see them.</summary>
public sealed class RealPumpTests
{
    [Fact]
    public void Well_1_leaves_its_tolerances_when_its_owner_says_it_did()
    {
        var well = Well1();

        First(PumpParameter.Flow).ShouldBeNull();
        First(PumpParameter.Head).ShouldBe((At(2024, 6, 2, 8), 6.92));
        First(PumpParameter.Power).ShouldBe((At(2024, 7, 20, 21), 10.66));
        First(PumpParameter.Efficiency).ShouldBe((At(2024, 6, 1, 0), -4.50));
        well.CurrentStatus.ShouldBe(PumpStatus.Failure);
        well.Grade.Name.ShouldBe("1U");

        (DateTime, double)? First(PumpParameter parameter) => well[parameter].FirstExceedance is { } first ? (first.Time, Math.Round(first.DeviationPct, 2)) : null;
    }

    [Fact]
    public void Well_1_has_one_noisy_head_reading_in_June_and_a_fault_from_mid_July()
    {
        var well = Well1();

        well[PumpParameter.Head].Sustained.Found.ShouldNotBeNull().Time.ShouldBeInRange(At(2024, 7, 17, 0), At(2024, 7, 19, 0));
        well[PumpParameter.Head].Sustained.NotYetKnown.ShouldBeFalse();
        well[PumpParameter.Head].Trend.ShouldNotBeNull().LowPctPerDay.ShouldBeGreaterThan(0.9);
        well[PumpParameter.Efficiency].Sustained.Found.ShouldNotBeNull().Time.ShouldBe(At(2024, 6, 1, 0));
    }

    [Fact]
    public void Well_1_loses_flow_that_its_grade_does_not_look_at()
    {
        var flow = Well1()[PumpParameter.Flow];

        flow.ViolatedRows.ShouldBe(0);
        var loss = flow.Loss.ShouldNotBeNull();
        loss.Grade.ShouldBe(LossGrade.Urgent);
        loss.LossPct.ShouldBe(-19.26, 0.01);
        loss.Since.ShouldNotBeNull().ShouldBeInRange(At(2024, 7, 14, 0), At(2024, 7, 17, 0));
    }

    [Fact]
    public void Efficiency_of_Well_1_is_clipped_at_50_so_that_its_loss_is_at_least()
    {
        var efficiency = Well1()[PumpParameter.Efficiency];

        efficiency.Clipped.ShouldHaveSingleItem().ShouldSatisfyAllConditions(c => c.Value.ShouldBe(50), c => c.Rows.ShouldBe(158), c => c.IsFloor.ShouldBeTrue());
        efficiency.Loss.ShouldNotBeNull().ShouldSatisfyAllConditions(
            loss => loss.LossPct.ShouldBe(-16.67, 0.01),
            loss => loss.IsAtLeast.ShouldBeTrue(),
            loss => loss.Until.ShouldBeNull());
        Well1().Defects.Count(defect => defect.Code == "pumps.sensor_clipped").ShouldBe(1);
        Pump47366().Defects.ShouldNotContain(defect => defect.Code == "pumps.sensor_clipped");
    }

    [Fact]
    public void Well_1_has_one_alarm_that_stands_since_its_first_hours_and_got_worse()
    {
        var well = Well1();

        var alarm = well.Alarms.ShouldHaveSingleItem();
        alarm.Raised.ShouldBe(At(2024, 6, 1, 2));
        alarm.Cleared.ShouldBeNull();
        alarm.Parameters.ShouldBe([PumpParameter.Head, PumpParameter.Power, PumpParameter.Efficiency]);
        alarm.WorstParameter.ShouldBe(PumpParameter.Head);
        alarm.Escalations.Select(step => step.Status).ShouldBe([PumpStatus.Critical, PumpStatus.Failure]);
        well.AlarmLoad.ShouldSatisfyAllConditions(load => load.Stale.ShouldBe(1), load => load.Standing.ShouldBe(1), load => load.Chattering.ShouldBe(0));
        well.StatusShares.Sum(share => share.Rows).ShouldBe(1440);
        well.StatusShares.Sum(share => share.Days).ShouldBe(60, 1e-9);
    }

    [Fact]
    public void Head_of_pump_47366_cannot_be_judged_and_nothing_is_called_normal()
    {
        var pump = Pump47366();

        pump[PumpParameter.Head].JudgedRows.ShouldBe(0);
        pump[PumpParameter.Head].UnjudgedReason.ShouldBe("head cannot be judged: the sensor is stuck, the discharge pressure stays at 0 psi (2,043 readings)");
        pump[PumpParameter.Efficiency].UnjudgedReason.ShouldNotBeNull().ShouldContain("85 %");
        pump.StatusShares.Select(share => share.Status).ShouldBe([PumpStatus.Unknown, PumpStatus.Off]);
        pump.CurrentStatus.ShouldBe(PumpStatus.Unknown);
        pump.Alarms.ShouldBeEmpty();
    }

    [Fact]
    public void Flow_and_power_of_pump_47366_are_one_signal_and_its_speed_does_not_make_false_alarms_of_them()
    {
        var pump = Pump47366();

        pump.Defects.Select(defect => defect.Code).ShouldContain("pumps.signal_derived");
        pump.Defects.ShouldContain(defect => defect.Code == "pumps.signal_constant" && defect.What.Contains("suction"));
        pump.Rows.WhyUnjudged(PumpParameter.Power).Count(Unjudged.Derived).ShouldBe(15);
        pump[PumpParameter.Flow].JudgedRows.ShouldBe(1942);
        pump[PumpParameter.Power].ViolatedRows.ShouldBe(0);
        pump.RatedSpeed.ShouldNotBeNull().Speed.Rpm.ShouldBe(1800);
    }

    static DateTime At(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, DateTimeKind.Utc);

    static PumpAnalysis Well1() => Analyze("well1");

    static PumpAnalysis Pump47366() => Analyze("pump_47366");

    static PumpAnalysis Analyze(string pump)
    {
        using var baselines = File.OpenRead(SharedData.PathOf($"pumps/{pump}_baseline.csv"));
        using var readings = File.OpenRead(SharedData.PathOf($"pumps/{pump}_operational.csv"));
        var baseline = PumpBaselineReader.Read(baselines, "baseline.csv").ShouldHaveSingleItem();
        var logged = PumpLogReader.Read(readings, "log.csv").Pumps.ShouldHaveSingleItem();
        return new PumpMonitor(baseline, ToleranceTable.Shipped.Select(baseline.Application, baseline.MotorRating)).Analyze(logged.Log, logged.Defects);
    }
}
