using Plumbline.Numerics;

namespace Plumbline.Energy.Baselines;

/// <summary>The columns that may become drivers, on the hours that can be used.</summary>
sealed class CandidateSet
{
    // Of a year, ten hours beyond a balance point say nothing.
    const double SmallestActiveShare = 0.02;

    CandidateSet(EnergyHours hours, List<Driver> drivers, bool withHourOfWeek, List<string> dropped, int measuredRows)
    {
        (Hours, Drivers, OffersHourOfWeek, Dropped) = (hours, drivers, withHourOfWeek, dropped);
        Columns = hours.Columns(drivers);
        Energy = hours.EnergyKwh.ToArray();
        var at = new double[drivers.Count];
        for (var hour = 0; hour < hours.Count; hour++)
        {
            Columns.CopyRow(hour, at);
            if (hours.IsExcluded[hour] || !Array.TrueForAll(at, double.IsFinite)) Energy[hour] = double.NaN;
        }

        Rows = Energy.Count(double.IsFinite);
        WhatIsMissing = Rows < measuredRows ? $"; {measuredRows - Rows} more have energy but not all of {string.Join(", ", drivers.Select(driver => driver.Name).Distinct())}" : "";
    }

    public EnergyHours Hours { get; }

    public IReadOnlyList<Driver> Drivers { get; }

    public ColumnMatrix Columns { get; }

    /// <summary>kWh; NaN for hours that are not used.</summary>
    public double[] Energy { get; }

    public bool OffersHourOfWeek { get; }

    /// <summary>Sentences on candidates that cannot be used.</summary>
    public List<string> Dropped { get; }

    public int Rows { get; }

    /// <summary>The end of a sentence on too few hours.</summary>
    public string WhatIsMissing { get; }

    public static CandidateSet Of(EnergyHours hours, BaselineOptions options)
    {
        var (drivers, dropped) = (new List<Driver>(), new List<string>());
        var usable = new bool[hours.Count];
        for (var hour = 0; hour < usable.Length; hour++) usable[hour] = !hours.IsExcluded[hour] && double.IsFinite(hours.EnergyKwh[hour]);
        var rows = usable.Count(use => use);
        foreach (var name in options.Drivers ?? Driver.All)
        {
            if (name == Driver.HourOfWeek || !Driver.IsIn(hours, name)) continue;
            var isDegreeHours = new Driver(name).IsDegreeHours;
            var before = drivers.Count;
            foreach (var driver in isDegreeHours ? options.BalancePointsC.Select(balance => new Driver(name, balance)) : [new Driver(name)])
            {
                var trouble = TroubleWith(driver, hours, usable, rows, options);
                if (trouble is null) drivers.Add(driver);
                else if (!isDegreeHours) dropped.Add($"{name} was dropped: {trouble}.");
            }

            if (isDegreeHours && drivers.Count == before && options.Drivers is not null) dropped.Add($"{name} was dropped: at no balance point are there enough hours beyond it.");
        }

        return new(hours, drivers, options.Drivers?.Contains(Driver.HourOfWeek) ?? true, dropped, rows);
    }

    static string? TroubleWith(Driver driver, EnergyHours hours, bool[] usable, int rows, BaselineOptions options)
    {
        var values = new double[hours.Count];
        driver.Fill(hours, values);
        var (missing, active) = (0, 0);
        for (var hour = 0; hour < values.Length; hour++)
        {
            if (!usable[hour]) values[hour] = double.NaN;
            else if (!double.IsFinite(values[hour])) missing++;
            else if (values[hour] != 0) active++;
        }

        // Asked for by name, it is the hours that are too few, and that is said.
        if (missing > options.LargestMissingShare * rows && options.Drivers is null) return FormattableString.Invariant($"it is missing in {100.0 * missing / rows:0} % of the hours");
        if (driver.IsDegreeHours && active < SmallestActiveShare * rows) return "hardly any hour is beyond its balance point";
        return missing < rows && Moments.Of(values).SquaredDistances == 0 ? "it is constant" : null;
    }
}
