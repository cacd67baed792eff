using System.Runtime.InteropServices;

namespace Plumbline.Pumps.Prognosis;

/// <summary>How many days there may be.</summary>
/// <param name="Days">Equally likely cases, ascending; may be none. One that errors lifted to the cap is as good as beyond it.</param>
/// <param name="BeyondCap">The probability that no such case is the true one, the life being as long as the cap or longer.</param>
/// <param name="Cap">Days.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct RulDistribution(double[] Days, double BeyondCap, double Cap)
{
    // A probability is told to about a thousandth.
    const double Cases = 1000;

    /// <summary>The life that a share of the distribution is below; infinity where that is beyond the cap.</summary>
    public double Quantile(double share)
    {
        if (Days.Length == 0 || share >= 1 - BeyondCap) return double.PositiveInfinity;
        var place = (int)(share / (1 - BeyondCap) * Days.Length);
        var days = Days[Math.Min(place, Days.Length - 1)];
        return days < Cap ? days : double.PositiveInfinity;
    }

    /// <summary>P(no more than so many days), never quite 0 or 1: as though one more case, unknown, were added.</summary>
    /// <param name="days">Below the cap.</param>
    public double Cdf(double days)
    {
        var cases = 0;
        while (cases < Days.Length && Days[cases] <= days) cases++;
        var share = Days.Length == 0 ? 0 : (1 - BeyondCap) * cases / Days.Length;
        return ((share * Cases) + 0.5) / (Cases + 1);
    }

    /// <summary>The interval that leaves out as much on either side.</summary>
    public (double Low, double High) Interval(double coverage) => (Math.Min(Quantile((1 - coverage) / 2), Cap), Quantile((1 + coverage) / 2));
}
