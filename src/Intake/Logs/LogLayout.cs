using Plumbline.Intake.Csv;

namespace Plumbline.Intake.Logs;

/// <summary>What each column of one file is, and how its values are to be read.</summary>
sealed class LogLayout
{
    public const sbyte Ignored = -1;
    public const sbyte Timestamp = -2;
    public const sbyte Pump = -3;

    readonly Func<double, double>?[] _toLog = new Func<double, double>?[MeasuredColumn.Count];
    readonly string[] _headers = [.. MeasuredColumn.All.Select(column => column.Header)];

    LogLayout(string file, CsvHeader header, PumpLogOptions options)
    {
        File = file;
        Separator = header.Separator;
        Options = options;
        Columns = header.Columns;
        Roles = new sbyte[header.Columns.Length];
        Roles.AsSpan().Fill(Ignored);
        ZoneClock.Of(options.TimeZone); // refuses an unknown one before any row is read
    }

    public string File { get; }
    public byte Separator { get; }
    public PumpLogOptions Options { get; }

    /// <summary>As the header writes them.</summary>
    public string[] Columns { get; }

    /// <summary>By column of the file: the index of a <see cref="MeasuredColumn"/>, or one of the negative roles.</summary>
    public sbyte[] Roles { get; }

    /// <summary>Whether numbers may have decimal commas: where the comma does not separate.</summary>
    public bool DecimalCommas => Separator != ',';

    /// <summary>Columns of the contract that the file does not have.</summary>
    public IReadOnlyList<MeasuredColumn> Absent { get; private set; } = [];

    /// <summary>The header that a measured column has in this file.</summary>
    public string HeaderOf(int measured) => _headers[measured];

    /// <summary>By measured column: from the unit of the file to that of the log; null where they are the same.</summary>
    public Func<double, double>?[] Conversions => _toLog;

    /// <exception cref="InvalidInputException">A column that is needed is missing, stands twice or has no known unit, or an option names something unknown.</exception>
    public static LogLayout Create(string file, CsvHeader header, PumpLogOptions options)
    {
        var layout = new LogLayout(file, header, options);
        var finder = new ColumnFinder(file, header, options.Mapping);
        var missing = new List<string>();

        Place(Timestamp, finder.Find("timestamp", ColumnMapping.Timestamp, hasUnit: false), "timestamp");
        Place(Pump, finder.Find("Well ID", ColumnMapping.Pump, hasUnit: false), "Well ID");
        for (sbyte i = 0; i < MeasuredColumn.Count; i++)
        {
            var column = MeasuredColumn.All[i];
            var index = finder.Find(column.Name, column.Keys[0], hasUnit: true);
            Place(i, index, column.Without is null ? column.Header : null);
            if (index is not { } found) continue;
            layout._headers[i] = header.Columns[found];
            layout._toLog[i] = finder.UnitOf(found, column).ToLog;
        }

        if (missing.Count > 0) throw finder.Missing(missing);
        layout.Absent = [.. MeasuredColumn.All.Where((_, i) => !layout.Roles.Contains((sbyte)i))];
        return layout;

        void Place(sbyte role, int? index, string? ifMissing)
        {
            if (index is not { } found)
            {
                if (ifMissing is not null) missing.Add(ifMissing);
                return;
            }
            if (layout.Roles[found] != Ignored) throw new InvalidInputException(options.Mapping.File, $"two keys name the column {Excerpt.Of(header.Columns[found])}");
            layout.Roles[found] = role;
        }
    }
}

/// <summary>Looks for columns by their names.</summary>
sealed class ColumnFinder(string file, CsvHeader header, ColumnMapping mapping)
{
    /// <param name="name">By contract, without the unit.</param>
    /// <param name="key">In a mapping.</param>
    /// <param name="hasUnit">Whether a unit stands beside the name.</param>
    /// <returns>Null where the file has no such column.</returns>
    public int? Find(string name, string key, bool hasUnit)
    {
        var mapped = mapping[key];
        var wanted = Heading.Plain(mapped?.Column ?? name);
        int[] found = [.. Enumerable.Range(0, header.Columns.Length)
            .Where(i => Heading.Plain(mapped is null && hasUnit ? Heading.Of(header.Columns[i]).Name : header.Columns[i]) == wanted)];
        if (found.Length > 1)
            throw new InvalidInputException(file, $"two columns are {mapped?.Column ?? name}: {Excerpt.Of(header.Columns[found[0]])} and {Excerpt.Of(header.Columns[found[1]])}", header.Line);
        if (found.Length == 0 && mapped is not null)
            throw new InvalidInputException(file, $"there is no column {Excerpt.Of(mapped.Column)}, which {mapping.File} names as {key}; its columns are {Excerpt.OfAll(header.Columns)}", header.Line);
        return found.Length == 0 ? null : found[0];
    }

    public MeasuringUnit UnitOf(int index, MeasuredColumn column)
    {
        var name = header.Columns[index];
        var text = mapping[column.Keys[0]]?.Unit ?? Heading.Of(name).Unit
            ?? throw new InvalidInputException(file, $"the column {Excerpt.Of(name)} has no unit; write it in brackets in the header, or map it as {{\"column\": ..., \"unit\": ...}}, one of {MeasuringUnit.Symbols(column.Units)}", header.Line);
        return MeasuringUnit.Find(column.Units, text)
            ?? throw new InvalidInputException(file, $"the unit {Excerpt.Of(text)} of the column {Excerpt.Of(name)} is not known; there are {MeasuringUnit.Symbols(column.Units)}", header.Line);
    }

    public InvalidInputException Missing(IReadOnlyList<string> names)
    {
        var found = header.Columns.Length == 1
            ? $"the line {Excerpt.Of(header.Columns[0])} is not divided by commas, semicolons or tabs"
            : $"its columns are {Excerpt.OfAll(header.Columns)}";
        return new(file, $"there is no column {string.Join(" and no ", names.Select(Excerpt.Of))}; {found}", header.Line);
    }
}
