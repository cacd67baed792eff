using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Plumbline.Bench.Speed.Load;
using Plumbline.Central.Storage;
using Plumbline.Plant;
using Plumbline.Stores;

namespace Plumbline.Bench.Speed.Readings;

/// <summary>Readings through HTTP beside the bare store that takes the same rows; and figures over a year of minutes.</summary>
sealed class IntakeContest(string root, int rounds)
{
    const int MachineCount = 8;
    const int RowsOfBatch = 50_000;
    const int Batches = 8;
    const int WarmUps = 4;
    const int Questions = 1_000;

    static readonly DateTime Start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    static readonly Factory Works = new() { Id = Guid.Parse("6d1f4f50-0000-4000-8000-000000000001"), Name = "Works", TimeZone = "Europe/Berlin" };
    readonly StringBuilder _page = new();

    public async Task<string> RunAsync()
    {
        using var postgres = await PostgresCluster.StartAsync(isDurable: true);
        var folder = Directory.CreateTempSubdirectory("plumbline-readings-").FullName;
        try
        {
            (string Name, Func<string, Task<string>> Place)[] stores =
            [
                ("SQLite", name => Task.FromResult(Directory.CreateDirectory(Path.Combine(folder, name)).FullName)),
                ("PostgreSQL 15", async name => await postgres.CreateAsync(name)),
            ];
            _page.AppendLine("## Readings into the store, every batch on the disk before it is confirmed\n");
            _page.AppendLine($"{RowsOfBatch:#,0} rows a batch (power and energy of {MachineCount} machines), {Batches} batches a round, rounds in turn, medians; over HTTP from two senders, after a warm-up. *Bare*: the same rows into an empty table of the same shape, by COPY (PostgreSQL) or by one prepared insert (SQLite), a commit a batch, no server.\n");
            _page.AppendLine("| store | bare, rows/s | line protocol over HTTP, rows/s | of bare | asked |\n|---|---:|---:|---:|---|");
            foreach (var (name, place) in stores) await IntakeAsync(name, place);
            _page.AppendLine($"\n## `/kpi/all` over a year of minutes (527,040 readings), {Questions:#,0} requests, one after the other\n");
            _page.AppendLine("| store | p50, ms | p99, ms | asked | baseline of the year, trained in ms |\n|---|---:|---:|---|---:|");
            foreach (var (name, place) in stores) await FiguresAsync(name, await place("figures"));
            _page.AppendLine();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return _page.ToString();
    }

    async Task IntakeAsync(string store, Func<string, Task<string>> placeOf)
    {
        var bodies = Enumerable.Range(0, Batches).Select(batch => Lines(batch, Start)).ToArray();
        var (bare, http) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            bare.Add(await BareAsync(await placeOf($"bare{round}")));
            http.Add(await HttpAsync(await placeOf($"http{round}"), bodies));
            Console.Error.WriteLine($"readings: {store}: bare {bare[^1]:0}/s, HTTP {http[^1]:0}/s");
        }

        _page.AppendLine(FormattableString.Invariant($"| {store} | {Median(bare):#,0} | {Median(http):#,0} | {Median([.. http.Zip(bare, (one, other) => one / other)]):0.00} | 0.60 |"));
    }

