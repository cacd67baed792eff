using Plumbline.Intake.Csv;
using Plumbline.Plant;

namespace Plumbline.Intake.Machines;

/// <summary>A measured column of a machine's log.</summary>
/// <param name="Name">In the header.</param>
/// <param name="Least">Smallest value that can be.</param>
/// <param name="Of">Where it goes.</param>
sealed record MachineField(string Name, double Least, Func<MachineColumns, double[]> Of)
{
    const double AbsoluteZeroC = -273.15;

    public static readonly MachineField[] All =
    [
        new("power_kw", 0, columns => columns.PowerKw),
        new("energy_kwh", 0, columns => columns.EnergyKwh),
        new("production_count", 0, columns => columns.ProductionCount),
        new("good", 0, columns => columns.GoodCount),
        new("throughput_units_per_hour", 0, columns => columns.ThroughputUnitsPerHour),
        new("outdoor_temp_c", AbsoluteZeroC, columns => columns.OutdoorTempC),
        new("machine_temp_c", AbsoluteZeroC, columns => columns.MachineTempC),
        new("pressure_bar", double.NegativeInfinity, columns => columns.PressureBar),
    ];
}

/// <summary>What each column of a machine log is.</summary>
sealed class MachineTable
{
    public const int Time = -1;
    public const int Machine = -2;
    public const int Mode = -3;
    public const int Other = -4;

    const string TimeName = "time";
    const string MachineName = "machine";

    /// <exception cref="InvalidInputException">A column that must be there is not, or one is there twice.</exception>
    public MachineTable(string file, CsvHeader header)
    {
        (File, Header) = (file, header);
        Roles = [.. header.Columns.Select(RoleOf)];
        foreach (var group in header.Columns.Where((_, i) => Roles[i] != Other).GroupBy(RoleOf).Where(group => group.Count() > 1))
            throw new InvalidInputException(file, $"the column {Excerpt.Of(group.First())} is there twice", header.Line);
        foreach (var (role, name) in ((int, string)[])[(Time, TimeName), (Machine, MachineName)])
            if (!Roles.Contains(role)) throw new InvalidInputException(file, $"there is no column '{name}'; its columns are {Excerpt.OfAll(header.Columns)}", header.Line);
        if (!Roles.Any(role => role is 0 or 1)) throw new InvalidInputException(file, $"there is neither a column 'power_kw' nor 'energy_kwh'; its columns are {Excerpt.OfAll(header.Columns)}", header.Line);
    }

    public string File { get; }

    public CsvHeader Header { get; }

    /// <summary>Of each column: the index of a <see cref="MachineField"/>, or one of the constants.</summary>
    public int[] Roles { get; }

    public bool DecimalCommas => Header.Separator != ',';

    static int RoleOf(string column)
    {
        var name = column.Trim().ToLowerInvariant();
        if (name is TimeName or "timestamp") return Time;
        if (name is MachineName or "machine_id") return Machine;
        if (name is "operating_mode") return Mode;
        return Array.FindIndex(MachineField.All, field => field.Name == name) is >= 0 and var index ? index : Other;
    }
}
