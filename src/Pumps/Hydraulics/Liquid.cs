using Plumbline.Plant;

namespace Plumbline.Pumps.Hydraulics;

/// <summary>What is pumped.</summary>
/// <param name="DensityKgPerM3">Kilograms a cubic metre; above 0.</param>
public readonly record struct Liquid(double DensityKgPerM3)
{
    /// <summary>Metres a second squared: the standard acceleration of free fall, exact by definition (CGPM 1901).</summary>
    internal const double Gravity = 9.80665;

    /// <summary>Water at 20 °C, 998.2 kg/m³: what specific gravity refers to here. One psi of it is 2.3108 ft.</summary>
    public static Liquid Water { get; } = new(998.2);

    /// <summary>A liquid that is this many times as dense as <see cref="Water"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="specificGravity"/> is not above 0.</exception>
    public static Liquid FromSpecificGravity(double specificGravity)
    {
        if (!(specificGravity > 0)) throw new ArgumentOutOfRangeException(nameof(specificGravity), specificGravity, "Specific gravity must be above 0.");
        return new(Water.DensityKgPerM3 * specificGravity);
    }

    /// <summary>The column of this liquid that stands on a pressure: p / (ρ g).</summary>
    public Head ToHead(Pressure pressure) => Head.FromMetres(pressure.Kilopascals * 1000 / (DensityKgPerM3 * Gravity));

    /// <summary>The pressure under a column of this liquid: ρ g h.</summary>
    public Pressure ToPressure(Head head) => Pressure.FromKilopascals(DensityKgPerM3 * Gravity * head.Metres / 1000);
}
