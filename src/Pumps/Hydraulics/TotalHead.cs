using Plumbline.Plant;

namespace Plumbline.Pumps.Hydraulics;

/// <summary>Where a pressure is measured on one side of a pump.</summary>
public sealed class PressureTap
{
    /// <param name="gauge">Gauge pressure at the tapping.</param>
    /// <param name="elevation">Height of the gauge above the datum; the same datum on both sides.</param>
    /// <param name="bore">Inner diameter of the pipe at the tapping; above 0.</param>
    /// <param name="lossCoefficient">Losses between tapping and pump flange, as a multiple of the velocity head there; 0 where the tapping is at the flange.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bore is not above 0, or the coefficient negative.</exception>
    public PressureTap(Pressure gauge, Length elevation, Length bore, double lossCoefficient = 0)
    {
        if (!(bore.Metres > 0)) throw new ArgumentOutOfRangeException(nameof(bore), bore.Metres, "The bore must be above 0 m.");
        if (!(lossCoefficient >= 0)) throw new ArgumentOutOfRangeException(nameof(lossCoefficient), lossCoefficient, "The loss coefficient must not be negative.");
        (Gauge, Elevation, Bore, LossCoefficient) = (gauge, elevation, bore, lossCoefficient);
    }

    /// <summary>Gauge pressure.</summary>
    public Pressure Gauge { get; }

    /// <summary>Above the datum.</summary>
    public Length Elevation { get; }

    /// <summary>Inner diameter.</summary>
    public Length Bore { get; }

    /// <summary>In velocity heads.</summary>
    public double LossCoefficient { get; }

    /// <summary>v² / 2g in the pipe at this flow.</summary>
    public Head VelocityHead(Flow flow)
    {
        var area = Math.PI / 4 * Bore.Metres * Bore.Metres;
        var velocity = flow.CubicMetresPerHour / 3600 / area;
        return Head.FromMetres(velocity * velocity / (2 * Liquid.Gravity));
    }
}

/// <summary>The head that a pump adds to the liquid, in the parts that it is measured by (ISO 9906:2012, 3.2.14 to 3.2.18; HI 14.6).</summary>
/// <param name="PressureHead">Of the difference of gauge pressures.</param>
/// <param name="ElevationHead">Of the difference of gauge heights: discharge minus suction.</param>
/// <param name="VelocityHead">Of the difference of v²/2g: discharge minus suction.</param>
/// <param name="SuctionLoss">Lost between suction tapping and pump; the pump makes up for it.</param>
/// <param name="DischargeLoss">Lost between pump and discharge tapping; the pump makes up for it.</param>
public sealed record TotalHead(Head PressureHead, Head ElevationHead, Head VelocityHead, Head SuctionLoss, Head DischargeLoss)
{
    /// <summary>The sum of the parts.</summary>
    public Head Sum => Head.FromFeet(PressureHead.Feet + ElevationHead.Feet + VelocityHead.Feet + SuctionLoss.Feet + DischargeLoss.Feet);

    /// <summary>From gauges on both sides of the pump.</summary>
    public static TotalHead Between(PressureTap suction, PressureTap discharge, Flow flow, Liquid liquid)
    {
        ArgumentNullException.ThrowIfNull(suction);
        ArgumentNullException.ThrowIfNull(discharge);
        var (before, after) = (suction.VelocityHead(flow), discharge.VelocityHead(flow));
        return new(
            Between(suction.Gauge, discharge.Gauge, liquid),
            Head.FromFeet(discharge.Elevation.Feet - suction.Elevation.Feet),
            Head.FromFeet(after.Feet - before.Feet),
            Head.FromFeet(before.Feet * suction.LossCoefficient),
            Head.FromFeet(after.Feet * discharge.LossCoefficient));
    }

    /// <summary>From pressures alone: gauges at one height, in pipes of one bore, close to the pump.</summary>
    public static Head Between(Pressure suction, Pressure discharge, Liquid liquid) => liquid.ToHead(Pressure.FromPsi(discharge.Psi - suction.Psi));
}
