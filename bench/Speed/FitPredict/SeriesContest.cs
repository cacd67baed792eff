using System.Diagnostics;
using System.Globalization;
using System.Text;
using Plumbline.Bench.Speed.Load;
using Plumbline.Stores;

namespace Plumbline.Bench.Speed.FitPredict;

/// <summary>The fit/predict service under load: beside an answer that costs nothing, beside FastAPI, with many models, in batches, and fitting.</summary>
sealed class SeriesContest(string root)
{
    const int Connections = 32;
    const int Rounds = 4;
    const int SecondsEach = 3;
    const int FewSeries = 100;
    const int ManySeries = 100_000;
    const double AnomaliesPercent = 1;

    readonly string _work = Directory.CreateTempSubdirectory("plumbline-series-").FullName;
    readonly StringBuilder _page = new();

    public async Task<string> RunAsync()
    {
        try
        {
            using var postgres = await PostgresCluster.StartAsync(isDurable: true);
            await PredictAsync(postgres);
            await ManyModelsAsync(postgres);
            await ScoringAsync();
            await BodiesAsync(postgres);
        }
        finally
        {
            Directory.Delete(_work, recursive: true);
        }
        return _page.ToString();
    }

    async Task PredictAsync(PostgresCluster postgres)
    {
        Say("predict: starting servers");
        using var ours = await PlumbAsync(Folder("plumb"));
        await FitAsync(ours, FewSeries);
        using var beside = await ServerUnderLoad.StartAsync([Environment.ProcessPath!, "serve", Folder("beside")]);
        await FitAsync(beside, FewSeries);
        using var peers = await Peers.StartAsync(Path.Combine(root, "bench", "peers"));
        Lane constant = new("a constant, in the same server", Wrk(beside.Url, "constant", FewSeries));
        Lane predict = new("predict, in the same server", Wrk(beside.Url, "predict", FewSeries));
        Lane plumb = new("predict, `plumb serve`", Wrk(ours.Url, "predict", FewSeries));
        Lane memory = new("FastAPI from memory, stores nothing", Wrk(await peers.ServeAsync("predict_memory", ("SERIES", $"{FewSeries}")), "predict", FewSeries));
        Lane anomalies = await PeerAsync("FastAPI, Redis, PostgreSQL (asyncpg), stores anomalies", "predict_async", "anomalies");
        Lane all = await PeerAsync("FastAPI, Redis, PostgreSQL (asyncpg), stores every prediction", "predict_async", "all");
        Lane threads = await PeerAsync("FastAPI, Redis, PostgreSQL (psycopg2), stores every prediction", "predict_threads", "all");
        Lane[] lanes = [constant, predict, plumb, memory, anomalies, all, threads];
        foreach (var lane in lanes) await lane.WarmUpAsync();
        for (var round = 0; round < Rounds; round++)
        {
            Say($"predict: round {round + 1} of {Rounds}");
            foreach (var lane in lanes) await lane.RunAsync();
        }

        _page.AppendLine($"## One prediction a request ({Connections} connections, {FewSeries} series, {AnomaliesPercent} % anomalies)\n");
        _page.AppendLine($"wrk and the server share the {Environment.ProcessorCount} cores, on loopback; in turn, {Rounds} rounds of {SecondsEach} s. Every server has a worker for each core. Ours counts every prediction and stores anomalies.\n");
        _page.AppendLine("| | requests/s | p50, ms | p99, ms | errors | ratio | asked |\n|---|---:|---:|---:|---:|---:|---|");
        Row(constant, "", "");
        Row(predict, $"{Percent(predict.Over(constant))} of the constant", "at least 70 %");
        Row(plumb, "", "p99 below 5 ms, no error");
        Row(memory, $"`plumb serve` {Times(plumb.Over(memory))}", "at least 4×");
        foreach (var peer in (Lane[])[anomalies, all, threads]) Row(peer, $"`plumb serve` {Times(plumb.Over(peer))}", "at least 100×");
        _page.AppendLine();

        async Task<Lane> PeerAsync(string name, string program, string keep)
        {
            var url = await peers.ServeAsync(program, await peers.StoresAsync(postgres, $"{program}_{keep}", keep));
            using var client = new HttpClient { BaseAddress = url };
            for (var i = 1; i <= FewSeries; i++) (await client.PostAsync($"/fit/series-{i}", PointsBody.Of(1000))).EnsureSuccessStatusCode();
            return new Lane(name, Wrk(url, "predict", FewSeries));
        }
    }

