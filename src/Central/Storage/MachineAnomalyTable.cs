using System.Data.Common;
using System.Text;
using System.Text.Json;
using Plumbline.Central.EnergyAnalytics.Anomalies;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>What is unusual in the hours of machines, in either database.</summary>
sealed class MachineAnomalyTable(Database database) : IMachineAnomalyStore
{
    // Parameters of one statement stay well below what either database takes.
    const int RowsOfStatement = 100;

    static readonly string[] Columns =
    [
        "id", "machine", "energy_type", "detected_at", "metric", "type", "severity", "value", "expected", "deviation_percent", "confidence", "contributions",
        "baseline_version", "learned_from", "learned_until", "created_at", "is_resolved", "resolved_at", "resolution_notes",
    ];

    static readonly string Select = $"select {string.Join(", ", Columns)} from machine_anomalies";

    public Task<(IReadOnlyList<MachineAnomaly> Kept, int Saved)> AddAsync(IReadOnlyList<MachineAnomaly> anomalies) => database.WriteAsync<(IReadOnlyList<MachineAnomaly>, int)>(async connection =>
    {
        if (anomalies.Count == 0) return ([], 0);
        var saved = 0;
        foreach (var some in anomalies.Chunk(RowsOfStatement))
        {
            var text = new StringBuilder($"insert into machine_anomalies ({string.Join(", ", Columns)}) values ")
                .AppendJoin(", ", some.Select((_, row) => $"({string.Join(", ", Columns.Select((_, column) => $"@v{row}_{column}"))})")).Append(" on conflict do nothing");
            saved += await connection.RunAsync(text.ToString(), [.. some.SelectMany((anomaly, row) => Values(anomaly).Select((value, column) => ($"v{row}_{column}", value)))]);
        }

        var first = anomalies[0];
        var kept = (await connection.ListAsync(
            row => Read(row, new Dictionary<int, KeptMachine> { [first.Machine.Number] = first.Machine }),
            $"{Select} where machine = @machine and energy_type = @energy and detected_at >= @start and detected_at <= @end",
            ("machine", first.Machine.Number), ("energy", (short)first.Energy), ("start", database.ToColumn(anomalies.Min(one => one.DetectedAt))), ("end", database.ToColumn(anomalies.Max(one => one.DetectedAt)))))
            .ToDictionary(one => (one.DetectedAt, one.Metric));
        return ([.. anomalies.Select(one => kept[(one.DetectedAt, one.Metric)])], saved);
    });

    public Task<(IReadOnlyList<MachineAnomaly> Newest, long Total)> ListAsync(AnomalyFilter filter, int most, CancellationToken cancel) => database.ReadAsync<(IReadOnlyList<MachineAnomaly>, long)>(async connection =>
    {
        var (where, values) = Where(filter);
        var machines = await MachinesAsync(connection);
        var newest = await connection.ListAsync(row => Read(row, machines), $"{Select} {where} order by detected_at desc, id desc limit {most}", values);
        return (newest, Convert.ToInt64(await connection.OneAsync($"select count(*) from machine_anomalies {where}", values)));
    }, cancel);

    public Task<IReadOnlyDictionary<string, long>> CountAsync(AnomalyFilter filter, CancellationToken cancel) => database.AskAsync<IReadOnlyDictionary<string, long>>(async connection =>
    {
        var (where, values) = Where(filter);
        return (await connection.ListAsync(row => (Severity: row.GetString(0), Count: row.GetInt64(1)), $"select severity, count(*) from machine_anomalies {where} group by severity", values)).ToDictionary(row => row.Severity, row => row.Count);
    }, cancel);

    public Task<MachineAnomaly?> FindAsync(Guid id, CancellationToken cancel) => database.ReadAsync(async connection =>
    {
        var machines = await MachinesAsync(connection);
        return (await connection.ListAsync(row => Read(row, machines), $"{Select} where id = @id", ("id", $"{id}"))).SingleOrDefault();
    }, cancel);

