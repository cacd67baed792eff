using Plumbline.Plant;

namespace Plumbline.Pumps.Condition;

/// <summary>What head is, and the four baseline values in the units in which they are judged.</summary>
static class BaselinePoint
{
    // Feet of water to one psi, as the pump trade rounds it.
    const double FeetOfWaterPerPsi = 2.31;

    /// <summary>The values that deviations refer to.</summary>
    /// <exception cref="ArgumentException">A value is not above 0, or the differential head asked for has no baseline.</exception>
    public static ParameterValues Of(PumpBaseline baseline, HeadBasis basis)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        if (basis != HeadBasis.DischargePressure && baseline.SuctionPressure is null)
            throw new ArgumentException($"Differential head needs a baseline suction pressure, and the baseline of '{baseline.PumpId}' has none (column baseline_suction_pressure_psi).", nameof(baseline));
        var head = Head(baseline.DischargePressure.Psi, baseline.SuctionPressure?.Psi ?? double.NaN, basis, baseline.SpecificGravity);
        return new(
            Above0(baseline, baseline.Flow.GallonsPerMinute, "flow"), Above0(baseline, head, "head"),
            Above0(baseline, baseline.Power.Horsepower, "power"), Above0(baseline, baseline.EfficiencyPct, "efficiency"));
    }

    public static double Head(double dischargePsi, double suctionPsi, HeadBasis basis, double specificGravity) => basis switch
    {
        HeadBasis.DischargePressure => dischargePsi,
        HeadBasis.DifferentialPressure => dischargePsi - suctionPsi,
        HeadBasis.DifferentialHead => (dischargePsi - suctionPsi) * FeetOfWaterPerPsi / specificGravity,
        _ => throw new ArgumentOutOfRangeException(nameof(basis), basis, "Not one of the kinds of head."),
    };

    public static string Unit(PumpParameter parameter, HeadBasis basis) => parameter switch
    {
        PumpParameter.Flow => "gpm",
        PumpParameter.Head => basis == HeadBasis.DifferentialHead ? "ft" : "psi",
        PumpParameter.Power => "hp",
        _ => "%",
    };

    static double Above0(PumpBaseline baseline, double value, string what) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentException($"The baseline {what} of '{baseline.PumpId}' is {value}: it must be above 0.", nameof(baseline));
}
