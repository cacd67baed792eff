namespace Plumbline.Energy.Baselines;

/// <summary>Something that energy depends on: a measured quantity, or one that is computed from the outdoor temperature or the calendar.</summary>
/// <param name="Name">As in the routes and files: <c>total_production_count</c>, <c>heating_degree_hours</c>, ...</param>
/// <param name="BalancePointC">For degree hours, the outdoor temperature in °C beyond which heating or cooling begins; null for others.</param>
public sealed record Driver(string Name, double? BalancePointC = null)
{
    /// <summary>Units made in the hour.</summary>
    public const string ProductionCount = "total_production_count";

    /// <summary>Mean outdoor temperature, °C.</summary>
    public const string OutdoorTemp = "avg_outdoor_temp_c";

    /// <summary>Mean pressure, bar.</summary>
    public const string Pressure = "avg_pressure_bar";

    /// <summary>Mean rate of production, units an hour.</summary>
    public const string Throughput = "avg_throughput_units_per_hour";

    /// <summary>Mean temperature of the machine, °C.</summary>
    public const string MachineTemp = "avg_machine_temp_c";

    /// <summary>How much colder than the balance point it was outdoors, K for an hour; 0 where it was not.</summary>
    public const string HeatingDegreeHours = "heating_degree_hours";

    /// <summary>How much warmer than the balance point it was outdoors, K for an hour; 0 where it was not.</summary>
    public const string CoolingDegreeHours = "cooling_degree_hours";

    /// <summary>1 on Saturday and Sunday, local time, else 0.</summary>
    public const string IsWeekend = "is_weekend";

    /// <summary>Not a column: the line has a height of its own for each of the 168 hours of the local week.</summary>
    public const string HourOfWeek = "hour_of_week";

    /// <summary>Quantities that are measured, in the order in which they are tried.</summary>
    public static IReadOnlyList<string> Measured { get; } = [ProductionCount, OutdoorTemp, Pressure, Throughput, MachineTemp];

    /// <summary>All that a baseline may be asked to depend on.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Measured, HeatingDegreeHours, CoolingDegreeHours, IsWeekend, HourOfWeek];

    /// <summary>Quantities that are computed from the energy itself: with one of them a baseline would explain energy by energy.</summary>
    public static IReadOnlyList<string> ContainTheTarget { get; } = ["load_factor", "avg_power_kw", "power_kw", "max_power_kw", "energy_kwh", "total_energy_kwh", "sec", "sec_kwh_per_unit", "cost", "co2_kg"];

    /// <summary>Whether it has a balance point.</summary>
    public bool IsDegreeHours => Name is HeatingDegreeHours or CoolingDegreeHours;

    /// <summary>The name, with the balance point where there is one.</summary>
    public override string ToString() => BalancePointC is { } balance ? FormattableString.Invariant($"{Name} ({balance:0.#} °C)") : Name;

    /// <summary>Degree hours at an outdoor temperature, K; NaN for NaN.</summary>
    public double DegreesAt(double outdoorTempC)
    {
        var above = outdoorTempC - BalancePointC!.Value;
        return double.IsNaN(above) ? double.NaN : Math.Max(0, Name == HeatingDegreeHours ? -above : above);
    }

    /// <summary>Whether the hours have what it is made of.</summary>
    internal static bool IsIn(EnergyHours hours, string name) => name switch
    {
        IsWeekend or HourOfWeek => true,
        HeatingDegreeHours or CoolingDegreeHours => hours.Measured.ContainsKey(OutdoorTemp),
        _ => hours.Measured.ContainsKey(name),
    };

    /// <exception cref="ArgumentException">The hours do not have what it is made of.</exception>
    internal void Fill(EnergyHours hours, Span<double> into)
    {
        if (!IsIn(hours, Name)) throw new ArgumentException($"There is no {(IsDegreeHours ? OutdoorTemp : Name)} in these hours.", nameof(hours));
        if (Name == IsWeekend)
        {
            const int SaturdayHour = 5 * 24;
            for (var hour = 0; hour < into.Length; hour++) into[hour] = hours.Clock.HourOfWeek(hours.At(hour)) >= SaturdayHour ? 1 : 0;
            return;
        }

        hours.Measured[IsDegreeHours ? OutdoorTemp : Name].CopyTo(into);
        if (!IsDegreeHours) return;
        for (var hour = 0; hour < into.Length; hour++) into[hour] = DegreesAt(into[hour]);
    }
}
