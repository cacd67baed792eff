using System.Runtime.InteropServices;

namespace Plumbline.Energy.Rollups;

/// <summary>A quantity over a stretch of time: its integral, and for how long it was known.</summary>
/// <param name="Integral">Value × seconds.</param>
/// <param name="Seconds">Known.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Level(double Integral, double Seconds)
{
    /// <summary>Mean over the time known; NaN where there is none.</summary>
    public double Mean => Seconds > 0 ? Integral / Seconds : double.NaN;

    /// <summary>Of both stretches together.</summary>
    public Level Plus(Level other) => new(Integral + other.Integral, Seconds + other.Seconds);
}

/// <summary>Seconds that a machine spent in each mode; those of <see cref="Plant.OperatingMode.Unknown"/> are in none.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ModeTimes(double IdleS, double RunningS, double MaintenanceS, double FaultS, double OfflineS)
{
    /// <summary>Of all modes.</summary>
    public double KnownS => IdleS + RunningS + MaintenanceS + FaultS + OfflineS;

    /// <summary>Of both stretches together.</summary>
    public ModeTimes Plus(ModeTimes other) => new(IdleS + other.IdleS, RunningS + other.RunningS, MaintenanceS + other.MaintenanceS, FaultS + other.FaultS, OfflineS + other.OfflineS);
}

/// <summary>The power of a quarter of an hour, or of a part of one.</summary>
/// <param name="Start">UTC.</param>
/// <param name="Power">Its integral is energy, kW s.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct QuarterPower(DateTime Start, Level Power)
{
    /// <summary>kWh of the time known.</summary>
    public double EnergyKwh => Power.Integral / 3600;
}

/// <summary>What a machine used and did in a stretch of time that lies inside one quarter of an hour, one hour or one day: a row of a rollup. Slices add up: the sum of two halves is the whole.</summary>
public sealed record EnergySlice
{
    /// <summary>UTC.</summary>
    public required DateTime Start { get; init; }

    /// <summary>UTC; not included.</summary>
    public required DateTime End { get; init; }

    /// <summary>Mean power × time known: its integral is energy, kW s.</summary>
    public required Level Power { get; init; }

    /// <summary>Highest power read, kW; NaN where none was.</summary>
    public required double MaxKw { get; init; }

    /// <summary>Units made.</summary>
    public required double Units { get; init; }

    /// <summary>Of these the good ones, where they were counted apart.</summary>
    public required double GoodUnits { get; init; }

    /// <summary>Readings that told of production: with none, <see cref="Units"/> is not 0 but unknown.</summary>
    public required int ProductionReadings { get; init; }

    /// <summary>How long it did what.</summary>
    public required ModeTimes Modes { get; init; }

    /// <summary>Outdoor temperature, °C.</summary>
    public required Level OutdoorTempC { get; init; }

    /// <summary>Temperature of the machine, °C.</summary>
    public required Level MachineTempC { get; init; }

    /// <summary>Pressure, bar.</summary>
    public required Level PressureBar { get; init; }

    /// <summary>Rate of production, units an hour.</summary>
    public required Level Throughput { get; init; }

    /// <summary>The power of each quarter of a whole hour or day, in order; null where the slice is neither, or its quarters were not kept.</summary>
    public IReadOnlyList<Level>? Quarters { get; init; }

    /// <summary>kWh of the time known; 0 where nothing is: look at <see cref="Coverage"/>.</summary>
    public double EnergyKwh => Power.Integral / 3600;

    /// <summary>Share of the stretch in which power is known, 0 to 1.</summary>
    public double Coverage => Power.Seconds / (End - Start).TotalSeconds;

    /// <summary>The four quarters of a whole hour as one slice that remembers their power.</summary>
    /// <exception cref="ArgumentException">They are not that.</exception>
    public static EnergySlice HourOf(ReadOnlySpan<EnergySlice> quarters)
    {
        if (quarters.Length != 4 || quarters[0].Start.Ticks % TimeSpan.TicksPerHour != 0 || quarters[3].End - quarters[0].Start != Rollup.Hour)
            throw new ArgumentException($"{quarters.Length} slices are not the quarters of an hour.", nameof(quarters));
        return quarters[0].Plus(quarters[1]).Plus(quarters[2]).Plus(quarters[3]) with { Quarters = [quarters[0].Power, quarters[1].Power, quarters[2].Power, quarters[3].Power] };
    }

    /// <summary>Hours of one day as the slice of that day that remembers their quarters. Hours that are left out are not known.</summary>
    /// <param name="hours">One or more, in order.</param>
    /// <exception cref="ArgumentException">They are not that.</exception>
    public static EnergySlice DayOf(IReadOnlyList<EnergySlice> hours)
    {
        ArgumentNullException.ThrowIfNull(hours);
        if (hours.Count == 0) throw new ArgumentException("A day of no hours has no date.", nameof(hours));
        var day = Rollup.Floor(hours[0].Start, Rollup.Day);
        var quarters = new Level[(int)(Rollup.Day / Rollup.QuarterHour)];
        foreach (var hour in hours)
        {
            if (hour.Quarters is not { Count: 4 } four || hour.Start < day || hour.End > day + Rollup.Day) throw new ArgumentException($"The slice from {hour.Start:O} is no hour of {day:yyyy-MM-dd}.", nameof(hours));
            for (var i = 0; i < four.Count; i++) quarters[(int)((hour.Start - day) / Rollup.QuarterHour) + i] = four[i];
        }

        return hours.Aggregate((one, later) => one.Plus(later)) with { Start = day, End = day + Rollup.Day, Quarters = quarters };
    }

    /// <summary>The power of each quarter of an hour that slices hold, in their order.</summary>
    /// <param name="slices">Each inside a quarter of an hour, or an hour or a day with <see cref="Quarters"/>.</param>
    public static QuarterPower[] QuartersOf(IReadOnlyList<EnergySlice> slices)
    {
        var quarters = new QuarterPower[CountQuarters(slices)];
        CopyQuarters(slices, quarters);
        return quarters;
    }

    internal static int CountQuarters(IReadOnlyList<EnergySlice> slices)
    {
        var count = 0;
        foreach (var slice in slices) count += slice.Quarters?.Count ?? 1;
        return count;
    }

    /// <returns>How many there are.</returns>
    internal static int CopyQuarters(IReadOnlyList<EnergySlice> slices, Span<QuarterPower> into)
    {
        var count = 0;
        foreach (var slice in slices)
        {
            if (slice.Quarters is not { } quarters) into[count++] = new(slice.Start, slice.Power);
            else
                for (var i = 0; i < quarters.Count; i++) into[count++] = new(slice.Start + (i * Rollup.QuarterHour), quarters[i]);
        }

        return count;
    }

    /// <summary>This slice and one that comes later as one, whose quarters are not kept.</summary>
    public EnergySlice Plus(EnergySlice later) => new()
    {
        Start = Start,
        End = later.End,
        Power = Power.Plus(later.Power),
        MaxKw = double.IsNaN(MaxKw) ? later.MaxKw : double.IsNaN(later.MaxKw) ? MaxKw : Math.Max(MaxKw, later.MaxKw),
        Units = Units + later.Units,
        GoodUnits = GoodUnits + later.GoodUnits,
        ProductionReadings = ProductionReadings + later.ProductionReadings,
        Modes = Modes.Plus(later.Modes),
        OutdoorTempC = OutdoorTempC.Plus(later.OutdoorTempC),
        MachineTempC = MachineTempC.Plus(later.MachineTempC),
        PressureBar = PressureBar.Plus(later.PressureBar),
        Throughput = Throughput.Plus(later.Throughput),
    };
}
