using Plumbline.Plant;

namespace Plumbline.Pumps.Hydraulics;

/// <summary>One point that a pump runs at.</summary>
/// <param name="Flow">Delivered flow.</param>
/// <param name="Head">Total head.</param>
/// <param name="ShaftPower">Power taken at the pump's shaft.</param>
public sealed record DutyPoint(Flow Flow, Head Head, Power ShaftPower);

/// <summary>How a point moves when the pump turns at another speed, or its impeller is turned down. Efficiency is taken to stay.</summary>
/// <remarks>Good between 60 % and 105 % of the speed and for cuts down to about 80 % of the diameter (Gülich, "Centrifugal Pumps", 3rd ed., 3.4 and 4.5.1).</remarks>
public static class AffinityLaws
{
    /// <summary>Q ∝ n, H ∝ n², P ∝ n³.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A speed is not above 0.</exception>
    public static DutyPoint AtSpeed(DutyPoint point, Speed from, Speed to)
    {
        ThrowUnlessPositive(from.Rpm, nameof(from));
        ThrowUnlessPositive(to.Rpm, nameof(to));
        return Scale(point, to.Rpm / from.Rpm);
    }

    /// <summary>Q ∝ D, H ∝ D², P ∝ D³: the widths are taken to be scaled with the diameter, as the usual first estimate of a trim does.</summary>
    /// <param name="point">Before the trim.</param>
    /// <param name="diameterRatio">New diameter over the old; above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="diameterRatio"/> is not above 0.</exception>
    public static DutyPoint Trimmed(DutyPoint point, double diameterRatio)
    {
        ThrowUnlessPositive(diameterRatio, nameof(diameterRatio));
        return Scale(point, diameterRatio);
    }

    static DutyPoint Scale(DutyPoint point, double ratio) => new(
        Flow.FromGallonsPerMinute(point.Flow.GallonsPerMinute * ratio),
        Head.FromFeet(point.Head.Feet * ratio * ratio),
        Power.FromHorsepower(point.ShaftPower.Horsepower * ratio * ratio * ratio));

    static void ThrowUnlessPositive(double value, string name)
    {
        if (!(value > 0)) throw new ArgumentOutOfRangeException(name, value, "Must be above 0.");
    }
}
