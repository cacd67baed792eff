using NodaTime;
using Plumbline.Energy.Kpis;
using Plumbline.Energy.Rollups;

namespace Plumbline.Energy.Tariffs;

/// <summary>The energy of one price.</summary>
/// <param name="Window">Name of the part of the day.</param>
/// <param name="RatePerKwh">Its price.</param>
/// <param name="EnergyKwh">Used in it.</param>
public sealed record WindowCost(string Window, double RatePerKwh, double EnergyKwh)
{
    /// <summary>Energy × price.</summary>
    public double Cost => RatePerKwh * EnergyKwh;
}

/// <summary>The highest demand of a calendar month, and what it costs.</summary>
/// <param name="Year">Local.</param>
/// <param name="Month">Local.</param>
/// <param name="PeakKw">Highest quarter-hour mean of the month, as far as the period holds it.</param>
/// <param name="Cost">Whole, also where the period holds a part of the month: that is how it is billed.</param>
public sealed record MonthlyDemand(int Year, int Month, double PeakKw, double Cost);

/// <summary>What a period cost.</summary>
/// <param name="Windows">By price, in the order in which they first occur.</param>
/// <param name="Demand">By month; empty where demand is not charged.</param>
/// <param name="FlatCost">The same energy at the price of a constant load: above <see cref="Energy"/> where energy was used at better times than that.</param>
/// <param name="Currency">ISO code.</param>
public sealed record EnergyCost(IReadOnlyList<WindowCost> Windows, IReadOnlyList<MonthlyDemand> Demand, double FlatCost, string Currency)
{
    /// <summary>For energy alone. The costs of two halves of a period add up to that of the whole.</summary>
    public double Energy => Windows.Sum(window => window.Cost);

    /// <summary>For demand. Does not add up over parts of a month: each has its own peak.</summary>
    public double DemandCharge => Demand.Sum(month => month.Cost);

    /// <summary>For both.</summary>
    public double Total => Energy + DemandCharge;

    /// <summary>The cost, or the sentence why it is not known.</summary>
    /// <param name="quarters">Of the period, in order.</param>
    /// <param name="clock">Of the site.</param>
    /// <param name="tariffs">What holds when, by local days.</param>
    internal static (EnergyCost? Cost, string? Unavailable) Of(ReadOnlySpan<QuarterPower> quarters, SiteClock clock, Timetable<Tariff> tariffs)
    {
        var windows = new List<(string Name, double Rate)>();
        var energy = new List<double>();
        var months = new SortedDictionary<(int Year, int Month), (double PeakKw, double Rate)>();
        var (flat, currency) = (0.0, (string?)null);
        Tariff? tariff = null;
        var day = DateTime.MinValue;
        foreach (var quarter in quarters)
        {
            if (quarter.Power.Seconds == 0) continue;
            var local = clock.LocalAt(quarter.Start);
            if (day != local.Date) (day, tariff) = (local.Date, tariffs.On(LocalDate.FromDateTime(local)));
            if (tariff is null) return (null, $"No tariff holds on {local:yyyy-MM-dd}.");
            if ((currency ??= tariff.Currency) != tariff.Currency) return (null, $"The period has prices in {currency} and {tariff.Currency}.");
            var price = tariff.AtLocal(local);
            var at = windows.IndexOf(price);
            if (at < 0)
            {
                at = windows.Count;
                windows.Add(price);
                energy.Add(0);
            }

            energy[at] += quarter.EnergyKwh;
            flat += quarter.EnergyKwh * tariff.MeanRatePerKwh;
            if (tariff.DemandChargePerKw == 0 || PeakDemand.MeanKw(quarter.Power) is not { } demand) continue;
            var month = (local.Year, local.Month);
            if (!months.TryGetValue(month, out var before) || demand > before.PeakKw) months[month] = (demand, tariff.DemandChargePerKw);
        }

        if (currency is null) return (null, PeakDemand.NoReadings);
        return (new([.. windows.Select((price, i) => new WindowCost(price.Name, price.Rate, energy[i]))], [.. months.Select(month => new MonthlyDemand(month.Key.Year, month.Key.Month, month.Value.PeakKw, month.Value.PeakKw * month.Value.Rate))], flat, currency), null);
    }
}
