using Npgsql;
using NpgsqlTypes;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>Readings into PostgreSQL by COPY: straight into the table where there are none yet between the first and the last of them, else over a temporary table that is merged.</summary>
/// <remarks>Values are written to the driver's buffer without waiting for each: this is the store's writer, which has a thread to itself.</remarks>
static class PostgresReadings
{
    const string Readings = "machine_readings";
    const string Plain = "plain_readings";
    const string PlainKey = "series, time, value";
    static readonly string ReadingKey = $"machine, energy_type, time, {ReadingColumns.All}";

    public static async Task PutAsync(NpgsqlConnection connection, IReadOnlyList<MachineReadings> readings)
    {
        await PartitionAsync(connection, Readings, readings.SelectMany(one => MonthsOf(one.Log.Times)));
        var beside = await connection.ListAsync(
            row => (row.GetInt32(0), (EnergyType)row.GetInt16(1)),
            $"""
            select distinct v.machine, v.energy_type from unnest(@machines, @energies, @firsts, @lasts) as v (machine, energy_type, first, last)
            where exists (select 1 from {Readings} r where r.machine = v.machine and r.energy_type = v.energy_type and r.time >= v.first and r.time <= v.last)
            """,
            ("machines", readings.Select(one => one.Machine.Number).ToArray()), ("energies", readings.Select(one => (short)one.Energy).ToArray()),
            ("firsts", readings.Select(one => one.Log.Times[0]).ToArray()), ("lasts", readings.Select(one => one.Log.Times[^1]).ToArray()));
        foreach (var group in readings.GroupBy(one => beside.Contains((one.Machine.Number, one.Energy))))
        {
            IReadOnlyList<MachineReadings> some = [.. group];
            if (!group.Key && AreApart(some))
            {
                await CopyAsync(connection, Readings, some);
                continue;
            }

            await StageAsync(connection, Readings);
            // In the order in which they came: a statement may not merge two rows into one.
            foreach (var wave in Waves(some))
            {
                await CopyAsync(connection, Staged(Readings), wave);
                await connection.RunAsync($"insert into {Readings} ({ReadingKey}) select {ReadingKey} from {Staged(Readings)} {ReadingColumns.Merge}; truncate {Staged(Readings)}");
            }
        }
    }

    public static async Task PutAsync(NpgsqlConnection connection, IReadOnlyList<(int Series, PlainReadings Readings)> readings)
    {
        await PartitionAsync(connection, Plain, readings.SelectMany(one => MonthsOf(one.Readings.Times)));
        var beside = await connection.ListAsync(
            row => row.GetInt32(0),
            $"""
            select v.series from unnest(@series, @firsts, @lasts) as v (series, first, last)
            where exists (select 1 from {Plain} r where r.series = v.series and r.time >= v.first and r.time <= v.last)
            """,
            ("series", readings.Select(one => one.Series).ToArray()), ("firsts", readings.Select(one => one.Readings.Times[0]).ToArray()), ("lasts", readings.Select(one => one.Readings.Times[^1]).ToArray()));
        foreach (var group in readings.GroupBy(one => beside.Contains(one.Series)))
        {
            if (!group.Key)
            {
                await CopyAsync(connection, Plain, group);
                continue;
            }

            await StageAsync(connection, Plain);
            await CopyAsync(connection, Staged(Plain), group);
            await connection.RunAsync($"insert into {Plain} ({PlainKey}) select {PlainKey} from {Staged(Plain)} on conflict (series, time) do update set value = excluded.value; truncate {Staged(Plain)}");
        }
    }

    static async Task CopyAsync(NpgsqlConnection connection, string table, IEnumerable<(int Series, PlainReadings Readings)> readings)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy {table} ({PlainKey}) from stdin (format binary)");
        foreach (var (series, one) in readings)
        {
            for (var row = 0; row < one.Times.Length; row++)
            {
                copy.StartRow();
                copy.Write(series, NpgsqlDbType.Integer);
                copy.Write(one.Times[row], NpgsqlDbType.TimestampTz);
                copy.Write(one.Values[row], NpgsqlDbType.Double);
            }
        }

