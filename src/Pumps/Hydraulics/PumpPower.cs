using Plumbline.Plant;

namespace Plumbline.Pumps.Hydraulics;

/// <summary>The power in the liquid, and what it costs to put it there.</summary>
public static class PumpPower
{
    /// <summary>ρ g Q H: the power that the liquid takes away (ISO 9906:2012, 3.2.20).</summary>
    public static Power Hydraulic(Flow flow, Head head, Liquid liquid) =>
        Power.FromKilowatts(liquid.DensityKgPerM3 * Liquid.Gravity * flow.CubicMetresPerHour / 3600 * head.Metres / 1000);

    /// <summary>Hydraulic power over shaft power, percent.</summary>
    /// <returns>NaN where the shaft takes no power. Above 100 where the measurements contradict each other: it is not cut off.</returns>
    public static double EfficiencyPct(Power hydraulic, Power shaft) => shaft.Horsepower > 0 ? hydraulic.Horsepower / shaft.Horsepower * 100 : double.NaN;
}

/// <summary>Where the power goes on its way from the meter into the liquid.</summary>
/// <param name="Electrical">At the motor's terminals.</param>
/// <param name="MotorShaft">What the motor makes of it.</param>
/// <param name="PumpShaft">What the drive (belt, gear, coupling) passes on.</param>
/// <param name="Hydraulic">What arrives in the liquid.</param>
public sealed record WireToWater(Power Electrical, Power MotorShaft, Power PumpShaft, Power Hydraulic)
{
    /// <summary>Percent.</summary>
    public double MotorEfficiencyPct => PumpPower.EfficiencyPct(MotorShaft, Electrical);

    /// <summary>Percent.</summary>
    public double PumpEfficiencyPct => PumpPower.EfficiencyPct(Hydraulic, PumpShaft);

    /// <summary>From the terminals to the liquid, percent.</summary>
    public double OverallPct => PumpPower.EfficiencyPct(Hydraulic, Electrical);

    /// <summary>Splits a measured electrical power.</summary>
    /// <param name="electrical">Measured at the terminals.</param>
    /// <param name="motor">The motor, which says how much of it reaches its shaft at this load.</param>
    /// <param name="driveEfficiencyPct">Of what stands between motor and pump, percent: 100 when coupled directly.</param>
    /// <param name="hydraulic">See <see cref="PumpPower.Hydraulic"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The drive's efficiency is not above 0 and at most 100.</exception>
    public static WireToWater Split(Power electrical, InductionMotor motor, double driveEfficiencyPct, Power hydraulic)
    {
        ArgumentNullException.ThrowIfNull(motor);
        if (driveEfficiencyPct is not (> 0 and <= 100)) throw new ArgumentOutOfRangeException(nameof(driveEfficiencyPct), driveEfficiencyPct, "Must be above 0 and at most 100 %.");
        var shaft = motor.ShaftPower(electrical);
        return new(electrical, shaft, Power.FromHorsepower(shaft.Horsepower * driveEfficiencyPct / 100), hydraulic);
    }
}
