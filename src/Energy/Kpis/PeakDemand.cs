using Plumbline.Energy.Rollups;

namespace Plumbline.Energy.Kpis;

/// <summary>The highest quarter-hour mean of power.</summary>
/// <param name="Kw">kW.</param>
/// <param name="Time">Start of the quarter of an hour, UTC; the first of several that are equal.</param>
public sealed record PeakDemand(double Kw, DateTime Time)
{
    /// <summary>Said where a period has no readings.</summary>
    internal const string NoReadings = "No data for this machine in this period.";

    // Ten of fifteen minutes: of less, a short peak would stand for a quarter of an hour that nobody saw.
    const double SmallestCoverage = 2.0 / 3;

    /// <returns>Null where no quarter of an hour is known well enough.</returns>
    internal static PeakDemand? Of(ReadOnlySpan<QuarterPower> quarters)
    {
        PeakDemand? peak = null;
        foreach (var quarter in quarters)
            if (MeanKw(quarter.Power) is { } mean && !(peak?.Kw >= mean)) peak = new(mean, quarter.Start);
        return peak;
    }

    /// <summary>Mean power over the time known; null for less than two thirds of a whole quarter of an hour.</summary>
    internal static double? MeanKw(Level quarter) => quarter.Seconds >= SmallestCoverage * Rollup.QuarterHour.TotalSeconds ? quarter.Mean : null;
}
