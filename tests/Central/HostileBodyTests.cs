using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Plumbline.Central.Storage;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class HostileBodyTests
{
    static readonly string[] Names = ["sourceType", "description", "siteId", "pumpId", "sensorId", "cameraId", "logId", "timestamp", "logValue", "additionalContext", "metadata", "__proto__", "", "siteID"];

    static readonly string[] Values =
    [
        "\"log\"", "\"vision\"", "\"x\"", "null", "true", "[]", "{}", "0", "-1", "1.0", "1e999", "-1e999", "1e-999", "9223372036854775808", "9007199254740991", "9007199254740992", "00", "NaN", "Infinity", "'x'",
        "\"'; drop table edge_anomalies; --\"", "\"<script>alert(1)</script>\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00x\"", "\"\\ud83d\\ude00\"", "\"\\u00\"", "\"{\\\"status\\\":\\\"Warning\\\"}\"", "\"{\\\"a\\\":1e999}\"",
        "\"{\\\"a\\\":\\\"\\\\ud800\\\"}\"", "{\"status\":\"Warning\"}", "{\"status\":[\"Warning\"]}", "{\"status\":\"Nonsense\"}", "{\"a\":1,\"a\":2}", "{\"a\":{\"b\":[1,2,{\"c\":null}]}}",
        "\"2024-11-18T14:32:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\"", "\"2024-02-30T00:00:00Z\"", "\"2024-11-18T14:32:00+99:00\"", "\"%s%n$(id)`id`\"", "\"../../etc/passwd\"",
    ];

    [Fact]
    public async Task Ten_thousand_hostile_bodies_never_break_the_server_and_what_is_refused_is_not_stored()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Edge);
        var random = new Random(20241118);
        var bodies = Enumerable.Range(0, 10_000).Select(_ => Body(random)).ToList();
        var answers = new ConcurrentBag<(int Status, long? Id)>();

        // Many at once: they share commits, as devices do.
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (body, _) =>
        {
            using var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var answer = await server.SendAsync(HttpMethod.Post, TestServer.Anomalies, token, content);
            answers.Add(((int)answer.Status, answer.Status == HttpStatusCode.OK ? answer.Body["id"]!.GetValue<long>() : null));
            if (answer.Status != HttpStatusCode.OK) answer.Body["detail"]!.ToString().ShouldNotBeEmpty();
        });

        answers.Select(answer => answer.Status).Distinct().Order().ShouldBe([200, 400, 413]);
        answers.Count(answer => answer.Status == 200).ShouldBeInRange(200, 9_000, "the bodies are neither all good nor all bad");
        // Two that say the same at the same time are one: compare with the ids that were given out.
        (await server.StoredAsync()).ShouldBe(answers.Where(answer => answer.Id is not null).Select(answer => answer.Id).Distinct().Count());
        (await server.GetAsync(TestServer.Anomalies + "?pageSize=100", token)).Status.ShouldBe(HttpStatusCode.OK);
        server.Log.Lines.ShouldNotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
        (await server.Database.ReadAsync(async connection => await connection.OneAsync("pragma integrity_check"), default)).ShouldBe("ok");
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
