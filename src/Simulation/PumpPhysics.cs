using Plumbline.Plant;
using Plumbline.Pumps.Hydraulics;

namespace Plumbline.Simulation;

/// <summary>What a pump does at one moment.</summary>
/// <param name="FlowGpm">Delivered.</param>
/// <param name="HeadFt">Added between the flanges.</param>
/// <param name="ShaftHp">Taken at the shaft.</param>
/// <param name="SpeedRatio">Speed over rated speed.</param>
/// <param name="SuctionFt">Gauge pressure before the pump, as a column of the liquid.</param>
sealed record PumpState(double FlowGpm, double HeadFt, double ShaftHp, double SpeedRatio, double SuctionFt);

/// <summary>What the surroundings ask of a pump at one moment.</summary>
/// <param name="DeliveryFrictionFt">Friction after the pump at rated flow, as the valves stand.</param>
/// <param name="SuctionLevelFt">Height of the surface it draws from; the static head grows by what it falls.</param>
sealed record PumpDemand(double DeliveryFrictionFt, double SuctionLevelFt);

/// <summary>A centrifugal pump, new or damaged, in its pipework.</summary>
/// <remarks>
/// The curves of the new pump move as the textbook has it (Gülich, "Centrifugal Pumps", 3rd ed., 3.6, 4.5 and 6.2; Karassik, "Pump Handbook"): leakage through worn rings shifts the head curve to the
/// left and is paid for at the shaft; erosion works like a trim; roughness takes head with the square of the flow; drag is torque without water; a blocked strainer takes suction head until the pump
/// cavitates. Only + − × ÷ and √ are used, which IEEE 754 rounds in one way: the same bytes come out on every machine.
/// </remarks>
sealed class PumpPhysics(PumpStation station)
{
    const double AtmosphereLessVapourFt = 33.0;
    const double SmallestSpeedRatio = 0.5;
    readonly PumpCurve _new = station.Curve;

    /// <summary>The head between the flanges at a delivered flow.</summary>
    public double HeadFt(double flowGpm, double speedRatio, PumpDamage damage, PumpDemand demand)
    {
        var scale = speedRatio * (1 - damage.Erosion);
        var through = flowGpm + LeakageGpm(flowGpm, scale, damage);
        var share = through / station.RatedGpm;
        var head = NewHeadFt(through, scale) - (damage.Roughness * station.RatedHeadFt * share * share);
        return head * (1 - CavitationLoss(flowGpm, speedRatio, damage, demand));
    }

    /// <summary>The head that the pipework needs at a delivered flow.</summary>
    public double SystemHeadFt(double flowGpm, PumpDamage damage, PumpDemand demand)
    {
        var share = flowGpm / station.RatedGpm;
        var fallen = station.SuctionLevelFt - demand.SuctionLevelFt;
        return station.StaticHeadFt + fallen + ((demand.DeliveryFrictionFt + (station.SuctionFrictionFt * (1 + damage.Blockage))) * share * share);
    }

    /// <summary>Friction after the pump at which a new pump at rated speed would deliver this flow: how far consumers have opened their valves.</summary>
    public double DeliveryFrictionForFt(double flowGpm)
    {
        var share = flowGpm / station.RatedGpm;
        return ((NewHeadFt(flowGpm, 1) - station.StaticHeadFt) / (share * share)) - station.SuctionFrictionFt;
    }

    /// <summary>At fixed supply frequency: the motor slips with its load, the flow is where pump and pipework agree.</summary>
    public PumpState AtFixedSpeed(PumpDamage damage, PumpDemand demand)
    {
        var load = At(1, damage, demand).ShaftHp / station.RatedShaftHp;
        return At(1 - (station.Slip * (load - 1)), damage, demand);
    }

