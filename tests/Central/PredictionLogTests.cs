using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Plumbline.Central.FitPredict;
using Plumbline.Central.Storage;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>What is written of predictions behind the answers.</summary>
public sealed class PredictionLogTests
{
    static readonly DateTime Noon = new(2024, 11, 18, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<string> Kinds => TestStore.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task All_anomalies_of_a_large_batch_are_kept(string kind)
    {
        const int Anomalies = 60_000;
        await using var store = await TestStore.CreateAsync(kind);
        var log = new PredictionLog(new SeriesModelTable(store.Database), TimeProvider.System);

        log.Count(Anomalies);
        for (var row = 0; row < Anomalies; row++) log.Keep(new Detection("s", 1, Noon.AddSeconds(row), row, row % 2 == 0 ? 1.5 : null, Noon));
        await log.WriteAsync();

        (log.Dropped, log.Uncounted).ShouldBe((0, 0));
        (await store.Database.ReadAsync(connection => connection.ListAsync(row => (row.GetInt64(0), row.GetInt64(1), Convert.ToDouble(row.GetValue(2))), "select count(*), count(score), sum(value) from series_anomalies"), default))
            .ShouldBe([(Anomalies, Anomalies / 2, Anomalies / 2.0 * (Anomalies - 1))]);
        (await new SeriesModelTable(store.Database).DetectionsAsync("s", 1, default)).ShouldBe([new Detection("s", 1, Noon.AddSeconds(Anomalies - 1), Anomalies - 1, null, Noon)]);
    }

    [Fact]
    public async Task What_is_too_much_for_a_store_that_is_away_is_counted_and_one_batch_never_is()
    {
        await using var store = await TestStore.CreateAsync("sqlite");
        var log = new PredictionLog(new SeriesModelTable(store.Database), TimeProvider.System);

        for (var row = 0; row < SeriesBody.MostPoints; row++) log.Keep(new Detection("s", 1, Noon, row, 2, Noon));
        log.Dropped.ShouldBe(0);
        for (var row = 0; row < 30_000; row++) log.Keep(new Detection("s", 1, Noon, row, 2, Noon));
        log.Dropped.ShouldBe(10_000);
    }

    [Fact]
    public async Task It_outlives_whatever_the_store_throws()
    {
        using var store = new FailingStore();
        using var log = new PredictionLog(store, TimeProvider.System);
        log.Keep(new Detection("s", 1, Noon, 1, 2, Noon));

        await log.StartAsync(default);
        for (var attempt = 0; attempt < 2; attempt++) (await store.Attempts.WaitAsync(TimeSpan.FromMinutes(1))).ShouldBeTrue("it goes on trying");

        log.ExecuteTask!.IsCompleted.ShouldBeFalse();
        await log.StopAsync(default);
        (log.Failures, log.Dropped).ShouldBe((store.Asked, 0));
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_server_that_stops_has_kept_the_anomalies_of_its_last_batch(string kind)
    {
        const int Points = 30_000;
        await using var store = await TestStore.CreateAsync(kind);
        await using (var database = store.Open())
        await using (var server = CentralServer.Create(new CentralOptions { Port = 0 }, database, logging => logging.ClearProviders()))
        {
            await server.StartAsync(default);
            using var client = new HttpClient { BaseAddress = new Uri(server.Url) };
            await PostAsync(client, "/fit/s", """{ "timestamps": [1, 2, 3], "values": [1, 2, 3] }""");
            var answer = await PostAsync(client, "/predict/s/batch", $$"""{ "timestamps": [{{string.Join(',', Enumerable.Range(1, Points))}}], "values": [{{string.Join(',', Enumerable.Repeat("1e6", Points))}}] }""");
            answer["anomalies"]!.AsArray().Count.ShouldBe(Points);
            await server.StopAsync(default);
        }
        (await store.Database.ReadAsync(connection => connection.OneAsync("select count(*) from series_anomalies"), default)).ShouldBe((long)Points);
    }

    static async Task<JsonNode> PostAsync(HttpClient client, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(path, content);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Fails to write, in a way that is no trouble of a database.</summary>
    sealed class FailingStore : ISeriesModelStore, IDisposable
    {
        public SemaphoreSlim Attempts { get; } = new(0);

        public int Asked { get; private set; }

        public Task RecordAsync(DateTime at, long predictions, IReadOnlyList<Detection> detections)
        {
            Asked++;
            Attempts.Release();
            throw new InvalidOperationException("not now");
        }

        public Task<long> AddAsync(NewModel model) => throw new NotSupportedException();

        public Task<StoredModel?> FindAsync(string seriesId, long? version, CancellationToken cancel) => throw new NotSupportedException();

        public Task<TrainingPoints?> TrainingAsync(string seriesId, long version, CancellationToken cancel) => throw new NotSupportedException();

        public Task<PageOfSeries> ListAsync(int skip, int take, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<long>> DeleteAsync(string seriesId, long? version) => throw new NotSupportedException();

        public Task<SeriesCounts> CountAsync(DateTime now, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<Detection>> DetectionsAsync(string? seriesId, int most, CancellationToken cancel) => throw new NotSupportedException();

        public void Dispose() => Attempts.Dispose();
    }
}
