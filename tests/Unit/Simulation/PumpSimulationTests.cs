using Plumbline.Plant;
using Plumbline.Pumps.Hydraulics;
using Plumbline.Simulation;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Simulation;

public sealed class PumpSimulationTests
{
    static readonly PumpSimulationOptions HalfYear = new() { Seed = 7, Length = TimeSpan.FromDays(180) };

    static SimulatedPump Run(PumpScenario scenario, PumpSimulationOptions? options = null) => PumpSimulation.Run(PumpScenarios.Apply(scenario, options ?? HalfYear));

    static byte[] Bytes(SimulatedPump pump)
    {
        using var stream = new MemoryStream();
        PumpCsv.WriteLogs(stream, [pump.Log]);
        PumpCsv.WriteBaselines(stream, [pump.Baseline]);
        return stream.ToArray();
    }

    static double DeviationPct(double value, double baseline) => ((value / baseline) - 1) * 100;

    [Theory]
    [InlineData(PumpScenario.Healthy)]
    [InlineData(PumpScenario.Wear)]
    [InlineData(PumpScenario.Bearing)]
    [InlineData(PumpScenario.Clogging)]
    [InlineData(PumpScenario.SensorFault)]
    [InlineData(PumpScenario.VariableSpeed)]
    public void Same_seed_gives_the_same_bytes_and_another_seed_others(PumpScenario scenario)
    {
        var short_ = HalfYear with { Length = TimeSpan.FromDays(20) };

        Bytes(Run(scenario, short_)).ShouldBe(Bytes(Run(scenario, short_)));
        Bytes(Run(scenario, short_ with { Seed = 8 })).ShouldNotBe(Bytes(Run(scenario, short_)));
        Bytes(Run(scenario, short_ with { Number = 1 })).ShouldNotBe(Bytes(Run(scenario, short_)));
    }

    [Fact]
    public void First_numbers_of_a_stream_are_those_of_splitmix64()
    {
        // Fixed for good: a change here changes every sample.
        var stream = new RandomStream(new PumpSimulationOptions { Seed = 7 }, RandomStream.Purpose.Station);

        double[] first = [stream.Unit(), stream.Unit(), stream.Unit()];

        first.ShouldAllBe(u => u >= 0 && u < 1);
        first.ShouldBe(Expected(), 1e-15);

        // Written a second time, from the paper.
        static double[] Expected()
        {
            var state = 7UL << 32;
            ulong Next()
            {
                state = unchecked(state + 11400714819323198485UL);
                var z = state;
                z = unchecked((z ^ (z >> 30)) * 13787848793156543929UL);
                z = unchecked((z ^ (z >> 27)) * 10723151780598845931UL);
                return z ^ (z >> 31);
            }
            state = Next();
            state = Next();
            return [.. Enumerable.Range(0, 3).Select(_ => (Next() >> 11) / 9007199254740992.0)];
        }
    }

    [Fact]
    public void Noise_has_mean_0_and_spread_1()
    {
        var stream = new RandomStream(new PumpSimulationOptions(), RandomStream.Purpose.Sensors);
        var draws = Enumerable.Range(0, 100_000).Select(_ => stream.Normal()).ToArray();

        draws.Average().ShouldBe(0, 0.015);
        draws.Average(x => x * x).ShouldBe(1, 0.02);
        draws.Count(x => Math.Abs(x) > 1.96).ShouldBeInRange(4600, 5400);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(2024)]
    public void Healthy_year_stays_inside_its_grade(int seed)
    {
        var pump = Run(PumpScenario.Healthy, new PumpSimulationOptions { Seed = seed });

        pump.FailureDate.ShouldBeNull();
        pump.Truth.ShouldBeEmpty();
        var running = Running(pump);
        running.Count.ShouldBeGreaterThan(8400);
        // 3B allows 9 % of flow and 7 % of head; a lasting exceedance needs 70 % of a day.
        running.Count(i => Math.Abs(FlowPct(pump, i)) > 9 || Math.Abs(HeadPct(pump, i)) > 7).ShouldBeLessThan(running.Count / 500);
        Math.Abs(running.Average(i => FlowPct(pump, i))).ShouldBeLessThan(1);
        running.Average(i => Math.Abs(FlowPct(pump, i))).ShouldBeGreaterThan(1); // it is not a constant
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(2024)]
    public void Worn_pump_reaches_its_failure_limits_near_the_failure_date(int seed)
    {
        var pump = Run(PumpScenario.Wear, HalfYear with { Seed = seed });

        var failure = pump.FailureDate.ShouldNotBeNull();
        var onset = pump.Truth.ShouldHaveSingleItem().When.Start;
        pump.Log.Times[^1].ShouldBeInRange(failure.AddHours(-12), failure);
        // Twice the limits of 3B.
        var failed = Running(pump).Where(i => FlowPct(pump, i) < -18 || HeadPct(pump, i) < -14).Select(i => pump.Log.Times[i]).ToList();
        failed[0].ShouldBeInRange(failure.AddDays(-0.2 * (failure - onset).TotalDays), failure);
        failed.Count(time => time > failure.AddDays(-2)).ShouldBeGreaterThan(20);
        // And nothing of it before the onset.
        Running(pump).Where(i => pump.Log.Times[i] < onset).ShouldAllBe(i => HeadPct(pump, i) > -7);
    }

