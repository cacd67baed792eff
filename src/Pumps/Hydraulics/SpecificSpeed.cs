using Plumbline.Plant;

namespace Plumbline.Pumps.Hydraulics;

/// <summary>The number that tells the shape of an impeller: n √Q / H^¾ at the best efficiency point.</summary>
/// <remarks>Gülich, "Centrifugal Pumps", 3rd ed., 3.4. Radial wheels have about 10 to 60 (US 500 to 3000), propellers over 160 (US over 8000).</remarks>
public static class SpecificSpeed
{
    /// <summary>With rpm, m³/s and m: the number used in Europe.</summary>
    /// <param name="speed">Speed of the shaft.</param>
    /// <param name="flow">Flow at best efficiency through one eye: half the pump's for a double-suction impeller.</param>
    /// <param name="headOfStage">Head at best efficiency of one stage.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not above 0.</exception>
    public static double Metric(Speed speed, Flow flow, Head headOfStage) => Of(speed.Rpm, flow.CubicMetresPerHour / 3600, headOfStage.Metres);

    /// <summary>With rpm, gpm and ft: the number used in the USA, 51.65 times the other.</summary>
    /// <inheritdoc cref="Metric"/>
    public static double Us(Speed speed, Flow flow, Head headOfStage) => Of(speed.Rpm, flow.GallonsPerMinute, headOfStage.Feet);

    static double Of(double speed, double flow, double headOfStage)
    {
        if (!(speed > 0)) throw new ArgumentOutOfRangeException(nameof(speed), speed, "The speed must be above 0.");
        if (!(flow > 0)) throw new ArgumentOutOfRangeException(nameof(flow), flow, "The flow must be above 0.");
        if (!(headOfStage > 0)) throw new ArgumentOutOfRangeException(nameof(headOfStage), headOfStage, "The head must be above 0.");
        return speed * Math.Sqrt(flow) / Math.Pow(headOfStage, 0.75);
    }
}
