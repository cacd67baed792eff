using Plumbline.Plant;

namespace Plumbline.Reports.Documents.Diagnosis;

/// <summary>Whether the four figures of a baseline can belong to one pump at one point.</summary>
/// <param name="ImpliedEfficiencyPct">What flow, head and power of the baseline make of the efficiency, percent.</param>
/// <param name="StatedEfficiencyPct">What the baseline says.</param>
/// <remarks>Where the baseline gives no suction pressure it is taken as atmospheric. Hydraulic power is ρ·g·Q·H = Q·Δp; with Q in gpm and Δp in psi, hp = Q·Δp / 1714.3 (231 in³ to the gallon, 33,000 ft·lbf/min to the horsepower).</remarks>
sealed record BaselineCheck(double ImpliedEfficiencyPct, double StatedEfficiencyPct)
{
    // Rounded nameplate figures differ by a few percent; more than this is another point, another pump or another meaning of the word.
    const double TolerancePct = 5;

    /// <summary>How far efficiency will seem to be off at the very baseline, percent of it.</summary>
    public double GapPct => (ImpliedEfficiencyPct - StatedEfficiencyPct) / StatedEfficiencyPct * 100;

    public bool IsConsistent => Math.Abs(GapPct) <= TolerancePct;

    public bool IsImpossible => ImpliedEfficiencyPct > 100;

    /// <summary>Of the size that a motor's own losses make: pump efficiency stated, motor included in what is measured.</summary>
    public bool MayBeMotorLosses => GapPct is < -4 and > -15;

    public static BaselineCheck Of(PumpBaseline baseline)
    {
        var difference = baseline.DischargePressure.Psi - (baseline.SuctionPressure?.Psi ?? 0);
        var hydraulicKw = baseline.Flow.CubicMetresPerHour / 3600 * Pressure.FromPsi(difference).Kilopascals;
        return new(hydraulicKw / baseline.Power.Kilowatts * 100, baseline.EfficiencyPct);
    }
}
