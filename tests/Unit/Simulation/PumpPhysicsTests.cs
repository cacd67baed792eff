using FsCheck;
using FsCheck.Fluent;
using Plumbline.Plant;
using Plumbline.Pumps.Hydraulics;
using Plumbline.Simulation;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Simulation;

public sealed class PumpPhysicsTests
{
    static readonly PumpDamage Worn = new(Leakage: 0.2, Erosion: 0.04, Roughness: 0.03, Drag: 0, Blockage: 0);

    static PumpStation Station(int seed = 1, bool isVariableSpeed = false) =>
        PumpStation.Draw(new RandomStream(new PumpSimulationOptions { Seed = seed }, RandomStream.Purpose.Station), isVariableSpeed);

    static PumpDemand Design(PumpStation station) => new(station.DeliveryFrictionFt, station.SuctionLevelFt);

    [Fact]
    public void Operating_point_lies_on_the_curves_of_pump_and_pipework_whatever_the_damage() =>
        Check.One(Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd(21UL, 7UL), null)), Prop.ForAll(
            Gen.Choose(0, 100).Select(i => i / 100.0).ArrayOf(7).ToArbitrary(),
            share =>
            {
                var station = Station(seed: (int)(share[0] * 100));
                var physics = new PumpPhysics(station);
                var damage = new PumpDamage(0.3 * share[1], 0.06 * share[2], 0.08 * share[3], 0.5 * share[4], 40 * share[5]);
                var demand = new PumpDemand(station.DeliveryFrictionFt * (0.6 + share[6]), station.SuctionLevelFt - (5 * share[0]));

                var state = physics.At(1, damage, demand);

                return state.FlowGpm > 0
                    && Math.Abs(state.HeadFt - physics.HeadFt(state.FlowGpm, 1, damage, demand)) < 1e-9
                    && Math.Abs(state.HeadFt - physics.SystemHeadFt(state.FlowGpm, damage, demand)) < 1e-6;
            }));

    [Fact]
    public void New_pump_in_its_pipework_runs_at_its_rated_point()
    {
        var station = Station();

        var state = new PumpPhysics(station).AtFixedSpeed(PumpDamage.None, Design(station));

        // But for a few millionths of cavitation, which no pump is wholly free of.
        state.FlowGpm.ShouldBe(station.RatedGpm, 1e-5 * station.RatedGpm);
        state.HeadFt.ShouldBe(station.RatedHeadFt, 1e-5 * station.RatedHeadFt);
        state.ShaftHp.ShouldBe(station.RatedShaftHp, 1e-5 * station.RatedShaftHp);
        state.SpeedRatio.ShouldBe(1, 1e-6);
    }

    [Fact]
    public void Power_in_the_liquid_is_efficiency_times_power_at_the_shaft()
    {
        var station = Station();
        var physics = new PumpPhysics(station);
        foreach (var opening in (double[])[0.7, 1, 1.3])
        {
            var state = physics.At(1, PumpDamage.None, Design(station) with { DeliveryFrictionFt = station.DeliveryFrictionFt * opening });

            var hydraulic = PumpPower.Hydraulic(Flow.FromGallonsPerMinute(state.FlowGpm), Head.FromFeet(state.HeadFt), Liquid.Water).Horsepower;
            hydraulic.ShouldBe(station.Curve.EfficiencyPctAt(Flow.FromGallonsPerMinute(state.FlowGpm)) / 100 * state.ShaftHp, 1e-3 * hydraulic);
        }
    }

    [Fact]
    public void Half_speed_in_pure_friction_obeys_the_affinity_laws()
    {
        var drawn = Station();
        var station = new PumpStation
        {
            RatedGpm = drawn.RatedGpm,
            RatedHeadFt = drawn.RatedHeadFt,
            RatedEfficiencyPct = drawn.RatedEfficiencyPct,
            RatedRpm = drawn.RatedRpm,
            ShutOffRatio = drawn.ShutOffRatio,
            StaticHeadFt = 0,
            SuctionLevelFt = 20,
            SeasonFt = 0,
            SuctionFrictionFt = 1,
            NpshRequiredFt = 5,
            Slip = 0,
        };
        foreach (var damage in (PumpDamage[])[PumpDamage.None, Worn])
        {
            var physics = new PumpPhysics(station);
            var (full, half) = (physics.At(1, damage, Design(station)), physics.At(0.5, damage, Design(station)));

            half.FlowGpm.ShouldBe(full.FlowGpm / 2, 1e-3);
            half.HeadFt.ShouldBe(full.HeadFt / 4, 1e-3);
            half.ShaftHp.ShouldBe(full.ShaftHp / 8, 1e-3);
        }
    }

    [Fact]
    public void More_wear_gives_less_flow_less_head_and_less_efficiency_every_time()
    {
        var station = Station();
        var physics = new PumpPhysics(station);
        var (flow, head, efficiency) = (double.MaxValue, double.MaxValue, double.MaxValue);
        for (var severity = 0.0; severity <= 1.5; severity += 0.05)
        {
            var state = physics.AtFixedSpeed(Worn.Times(severity), Design(station));
            state.FlowGpm.ShouldBeLessThan(flow);
            state.HeadFt.ShouldBeLessThan(head);
            (state.FlowGpm * state.HeadFt / state.ShaftHp).ShouldBeLessThan(efficiency);
            (flow, head, efficiency) = (state.FlowGpm, state.HeadFt, state.FlowGpm * state.HeadFt / state.ShaftHp);
        }
    }

    [Fact]
    public void Leaking_rings_move_the_head_curve_to_the_left_by_the_leak()
    {
        var station = Station();
        var physics = new PumpPhysics(station);
        var leaking = new PumpDamage(0.1, 0, 0, 0, 0);

        var head = physics.HeadFt(0.8 * station.RatedGpm, 1, leaking, Design(station));

        // What the pump would have given at the larger flow through its impeller: between 8 and 12 % more of rated flow.
        head.ShouldBeLessThan(station.Curve.HeadAt(Flow.FromGallonsPerMinute(0.88 * station.RatedGpm)).Feet);
        head.ShouldBeGreaterThan(station.Curve.HeadAt(Flow.FromGallonsPerMinute(0.92 * station.RatedGpm)).Feet);
    }

    [Fact]
    public void Leaking_rings_alone_do_not_take_less_power_while_erosion_does()
    {
        var station = Station();
        var physics = new PumpPhysics(station);

        physics.At(1, new PumpDamage(0.2, 0, 0, 0, 0), Design(station)).ShaftHp.ShouldBeGreaterThan(0.99 * station.RatedShaftHp);
        physics.At(1, new PumpDamage(0, 0.05, 0, 0, 0), Design(station)).ShaftHp.ShouldBeLessThan(0.95 * station.RatedShaftHp);
    }

    [Fact]
    public void Bad_bearing_costs_power_and_nothing_else()
    {
        var station = Station();
        var physics = new PumpPhysics(station);

        var (well, ill) = (physics.At(1, PumpDamage.None, Design(station)), physics.At(1, new PumpDamage(0, 0, 0, 0.3, 0), Design(station)));

        ill.FlowGpm.ShouldBe(well.FlowGpm);
        ill.HeadFt.ShouldBe(well.HeadFt);
        ill.ShaftHp.ShouldBe(1.3 * well.ShaftHp, 1e-3 * well.ShaftHp);
    }

    [Fact]
    public void Blocked_strainer_takes_suction_pressure_then_flow_and_makes_the_pump_cavitate()
    {
        var station = Station();
        var physics = new PumpPhysics(station);

        var (well, ill) = (physics.At(1, PumpDamage.None, Design(station)), physics.At(1, new PumpDamage(0, 0, 0, 0, 60), Design(station)));

        ill.SuctionFt.ShouldBeLessThan(well.SuctionFt - 20);
        ill.FlowGpm.ShouldBeLessThan(0.9 * well.FlowGpm);
        // Cavitation: less head than the new pump's curve gives at this flow.
        ill.HeadFt.ShouldBeLessThan(0.97 * station.Curve.HeadAt(Flow.FromGallonsPerMinute(ill.FlowGpm)).Feet);
    }

    [Fact]
    public void Drive_turns_the_pump_as_fast_as_the_wanted_flow_needs_and_not_faster_than_it_can()
    {
        var station = Station(isVariableSpeed: true);
        var physics = new PumpPhysics(station);

        var part = physics.AtWantedFlow(0.8 * station.RatedGpm, PumpDamage.None, Design(station));
        part.FlowGpm.ShouldBe(0.8 * station.RatedGpm, 1e-3);
        part.SpeedRatio.ShouldBeInRange(0.75, 0.85);
        part.ShaftHp.ShouldBeLessThan(0.6 * station.RatedShaftHp);

        var worn = physics.AtWantedFlow(0.8 * station.RatedGpm, Worn, Design(station));
        worn.FlowGpm.ShouldBe(part.FlowGpm, 1e-3);
        worn.SpeedRatio.ShouldBeGreaterThan(part.SpeedRatio);

        physics.AtWantedFlow(1.2 * station.RatedGpm, PumpDamage.None, Design(station)).SpeedRatio.ShouldBe(1);
    }

    [Fact]
    public void Pump_that_cannot_lift_delivers_nothing()
    {
        var station = Station();

        var state = new PumpPhysics(station).At(0.3, PumpDamage.None, Design(station));

        state.FlowGpm.ShouldBe(0);
        state.ShaftHp.ShouldBeGreaterThan(0);
    }
}