    /// <summary>Under a drive that turns the pump as fast as a wanted flow needs, within half and full speed.</summary>
    public PumpState AtWantedFlow(double flowGpm, PumpDamage damage, PumpDemand demand)
    {
        var needed = SystemHeadFt(flowGpm, damage, demand);
        var speedRatio = RootBetween(SmallestSpeedRatio, 1, speed => needed - HeadFt(flowGpm, speed, damage, demand));
        return At(speedRatio, damage, demand);
    }

    /// <summary>At a given speed, where pump and pipework agree; no flow where the pump cannot lift the static head.</summary>
    public PumpState At(double speedRatio, PumpDamage damage, PumpDemand demand)
    {
        var flow = RootBetween(0, _new.LargestFlow.GallonsPerMinute, gpm => HeadFt(gpm, speedRatio, damage, demand) - SystemHeadFt(gpm, damage, demand));
        return new PumpState(flow, HeadFt(flow, speedRatio, damage, demand), ShaftHp(flow, speedRatio, damage), speedRatio, SuctionFt(flow, damage, demand));
    }

    /// <summary>The power at the shaft at a delivered flow.</summary>
    public double ShaftHp(double flowGpm, double speedRatio, PumpDamage damage)
    {
        var scale = speedRatio * (1 - damage.Erosion);
        var through = flowGpm + LeakageGpm(flowGpm, scale, damage);
        var water = _new.ShaftPowerAt(Flow.FromGallonsPerMinute(through / scale), Liquid.Water).Horsepower * scale * scale * scale;
        return water + (damage.Drag * station.RatedShaftHp * speedRatio);
    }

    double NewHeadFt(double throughGpm, double scale) => _new.HeadAt(Flow.FromGallonsPerMinute(throughGpm / scale)).Feet * scale * scale;

    // Through a gap the flow goes with the root of the head across it.
    double LeakageGpm(double flowGpm, double scale, PumpDamage damage) => damage.Leakage == 0
        ? 0
        : damage.Leakage * station.RatedGpm * Math.Sqrt(Math.Max(0, NewHeadFt(flowGpm, scale)) / station.RatedHeadFt);

    double SuctionFt(double flowGpm, PumpDamage damage, PumpDemand demand)
    {
        var share = flowGpm / station.RatedGpm;
        return demand.SuctionLevelFt - (station.SuctionFrictionFt * (1 + damage.Blockage) * share * share);
    }

    // 3 % at NPSHR by its definition, little at twice as much, steep below.
    double CavitationLoss(double flowGpm, double speedRatio, PumpDamage damage, PumpDemand demand)
    {
        var available = Math.Max(1, SuctionFt(flowGpm, damage, demand) + AtmosphereLessVapourFt);
        var share = flowGpm / station.RatedGpm;
        var required = station.NpshRequiredFt * ((0.6 * speedRatio * speedRatio) + (0.4 * share * share));
        var square = required * required / (available * available);
        return Math.Min(0.6, 0.03 * square * square * square);
    }

    /// <summary>Where a falling function passes 0; the nearer end where it does not.</summary>
    /// <remarks>The Illinois variant of false position (Dowell and Jarratt, 1971): about eight evaluations.</remarks>
    static double RootBetween(double low, double high, Func<double, double> falling)
    {
        var (atLow, atHigh) = (falling(low), falling(high));
        if (atLow <= 0) return low;
        if (atHigh >= 0) return high;
        var (tolerance, side) = ((high - low) * 1e-13, 0);
        for (var i = 0; i < 100 && high - low > tolerance; i++)
        {
            var middle = ((low * atHigh) - (high * atLow)) / (atHigh - atLow);
            var value = falling(middle);
            if (Math.Abs(value) < 1e-10) return middle;
            if (value > 0)
            {
                (low, atLow) = (middle, value);
                if (side > 0) atHigh /= 2;
                side = 1;
            }
            else
            {
                (high, atHigh) = (middle, value);
                if (side < 0) atLow /= 2;
                side = -1;
            }
        }
        return (low + high) / 2;
    }
}
