using NodaTime;

namespace Plumbline.Energy.Tariffs;

/// <summary>A part of the day with a price of its own.</summary>
/// <param name="Name">Such as <c>peak</c>.</param>
/// <param name="RatePerKwh">Price of a kWh.</param>
/// <param name="Days">Local days on which it begins.</param>
/// <param name="From">Local time, a quarter of an hour.</param>
/// <param name="To">Local time, a quarter of an hour; at or before <paramref name="From"/> it is that of the next day.</param>
public sealed record TariffWindow(string Name, double RatePerKwh, IReadOnlyList<IsoDayOfWeek> Days, LocalTime From, LocalTime To)
{
    /// <summary>Monday to Friday.</summary>
    public static IReadOnlyList<IsoDayOfWeek> Weekdays { get; } = [.. Enumerable.Range(1, 5).Select(day => (IsoDayOfWeek)day)];

    /// <summary>Monday to Sunday.</summary>
    public static IReadOnlyList<IsoDayOfWeek> EveryDay { get; } = [.. Enumerable.Range(1, 7).Select(day => (IsoDayOfWeek)day)];

    /// <summary>Whether a moment on the clock of the site lies in it.</summary>
    public bool Holds(LocalDateTime local)
    {
        var isToday = Days.Contains(local.DayOfWeek);
        if (From < To) return isToday && local.TimeOfDay >= From && local.TimeOfDay < To;
        return (isToday && local.TimeOfDay >= From) || (local.TimeOfDay < To && Days.Contains(local.Date.PlusDays(-1).DayOfWeek));
    }
}

/// <summary>What energy costs. Immutable.</summary>
public sealed record Tariff
{
    /// <summary>Name of the time outside all windows.</summary>
    public const string OffPeak = "off-peak";

    const int MinutesOfQuarter = 15;

    readonly (string Window, double RatePerKwh)[] _week; // by quarter of the week, from Monday 00:00

    /// <param name="offPeakRatePerKwh">Price of a kWh outside all windows.</param>
    /// <param name="windows">Of two that overlap the first counts. Empty for a flat tariff.</param>
    /// <exception cref="ArgumentException">A rate is not a finite number, or a window does not begin and end on a quarter of an hour.</exception>
    public Tariff(double offPeakRatePerKwh, params IReadOnlyList<TariffWindow> windows)
    {
        foreach (var (name, rate) in windows.Select(window => (window.Name, window.RatePerKwh)).Append((OffPeak, offPeakRatePerKwh)))
            if (!double.IsFinite(rate)) throw new ArgumentException($"The rate of {name} is {rate}.", nameof(windows));
        foreach (var window in windows)
            foreach (var time in (LocalTime[])[window.From, window.To])
                if (time.Minute % MinutesOfQuarter != 0 || time.Second != 0 || time.NanosecondOfSecond != 0) throw new ArgumentException($"The window {window.Name} has {time:HH:mm:ss}: windows begin and end on a quarter of an hour, as demand is measured.", nameof(windows));
        (OffPeakRatePerKwh, Windows) = (offPeakRatePerKwh, windows);
        var monday = new LocalDateTime(2024, 1, 1, 0, 0);
        _week = [.. Enumerable.Range(0, 7 * 24 * 4).Select(quarter => Find(monday.PlusMinutes(quarter * MinutesOfQuarter)))];
        MeanRatePerKwh = _week.Average(quarter => quarter.RatePerKwh);
    }

    /// <summary>0.20 a kWh on weekdays from 08:00 to 20:00, else 0.10.</summary>
    public static Tariff Default { get; } = new(0.10, new TariffWindow("peak", 0.20, TariffWindow.Weekdays, new(8, 0), new(20, 0)));

    /// <summary>Price of a kWh outside all windows.</summary>
    public double OffPeakRatePerKwh { get; }

    /// <summary>Parts of the day with other prices.</summary>
    public IReadOnlyList<TariffWindow> Windows { get; }

    /// <summary>Price of a kW of the highest quarter-hour mean of each calendar month; 0 for none.</summary>
    public double DemandChargePerKw { get; init; }

    /// <summary>ISO code.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>One price at all times.</summary>
    public static Tariff Flat(double ratePerKwh) => new(ratePerKwh, []);

    /// <summary>What a kWh costs a load that is the same at all hours of a week: the flat price to compare with.</summary>
    public double MeanRatePerKwh { get; }

    /// <summary>Name and price at a moment on the clock of the site.</summary>
    public (string Window, double RatePerKwh) At(LocalDateTime local) => AtLocal(local.ToDateTimeUnspecified());

    internal (string Window, double RatePerKwh) AtLocal(DateTime local) => _week[((((((int)local.DayOfWeek + 6) % 7) * 24) + local.Hour) * 4) + (local.Minute / MinutesOfQuarter)];

    (string Window, double RatePerKwh) Find(LocalDateTime local)
    {
        foreach (var window in Windows)
            if (window.Holds(local)) return (window.Name, window.RatePerKwh);
        return (OffPeak, OffPeakRatePerKwh);
    }
}
