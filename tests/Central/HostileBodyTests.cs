using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Plumbline.Central.Storage;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class HostileBodyTests
{
    const int Requests = 10_000;

    static readonly string[] Names = ["sourceType", "description", "siteId", "pumpId", "sensorId", "cameraId", "logId", "timestamp", "logValue", "additionalContext", "metadata", "__proto__", "", "siteID"];

    static readonly string[] Values =
    [
        "\"log\"", "\"vision\"", "\"x\"", "null", "true", "[]", "{}", "0", "-1", "1.0", "1e999", "-1e999", "1e-999", "9223372036854775808", "9007199254740991", "9007199254740992", "00", "NaN", "Infinity", "'x'",
        "\"'; drop table edge_anomalies; --\"", "\"<script>alert(1)</script>\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\ud83d\\ude00\"", "\"\\u00\"", "\"{\\\"status\\\":\\\"Warning\\\"}\"", "\"{\\\"a\\\":1e999}\"",
        "\"{\\\"a\\\":\\\"\\\\ud800\\\"}\"", "{\"status\":\"Warning\"}", "{\"status\":[\"Warning\"]}", "{\"status\":\"Nonsense\"}", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":[1,2,{\"c\":null}]}}",
        "\"2024-11-18T14:32:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"2024-02-30T00:00:00Z\"", "\"2024-11-18T14:32:00+99:00\"", "\"%s%n$(id)`id`\"", "\"../../etc/passwd\"",
    ];

    static readonly string[] Parameters = ["startDate", "endDate", "siteId", "pumpId", "sensorId", "sourceType", "status", "state", "page", "pageSize", "skip", "take", "sortBy", "sortDirection", "", "SITEID"];

    public static TheoryData<string> Kinds => TestStore.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task Ten_thousand_hostile_bodies_never_break_the_server_and_what_is_refused_is_not_stored(string kind)
    {
        await using var server = await TestServer.StartAsync(kind);
        var token = await server.TokenAsync(Scopes.Edge);
        var random = new Random(20241118);

        var answers = await AskAsync(server, token, Enumerable.Range(0, Requests).Select(_ => (HttpMethod.Post, TestServer.Anomalies, (byte[]?)Body(random))));

        answers.Select(answer => answer.Status).Distinct().Order().ShouldBe([200, 400, 413]);
        answers.Count(answer => answer.Status == 200).ShouldBeInRange(200, 9_000, "the bodies are neither all good nor all bad");
        // Two that say the same at the same time are one: compare with the ids that were given out.
        (await server.StoredAsync()).ShouldBe(answers.Where(answer => answer.Status == 200).Select(answer => answer.Id).Distinct().Count());
        await ShouldBeWholeAsync(server, kind);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Ten_thousand_hostile_changes_never_break_the_server_nor_reach_another_anomaly(string kind)
    {
        await using var server = await TestServer.StartAsync(kind);
        var token = await server.TokenAsync(Scopes.Write);
        var edge = await server.TokenAsync(Scopes.Edge);
        var ids = new List<long>();
        for (var i = 0; i < 20; i++) ids.Add((await server.PostAsync($$"""{"sourceType":"log","description":"{{i}}","timestamp":"2024-11-18T14:{{i:00}}:00Z"}""", edge)).Body["id"]!.GetValue<long>());
        var untouched = await server.GetAsync($"{TestServer.Anomalies}?pageSize=1&page=1&sortDirection=asc", token);
        var random = new Random(20241120);

        var answers = await AskAsync(server, token, Enumerable.Range(0, Requests).Select(_ => (HttpMethod.Patch, $"{TestServer.Anomalies}/{(random.Next(10) == 0 ? Escaped(random) : $"{ids[random.Next(1, ids.Count)]}")}", (byte[]?)Change(random))));

        answers.Select(answer => answer.Status).Distinct().ShouldBeSubsetOf([200, 400, 404, 405, 409, 413]);
        answers.Count(answer => answer.Status == 200).ShouldBeInRange(20, 9_000, "the bodies are neither all good nor all bad");
        (await server.StoredAsync()).ShouldBe(ids.Count);
        (await server.GetAsync($"{TestServer.Anomalies}?pageSize=1&page=1&sortDirection=asc", token)).Text.ShouldBe(untouched.Text);
        await ShouldBeWholeAsync(server, kind);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Ten_thousand_hostile_queries_never_break_the_server(string kind)
    {
        await using var server = await TestServer.StartAsync(kind);
        var token = await server.TokenAsync(Scopes.Read);
        for (var i = 0; i < 5; i++) await server.PostAsync("""{"sourceType":"log","description":"x"}""", await server.TokenAsync(Scopes.Edge));
        var random = new Random(20241121);

        var answers = await AskAsync(server, token, Enumerable.Range(0, Requests).Select(_ => (HttpMethod.Get, $"{TestServer.Anomalies}?{string.Join('&', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{Parameters[random.Next(Parameters.Length)]}={Escaped(random)}"))}", (byte[]?)null)));

        answers.Select(answer => answer.Status).Distinct().Order().ShouldBe([200, 400]);
        answers.Count(answer => answer.Status == 400).ShouldBeGreaterThan(Requests / 10);
        await ShouldBeWholeAsync(server, kind);
    }

    /// <summary>Many at once: they share commits, as devices do.</summary>
    static async Task<IReadOnlyCollection<(int Status, long? Id)>> AskAsync(TestServer server, string token, IEnumerable<(HttpMethod Method, string Path, byte[]? Body)> requests)
    {
        var answers = new ConcurrentBag<(int Status, long? Id)>();
        await Parallel.ForEachAsync(requests.ToList(), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (request, _) =>
        {
            using var content = request.Body is null ? null : new ByteArrayContent(request.Body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            var answer = await server.SendAsync(request.Method, request.Path, token, content);
            if (answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge) answer.Body["detail"]!.ToString().ShouldNotBeEmpty();
            answers.Add(((int)answer.Status, answer.Status == HttpStatusCode.OK && request.Method != HttpMethod.Get ? answer.Body["id"]!.GetValue<long>() : null));
        });
        return answers;
    }

    static async Task ShouldBeWholeAsync(TestServer server, string kind)
    {
        if (kind == "sqlite") (await server.Database.ReadAsync(async connection => await connection.OneAsync("pragma integrity_check"), default)).ShouldBe("ok");
        server.Log.Lines.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
        (await server.GetAsync(TestServer.Anomalies + "?pageSize=100", await server.TokenAsync(Scopes.Read))).Status.ShouldBe(HttpStatusCode.OK);
    }

    static string Escaped(Random random)
    {
        var text = Values[random.Next(Values.Length)].Trim('"');
        return Uri.EscapeDataString(text.Length == 0 ? "%" : text);
    }

    static byte[] Change(Random random)
    {
        const string Good = """{"state":"acknowledged","note":"seen"}""";
        return random.Next(6) switch
        {
            0 => Noise(random),
            1 => Damaged(Encoding.UTF8.GetBytes(Good), random),
            2 => Encoding.UTF8.GetBytes(Good[..random.Next(Good.Length)]),
            3 => Encoding.UTF8.GetBytes($$"""{"state":{{Values[random.Next(Values.Length)]}},"note":{{Values[random.Next(Values.Length)]}}}"""),
            4 => Encoding.UTF8.GetBytes($$"""{"state":"{{(random.Next(2) == 0 ? "resolved" : "acknowledged")}}","note":{{Values[random.Next(Values.Length)]}}}"""),
            _ => Encoding.UTF8.GetBytes(Fields(random, """{"state":"resolved",""") + "}"),
        };
    }

    static byte[] Body(Random random)
    {
        var good = """{"sourceType":"log","description":"x","logValue":1.5,"additionalContext":{"status":"Warning"}}""";
        return random.Next(10) switch
        {
            0 => Noise(random),
            1 => Damaged(Encoding.UTF8.GetBytes(good), random),
            2 => Encoding.UTF8.GetBytes(Nested(random.Next(1, 2000))),
            3 => Encoding.UTF8.GetBytes(Fields(random, good[..^1] + ",") + "}"),
            4 => random.Next(40) == 0 ? Encoding.UTF8.GetBytes(good.Insert(good.Length - 1, new string(' ', 300_000))) : Encoding.UTF8.GetBytes(good[..random.Next(good.Length)]),
            5 => Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]),
            _ => Encoding.UTF8.GetBytes(Fields(random, "{" + (random.Next(3) > 0 ? "\"sourceType\":\"log\"," : "") + (random.Next(3) > 0 ? "\"description\":\"y\"," : "")) + "}"),
        };
    }

    static string Fields(Random random, string start)
    {
        var names = Names.OrderBy(_ => random.Next()).Take(random.Next(1, 4));
        return start + string.Join(',', names.Select(name => $"\"{name}\":{Values[random.Next(Values.Length)]}"));
    }

    static string Nested(int depth) =>
        """{"sourceType":"log","description":"x","metadata":""" + string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth) + "}";

    static byte[] Noise(Random random)
    {
        var bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return bytes;
    }

    static byte[] Damaged(byte[] text, Random random)
    {
        for (var i = random.Next(1, 4); i > 0; i--) text[random.Next(text.Length)] = (byte)random.Next(256);
        return text;
    }
}
