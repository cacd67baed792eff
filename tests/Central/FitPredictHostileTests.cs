using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Central.Storage;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>Ten thousand bodies or queries for each route of the series service, from a seed, of which hardly any is what the route wants.</summary>
[Collection(nameof(Alone))]
public sealed class FitPredictHostileTests
{
    const int Requests = 10_000;
    const string Points = """{"timestamps":[1609459200,1609459260,1609459320],"values":[23.5,24.1,23.8],"threshold":3.0,"detector":"ewma","parameters":{"weight":0.5},"direction":"up","min_deviation":0.5,"allow_constant":true,"bounds":true}""";
    const string Reading = """{"timestamp":"1609459500","value":25.5}""";

    static readonly string[] Names =
        ["timestamps", "values", "timestamp", "value", "threshold", "detector", "parameters", "direction", "min_deviation", "allow_constant", "bounds", "series_id", "__proto__", "", "Values", "\\ud800", "\\u0076alue", "val\\u0000ue"];

    static readonly string[] Values =
    [
        "\"1609459500\"", "\"2021-01-01T00:05:00Z\"", "\"2021-02-30T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01\"", "null", "true", "[]", "{}", "0", "-1", "-0", "-0.0", "1.0", "1e999", "-1e999", "1e-999", "1e150", "1.1e150",
        "1.7976931348623157e308", "5e-324", "9223372036854775808", "253402300799", "253402300800", "00", "NaN", "Infinity", "-Infinity", "'x'", "[1,2,3]", "[1.5,2,3]", "[3,2,1]", "[1,1,1]", "[[1]]", "[1,null,3]", "[1,\"2\",3]", "[1e308,-1e308,1e308]",
        "[1e150,-1e150,1e150]", "[5e-324,0,5e-324]", "[0,1,253402300799]", "[1,2,3,4,5,6,7,8,9]", "{\"threshold\":1e999}", "{\"weight\":0}", "{\"a\":{\"b\":[{\"c\":null}]}}", "{\"threshold\":3,\"threshold\":4}", "\"both\"", "\"up\"", "\"three_sigma\"",
        "\"cusum\"", "\"\\ud800\"", "\"\\u0000\"", "\"'; drop table series_models; --\"", "\"<script>alert(1)</script>\"", "\"../../etc/passwd\"", "\"%s%n$(id)`id`\"",
    ];

    static readonly string[] BodyRoutes = ["/fit/s", "/predict/s", "/predict/s/batch"];
    static readonly string[] AddressRoutes = ["GET /plot", "GET /models", "GET /dashboard", "GET /detectors", "GET /healthcheck", "POST /predict/s", "POST /fit/", "DELETE /models/", "DELETE /models/s/"];

    public static MatrixTheoryData<string, string> Bodies => new(BodyRoutes, TestStore.Kinds.Select(kind => kind.Data));

    public static MatrixTheoryData<string, string> Addresses => new(AddressRoutes, TestStore.Kinds.Select(kind => kind.Data));

    [Theory, MemberData(nameof(Bodies))]
    public async Task Bodies_never_break_the_server_nor_leave_a_number_that_is_none(string route, string store)
    {
        await using var server = await TestServer.StartAsync(store);
        await ShouldTakeAsync(server);
        var random = new Random(20241118 + route.Length);
        var good = route == "/predict/s" ? Reading : Points;

        var answered = await AskAsync(server, Enumerable.Range(0, Requests).Select(_ => new Request("POST", route, Body(random, good))));

        answered.Keys.ShouldBeSubsetOf([200, 413, 422]);
        answered[200].ShouldBeGreaterThan(100, "the bodies are neither all good nor all bad");
        answered[422].ShouldBeGreaterThan(Requests / 2);
        await ShouldTakeAsync(server);
        await ShouldHoldFiniteNumbersAsync(server, store);
    }

    [Theory, MemberData(nameof(Addresses))]
    public async Task Addresses_and_queries_never_break_the_server(string route, string store)
    {
        await using var server = await TestServer.StartAsync(store);
        await ShouldTakeAsync(server);
        var random = new Random(20241119 + route.Length);

        var answered = await AskAsync(server, Enumerable.Range(0, Requests).Select(i => Ask(route, i, random)));

        answered.Keys.ShouldBeSubsetOf([200, 400, 404, 405, 422]);
        answered[200].ShouldBeGreaterThan(Requests / 1000, "not all of them are bad");
        // These two take no parameter that could be wrong.
        if (route is not ("GET /detectors" or "GET /healthcheck")) answered[422].ShouldBeGreaterThan(Requests / 10);
        await ShouldTakeAsync(server);
        await ShouldHoldFiniteNumbersAsync(server, store);
    }

    static Request Ask(string route, int i, Random random)
    {
        var (method, path) = route.Split(' ') is [var first, var second] ? (first, second) : throw new ArgumentException("method and path are wanted", nameof(route));
        return route switch
        {
            "POST /fit/" => new(method, path + Escaped(random), Encoding.UTF8.GetBytes(Points)),
            "POST /predict/s" => new(method, path + Query(random), Encoding.UTF8.GetBytes(Reading)),
            // So that there is something to delete.
            "DELETE /models/" or "DELETE /models/s/" when i % 50 == 0 => new("POST", "/fit/s", Encoding.UTF8.GetBytes(Points)),
            "DELETE /models/" or "DELETE /models/s/" => new(method, path + (i % 50 == 25 ? path.EndsWith("s/", StringComparison.Ordinal) ? $"v{i / 50 + 2}" : "s" : Escaped(random)), Body: null),
            // A whole page is long.
            "GET /dashboard" => new(method, path + (i % 20 == 0 ? Query(random) : $"?series_id={Escaped(random)}&version={Escaped(random)}"), Body: null),
            "GET /detectors" or "GET /healthcheck" => new(method, path + Query(random), i % 2 == 0 ? null : Body(random, Points)),
            _ => new(method, path + Query(random), Body: null),
        };
    }