        await copy.CompleteAsync();
    }

    static async Task CopyAsync(NpgsqlConnection connection, string table, IReadOnlyList<MachineReadings> readings)
    {
        // Most messages fill two or three columns; the others are null without being sent.
        int[] used = [.. Enumerable.Range(0, ReadingColumns.Names.Length).Where(column => readings.Any(one => Array.Exists(ReadingColumns.Of(one.Log.Columns)[column], value => !double.IsNaN(value))))];
        var saysMode = readings.Any(one => Array.Exists(one.Log.Columns.Mode, mode => mode != OperatingMode.Unknown));
        var names = used.Select(column => ReadingColumns.Names[column]).Prepend("time").Prepend("energy_type").Prepend("machine").Concat(saysMode ? ["mode"] : []);
        await using var copy = await connection.BeginBinaryImportAsync($"copy {table} ({string.Join(", ", names)}) from stdin (format binary)");
        foreach (var one in readings)
        {
            var (log, all, modes) = (one.Log, ReadingColumns.Of(one.Log.Columns), one.Log.Columns.Mode);
            double[][] columns = [.. used.Select(column => all[column])];
            for (var row = 0; row < log.Count; row++)
            {
                copy.StartRow();
                copy.Write(one.Machine.Number, NpgsqlDbType.Integer);
                copy.Write((short)one.Energy, NpgsqlDbType.Smallint);
                copy.Write(log.Times[row], NpgsqlDbType.TimestampTz);
                foreach (var column in columns)
                {
                    if (double.IsNaN(column[row])) copy.WriteNull();
                    else copy.Write(column[row], NpgsqlDbType.Double);
                }

                if (!saysMode) continue;
                if (modes[row] == OperatingMode.Unknown) copy.WriteNull();
                else copy.Write((short)modes[row], NpgsqlDbType.Smallint);
            }
        }

        await copy.CompleteAsync();
    }

    static Task StageAsync(NpgsqlConnection connection, string table) => connection.RunAsync($"create temporary table if not exists {Staged(table)} (like {table}) on commit drop");

    static string Staged(string table) => table + "_staged";

    /// <summary>Whether no machine and energy type comes twice: then no reading does.</summary>
    static bool AreApart(IReadOnlyList<MachineReadings> readings) => readings.DistinctBy(one => (one.Machine.Number, one.Energy)).Count() == readings.Count;

    /// <summary>The first of each machine and energy type, then the second of each, and so on.</summary>
    static IEnumerable<IReadOnlyList<MachineReadings>> Waves(IReadOnlyList<MachineReadings> readings) =>
        readings.GroupBy(one => (one.Machine.Number, one.Energy)).SelectMany(group => group.Select((one, i) => (one, i))).GroupBy(one => one.i, one => one.one).OrderBy(wave => wave.Key).Select(wave => wave.ToList());

    static IEnumerable<DateTime> MonthsOf(ReadOnlySpan<DateTime> times)
    {
        var months = new HashSet<DateTime>();
        foreach (var time in times) months.Add(new(time.Year, time.Month, 1, 0, 0, 0, DateTimeKind.Utc));
        return months;
    }

    static async Task PartitionAsync(NpgsqlConnection connection, string table, IEnumerable<DateTime> months)
    {
        foreach (var month in months.Distinct().Order())
        {
            var name = $"{table}_{month:yyyy_MM}";
            // Asked first: to make a partition takes a lock that waits for all who read.
            if (await connection.OneAsync("select to_regclass(@name)::text", ("name", name)) is not null) continue;
            await connection.RunAsync($"create table {name} partition of {table} for values from ('{month:yyyy-MM-dd}T00:00:00Z') to ('{month.AddMonths(1):yyyy-MM-dd}T00:00:00Z')");
        }
    }
}