    async Task ManyModelsAsync(PostgresCluster postgres)
    {
        Say($"{ManySeries} models");
        _page.AppendLine("## Models in memory\n\n| store | models | bytes a model | cold: look-ups of the store | cold: round trips | cold, µs | look-up in memory, ns |\n|---|---:|---:|---:|---:|---:|---:|");
        var many = Folder("many");
        var lookUpNs = 0.0;
        foreach (var (models, place, store) in new[] { (1_000, Folder("some"), "SQLite"), (10_000, Folder("more"), "SQLite"), (ManySeries, many, "SQLite"), (2_000, await postgres.CreateAsync("cold"), "PostgreSQL 15") })
        {
            var figures = await Self("models", place, $"{models}").RunAsync(default);
            var trips = figures.TryGetValue("round_trips_per_cold_model", out var counted) ? $"{counted:0.000}" : "";
            _page.AppendLine($"| {store} | {models:#,0} | {figures["bytes_per_model"]:0} | {figures["reads_per_cold_model"]:0.000} | {trips} | {figures["cold_us"]:0.0} | {figures["look_up_ns"]:0} |");
            if (models == ManySeries) lookUpNs = figures["look_up_ns"];
        }

        using var server = await PlumbAsync(many);
        var before = server.Process.Megabytes;
        var cold = Stopwatch.StartNew();
        await Parallel.ForEachAsync(Enumerable.Range(1, ManySeries), new ParallelOptions { MaxDegreeOfParallelism = Connections }, async (number, cancel) =>
        {
            using var reading = new StringContent("""{"timestamp":"1609459500","value":20}""", Encoding.UTF8, "application/json");
            using var answer = await server.Client.PostAsync($"/predict/series-{number}", reading, cancel);
            answer.EnsureSuccessStatusCode();
        });
        cold.Stop();
        var (misses, reads) = (await server.MetricAsync("plumbline_model_cache_misses_total"), await server.MetricAsync("plumbline_store_duration_seconds_count{operation=\"read\"}"));
        Lane hot = new("", Wrk(server.Url, "predict", ManySeries));
        await hot.WarmUpAsync();
        for (var round = 0; round < Rounds; round++) await hot.RunAsync();
        _page.AppendLine($"\n`plumb serve` with {ManySeries:#,0} models in memory, all of them asked in turn: **{hot.PerSecond.Median:#,0} requests/s**, p99 {hot.Median("p99_ms"):0.00} ms, {hot.Errors} errors; {server.Process.Megabytes:0} MB resident ({before:0} MB before the first). "
            + $"The first prediction of each, while none was in memory: {ManySeries / cold.Elapsed.TotalSeconds:#,0} requests/s of one client; {misses:#,0} predictions without a model in memory, {reads:#,0} reads of the store.\n");

        using var peers = await Peers.StartAsync(Path.Combine(root, "bench", "peers"));
        var lone = await RedisAsync(peers, "-c", "1", "-n", "100000");
        var many32 = await RedisAsync(peers, "-c", $"{Connections}", "-n", "400000");
        var piped = await RedisAsync(peers, "-c", $"{Connections}", "-P", "16", "-n", "2000000");
        _page.AppendLine("| one look-up among 100,000 | ns | ratio |\n|---|---:|---:|");
        _page.AppendLine($"| the model cache, one thread | {lookUpNs:0} | |");
        foreach (var (name, perSecond) in new[] { ("Redis GET over loopback, one connection (redis-benchmark)", lone), ($"Redis GET, {Connections} connections", many32), ($"Redis GET, {Connections} connections, 16 at a time", piped) })
            _page.AppendLine($"| {name} | {1e9 / perSecond:0} | {1e9 / perSecond / lookUpNs:0}× |");
        _page.AppendLine();
    }

    /// <returns>GETs a second, by Redis' own load generator.</returns>
    static async Task<double> RedisAsync(Peers peers, params string[] how)
    {
        string[] common = ["-h", "127.0.0.1", "-p", $"{peers.RedisPort}", "-r", $"{ManySeries}", "-d", "200", "--csv"];
        await PrintedAsync("redis-benchmark", [.. common, "-t", "set", "-P", "16", "-n", $"{5 * ManySeries}"]);
        var line = (await PrintedAsync("redis-benchmark", [.. common, "-t", "get", .. how])).Split('\n').Last(line => line.StartsWith("\"GET\"", StringComparison.Ordinal));
        return double.Parse(line.Split(',')[1].Trim('"'), CultureInfo.InvariantCulture);
    }

    async Task ScoringAsync()
    {
        Say("the engine alone");
        var figures = await Self("scoring").RunAsync(default);
        _page.AppendLine("## The scoring engine alone, one thread, millions of points a second\n\n| detector | 100,000 at once | one by one | asked |\n|---|---:|---:|---|");
        foreach (var name in figures.Keys.Where(key => key.EndsWith("_batch", StringComparison.Ordinal)).Select(key => key[..^"_batch".Length]))
            _page.AppendLine($"| {name} | {figures[name + "_batch"] / 1e6:0} | {figures[name + "_single"] / 1e6:0} | {(name == "three_sigma" ? "at least 20" : "")} |");
        _page.AppendLine();
    }

