using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Plumbline.Central.Storage;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>Two servers on one PostgreSQL: what was answered to whoever writes on one holds at once on the other, whatever happens to its word.</summary>
public sealed class FitPredictReplicaTests
{
    const string Reading = """{ "timestamp": 5, "value": 1 }""";

    [Theory]
    [InlineData("nothing", 10)]
    [InlineData("its listener is ended by the database", 10)]
    [InlineData("its connections are cut", 10)]
    [InlineData("the database stops answering its listener", 4)]
    [InlineData("nothing passes between it and the database", 4)]
    [InlineData("a third process dies", 6)]
    public async Task A_prediction_that_begins_after_a_fit_was_answered_is_by_that_version(string whatHappens, int rounds)
    {
        await using var writer = await TestServer.StartAsync("postgres");
        await using var relay = new Relay(writer.DatabasePort, "reader");
        await using var reader = await TestServer.BesideAsync(writer, relay);
        using var over = new CancellationTokenSource();
        var seen = new Answers();
        await FitAsync(writer, seen, 1);
        await UntilFromMemoryAsync(reader);
        var predicting = Enumerable.Range(0, 2).Select(_ => PredictUntilAsync(reader, seen, over.Token)).ToList();

        for (var round = 2; round <= rounds; round++)
        {
            var mend = await HarmAsync(whatHappens, writer, relay);
            await FitAsync(writer, seen, round);
            // The prediction of the contract: right after.
            await CheckAsync(reader, seen);
            await mend();
            await UntilFromMemoryAsync(reader);
        }
        await over.CancelAsync();
        await Task.WhenAll(predicting);

        (await PredictAsync(reader)).ShouldBe((rounds, false), "it goes back to answering from memory, by the last version");
        seen.Confirmed.ShouldBeGreaterThan(rounds);
        if (whatHappens.StartsWith("nothing passes", StringComparison.Ordinal)) seen.Unconfirmed.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task After_a_deletion_no_replica_answers_by_what_was_deleted_also_under_load()
    {
        await using var first = await TestServer.StartAsync("postgres");
        await using var second = await TestServer.BesideAsync(first);
        using var over = new CancellationTokenSource();
        var load = Enumerable.Range(0, 6).Select(i => LoadAsync(i % 2 == 0 ? first : second, $"load{i}", over.Token)).ToList();

        for (var round = 0; round < 40; round++)
        {
            var (writer, reader) = round % 2 == 0 ? (first, second) : (second, first);
            (await PostAsync(writer, "/fit/s", Points(round))).Status.ShouldBe(HttpStatusCode.OK);
            (await PostAsync(reader, "/predict/s", Reading)).Status.ShouldBe(HttpStatusCode.OK);
            (await PostAsync(reader, $"/predict/s?version=v{round + 1}", Reading)).Status.ShouldBe(HttpStatusCode.OK);
            (await writer.SendAsync(HttpMethod.Delete, round % 4 < 2 ? "/models/s" : $"/models/s/v{round + 1}", token: null, content: null)).Status.ShouldBe(HttpStatusCode.OK);
            (await PostAsync(reader, "/predict/s", Reading)).Status.ShouldBe(HttpStatusCode.NotFound);
            (await PostAsync(reader, $"/predict/s?version=v{round + 1}", Reading)).Status.ShouldBe(HttpStatusCode.NotFound);
        }
        await over.CancelAsync();
        (await Task.WhenAll(load)).Sum().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_process_that_is_no_more_is_waited_for_once()
    {
        await using var server = await TestServer.StartAsync("postgres");
        await UntilFromMemoryAsync(server, fit: true);
        var table = new ReplicaTable(server.Database);
        await using var connection = await server.Database.OpenAsync(default);
        await ReplicaTable.RegisterAsync(connection, "dead");
        (await table.ListAsync()).Replicas.Count.ShouldBe(2);

        (await PostAsync(server, "/fit/s", Points(1))).Status.ShouldBe(HttpStatusCode.OK);

        (await table.ListAsync()).Replicas.ShouldNotContain(replica => replica.Id == "dead");
        await server.StopAsync();
        (await table.ListAsync()).Replicas.ShouldBeEmpty();
    }

    [Fact]
    public async Task In_steady_state_no_prediction_asks_the_store()
    {
        await using var server = await TestServer.StartAsync("postgres");
        await using var other = await TestServer.BesideAsync(server);
        await UntilFromMemoryAsync(other, fit: true);

        await UntilFromMemoryAsync(other, predictions: 300);
    }

    /// <returns>What ends the harm.</returns>
    static async Task<Func<Task>> HarmAsync(string what, TestServer writer, Relay relay)
    {
        switch (what)
        {
            case "its listener is ended by the database":
                foreach (var process in await ListenersAsync(writer, relay)) await ScalarAsync(writer, $"select pg_terminate_backend({process})");
                break;
            case "its connections are cut":
                relay.Cut();
                break;
            case "the database stops answering its listener":
                var stopped = await ListenersAsync(writer, relay);
                foreach (var process in stopped) await SignalAsync("STOP", process);
                return async () =>
                {
                    foreach (var process in stopped) await SignalAsync("CONT", process);
                };
            case "nothing passes between it and the database":
                relay.Hold();
                return () =>
                {
                    relay.Release();
                    return Task.CompletedTask;
                };
            case "a third process dies":
                await ScalarAsync(writer, $"insert into series_replicas (id, renewals, seen) values ('{Guid.NewGuid():N}', 3, 0)");
                break;
        }
        return () => Task.CompletedTask;
    }

    static async Task PredictUntilAsync(TestServer reader, Answers seen, CancellationToken over)
    {
        while (!over.IsCancellationRequested) await CheckAsync(reader, seen);
    }

    static async Task CheckAsync(TestServer reader, Answers seen)
    {
        var answered = seen.Version;
        var (version, isUnconfirmed) = await PredictAsync(reader);
        seen.Count(isUnconfirmed);
        if (!isUnconfirmed) version.ShouldBeGreaterThanOrEqualTo(answered);
    }

    static async Task FitAsync(TestServer writer, Answers seen, int version)
    {
        var answer = await PostAsync(writer, "/fit/s", Points(version));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Body["model_version"]!.GetValue<string>().ShouldBe($"v{version}");
        seen.Version = version;
    }

    /// <returns>Version 0, unconfirmed, where the store was needed and could not be asked.</returns>
    static async Task<(long Version, bool IsUnconfirmed)> PredictAsync(TestServer reader)
    {
        var answer = await PostAsync(reader, "/predict/s", Reading);
        if (answer.Status == HttpStatusCode.ServiceUnavailable) return (0, true);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text + string.Join('\n', reader.Log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal))));
        return (long.Parse(answer.Body["model_version"]!.GetValue<string>()[1..]), answer.Headers.TryGetValues("Warning", out _));
    }

    static async Task UntilFromMemoryAsync(TestServer server, int predictions = 20, bool fit = false)
    {
        if (fit) (await PostAsync(server, "/fit/s", Points(1))).Status.ShouldBe(HttpStatusCode.OK);
        await server.UntilFromMemoryAsync(() => PredictAsync(server), predictions);
    }

    static async Task<long> LoadAsync(TestServer server, string series, CancellationToken over)
    {
        var done = 0L;
        for (; !over.IsCancellationRequested; done++)
        {
            (await PostAsync(server, $"/fit/{series}", Points(done))).Status.ShouldBe(HttpStatusCode.OK);
            for (var i = 0; i < 10; i++) (await PostAsync(server, $"/predict/{series}", Reading)).Status.ShouldBe(HttpStatusCode.OK);
        }
        return done;
    }

    static async Task<List<int>> ListenersAsync(TestServer writer, Relay relay)
    {
        await using var connection = await writer.Database.OpenAsync(default);
        return await connection.ListAsync(row => row.GetInt32(0), "select pid from pg_stat_activity where datname = current_database() and application_name = @name", ("name", relay.Name + " listener"));
    }

    static async Task ScalarAsync(TestServer writer, string sql)
    {
        await using var connection = await writer.Database.OpenAsync(default);
        await connection.OneAsync(sql);
    }

    static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process}"]);
        await kill.WaitForExitAsync();
        kill.ExitCode.ShouldBe(0);
    }

    static string Points(double level) => $$"""{ "timestamps": [1, 2, 3, 4], "values": [{{level}}, {{level + 1}}, {{level - 1}}, {{level}}] }""";

    static Task<Answer> PostAsync(TestServer server, string path, string body) =>
        server.SendAsync(HttpMethod.Post, path, token: null, new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")));

    sealed class Answers
    {
        long _version;
        long _confirmed;
        long _unconfirmed;

        /// <summary>The latest that whoever fits was told.</summary>
        public long Version
        {
            get => Interlocked.Read(ref _version);
            set => Interlocked.Exchange(ref _version, value);
        }

        public long Confirmed => Interlocked.Read(ref _confirmed);

        public long Unconfirmed => Interlocked.Read(ref _unconfirmed);

        public void Count(bool isUnconfirmed) => Interlocked.Increment(ref isUnconfirmed ? ref _unconfirmed : ref _confirmed);
    }
}
