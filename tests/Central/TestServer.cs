using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Plumbline.Central.Storage;
using Plumbline.Central.Tokens;
using Plumbline.Stores;

namespace Plumbline.Central.Tests;

/// <summary>A server on a free port with an empty store, and clients for it.</summary>
sealed class TestServer : IAsyncDisposable
{
    public const string Anomalies = "/api/v1/edge/anomalies";

    readonly TestStore _store;
    readonly Database? _ownDatabase;
    readonly CentralServer _server;
    readonly HttpClient _client;

    TestServer(TestStore store, Database? ownDatabase, CentralServer server, SetClock clock, LogLines log)
    {
        _store = store;
        _ownDatabase = ownDatabase;
        _server = server;
        Clock = clock;
        Log = log;
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{new Uri(server.Url).Port}") };
    }

    public int Port => new Uri(_server.Url).Port;

    public SetClock Clock { get; }

    public LogLines Log { get; }

    public Database Database => _store.Database;

    /// <summary>Where its PostgreSQL server listens.</summary>
    public int DatabasePort => _store.Port;

    public IReadOnlyList<RouteEndpoint> Routes => _server.Routes;

    public static async Task<TestServer> StartAsync(string kind = "sqlite", CentralOptions? options = null, string? folder = null) =>
        await StartOnAsync(folder is null ? await TestStore.CreateAsync(kind) : await TestStore.CreateInAsync(folder), options);

    /// <param name="store">The server's from now on.</param>
    public static async Task<TestServer> StartOnAsync(TestStore store, CentralOptions? options = null)
    {
        var clock = new SetClock();
        var log = new LogLines();
        var server = CentralServer.Create((options ?? new CentralOptions()) with { Port = 0, Clock = clock }, store.Database, logging => logging.ClearProviders().AddProvider(log));
        await server.StartAsync(default);
        return new TestServer(store, ownDatabase: null, server, clock, log);
    }

    /// <summary>Another server on the same store, as another process would be. Disposed of before the first.</summary>
    /// <param name="over">A relay to the database in place of the database itself.</param>
    public static async Task<TestServer> BesideAsync(TestServer first, Relay? over = null)
    {
        var database = over is null ? first._store.Open() : first._store.OpenOver(over.Port, over.Name);
        var log = new LogLines();
        var server = CentralServer.Create(new CentralOptions { Port = 0, Clock = first.Clock }, database, logging => logging.ClearProviders().AddProvider(log));
        await server.StartAsync(default);
        return new TestServer(first._store, database, server, first.Clock, log);
    }

    public IReadOnlyList<string> Urls => _server.Urls;

    public Task<string> TokenAsync(Scopes scopes, params long[] sites) => LimitedTokenAsync(1_000_000_000, scopes, sites);

    public async Task<string> LimitedTokenAsync(int requestsPerHour, Scopes scopes, params long[] sites)
    {
        var (text, handle, hash) = TokenText.Create();
        await new TokenTable(Database).AddAsync(new AccessToken
        {
            Handle = handle,
            Hash = hash,
            Name = "token-" + handle,
            Scopes = scopes,
            Sites = sites,
            RequestsPerHour = requestsPerHour,
            CreatedAt = Clock.Now(),
            ExpiresAt = Clock.Now().AddDays(365),
        });
        return text;
    }

    public Task RevokeAsync(string token) => new TokenTable(Database).RevokeAsync("token-" + token[6..18], Clock.Now());

    public Task<Answer> GetAsync(string path, string? token = null, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, token, content: null, headers: headers);

    public Task<Answer> PostAsync(string body, string? token, string? key = null) => SendAsync(HttpMethod.Post, Anomalies, token, Json(body), key);

    public Task<Answer> PatchAsync(long id, string body, string? token) => SendAsync(HttpMethod.Patch, $"{Anomalies}/{id}", token, Json(body));

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? token, HttpContent? content, string? key = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _client.SendAsync(request);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType, response.Headers);
    }

    /// <summary>How many anomalies the store holds.</summary>
    public Task<long> StoredAsync() => Database.ReadAsync(async connection => (long)(await connection.OneAsync("select count(*) from edge_anomalies"))!, default);

    /// <summary>Returns once so many predictions, those of others included, were answered without the store.</summary>
    public async Task UntilFromMemoryAsync(Func<Task> predict, int predictions = 20)
    {
        while (true)
        {
            var before = await CacheAsync();
            for (var i = 0; i < predictions; i++) await predict();
            var after = await CacheAsync();
            if (after.Hits >= before.Hits + predictions && after.Misses == before.Misses) return;
        }
    }

    public Task StopAsync() => _server.StopAsync(default);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        if (_ownDatabase is { } own) await own.DisposeAsync();
        else await _store.DisposeAsync();
    }

    async Task<(long Hits, long Misses)> CacheAsync()
    {
        var lines = (await GetAsync("/metrics")).Text.Split('\n');
        return (Number("plumbline_model_cache_hits_total "), Number("plumbline_model_cache_misses_total "));

        long Number(string name) => long.Parse(lines.Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..]);
    }

    static ByteArrayContent Json(string body) => new(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}

sealed record Answer(HttpStatusCode Status, string Text, string? Type, HttpResponseHeaders Headers)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    public IEnumerable<string> WrongFields => Body["errors"]?.AsObject().Select(error => error.Key) ?? [];
}

sealed class SetClock : TimeProvider
{
    public DateTimeOffset Time { get; set; } = new(2024, 11, 18, 14, 32, 5, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Time;

    public override long GetTimestamp() => Time.UtcTicks;
}

/// <summary>All that is logged, exceptions included.</summary>
sealed class LogLines : ILoggerProvider, ILogger
{
    readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyList<string> Lines => [.. _lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
