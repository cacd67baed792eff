using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Grades;
using Plumbline.Simulation;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Simulation;

/// <summary>What was planted is what the monitor finds, and no more.</summary>
public sealed class MonitoredSimulationTests
{
    static (SimulatedPump Pump, PumpAnalysis Found) Analyze(PumpScenario scenario, int seed, int days = 180)
    {
        var pump = PumpSimulation.Run(PumpScenarios.Apply(scenario, new PumpSimulationOptions { Seed = seed, Length = TimeSpan.FromDays(days) }));
        var grade = ToleranceTable.Shipped.Select(pump.Baseline.Application, pump.Baseline.MotorRating);
        return (pump, new PumpMonitor(pump.Baseline, grade).Analyze(pump.Log));
    }

    [Theory]
    [InlineData(PumpScenario.Healthy, 1)]
    [InlineData(PumpScenario.Healthy, 7)]
    [InlineData(PumpScenario.Healthy, 2024)]
    [InlineData(PumpScenario.VariableSpeed, 1)]
    [InlineData(PumpScenario.VariableSpeed, 7)]
    public void Well_pump_raises_no_alarm_in_a_year_and_exceeds_nothing_for_long(PumpScenario scenario, int seed)
    {
        var (_, found) = Analyze(scenario, seed, days: 365);

        found.CurrentStatus.ShouldBe(PumpStatus.Normal);
        found.Alarms.ShouldBeEmpty();
        foreach (var parameter in found.Parameters)
        {
            parameter.JudgedRows.ShouldBeGreaterThan(8400);
            parameter.Sustained.Found.ShouldBeNull();
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(2024)]
    public void Wear_is_seen_after_its_onset_and_called_failure_before_the_failure(int seed)
    {
        var (pump, found) = Analyze(PumpScenario.Wear, seed);
        var life = pump.Truth[0].When;

        found.CurrentStatus.ShouldBe(PumpStatus.Failure);
        found[PumpParameter.Head].Sustained.Found.ShouldNotBeNull().Time.ShouldBeInRange(life.Start, life.End);
        found[PumpParameter.Efficiency].Sustained.Found.ShouldNotBeNull().Time.ShouldBeInRange(life.Start, life.End);
        var firstFailure = found.Rows.Times[found.Rows.Statuses.IndexOf(PumpStatus.Failure)];
        firstFailure.ShouldBeInRange(life.Start + (0.75 * life.Length), life.End);
        found.Defects.ShouldNotContain(defect => defect.Effect != DefectEffect.Noted);
    }

    [Fact]
    public void Bearing_is_seen_in_power_and_efficiency_and_nowhere_else()
    {
        var (_, found) = Analyze(PumpScenario.Bearing, seed: 7);

        found[PumpParameter.Power].Sustained.Found.ShouldNotBeNull();
        found[PumpParameter.Efficiency].Sustained.Found.ShouldNotBeNull();
        found[PumpParameter.Flow].Sustained.Found.ShouldBeNull();
        found[PumpParameter.Head].Sustained.Found.ShouldBeNull();
        found.CurrentStatus.ShouldBe(PumpStatus.Warning);
    }

    [Fact]
    public void Stuck_gauge_is_found_where_it_was_planted_and_head_is_not_judged_there()
    {
        var (pump, found) = Analyze(PumpScenario.SensorFault, seed: 7);
        var stuck = pump.Truth[0].When;

        found.Defects.ShouldContain(defect => defect.Code == "pumps.sensor_stuck");
        for (var i = 0; i < found.Rows.Count; i++)
        {
            var planted = found.Rows.Times[i] > stuck.Start && found.Rows.Times[i] < stuck.End && pump.Log.SpeedRpm[i] > 0;
            if (planted) found.Rows.WhyUnjudged(PumpParameter.Head)[i].ShouldBe(Unjudged.Stuck);
        }
        // The reading before the fault has the value that it sticks at.
        found.Rows.WhyUnjudged(PumpParameter.Head).Count(Unjudged.Stuck).ShouldBeInRange(330, (int)stuck.Length.TotalHours + 1);
    }

    [Fact]
    public void Files_are_read_back_to_the_last_digit()
    {
        var pump = PumpSimulation.Run(PumpScenarios.Apply(PumpScenario.SensorFault, new PumpSimulationOptions { Length = TimeSpan.FromDays(60) }));
        using var log = new MemoryStream();
        using var baseline = new MemoryStream();
        PumpCsv.WriteLogs(log, [pump.Log]);
        PumpCsv.WriteBaselines(baseline, [pump.Baseline with { FailureDate = pump.Log.Times[^1] }]);
        log.Position = baseline.Position = 0;

        PumpBaselineReader.Read(baseline, "baseline.csv").ShouldBe([pump.Baseline with { FailureDate = pump.Log.Times[^1] }]);
        var read = PumpLogReader.Read(log, "log.csv");

        read.RejectedRows.ShouldBe(0);
        var back = read.Pumps.ShouldHaveSingleItem().Log;
        back.Times.SequenceEqual(pump.Log.Times).ShouldBeTrue();
        back.FlowGpm.ToArray().ShouldBe(pump.Log.FlowGpm.ToArray());
        back.DischargePsi.ToArray().ShouldBe(pump.Log.DischargePsi.ToArray());
        back.SuctionPsi.ToArray().ShouldBe(pump.Log.SuctionPsi.ToArray());
        back.PowerHp.ToArray().ShouldBe(pump.Log.PowerHp.ToArray());
        back.EfficiencyPct.ToArray().ShouldBe(pump.Log.EfficiencyPct.ToArray());
        back.SpeedRpm.ToArray().ShouldBe(pump.Log.SpeedRpm.ToArray());
    }
}