    public Task ResolveAsync(Guid id, string? notes, DateTime at) => database.WriteAsync(connection => connection.RunAsync(
        "update machine_anomalies set is_resolved = @yes, resolved_at = coalesce(resolved_at, @at), resolution_notes = coalesce(@notes, resolution_notes) where id = @id",
        ("yes", true), ("at", database.ToColumn(at)), ("notes", notes), ("id", $"{id}")));

    public Task<IReadOnlyList<UnexaminedStretch>> UnexaminedAsync(int most, CancellationToken cancel) => database.ReadAsync<IReadOnlyList<UnexaminedStretch>>(
        async connection => await UnexaminedHours.ReadAsync(connection, database, await MachinesAsync(connection), most), cancel);

    public Task ExaminedAsync(IReadOnlyList<UnexaminedStretch> stretches, DateTime until) => database.WriteAsync(async connection =>
    {
        foreach (var stretch in stretches.Where(stretch => stretch.Hours.Start < until)) await UnexaminedHours.RemoveAsync(connection, database, stretch, until);
        return 0;
    });

    static async Task<Dictionary<int, KeptMachine>> MachinesAsync(DbConnection connection) => (await PlantTable.MachinesAsync(connection)).ToDictionary(machine => machine.Number);

    (string Where, (string, object?)[] Values) Where(AnomalyFilter filter)
    {
        var (conditions, values) = (new List<string>(), new List<(string, object?)>());
        // Numbers that the store has given: nothing that a client wrote.
        if (filter.Machines is { } machines) conditions.Add(machines.Count == 0 ? "1 = 0" : $"machine in ({string.Join(", ", machines)})");
        if (filter.Start is { } start) Add("detected_at >= @start", "start", database.ToColumn(start));
        if (filter.End is { } end) Add("detected_at < @end", "end", database.ToColumn(end));
        if (filter.Severity is { } severity) Add("severity = @severity", "severity", severity);
        if (filter.IsResolved is { } isResolved) conditions.Add(isResolved ? "is_resolved" : "not is_resolved");
        return (conditions.Count == 0 ? "" : "where " + string.Join(" and ", conditions), [.. values]);

        void Add(string condition, string name, object value)
        {
            conditions.Add(condition);
            values.Add((name, value));
        }
    }

    object?[] Values(MachineAnomaly one) =>
    [
        $"{one.Id}", one.Machine.Number, (short)one.Energy, database.ToColumn(one.DetectedAt), one.Metric, one.Type, one.Severity, one.Value, one.Expected, one.DeviationPct, one.Confidence,
        JsonSerializer.Serialize(one.Contributions), one.BaselineVersion, Time(one.LearnedFrom?.Start), Time(one.LearnedFrom?.End), database.ToColumn(one.CreatedAt), one.IsResolved, Time(one.ResolvedAt), one.Notes,
    ];

    object? Time(DateTime? time) => time is { } known ? database.ToColumn(known) : null;

    MachineAnomaly Read(DbDataReader row, IReadOnlyDictionary<int, KeptMachine> machines) => new()
    {
        Id = Guid.Parse(row.GetString(0)),
        Machine = machines[row.GetInt32(1)],
        Energy = (EnergyType)row.GetInt16(2),
        DetectedAt = database.ToTime(row, 3),
        Metric = row.GetString(4),
        Type = row.GetString(5),
        Severity = row.GetString(6),
        Value = Number(row, 7),
        Expected = Number(row, 8),
        DeviationPct = Number(row, 9),
        Confidence = row.GetDouble(10),
        Contributions = JsonSerializer.Deserialize<Dictionary<string, double>>(row.GetString(11))!,
        BaselineVersion = row.IsDBNull(12) ? null : row.GetInt32(12),
        LearnedFrom = row.IsDBNull(13) ? null : new(database.ToTime(row, 13), database.ToTime(row, 14)),
        CreatedAt = database.ToTime(row, 15),
        IsResolved = row.GetBoolean(16),
        ResolvedAt = row.IsDBNull(17) ? null : database.ToTime(row, 17),
        Notes = row.Text(18),
    };

    static double? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
}
