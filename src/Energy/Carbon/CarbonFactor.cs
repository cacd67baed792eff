using NodaTime;
using Plumbline.Energy.Rollups;

namespace Plumbline.Energy.Carbon;

/// <summary>What a kWh of a region emits.</summary>
/// <param name="Region">Such as a country or grid zone.</param>
/// <param name="KgPerKwh">kg CO₂ a kWh; 0 or more.</param>
public sealed record CarbonFactor(string Region, double KgPerKwh)
{
    /// <summary>0.45 kg a kWh, where nothing better is known.</summary>
    public static CarbonFactor Default { get; } = new("default", 0.45);
}

/// <summary>What a period emitted.</summary>
/// <param name="Kg">kg CO₂.</param>
/// <param name="KgPerKwh">Mean factor, weighted by energy; NaN without energy.</param>
public sealed record CarbonEmission(double Kg, double KgPerKwh)
{
    /// <summary>The emission, or the sentence why it is not known.</summary>
    internal static (CarbonEmission? Emission, string? Unavailable) Of(ReadOnlySpan<QuarterPower> quarters, SiteClock clock, Timetable<CarbonFactor> factors)
    {
        var (kg, energy, known) = (0.0, 0.0, false);
        var (day, factor) = (DateTime.MinValue, (CarbonFactor?)null);
        foreach (var quarter in quarters)
        {
            if (quarter.Power.Seconds == 0) continue;
            var local = clock.LocalAt(quarter.Start);
            if (day != local.Date) (day, factor) = (local.Date, factors.On(LocalDate.FromDateTime(local)));
            if (factor is null) return (null, $"No carbon factor holds on {day:yyyy-MM-dd}.");
            kg += quarter.EnergyKwh * factor.KgPerKwh;
            energy += quarter.EnergyKwh;
            known = true;
        }

        return known ? (new(kg, energy == 0 ? double.NaN : kg / energy), null) : (null, Kpis.PeakDemand.NoReadings);
    }
}
