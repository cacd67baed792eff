using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>The measured columns of a reading, in the order in which both databases have them.</summary>
static class ReadingColumns
{
    public static readonly string[] Names =
        ["power_kw", "energy_kwh", "production_count", "good_count", "throughput_units_per_hour", "outdoor_temp_c", "machine_temp_c", "pressure_bar"];

    /// <summary>Beside time and key.</summary>
    public static readonly string All = string.Join(", ", Names) + ", mode";

    /// <summary>What happens to a reading that is there: each value that is given counts, and the others stay.</summary>
    public static readonly string Merge = "on conflict (machine, energy_type, time) do update set " + string.Join(", ", Names.Append("mode").Select(name => $"{name} = coalesce(excluded.{name}, machine_readings.{name})"));

    public static double[][] Of(MachineColumns columns) =>
        [columns.PowerKw, columns.EnergyKwh, columns.ProductionCount, columns.GoodCount, columns.ThroughputUnitsPerHour, columns.OutdoorTempC, columns.MachineTempC, columns.PressureBar];
}
