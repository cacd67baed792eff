using Plumbline.Intake.Csv;
using Plumbline.Intake.Logs;

namespace Plumbline.Intake.Baselines;

/// <summary>The columns of a baseline file: where they are, and in which units.</summary>
sealed class BaselineTable
{
    public const string PumpId = "Well ID";
    public const string PumpType = "pump_type";
    public const string Application = "application";
    public const string FailureDate = "failure_date";
    public const string Horsepower = "horsepower";
    public const string PowerRating = "power_rating";
    public const string Flow = "baseline_flow";
    public const string Discharge = "baseline_discharge_pressure";
    public const string Suction = "baseline_suction_pressure";
    public const string Power = "baseline_power";
    public const string Efficiency = "baseline_efficiency";
    public const string Speed = "baseline_speed";
    public const string SpecificGravity = "specific_gravity";

    // A quantity's unit follows its name: baseline_flow_gpm, baseline_flow_m3h.
    static readonly (string Name, MeasuringUnit[] Units, string? Required)[] Quantities =
    [
        (Flow, MeasuringUnit.Flows, "baseline_flow_gpm"),
        (Discharge, MeasuringUnit.Pressures, "baseline_discharge_pressure_psi"),
        (Power, MeasuringUnit.Powers, "baseline_power_hp"),
        (Efficiency, MeasuringUnit.Percents, "baseline_efficiency_percent"),
        (PowerRating, MeasuringUnit.Powers, null),
        (Suction, MeasuringUnit.Pressures, null),
        (Speed, MeasuringUnit.Speeds, null),
    ];

    readonly string _file;
    readonly CsvHeader _header;
    readonly Dictionary<string, (int Index, MeasuringUnit? Unit)> _found = [];

    /// <exception cref="InvalidInputException">A column that is needed is missing, stands twice or has no known unit.</exception>
    public BaselineTable(string file, CsvHeader header)
    {
        (_file, _header) = (file, header);
        var missing = new List<string>();
        foreach (var name in (string[])[PumpId, Application]) if (!FindText(name)) missing.Add(name);
        foreach (var name in (string[])[PumpType, FailureDate, SpecificGravity, Horsepower]) FindText(name);
        foreach (var (name, units, required) in Quantities) if (!FindQuantity(name, units) && required is not null) missing.Add(required);

        if (Has(Horsepower) && Has(PowerRating)) throw Twice("the power of the motor", _found[Horsepower].Index, _found[PowerRating].Index);
        if (!Has(Horsepower) && !Has(PowerRating)) missing.Add(Horsepower);
        if (missing.Count > 0) throw new ColumnFinder(file, header, ColumnMapping.None).Missing(missing);
    }

    public int Columns => _header.Columns.Length;

    public bool Has(string name) => _found.ContainsKey(name);

    public int IndexOf(string name) => _found[name].Index;

    public string HeaderOf(string name) => _header.Columns[_found[name].Index];

    /// <summary>From the unit of the file to that of <see cref="Plant.PumpBaseline"/>.</summary>
    public double ToLog(string name, double value) => _found[name].Unit?.ToLog is { } convert ? convert(value) : value;

    bool FindText(string name)
    {
        int[] found = [.. Enumerable.Range(0, Columns).Where(i => Heading.Plain(_header.Columns[i]) == Heading.Plain(name))];
        if (found.Length > 1) throw Twice(name, found[0], found[1]);
        if (found.Length == 1) _found.Add(name, (found[0], null));
        return found.Length == 1;
    }

    bool FindQuantity(string name, MeasuringUnit[] units)
    {
        var start = Heading.Plain(name);
        (int Index, string Unit)[] named = [.. _header.Columns
            .Select((column, i) => (Index: i, Plain: Heading.Plain(column)))
            .Where(column => column.Plain.StartsWith(start, StringComparison.Ordinal))
            .Select(column => (column.Index, column.Plain[start.Length..].Trim('(', ')', '[', ']')))];
        (int Index, MeasuringUnit? Unit)[] found = [.. named.Select(column => (column.Index, MeasuringUnit.Find(units, column.Unit))).Where(column => column.Item2 is not null)];
        if (found.Length > 1) throw Twice(name, found[0].Index, found[1].Index);
        if (found.Length == 0 && named.Length > 0)
        {
            var column = Excerpt.Of(_header.Columns[named[0].Index]);
            throw new InvalidInputException(_file, $"the column {column} does not end in a known unit; there are {MeasuringUnit.Symbols(units)}, as in {name}_{units[0].Spellings[0]}", _header.Line);
        }
        if (found.Length == 1) _found.Add(name, found[0]);
        return found.Length == 1;
    }

    InvalidInputException Twice(string what, int first, int second) =>
        new(_file, $"two columns are {what}: {Excerpt.Of(_header.Columns[first])} and {Excerpt.Of(_header.Columns[second])}", _header.Line);
}
