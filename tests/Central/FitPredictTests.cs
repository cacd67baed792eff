using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Central.FitPredict;
using Plumbline.Central.Storage;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>The contract of the series service, as clients written against it know it.</summary>
public sealed class FitPredictTests
{
    const string ThreePoints = """{ "timestamps": [1609459200, 1609459260, 1609459320], "values": [23.5, 24.1, 23.8], "threshold": 3.0 }""";

    public static TheoryData<string> Kinds => TestStore.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task Versions_count_up_are_honoured_and_survive_a_restart(string kind)
    {
        await using var server = await TestServer.StartAsync(kind);
        for (var version = 1; version <= 11; version++)
            (await PostAsync(server, "/fit/s", Points(1000 * version))).Body["model_version"]!.GetValue<string>().ShouldBe($"v{version}");

        (await ExpectedAsync(server, "/predict/s")).ShouldBe(11000, 1);
        (await ExpectedAsync(server, "/predict/s?version=v2")).ShouldBe(2000, 1);
        (await ExpectedAsync(server, "/predict/s?version=v10")).ShouldBe(10000, 1);
        var listed = (await server.GetAsync("/models")).Body;
        listed["models"]![0]!["versions"]!.AsArray().Select(version => version!.GetValue<string>()).ShouldBe(["v11", "v10", "v9", "v8", "v7", "v6", "v5", "v4", "v3", "v2", "v1"]);
        (listed["total_series"]!.GetValue<int>(), listed["total_models"]!.GetValue<int>()).ShouldBe((1, 11));

        await using var other = await TestServer.BesideAsync(server);
        (await ExpectedAsync(other, "/predict/s")).ShouldBe(11000, 1);
        (await PostAsync(other, "/fit/s", Points(5))).Body["model_version"]!.GetValue<string>().ShouldBe("v12");
    }

    [Theory]
    [InlineData("three_sigma")]
    [InlineData("cusum")]
    public async Task A_batch_answers_in_compact_arrays_with_bounds_where_they_are_asked_for(string detector)
    {
        await using var server = await TestServer.StartAsync();
        var body = JsonNode.Parse(Points(50))!;
        body["detector"] = detector;
        await PostAsync(server, "/fit/s", body.ToJsonString());

        var plain = (await PostAsync(server, "/predict/s/batch", """{ "timestamps": [1, 2, 3], "values": [50, 500, 50] }""")).Body;
        plain["scores"]!.AsArray().Count.ShouldBe(3);
        plain["anomalies"]!.AsArray().Select(row => row!.GetValue<int>()).ShouldContain(1);
        plain["scores"]![1]!.GetValue<double>().ShouldBeGreaterThan(1);
        plain["upper"].ShouldBeNull();
        var single = (await PostAsync(server, "/predict/s", """{ "timestamp": 1, "value": 50 }""")).Body;
        plain["scores"]![0]!.GetValue<double>().ShouldBe(single["score"]!.GetValue<double>());

        var bounded = (await PostAsync(server, "/predict/s/batch", """{ "timestamps": [1], "values": [50], "bounds": true }""")).Body;
        bounded["upper"]![0]!.GetValue<double>().ShouldBe(single["upper"]!.GetValue<double>());
        bounded["lower"]![0]!.GetValue<double>().ShouldBe(single["lower"]!.GetValue<double>());
    }

    [Fact]
    public async Task The_dashboard_shows_as_many_digits_as_people_read()
    {
        await using var server = await TestServer.StartAsync();
        await PostAsync(server, "/fit/s", Points(50));
        var at = new DateTime(2024, 11, 18, 12, 0, 0, DateTimeKind.Utc);
        double[] values = [100 / 3.0, -1234.56789, 2e-7 / 3, 1e21 / 3];
        await new SeriesModelTable(server.Database).RecordAsync(at, values.Length, [.. values.Select(value => new Detection("s", 1, at, value, 10 / 3.0, at))]);

        var page = (await server.GetAsync("/dashboard")).Text;

        foreach (var shown in new[] { "33.3333", "-1234.57", "6.66667E-08", "3.33333E+20", "3.33" }) page.ShouldContain($"<td>{shown}</td>");
    }

    [Fact]
    public async Task Each_port_says_how_its_service_is_and_the_common_one_says_all()
    {
        var roles = new[] { (FitPredict.ServiceRoles.Training, 0), (FitPredict.ServiceRoles.Inference, 0), (FitPredict.ServiceRoles.Monitoring, 0) };
        await using var server = await TestServer.StartAsync(options: new CentralOptions { RolePorts = roles });
        await PostAsync(server, "/fit/s", ThreePoints);
        await PostAsync(server, "/predict/s", """{ "timestamp": 1, "value": 1 }""");

        var training = (await server.GetAsync(server.Urls[1] + "/healthcheck")).Body;
        Keys(training).ShouldBe(["service", "status", "timestamp", "database_connection", "metrics", "series_trained", "training_latency_ms"]);
        (training["service"]!.GetValue<string>(), training["status"]!.GetValue<string>(), training["database_connection"]!.GetValue<string>()).ShouldBe(("training", "healthy", "successful"));
        training["metrics"]!.ToJsonString().ShouldBe("""{"total_models":1,"active_models":1,"models_trained_24h":1}""");
        Keys(training["training_latency_ms"]!).ShouldBe(["avg", "p95"]);

        var inference = (await server.GetAsync(server.Urls[2] + "/healthcheck")).Body;
        Keys(inference).ShouldBe(["service", "status", "timestamp", "redis_connection", "database_connection", "metrics", "inference_latency_ms"]);
        (inference["status"]!.GetValue<string>(), inference["redis_connection"]!.GetValue<string>(), inference["database_connection"]!.GetValue<string>()).ShouldBe(("healthy", "connected", "connected"));
        inference["metrics"]!.ToJsonString().ShouldBe("""{"active_models":1,"cached_models":1,"predictions_1h":1}""");

        string[] monitoring = ["service", "status", "database_connection", "timestamp", "series_trained", "inference_latency_ms", "training_latency_ms"];
        Keys((await server.GetAsync(server.Urls[3] + "/healthcheck")).Body).ShouldBe(monitoring);
        var all = (await server.GetAsync("/healthcheck")).Body;
        Keys(all).ShouldBe([.. monitoring, "training", "inference"]);
        all["status"]!.GetValue<string>().ShouldBe("ok");
    }

