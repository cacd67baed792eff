using System.Diagnostics;
using System.Text;
using Plumbline.Central;
using Plumbline.Central.Storage;
using Plumbline.Central.Tokens;
using Plumbline.Stores;

namespace Plumbline.Bench.Speed.Load;

/// <summary>The server under load: <c>plumb serve</c> as a process, on both stores, with every commit on the disk; asked over loopback by this process on the same machine.</summary>
sealed class LoadContest(string root)
{
    readonly StringBuilder _page = new();

    public async Task<string> RunAsync()
    {
        using var postgres = await PostgresCluster.StartAsync(isDurable: true);
        var folder = Directory.CreateTempSubdirectory("plumbline-load-").FullName;
        try
        {
            (string Name, Func<string, Task<string>> Place)[] stores =
            [
                ("SQLite", name => Task.FromResult(Directory.CreateDirectory(Path.Combine(folder, name)).FullName)),
                ("PostgreSQL 15", async name => await postgres.CreateAsync(name)),
            ];
            _page.AppendLine("## Reports to the server, every one on the disk before it is confirmed (`synchronous = full`; `fsync` and `synchronous_commit` on)\n");
            _page.AppendLine("One `plumb serve` and the asking side share the machine. A device sends its next report when the last is confirmed. *Alone*: plain inserts of the same row, by one connection, no server.\n");
            _page.AppendLine("| store | who reports | reports/s | p50, ms | p99, ms |\n|---|---|---:|---:|---:|");
            foreach (var (name, place) in stores) await SubmitAsync(name, await place("submit"), await place("alone"));
            _page.AppendLine($"\n## A table of {MillionAnomalies.Count:#,0} anomalies, pages of 25 with their totals, over HTTP\n");
            _page.AppendLine("One client, one request after the other, pumps and periods at random from a seed. Totals are compared with a count of the rows' own formula.\n");
            _page.AppendLine("| store | question | requests | wrong totals | p50, ms | p99, ms | asked |\n|---|---|---:|---:|---:|---:|---|");
            foreach (var (name, place) in stores) await QueryAsync(name, await place("million"));
            _page.AppendLine();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        return _page.ToString();
    }

    async Task SubmitAsync(string store, string place, string alone)
    {
        Say($"reports: {store}");
        await using (var database = Place.Open(alone))
        {
            await database.MigrateAsync();
            var singly = await InsertAloneAsync(database, rowsPerCommit: 1, rows: 1_000);
            var together = await InsertAloneAsync(database, rowsPerCommit: 256, rows: 25_600);
            _page.AppendLine($"| {store} | alone, a row a commit | {singly:#,0} | | |");
            _page.AppendLine($"| {store} | alone, 256 rows a commit | {together:#,0} | | |");
        }
        var token = await PrepareAsync(place);
        using var server = await ServerAsync(place);
        var storm = new ReportStorm(server.Url, token);
        await storm.RunAsync(devices: 32, reportsEach: 100);
        foreach (var (devices, each) in new[] { (1, 1_000), (32, 400), (1_000, 20) })
        {
            var figures = await storm.RunAsync(devices, each);
            _page.AppendLine($"| {store} | {(devices == 1 ? "1 device" : $"{devices:#,0} devices at once")} | {figures.PerSecond:#,0} | {figures.At(0.5):0.0} | {figures.At(0.99):0.0} |");
            Say($"  {devices} devices: {figures.PerSecond:0}/s");
        }
    }

    static async Task<double> InsertAloneAsync(Database database, int rowsPerCommit, int rows)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < rows; i++)
        {
            if (i % rowsPerCommit == 0) await connection.RunAsync("begin");
            await connection.RunAsync(
                """
                insert into edge_anomalies (source_type, description, site_id, pump_id, sensor_id, timestamp, log_value, additional_context, metadata, status, state, token_id, idempotency_key, body_digest, created_at)
                values ('log', 'Flow exceeded 15.0% (threshold: 10.0%)', @site, @pump, 101, @at, 575.0, @context, @context, 'Warning', 'open', 1, @key, @digest, @at)
                """,
                ("site", i % 100L), ("pump", i % 1000L), ("at", database.ToColumn(MillionAnomalies.Time(i))), ("context", new string('c', 150)), ("key", $"{rowsPerCommit}-{i}"), ("digest", new byte[32]));
            if (i % rowsPerCommit == rowsPerCommit - 1) await connection.RunAsync("commit");
        }
        return rows / clock.Elapsed.TotalSeconds;
    }

    async Task QueryAsync(string store, string place)
    {
        Say($"a million anomalies: {store}");
        await using (var database = Place.Open(place)) await MillionAnomalies.FillAsync(database);
        var all = await PrepareAsync(place);
        var several = await PrepareAsync(place, 1, 2, 3, 4, 5);
        using var server = await ServerAsync(place);
        foreach (var question in Question.All(all, several))
        {
            using var client = new HttpClient { BaseAddress = server.Url };
            await question.AskAsync(client, 5);
            var (latencies, wrong) = await question.AskAsync(client, question.IsDeep ? 50 : 300);
            var asked = question.IsDeep ? "p99 below 100 ms" : "p99 below 20 ms";
            _page.AppendLine($"| {store} | {question.Words} | {latencies.Milliseconds.Length} | {wrong} | {latencies.At(0.5):0.0} | {latencies.At(0.99):0.0} | {asked} |");
            Say($"  {question.Words}: p99 {latencies.At(0.99):0.0} ms");
        }
    }

    /// <returns>A token of the store, good for these sites, or all.</returns>
    static async Task<string> PrepareAsync(string place, params long[] sites)
    {
        await using var database = Place.Open(place);
        await database.MigrateAsync();
        var (text, handle, hash) = TokenText.Create();
        await new TokenTable(database).AddAsync(new AccessToken
        {
            Handle = handle,
            Hash = hash,
            Name = handle,
            Scopes = Scopes.Admin,
            Sites = sites,
            RequestsPerHour = 1_000_000_000,
            CreatedAt = DateTime.UtcNow,
        });
        return text;
    }

    Task<ServerUnderLoad> ServerAsync(string place) => ServerUnderLoad.StartAsync([Path.Combine(root, "plumb"), "serve", "--port", "0", .. Place.Options(place)]);

    static void Say(string what) => Console.Error.WriteLine(what);
}
