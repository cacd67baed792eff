namespace Plumbline.Plant;

/// <summary>What a machine is doing.</summary>
public enum OperatingMode
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>On, and producing nothing.</summary>
    Idle,

    /// <summary>Producing.</summary>
    Running,

    /// <summary>Being worked on.</summary>
    Maintenance,

    /// <summary>Broken.</summary>
    Fault,

    /// <summary>Switched off.</summary>
    Offline,
}

/// <summary>One machine's readings by column, in the order of time. Immutable; safe from many threads.</summary>
/// <remarks>A value that is missing is NaN, never 0. A row may hold any of the columns.</remarks>
public sealed class MachineLog
{
    readonly DateTime[] _times;

    /// <summary>Takes the arrays over: the caller changes them no more.</summary>
    /// <param name="machine">The machine's name.</param>
    /// <param name="times">UTC, strictly increasing.</param>
    /// <param name="columns">Each as long as <paramref name="times"/>.</param>
    /// <exception cref="ArgumentException">Times do not increase, or a column has another length.</exception>
    public MachineLog(string machine, DateTime[] times, MachineColumns columns)
    {
        ArgumentException.ThrowIfNullOrEmpty(machine);
        ArgumentNullException.ThrowIfNull(times);
        ArgumentNullException.ThrowIfNull(columns);
        for (var i = 1; i < times.Length; i++)
            if (times[i] <= times[i - 1]) throw new ArgumentException($"Times must increase: row {i} is {times[i]:O}, the row before {times[i - 1]:O}.", nameof(times));
        foreach (var length in columns.Lengths)
            if (length != times.Length) throw new ArgumentException($"A column has {length} values for {times.Length} times.", nameof(columns));
        (Machine, _times, Columns) = (machine, times, columns);
    }

    /// <summary>The machine's name.</summary>
    public string Machine { get; }

    /// <summary>Number of readings.</summary>
    public int Count => _times.Length;

    /// <summary>UTC, strictly increasing.</summary>
    public ReadOnlySpan<DateTime> Times => _times;

    /// <summary>What was read.</summary>
    public MachineColumns Columns { get; }

    /// <summary>One log of several of the same machine. Of readings of one time each value that is there counts, that of the last log first.</summary>
    /// <param name="parts">At least one, of one machine.</param>
    /// <exception cref="ArgumentException">There is none, or they are of several machines.</exception>
    public static MachineLog Joined(IReadOnlyList<MachineLog> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 0 || parts.Any(part => part.Machine != parts[0].Machine)) throw new ArgumentException($"{parts.Count} logs are not of one machine.", nameof(parts));
        if (parts.Count == 1) return parts[0];
        DateTime[] times = [.. parts.SelectMany(part => part._times).Distinct().Order()];
        var columns = MachineColumns.Missing(times.Length);
        foreach (var part in parts)
        {
            for (var row = 0; row < part.Count; row++) columns.Take(Array.BinarySearch(times, part._times[row]), part.Columns, row);
        }

        return new(parts[0].Machine, times, columns);
    }

    /// <summary>The readings of a stretch of time, half open.</summary>
    public MachineLog Between(DateTime start, DateTime end)
    {
        var (first, last) = (FirstAt(start), FirstAt(end));
        return new(Machine, _times[first..Math.Max(first, last)], Columns.Rows(first..Math.Max(first, last)));
    }

    int FirstAt(DateTime time) => Array.BinarySearch(_times, time) is >= 0 and var at ? at : ~Array.BinarySearch(_times, time);
}

/// <summary>The columns of a <see cref="MachineLog"/>, one value a reading, NaN where missing.</summary>
public sealed record MachineColumns
{
    /// <summary>Power at the moment of the reading, kW.</summary>
    public required double[] PowerKw { get; init; }

    /// <summary>Energy from this reading to the next, kWh: from a meter that sends what it counted, not the figure on its register.</summary>
    public required double[] EnergyKwh { get; init; }

    /// <summary>Units made since the reading before.</summary>
    public required double[] ProductionCount { get; init; }

    /// <summary>Of these the good ones.</summary>
    public required double[] GoodCount { get; init; }

    /// <summary>Rate of production, units an hour.</summary>
    public required double[] ThroughputUnitsPerHour { get; init; }

    /// <summary>Outdoor temperature, °C.</summary>
    public required double[] OutdoorTempC { get; init; }

    /// <summary>Temperature of the machine, °C.</summary>
    public required double[] MachineTempC { get; init; }

    /// <summary>Pressure, bar.</summary>
    public required double[] PressureBar { get; init; }

    /// <summary>What the machine was doing.</summary>
    public required OperatingMode[] Mode { get; init; }

    internal IEnumerable<int> Lengths => Numbers.Select(column => column.Length).Append(Mode.Length);

    double[][] Numbers => [PowerKw, EnergyKwh, ProductionCount, GoodCount, ThroughputUnitsPerHour, OutdoorTempC, MachineTempC, PressureBar];

    /// <summary>Columns in which nothing is known yet.</summary>
    /// <param name="rows">Their length.</param>
    public static MachineColumns Missing(int rows) => new()
    {
        PowerKw = Nothing(rows),
        EnergyKwh = Nothing(rows),
        ProductionCount = Nothing(rows),
        GoodCount = Nothing(rows),
        ThroughputUnitsPerHour = Nothing(rows),
        OutdoorTempC = Nothing(rows),
        MachineTempC = Nothing(rows),
        PressureBar = Nothing(rows),
        Mode = new OperatingMode[rows],
    };

    /// <summary>Takes over what is known in a row.</summary>
    internal void Take(int into, MachineColumns from, int row)
    {
        var (own, others) = (Numbers, from.Numbers);
        for (var i = 0; i < own.Length; i++)
            if (!double.IsNaN(others[i][row])) own[i][into] = others[i][row];
        if (from.Mode[row] != OperatingMode.Unknown) Mode[into] = from.Mode[row];
    }

    internal MachineColumns Rows(Range rows) => new()
    {
        PowerKw = PowerKw[rows],
        EnergyKwh = EnergyKwh[rows],
        ProductionCount = ProductionCount[rows],
        GoodCount = GoodCount[rows],
        ThroughputUnitsPerHour = ThroughputUnitsPerHour[rows],
        OutdoorTempC = OutdoorTempC[rows],
        MachineTempC = MachineTempC[rows],
        PressureBar = PressureBar[rows],
        Mode = Mode[rows],
    };

    static double[] Nothing(int rows)
    {
        var column = new double[rows];
        Array.Fill(column, double.NaN);
        return column;
    }
}