    [Fact]
    public async Task Metrics_are_in_the_text_format_of_Prometheus()
    {
        await using var server = await TestServer.StartAsync();
        await PostAsync(server, "/fit/s", ThreePoints);
        await PostAsync(server, "/fit/s", ThreePoints);
        await PostAsync(server, "/predict/s", """{ "timestamp": 1, "value": 1 }""");

        var text = (await server.GetAsync("/metrics")).Text;

        text.ShouldContain("plumbline_series 1\n");
        text.ShouldContain("plumbline_models 2\n");

        text.ShouldContain("plumbline_predictions_total 1\n");
        text.ShouldContain("plumbline_prediction_log_dropped_total 0\n");
        text.ShouldContain("plumbline_model_cache_models 1\n");
        text.ShouldContain("plumbline_http_request_duration_seconds_count{route=\"/predict/{series_id}\",method=\"POST\",status=\"200\"} 1\n");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) line.ShouldMatch("^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[^}]*(\\{[^}]*\\}[^}]*)*\\})? ([0-9.eE+-]+|NaN))$");
    }

    [Fact]
    public async Task Away_from_this_machine_every_route_of_it_wants_a_token_with_its_scope()
    {
        await using var server = await TestServer.StartAsync(options: new CentralOptions { Address = IPAddress.Any });
        (string Method, string Path, Scopes Allowed)[] routes =
        [
            ("POST", "/fit/s", Scopes.Edge | Scopes.Write | Scopes.Admin),
            ("POST", "/predict/s", Scopes.Edge | Scopes.Read | Scopes.Write | Scopes.Admin),
            ("POST", "/predict/s/batch", Scopes.Edge | Scopes.Read | Scopes.Write | Scopes.Admin),
            ("GET", "/plot?series_id=s", Scopes.Edge | Scopes.Read | Scopes.Write | Scopes.Admin),
            ("GET", "/models", Scopes.Edge | Scopes.Read | Scopes.Write | Scopes.Admin),
            ("GET", "/detectors", Scopes.Edge | Scopes.Read | Scopes.Write | Scopes.Admin),
            ("GET", "/dashboard", Scopes.Read | Scopes.Write | Scopes.Admin),
            ("DELETE", "/models/s", Scopes.Write | Scopes.Admin),
            ("DELETE", "/models/s/v1", Scopes.Write | Scopes.Admin),
        ];
        foreach (var (method, path, allowed) in routes)
        {
            (await SendAsync(server, method, path, "{}", token: null)).Status.ShouldBe(HttpStatusCode.Unauthorized, path);
            foreach (var scope in new[] { Scopes.Edge, Scopes.Read, Scopes.Write, Scopes.Admin })
            {
                var answer = await SendAsync(server, method, path, "{}", await server.TokenAsync(scope));
                (answer.Status == HttpStatusCode.Forbidden).ShouldBe(!allowed.HasFlag(scope), $"{method} {path} {scope}");
            }
        }
        (await server.GetAsync("/healthcheck")).Status.ShouldBe(HttpStatusCode.OK);
        (await server.GetAsync("/metrics")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    static async Task<double> ExpectedAsync(TestServer server, string path) =>
        (await PostAsync(server, path, """{ "timestamp": 5, "value": 1 }""")).Body["expected"]!.GetValue<double>();

    static string Points(double level) => $$"""{ "timestamps": [1, 2, 3, 4], "values": [{{level}}, {{level + 1}}, {{level - 1}}, {{level}}] }""";

    static string Many(int points)
    {
        var text = new StringBuilder("{\"timestamps\":[");
        text.AppendJoin(',', Enumerable.Range(1_600_000_000, points)).Append("],\"values\":[").AppendJoin(',', Enumerable.Range(0, points).Select(i => i % 1000 / 8.0)).Append("]}");
        return text.ToString();
    }

    static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(field => field.Key);

    static Task<Answer> PostAsync(TestServer server, string path, string body) => SendAsync(server, "POST", path, body, token: null);

    static Task<Answer> DeleteAsync(TestServer server, string path) => SendAsync(server, "DELETE", path, body: null, token: null);

    static Task<Answer> SendAsync(TestServer server, string method, string path, string? body, string? token) => server.SendAsync(
        HttpMethod.Parse(method), path, token, body is null || method is "GET" or "DELETE" ? null : new StringContent(body, Encoding.UTF8, "application/json"));
}