    async Task BodiesAsync(PostgresCluster postgres)
    {
        Say("batches and fits");
        _page.AppendLine("## Batches over HTTP (`/predict/SERIES/batch`, compact arrays, three_sigma)\n\n| points a request | points/s | points/s per core of the server | asked |\n|---:|---:|---:|---|");
        using (var server = await PlumbAsync(Folder("batch")))
        {
            await FitAsync(server, 1);
            foreach (var points in new[] { 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000 })
            {
                var (wall, cpu) = await BatchAsync(server, points);
                _page.AppendLine($"| {points:#,0} | {points / wall:#,0} | {points / cpu:#,0} | {(points >= 100_000 ? "at least 1,000,000" : "")} |");
            }
        }

        _page.AppendLine("\n## A fit over HTTP, from the first byte sent to the stored version\n\n| store | points | seconds | CPU seconds of the server | peak memory, MB | asked |\n|---|---:|---:|---:|---:|---|");
        foreach (var (store, place) in new[] { ("SQLite", Folder("fit")), ("PostgreSQL 15", await postgres.CreateAsync("fit")) })
        {
            foreach (var points in new[] { 1_000, 10_000, 100_000, 1_000_000 })
            {
                using var server = await PlumbAsync(place);
                var times = await FitAsync(server, points, fits: points >= 1_000_000 ? 7 : 40);
                _page.AppendLine($"| {store} | {points:#,0} | {times.WallS:0.000} | {times.CpuS:0.000} | {server.Process.PeakMegabytes:0} | {(points == 1_000_000 ? "below 1 s" : "")} |");
            }
        }
        _page.AppendLine("\nThe median of several; the first of each server left out. Bodies of a sensor a minute: whole seconds, values with three decimals.\n");
    }

    static async Task<(double WallS, double CpuS)> FitAsync(ServerUnderLoad server, int points, int fits)
    {
        using var body = PointsBody.Of(points);
        var walls = new List<double>();
        var cpu = 0.0;
        for (var i = 0; i <= fits; i++)
        {
            if (i == 1) cpu = await server.MetricAsync("process_cpu_seconds_total");
            var start = Stopwatch.GetTimestamp();
            (await server.Client.PostAsync("/fit/long", body)).EnsureSuccessStatusCode();
            if (i > 0) walls.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return (Spread.Of(walls).Median, (await server.MetricAsync("process_cpu_seconds_total") - cpu) / fits);
    }

    static async Task<(double WallS, double CpuS)> BatchAsync(ServerUnderLoad server, int points)
    {
        using var body = PointsBody.Of(points);
        var requests = Math.Clamp(3_000_000 / points, 3, 3_000);
        await RunAsync(Math.Max(2, requests / 4));
        var cpu = await server.MetricAsync("process_cpu_seconds_total");
        var start = Stopwatch.GetTimestamp();
        await RunAsync(requests);
        var wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return (wall / requests, (await server.MetricAsync("process_cpu_seconds_total") - cpu) / requests);

        async Task RunAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                using var answer = await server.Client.PostAsync("/predict/series-1/batch", body);
                answer.EnsureSuccessStatusCode();
            }
        }
    }

    static async Task FitAsync(ServerUnderLoad server, int series)
    {
        using var body = PointsBody.Of(1000);
        for (var i = 1; i <= series; i++) (await server.Client.PostAsync($"/fit/series-{i}", body)).EnsureSuccessStatusCode();
    }

    Contestant Wrk(Uri server, string route, int series) =>
        new("wrk", "-t", $"{Environment.ProcessorCount}", "-c", $"{Connections}", "-d", $"{SecondsEach}s", "-s", Path.Combine(root, "bench", "peers", "predict.lua"), server.ToString().TrimEnd('/'), "--", route, $"{series}", AnomaliesPercent.ToString(CultureInfo.InvariantCulture));

    Task<ServerUnderLoad> PlumbAsync(string place) => ServerUnderLoad.StartAsync([Path.Combine(root, "plumb"), "serve", "--port", "0", .. Place.Options(place)]);

    static Contestant Self(params string[] arguments) => new(Environment.ProcessPath!, arguments);

    string Folder(string name) => Directory.CreateDirectory(Path.Combine(_work, name)).FullName;

    void Row(Lane lane, string ratio, string asked) =>
        _page.AppendLine($"| {lane.Name} | {lane.PerSecond.Median:#,0} | {lane.Median("p50_ms"):0.00} | {lane.Median("p99_ms"):0.00} | {lane.Errors} | {ratio} | {asked} |");

    static string Percent(Spread ratio) => $"{ratio.Median * 100:0} % ({ratio.Low * 100:0}–{ratio.High * 100:0})";

    static string Times(Spread ratio) => $"{ratio.Median:0.0}× ({ratio.Low:0.0}–{ratio.High:0.0})";

    static async Task<string> PrintedAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? printed : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    static void Say(string what) => Console.Error.WriteLine(what);
}
