using Plumbline.Plant;
using Plumbline.Pumps;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Condition;

public sealed class ClippedSensorsTests
{
    [Fact]
    public void Efficiency_that_does_not_go_below_50_is_told_and_its_loss_is_at_least()
    {
        var analysis = Analyze((i, wander, row) => row with { Efficiency = Math.Max(50, 78 - (0.052 * i) + (4 * wander)) });

        var clipped = analysis[PumpParameter.Efficiency].Clipped.ShouldHaveSingleItem();
        var rows = analysis.Rows.Log.EfficiencyPct.ToArray().Count(v => v == 50);
        clipped.ShouldSatisfyAllConditions(c => c.Value.ShouldBe(50), c => c.IsFloor.ShouldBeTrue(), c => c.Rows.ShouldBe(rows), c => c.Period.End.ShouldBe(analysis.Rows.Log.Times[analysis.Rows.Log.EfficiencyPct.LastIndexOf(50)]));
        var defect = analysis.Defects.Single(IsClipping);
        defect.ShouldSatisfyAllConditions(d => d.Code.ShouldBe("pumps.sensor_clipped"), d => d.Effect.ShouldBe(DefectEffect.Noted), d => d.Count.ShouldBe(rows));
        defect.What.ShouldBe($"{rows} readings of the pump efficiency ({rows / 6.0:0.#} % of those while running) stand at exactly 50 %, its lowest value: the sensor or the log is clipped there; the true value is lower, the true loss is larger, and figures of that time are \"at least\"");
        analysis[PumpParameter.Efficiency].Loss.ShouldNotBeNull().ShouldSatisfyAllConditions(loss => loss.IsAtLeast.ShouldBeTrue(), loss => loss.LossPct.ShouldBe(-37.5));
    }

    [Fact]
    public void Flow_meter_at_the_end_of_its_range_is_told_and_a_loss_elsewhere_is_as_it_is()
    {
        var analysis = Analyze((i, wander, row) => row with { Flow = Math.Min(520, 450 + (0.12 * i) + (20 * wander)) });

        analysis[PumpParameter.Flow].Clipped.ShouldHaveSingleItem().IsFloor.ShouldBeFalse();
        analysis[PumpParameter.Flow].Loss.ShouldNotBeNull().IsAtLeast.ShouldBeFalse();
        analysis.Defects.Single(IsClipping).What.ShouldEndWith("its highest value: the sensor or the log is clipped there; the true value is higher, and deviations of that time are \"at least\"");
    }

    [Fact]
    public void Suction_gauge_that_shows_no_vacuum_is_told_and_nothing_is_judged_by_it()
    {
        var analysis = Analyze((i, wander, row) => row with { Suction = Math.Max(0, 4 - (0.01 * i) + wander) });

        analysis.Defects.Single(IsClipping).What.ShouldContain("of the suction pressure");
        analysis.Parameters.ShouldAllBe(parameter => parameter.Clipped.Count == 0);
    }

    [Fact]
    public void Pump_that_stands_or_delivers_nothing_and_a_drive_at_its_highest_speed_are_not_clipped()
    {
        var analysis = Analyze((i, wander, row) => i % 24 < 6
            ? row with { Flow = 0, Discharge = 30, Power = 0, Speed = 0 }
            : row with { Speed = Math.Min(1800, 1795 + (10 * wander)), Flow = i is >= 300 and < 340 ? Math.Max(0, 20 * (wander - 0.8)) : row.Flow });

        analysis.Defects.ShouldNotContain(defect => IsClipping(defect));
        analysis.Rows.Log.SpeedRpm.ToArray().Count(speed => speed == 1800).ShouldBeGreaterThan(200);
    }

    [Fact]
    public void Stuck_sensor_is_told_as_stuck_alone() =>
        Analyze((i, wander, row) => row with { Discharge = i >= 500 ? 149 : 149.01 + wander }).Defects.Select(d => d.Code).ShouldBe(["pumps.sensor_stuck", "pumps.signal_constant"]);

    static bool IsClipping(Defect defect) => defect.Code == "pumps.sensor_clipped";

    static PumpAnalysis Analyze(Func<int, double, Pump.Row, Pump.Row> change)
    {
        var random = new Random(19);
        return Pump.Monitor("1B").Analyze(Pump.Log(600, (i, row) => change(i, random.NextDouble(), row)));
    }
}