    /// <summary>Sixteen at a time, as many clients do.</summary>
    /// <returns>How many answers of each status there were.</returns>
    static async Task<Dictionary<int, int>> AskAsync(TestServer server, IEnumerable<Request> requests)
    {
        var all = requests.ToList();
        var answered = new ConcurrentDictionary<int, int>();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (request, _) =>
        {
            using var content = request.Body is null ? null : new ByteArrayContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            var answer = await server.SendAsync(HttpMethod.Parse(request.Method), request.Path, token: null, content);
            answered.AddOrUpdate((int)answer.Status, 1, (_, count) => count + 1);
            if ((int)answer.Status >= 500) throw new InvalidOperationException($"{request.Method} {request.Path} {(request.Body is null ? "" : Encoding.Latin1.GetString(request.Body))}: {answer.Text} {string.Join('\n', server.Log.Lines.Where(line => line.StartsWith("Error", StringComparison.Ordinal)))}");
        });
        // All that is logged is kept, for the tests to look into.
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(64 << 20);
        return new(answered);
    }

    static async Task ShouldTakeAsync(TestServer server)
    {
        var path = "/fit/s";
        foreach (var body in new[] { Points, Reading })
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            (await server.SendAsync(HttpMethod.Post, path, token: null, content)).Status.ShouldBe(HttpStatusCode.OK);
            path = "/predict/s";
        }
    }

    static async Task ShouldHoldFiniteNumbersAsync(TestServer server, string store)
    {
        var stored = await server.Database.ReadAsync(
            connection => connection.ListAsync(
                row => (Id: row.GetString(0), State: row.GetFieldValue<byte[]>(1), Values: row.GetFieldValue<byte[]>(2)),
                """select m.series_id, m.state, t."values" from series_models m join series_training t on t.series_id = m.series_id and t.version = m.version"""),
            default);
        foreach (var (id, state, values) in stored)
        {
            id.ShouldMatch("^[A-Za-z0-9_.:-]{1,128}$");
            JsonNode.Parse(state)!["numbers"]!.AsObject().SelectMany(numbers => numbers.Value!.AsArray()).ShouldAllBe(number => double.IsFinite((double)number!));
            foreach (var value in MemoryMarshal.Cast<byte, double>(values)) double.IsFinite(value).ShouldBeTrue();
        }
        // SQLite has no NaN: it would be null, which the column of values refuses.
        var wrong = store == "postgres" ? "value in ('NaN', 'Infinity', '-Infinity') or score in ('NaN', 'Infinity', '-Infinity')" : "abs(value) > 1.8e308 or abs(score) > 1.8e308";
        (await server.Database.ReadAsync(connection => connection.OneAsync($"select count(*) from series_anomalies where {wrong}"), default)).ShouldBe(0L);
        if (store == "sqlite") (await server.Database.ReadAsync(connection => connection.OneAsync("pragma integrity_check"), default)).ShouldBe("ok");
    }

    static byte[] Body(Random random, string good) => random.Next(10) switch
    {
        0 => Noise(random),
        1 or 2 => Damaged(Encoding.UTF8.GetBytes(good), random),
        3 => Encoding.UTF8.GetBytes($"{{\"timestamps\":{Nested(random.Next(1, 200))}"),
        4 => Encoding.UTF8.GetBytes(good[..random.Next(good.Length)]),
        5 => Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]),
        6 => random.Next(100) == 0 ? Encoding.UTF8.GetBytes(new string(' ', 100_000) + good) : Encoding.UTF8.GetBytes(good[..^1] + "," + Fields(random)),
        _ => Encoding.UTF8.GetBytes("{" + Fields(random)),
    };

    static string Fields(Random random) => string.Join(',', Enumerable.Range(0, random.Next(1, 6)).Select(_ => $"\"{Names[random.Next(Names.Length)]}\":{Values[random.Next(Values.Length)]}")) + "}";

    static string Nested(int depth) => string.Concat(Enumerable.Repeat("[{\"a\":", depth)) + "1" + string.Concat(Enumerable.Repeat("}]", depth)) + "}";

    static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return bytes;
    }

    static byte[] Damaged(byte[] text, Random random)
    {
        for (var i = random.Next(1, 5); i > 0; i--) text[random.Next(text.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"0123456789.-eE{}[]\",: "[random.Next(22)];
        return text;
    }

    static string Query(Random random)
    {
        string[] names = ["series_id", "version", "skip", "take", "series_id", "x", ""];
        return "?" + string.Join('&', Enumerable.Range(0, random.Next(4)).Select(_ => names[random.Next(names.Length)] + "=" + (random.Next(3) == 0 ? "s" : Escaped(random))));
    }

    static string Escaped(Random random)
    {
        string[] known = ["s", "v1", "v2", "v0", "v99999999999999999999", "-1", "0", "1000", "99999999999", "%00", "%FF%FE", "..", ".", "%2e%2e", "%2F", "a%20b", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "';drop%20table%20series_models;--", "%F0%9F%98%80", new string('a', 129), new string('a', 4000)];
        return random.Next(2) == 0 ? known[random.Next(known.Length)] : string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => $"%{random.Next(256):X2}"));
    }

    sealed record Request(string Method, string Path, byte[]? Body);
}

/// <summary>Tests that measure the memory of the process, beside which no other runs.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