    async Task<double> HttpAsync(string place, byte[][] bodies)
    {
        await RegisterAsync(place);
        using var server = await ServerUnderLoad.StartAsync([Path.Combine(root, "plumb"), "serve", "--port", "0", .. Place.Options(place)]);
        // Rows of other years first: what is compiled and opened once is no part of it.
        for (var batch = 0; batch < WarmUps; batch++) await SendAsync(server.Client, Lines(batch, Start.AddYears(-2)));
        var clock = Stopwatch.StartNew();
        // Two senders: one is read while the other is written.
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (body, _) => await SendAsync(server.Client, body));
        return RowsOfBatch * bodies.Length / clock.Elapsed.TotalSeconds;
    }

    static async Task SendAsync(HttpClient client, byte[] body)
    {
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("text/plain") } };
        using var answer = await client.PostAsync("/api/v2/write?precision=s", content);
        answer.EnsureSuccessStatusCode();
    }

    static async Task<double> BareAsync(string place)
    {
        await RegisterAsync(place);
        await using var database = Place.Open(place);
        await using var connection = await database.OpenAsync(CancellationToken.None);
        if (connection is NpgsqlConnection) await connection.RunAsync("create table readings_bare partition of machine_readings for values from ('2024-01-01') to ('2026-01-01')");
        var clock = Stopwatch.StartNew();
        for (var batch = 0; batch < Batches; batch++)
        {
            await using var transaction = connection is NpgsqlConnection ? await connection.BeginTransactionAsync() : null;
            if (transaction is null) await connection.RunAsync("begin immediate");
            if (connection is NpgsqlConnection server) await CopyAsync(server, batch);
            else await InsertAsync(connection, database, batch);
            if (transaction is null) await connection.RunAsync("commit");
            else await transaction.CommitAsync();
        }

        return RowsOfBatch * Batches / clock.Elapsed.TotalSeconds;
    }

    static async Task CopyAsync(NpgsqlConnection connection, int batch)
    {
        await using var copy = await connection.BeginBinaryImportAsync("copy machine_readings (machine, energy_type, time, power_kw, energy_kwh) from stdin (format binary)");
        foreach (var (machine, time, kw, kwh) in Rows(batch, Start))
        {
            copy.StartRow();
            copy.Write(machine, NpgsqlDbType.Integer);
            copy.Write((short)0, NpgsqlDbType.Smallint);
            copy.Write(time, NpgsqlDbType.TimestampTz);
            copy.Write(kw, NpgsqlDbType.Double);
            copy.Write(kwh, NpgsqlDbType.Double);
        }

        await copy.CompleteAsync();
    }

    static async Task InsertAsync(DbConnection connection, Database database, int batch)
    {
        await using var insert = connection.Command(
            "insert into machine_readings (machine, energy_type, time, power_kw, energy_kwh) values (@machine, 0, @time, @kw, @kwh)", ("machine", 0), ("time", 0L), ("kw", 0.0), ("kwh", 0.0));
        insert.Prepare();
        foreach (var (machine, time, kw, kwh) in Rows(batch, Start))
        {
            insert.Parameters[0].Value = machine;
            insert.Parameters[1].Value = database.ToColumn(time);
            insert.Parameters[2].Value = kw;
            insert.Parameters[3].Value = kwh;
            insert.ExecuteNonQuery();
        }
    }

    async Task FiguresAsync(string store, string place)
    {
        await RegisterAsync(place);
        const int Minutes = 366 * 1440;
        await using (var database = Place.Open(place))
        {
            var (machine, random, columns) = ((await new PlantTable(database).MachinesAsync(CancellationToken.None))[0], new Random(7), MachineColumns.Missing(Minutes));
            for (var minute = 0; minute < Minutes; minute++)
            {
                columns.ProductionCount[minute] = random.Next(20);
                columns.OutdoorTempC[minute] = 10 + (10 * Math.Sin(minute / 1440.0));
                columns.PowerKw[minute] = 20 + columns.ProductionCount[minute] + random.NextDouble();
            }

            await new ReadingTable(database).AddAsync([new(machine, EnergyType.Electricity, new(machine.Machine.Name, [.. Enumerable.Range(0, Minutes).Select(minute => Start.AddMinutes(minute))], columns))], []);
            var hours = new HourTable(database);
            while (await hours.RefreshAsync())
            {
            }
        }

        using var server = await ServerUnderLoad.StartAsync([Path.Combine(root, "plumb"), "serve", "--port", "0", .. Place.Options(place)]);
        var address = $"/api/v1/kpi/all?machine_id={IdOf(0)}&start=2024-01-01T00:00:00Z&end=2025-01-01T00:00:00Z";
        var times = new List<double>();
        for (var i = -50; i < Questions; i++)
        {
            var asked = Stopwatch.GetTimestamp();
            _ = await server.Client.GetByteArrayAsync(address);
            if (i >= 0) times.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        var trained = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            using var body = new StringContent($$"""{ "machine_id": "{{IdOf(0)}}", "start_date": "2024-01-01", "end_date": "2025-01-01", "drivers": ["total_production_count", "avg_outdoor_temp_c"] }""", Encoding.UTF8, "application/json");
            var asked = Stopwatch.GetTimestamp();
            using var answer = await server.Client.PostAsync("/api/v1/baseline/train", body);
            answer.EnsureSuccessStatusCode();
            if (i >= 4) trained.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }

        times.Sort();
        _page.AppendLine(FormattableString.Invariant($"| {store} | {times[times.Count / 2]:0.0} | {times[times.Count * 99 / 100]:0.0} | p99 below 20 ms | {Median(trained):0} (below 100) |"));
        Console.Error.WriteLine($"figures: {store}: p50 {times[times.Count / 2]:0.0}, p99 {times[times.Count * 99 / 100]:0.0} ms; trained in {Median(trained):0} ms");
    }

    static async Task RegisterAsync(string place)
    {
        await using var database = Place.Open(place);
        await database.MigrateAsync();
        var plants = new PlantTable(database);
        await plants.AddAsync(Works);
        for (var machine = 0; machine < MachineCount; machine++) await plants.AddAsync(new Plumbline.Plant.Machine { Id = IdOf(machine), FactoryId = Works.Id, Name = $"m{machine}" });
    }

    static Guid IdOf(int machine) => Guid.Parse($"6d1f4f50-0000-4000-8000-0000000000a{machine}");

    static byte[] Lines(int batch, DateTime start)
    {
        var text = new StringBuilder();
        foreach (var (machine, time, kw, kwh) in Rows(batch, start))
            text.Append(CultureInfo.InvariantCulture, $"energy,machine=m{machine - 1} power_kw={kw},energy_kwh={kwh} {new DateTimeOffset(time).ToUnixTimeSeconds()}\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Of all machines in turn, minute by minute, a batch after the other.</summary>
    static IEnumerable<(int Machine, DateTime Time, double Kw, double Kwh)> Rows(int batch, DateTime start)
    {
        var random = new Random(batch);
        for (var row = 0; row < RowsOfBatch; row++)
        {
            var kw = Math.Round(100 * random.NextDouble(), 2);
            yield return ((row % MachineCount) + 1, start.AddMinutes(((batch * RowsOfBatch) + row) / MachineCount), kw, Math.Round(kw / 60, 4));
        }
    }

    static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
