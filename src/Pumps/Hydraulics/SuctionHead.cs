using Plumbline.Plant;

namespace Plumbline.Pumps.Hydraulics;

/// <summary>How far the liquid is from boiling at the eye of the impeller.</summary>
public static class SuctionHead
{
    /// <summary>The atmosphere's pressure at sea level, 101.325 kPa (ISO 2533), as an absolute pressure.</summary>
    public static Pressure StandardAtmosphere { get; } = Pressure.FromKilopascals(101.325);

    /// <summary>Net positive suction head available, NPSHA = (p + p_atm − p_v) / ρg + v²/2g + z − losses.</summary>
    /// <param name="suction">The gauge before the pump; its elevation is counted from the datum of the impeller.</param>
    /// <param name="flow">Flow through the suction pipe.</param>
    /// <param name="liquid">What is pumped.</param>
    /// <param name="vapourPressure">Absolute; water at 20 °C has 2.34 kPa.</param>
    /// <param name="atmosphere">Absolute; falls by about 1.2 kPa for each 100 m of altitude.</param>
    /// <returns>Compare it with the pump's NPSHR, at which the head has already fallen by 3 % (ISO 9906:2012, 5.8); at or below it the pump cavitates.</returns>
    public static Head Available(PressureTap suction, Flow flow, Liquid liquid, Pressure vapourPressure, Pressure atmosphere)
    {
        ArgumentNullException.ThrowIfNull(suction);
        var column = liquid.ToHead(Pressure.FromPsi(suction.Gauge.Psi + atmosphere.Psi - vapourPressure.Psi));
        return Head.FromFeet(column.Feet + suction.Elevation.Feet + (suction.VelocityHead(flow).Feet * (1 - suction.LossCoefficient)));
    }
}
