using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Condition;

public sealed class ComputedEfficiencyTests
{
    [Fact]
    public void Frozen_pressure_gauge_is_no_loss_of_efficiency()
    {
        var analysis = Analyze(120, (i, row) => i is >= 40 and < 80 ? row with { Discharge = 60 } : row);

        analysis.Rows.WhyUnjudged(PumpParameter.Efficiency)[60].ShouldBe(Unjudged.StuckInput);
        analysis.Rows.Statuses.ToArray()[40..80].ShouldAllBe(status => status == PumpStatus.Unknown);
        analysis.Alarms.ShouldBeEmpty();
        analysis[PumpParameter.Efficiency].UnjudgedReason.ShouldBe("efficiency was not judged in 40 of 120 running readings: it was computed from a signal whose sensor is stuck (40 readings)");
        analysis.Defects.Single(d => d.Code == "pumps.efficiency_computed").What.ShouldStartWith("the pump efficiency follows from flow, the pressure gained and motor power in 100 %");
    }

    [Fact]
    public void Efficiency_worked_out_without_the_suction_pressure_is_told_as_such() =>
        Analyze(120, (_, row) => row, withSuction: false).Defects.Single(d => d.Code == "pumps.efficiency_computed").What.ShouldContain("(suction pressure left out)");

    [Fact]
    public void Column_that_is_clipped_for_some_hours_is_computed_all_the_same() =>
        Analyze(120, (i, row) => i >= 96 ? row with { Flow = 300 + i } : row, floor: 76).Defects.ShouldContain(d => d.Code == "pumps.efficiency_computed");

    [Fact]
    public void Efficiency_that_was_measured_on_its_own_is_judged_beside_a_stuck_gauge()
    {
        var random = new Random(41);
        var analysis = Pump.Monitor("1B").Analyze(Pump.Log(120, (i, row) => row with { Flow = 500 + (10 * random.NextDouble()), Efficiency = 76 + (3 * random.NextDouble()), Discharge = i is >= 40 and < 80 ? 60 : row.Discharge }));

        analysis.Defects.ShouldNotContain(d => d.Code == "pumps.efficiency_computed");
        analysis.Rows.WhyUnjudged(PumpParameter.Efficiency)[60].ShouldBe(Unjudged.No);
        analysis.Rows.WhyUnjudged(PumpParameter.Head)[60].ShouldBe(Unjudged.Stuck);
    }

    // Flow and pressure wander by 2 %, efficiency is what follows from them, printed with two digits: 80 % at 500 gpm, 125 psi gained and 45.6 hp.
    static PumpAnalysis Analyze(int rows, Func<int, Pump.Row, Pump.Row> change, bool withSuction = true, double floor = 0)
    {
        var random = new Random(37);
        return Pump.Monitor("1B", baseline: Pump.Baseline with { Power = Power.FromHorsepower(withSuction ? 45.57 : 54.69) }).Analyze(Pump.Log(rows, (i, row) =>
        {
            var read = change(i, row with { Flow = Math.Round(500 + (10 * random.NextDouble()), 1), Discharge = Math.Round(149 + (3 * random.NextDouble()), 2), Suction = Math.Round(24 + random.NextDouble(), 2), Power = (withSuction ? 45.57 : 54.69) + (0.01 * (i % 7)) });
            var gained = read.Discharge - (withSuction ? read.Suction : 0);
            return read with { Efficiency = Math.Max(floor, Math.Round(read.Flow * gained * 2.31 / 3960 / read.Power * 100, 2)) };
        }));
    }
}
