namespace Plumbline.Simulation;

/// <summary>What has become of a pump since it was new; all 0 when it is. Shares of its rated values.</summary>
/// <param name="Leakage">Flow that runs back through worn rings at rated head, share of rated flow beyond that of new rings.</param>
/// <param name="Erosion">Loss of effective impeller diameter, share.</param>
/// <param name="Roughness">Extra loss in impeller and casing at rated flow, share of rated head.</param>
/// <param name="Drag">Extra torque of a failing bearing or rubbing ring, share of rated torque.</param>
/// <param name="Blockage">Extra friction of a clogging strainer, multiple of the clean one's.</param>
sealed record PumpDamage(double Leakage, double Erosion, double Roughness, double Drag, double Blockage)
{
    public static PumpDamage None { get; } = new(0, 0, 0, 0, 0);

    public PumpDamage Times(double severity) => severity == 0
        ? None
        : new(Leakage * severity, Erosion * severity, Roughness * severity, Drag * severity, Blockage * severity);
}