    [Fact]
    public void Each_damage_leaves_its_own_mark()
    {
        (double Flow, double Head, double Power, double Efficiency) End(PumpScenario scenario)
        {
            var pump = Run(scenario);
            var last = Running(pump).TakeLast(72).ToList();
            return (last.Average(i => FlowPct(pump, i)), last.Average(i => HeadPct(pump, i)), last.Average(i => DeviationPct(pump.Log.PowerHp[i], pump.Baseline.Power.Horsepower)),
                last.Average(i => DeviationPct(pump.Log.EfficiencyPct[i], pump.Baseline.EfficiencyPct)));
        }

        var wear = End(PumpScenario.Wear);
        (wear.Flow < -8 && wear.Head < -12 && wear.Power < 0 && wear.Efficiency < -15).ShouldBeTrue(wear.ToString());
        var bearing = End(PumpScenario.Bearing);
        (Math.Abs(bearing.Flow) < 3 && Math.Abs(bearing.Head) < 3 && bearing.Power > 20 && bearing.Efficiency < -15).ShouldBeTrue(bearing.ToString());
        var clogging = End(PumpScenario.Clogging);
        (clogging.Flow < -15 && clogging.Head < -15 && clogging.Power < 0).ShouldBeTrue(clogging.ToString());
    }

    [Fact]
    public void Clogging_strainer_shows_in_the_suction_pressure()
    {
        var log = Run(PumpScenario.Clogging).Log;

        log.SuctionPsi[^1].ShouldBeLessThan(log.SuctionPsi[0] - 8);
    }

    [Fact]
    public void Efficiency_is_what_the_other_sensors_say()
    {
        var pump = Run(PumpScenario.Wear);
        foreach (var i in Running(pump))
        {
            var head = TotalHead.Between(Pressure.FromPsi(pump.Log.SuctionPsi[i]), Pressure.FromPsi(pump.Log.DischargePsi[i]), Liquid.Water);
            var hydraulic = PumpPower.Hydraulic(Flow.FromGallonsPerMinute(pump.Log.FlowGpm[i]), head, Liquid.Water).Horsepower;
            hydraulic.ShouldBe(pump.Log.EfficiencyPct[i] / 100 * pump.Log.PowerHp[i], 2e-4 * hydraulic);
        }
    }

    [Fact]
    public void Variable_speed_follows_the_demand_and_keeps_its_grade_at_rated_speed()
    {
        var pump = Run(PumpScenario.VariableSpeed);
        var rated = pump.Baseline.RatedSpeed!.Value.Rpm;
        var running = Running(pump);

        running.Min(i => pump.Log.SpeedRpm[i]).ShouldBeLessThan(0.75 * rated);
        running.Max(i => pump.Log.SpeedRpm[i]).ShouldBeGreaterThan(0.95 * rated);
        foreach (var i in running.Where(i => pump.Log.SpeedRpm[i] > 0.75 * rated))
        {
            var ratio = pump.Log.SpeedRpm[i] / rated;
            Math.Abs(DeviationPct(pump.Log.FlowGpm[i] / ratio, pump.Baseline.Flow.GallonsPerMinute)).ShouldBeLessThan(9);
        }
    }

    [Fact]
    public void Standing_pump_shows_the_column_beyond_its_check_valve()
    {
        var pump = Run(PumpScenario.Healthy);
        var standing = Enumerable.Range(0, pump.Log.Count).Where(i => pump.Log.SpeedRpm[i] == 0).ToList();

        standing.Count.ShouldBeGreaterThan(10);
        foreach (var i in standing)
        {
            pump.Log.FlowGpm[i].ShouldBe(0);
            pump.Log.PowerHp[i].ShouldBe(0);
            pump.Log.EfficiencyPct[i].ShouldBe(double.NaN);
            pump.Log.DischargePsi[i].ShouldBeInRange(0.1 * pump.Baseline.DischargePressure.Psi, 0.7 * pump.Baseline.DischargePressure.Psi);
        }
    }

    [Fact]
    public void Share_of_missing_readings_is_the_one_asked_for()
    {
        SimulatedPump Missing(double share) => PumpSimulation.Run(new PumpSimulationOptions { Length = TimeSpan.FromDays(1000), MissingShare = share });

        Missing(0).Log.Count.ShouldBe(24_000);
        (1 - (Missing(0.05).Log.Count / 24_000.0)).ShouldBe(0.05, 0.015);
    }

    static List<int> Running(SimulatedPump pump) => [.. Enumerable.Range(0, pump.Log.Count).Where(i => pump.Log.SpeedRpm[i] > 0)];

    static double FlowPct(SimulatedPump pump, int i) => DeviationPct(pump.Log.FlowGpm[i], pump.Baseline.Flow.GallonsPerMinute);

    static double HeadPct(SimulatedPump pump, int i) => DeviationPct(pump.Log.DischargePsi[i], pump.Baseline.DischargePressure.Psi);
}
