using System.Data.Common;
using System.Runtime.InteropServices;
using Plumbline.Central.ReadingsIntake;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>Readings of machines and of plain series, in either database.</summary>
sealed class ReadingTable(Database database) : IReadingStore
{
    // Rows of one transaction: other writers wait for it.
    const int RowsOfWrite = 50_000;

    // Parameters of one statement stay well below what either database takes.
    const int RowsOfStatement = 500;

    public async Task AddAsync(IReadOnlyList<MachineReadings> readings, IReadOnlyList<PlainReadings> plain)
    {
        var parts = readings.Select(one => (one.Log.Count, (MachineReadings?)one, (PlainReadings?)null)).Concat(plain.Select(one => (one.Times.Length, (MachineReadings?)null, (PlainReadings?)one)));
        var (machines, series, rows) = (new List<MachineReadings>(), new List<PlainReadings>(), 0);
        foreach (var (count, machine, one) in parts)
        {
            if (rows > 0 && rows + count > RowsOfWrite) await WriteAsync();
            if (machine is not null) machines.Add(machine);
            if (one is not null) series.Add(one);
            rows += count;
        }

        if (rows > 0) await WriteAsync();

        Task WriteAsync()
        {
            var (now, beside) = (machines, series);
            (machines, series, rows) = ([], [], 0);
            return database.WriteAsync(async connection =>
            {
                if (now.Count > 0) await WriteMachinesAsync(connection, now);
                foreach (var some in beside.Chunk(RowsOfStatement)) await WritePlainAsync(connection, some);
                return 0;
            });
        }
    }

    public Task<IReadOnlyList<KeptMachine>> MachinesAsync(CancellationToken cancel) => database.AskAsync<IReadOnlyList<KeptMachine>>(async connection => await PlantTable.MachinesAsync(connection), cancel);

    /// <summary>The readings of a stretch of time, half open.</summary>
    public static async Task<MachineLog> LogAsync(DbConnection connection, Database database, KeptMachine machine, EnergyType energy, Period period)
    {
        var times = new List<DateTime>();
        var rows = new List<Row>();
        await using var command = connection.Command(
            """
            select time, power_kw, energy_kwh, production_count, good_count, throughput_units_per_hour, outdoor_temp_c, machine_temp_c, pressure_bar, mode
            from machine_readings where machine = @machine and energy_type = @energy and time >= @start and time < @end order by time
            """,
            ("machine", machine.Number), ("energy", (short)energy), ("start", database.ToColumn(period.Start)), ("end", database.ToColumn(period.End)));
        await using var read = await command.ExecuteReaderAsync();
        while (await read.ReadAsync())
        {
            times.Add(database.ToTime(read, 0));
            rows.Add(new(Number(1), Number(2), Number(3), Number(4), Number(5), Number(6), Number(7), Number(8), read.IsDBNull(9) ? OperatingMode.Unknown : (OperatingMode)read.GetInt16(9)));
        }

        return new(machine.Machine.Name, [.. times], new()
        {
            PowerKw = [.. rows.Select(row => row.PowerKw)],
            EnergyKwh = [.. rows.Select(row => row.EnergyKwh)],
            ProductionCount = [.. rows.Select(row => row.Count)],
            GoodCount = [.. rows.Select(row => row.Good)],
            ThroughputUnitsPerHour = [.. rows.Select(row => row.Throughput)],
            OutdoorTempC = [.. rows.Select(row => row.OutdoorTempC)],
            MachineTempC = [.. rows.Select(row => row.MachineTempC)],
            PressureBar = [.. rows.Select(row => row.PressureBar)],
            Mode = [.. rows.Select(row => row.Mode)],
        });

        double Number(int column) => read.IsDBNull(column) ? double.NaN : read.GetDouble(column);
    }

    async Task WriteMachinesAsync(DbConnection connection, IReadOnlyList<MachineReadings> readings)
    {
        var heads = await ReadingHeads.ReadAsync(connection, database, readings.Select(one => one.Machine.Number));
        await database.PutAsync(connection, readings);
        foreach (var some in readings.Chunk(RowsOfStatement)) await ReadingHeads.WriteAsync(connection, database, some);
        foreach (var one in readings)
        {
            var saysMode = Array.Exists(one.Log.Columns.Mode, mode => mode != OperatingMode.Unknown);
            // Until now its modes were told from its power.
            if (saysMode && heads.GetValueOrDefault((one.Machine.Number, one.Energy)) is { SaysMode: false }) await StaleHours.MarkAllAsync(connection, database, one.Machine.Number, one.Machine.Machine.Interval);
        }

        foreach (var some in StaleHours.Of(readings).Chunk(RowsOfStatement)) await StaleHours.MarkAsync(connection, database, some);
    }

    async Task WritePlainAsync(DbConnection connection, IReadOnlyList<PlainReadings> plain)
    {
        (string, object?)[] names = [.. plain.Select((one, i) => ($"n{i}", (object?)one.Name))];
        var numbers = (await connection.ListAsync(
            row => (Name: row.GetString(0), Number: row.GetInt32(1)),
            $"""
            insert into plain_series (name, last_time) values {string.Join(", ", names.Select((_, i) => $"(@n{i}, @t{i})"))}
            on conflict (name) do update set last_time = case when excluded.last_time > plain_series.last_time then excluded.last_time else plain_series.last_time end
            returning name, number
            """,
            [.. names, .. plain.Select((one, i) => ($"t{i}", (object?)database.ToColumn(one.Times[^1])))])).ToDictionary(row => row.Name, row => row.Number);
        await database.PutAsync(connection, [.. plain.Select(one => (numbers[one.Name], one))]);
    }

    [StructLayout(LayoutKind.Auto)]
    readonly record struct Row(double PowerKw, double EnergyKwh, double Count, double Good, double Throughput, double OutdoorTempC, double MachineTempC, double PressureBar, OperatingMode Mode);
}
