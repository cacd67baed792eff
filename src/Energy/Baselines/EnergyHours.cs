using Plumbline.Numerics;
using Plumbline.Plant;

namespace Plumbline.Energy.Baselines;

/// <summary>What a machine used hour by hour, and what may explain it: a row every clock hour (UTC), also where nothing was measured. Immutable as long as nobody writes to the arrays given.</summary>
public sealed class EnergyHours
{
    readonly double[] _energyKwh;
    readonly bool[] _isExcluded;
    readonly Lazy<int[]> _hoursOfWeek;

    /// <param name="start">Start of the first hour, UTC.</param>
    /// <param name="energyKwh">Energy of each hour; NaN where it is not known.</param>
    /// <param name="drivers">By the names of <see cref="Driver"/>: one value an hour, NaN where it is not known.</param>
    /// <param name="isExcluded">Hours in which the machine was in maintenance or had a fault, wholly or in part: they teach a baseline nothing.</param>
    /// <param name="clock">Says which hour of the week an hour is.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the start is not on the hour.</exception>
    public EnergyHours(DateTime start, double[] energyKwh, IReadOnlyDictionary<string, double[]> drivers, bool[] isExcluded, SiteClock clock)
    {
        ArgumentNullException.ThrowIfNull(energyKwh);
        ArgumentNullException.ThrowIfNull(drivers);
        ArgumentNullException.ThrowIfNull(isExcluded);
        if (start.Ticks % TimeSpan.TicksPerHour != 0) throw new ArgumentException($"{start:O} is not on the hour.", nameof(start));
        if (isExcluded.Length != energyKwh.Length) throw new ArgumentException($"{isExcluded.Length} exclusions for {energyKwh.Length} hours.", nameof(isExcluded));
        foreach (var (name, values) in drivers)
            if (values.Length != energyKwh.Length) throw new ArgumentException($"{values.Length} values of {name} for {energyKwh.Length} hours.", nameof(drivers));
        (Start, _energyKwh, Measured, _isExcluded, Clock) = (start, energyKwh, drivers, isExcluded, clock);
        _hoursOfWeek = new(() => [.. Enumerable.Range(0, Count).Select(hour => Clock.HourOfWeek(At(hour)))]);
    }

    /// <summary>Start of the first hour, UTC.</summary>
    public DateTime Start { get; }

    /// <summary>Number of hours.</summary>
    public int Count => _energyKwh.Length;

    /// <summary>The clock of the machine's site.</summary>
    public SiteClock Clock { get; }

    /// <summary>From the start of the first hour to the end of the last.</summary>
    public Period Period => new(Start, Start.AddHours(Count));

    /// <summary>kWh of each hour; NaN where not known.</summary>
    public ReadOnlySpan<double> EnergyKwh => _energyKwh;

    /// <summary>Whether an hour teaches nothing.</summary>
    public ReadOnlySpan<bool> IsExcluded => _isExcluded;

    /// <summary>Measured drivers, by name.</summary>
    public IReadOnlyDictionary<string, double[]> Measured { get; }

    /// <summary>Start of an hour, UTC.</summary>
    public DateTime At(int hour) => Start.AddHours(hour);

    /// <summary>The hours that lie wholly in a period.</summary>
    /// <param name="period">UTC, half open.</param>
    public EnergyHours Within(Period period)
    {
        var first = (int)Math.Clamp(Math.Ceiling((period.Start - Start).TotalHours), 0, Count);
        var end = (int)Math.Clamp(Math.Floor((period.End - Start).TotalHours), first, Count);
        return new(At(first), _energyKwh[first..end], Measured.ToDictionary(driver => driver.Key, driver => driver.Value[first..end]), _isExcluded[first..end], Clock);
    }

    /// <summary>Hour of the week of each hour, as <see cref="SiteClock.HourOfWeek"/>.</summary>
    public int[] HoursOfWeek() => [.. _hoursOfWeek.Value];

    /// <summary>The values of drivers as columns; NaN where not known.</summary>
    /// <exception cref="ArgumentException">A driver is not there.</exception>
    public ColumnMatrix Columns(IReadOnlyList<Driver> drivers)
    {
        ArgumentNullException.ThrowIfNull(drivers);
        var columns = new ColumnMatrix(Count, drivers.Count);
        for (var column = 0; column < drivers.Count; column++) drivers[column].Fill(this, columns.Column(column));
        return columns;
    }
}
