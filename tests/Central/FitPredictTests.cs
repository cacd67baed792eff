using System.Net;
using System.Text;
using System.Text.Json.Nodes;
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
    public async Task A_fit_and_a_prediction_answer_in_the_shapes_of_the_contract(string kind)
    {
        await using var server = await TestServer.StartAsync(kind);

        var fitted = await PostAsync(server, "/fit/temp_sensor", ThreePoints);
        fitted.Status.ShouldBe(HttpStatusCode.OK, fitted.Text);
        fitted.Body.AsObject().Select(field => field.Key).ShouldBe(["series_id", "model_version", "version", "points_used", "timestamp"], ignoreOrder: true);
        fitted.Body["series_id"]!.GetValue<string>().ShouldBe("temp_sensor");
        fitted.Body["model_version"]!.GetValue<string>().ShouldBe("v1");
        fitted.Body["version"]!.GetValue<string>().ShouldBe("v1");
        fitted.Body["points_used"]!.GetValue<int>().ShouldBe(3);
        fitted.Body["timestamp"]!.GetValue<long>().ShouldBe(server.Clock.Time.ToUnixTimeSeconds());

        var predicted = await PostAsync(server, "/predict/temp_sensor", """{ "timestamp": "1609459500", "value": 25.5 }""");
        predicted.Status.ShouldBe(HttpStatusCode.OK, predicted.Text);
        predicted.Body.AsObject().Select(field => field.Key).ShouldBe(["anomaly", "model_version", "timestamp", "score", "expected", "lower", "upper", "severity"]);
        predicted.Body["anomaly"]!.GetValue<bool>().ShouldBeTrue();
        predicted.Body["model_version"]!.GetValue<string>().ShouldBe("v1");
        predicted.Body["timestamp"]!.GetValue<long>().ShouldBe(1609459500);
        var std = Math.Sqrt(0.06);
        predicted.Body["score"]!.GetValue<double>().ShouldBe(1.7 / (3 * std), 1e-9);
        predicted.Body["expected"]!.GetValue<double>().ShouldBe(23.8, 1e-12);
        predicted.Body["lower"]!.GetValue<double>().ShouldBe(23.8 - (3 * std), 1e-9);
        predicted.Body["upper"]!.GetValue<double>().ShouldBe(23.8 + (3 * std), 1e-9);

        (await PostAsync(server, "/predict/temp_sensor", """{ "timestamp": 1609459500, "value": 23.9 }""")).Body["anomaly"]!.GetValue<bool>().ShouldBeFalse();
        (await PostAsync(server, "/predict/temp_sensor", """{ "timestamp": "2021-01-01T00:05:00Z", "value": 25.5 }""")).Body["timestamp"]!.GetValue<long>().ShouldBe(1609459500);
    }

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

    [Theory, MemberData(nameof(Kinds))]
    public async Task Eight_concurrent_fits_of_one_series_leave_no_gap(string kind)
    {
        await using var server = await TestServer.StartAsync(kind);
        await using var other = await TestServer.BesideAsync(server);
        var fits = Enumerable.Range(0, 8).Select(i => PostAsync(kind == "postgres" && i % 2 == 0 ? other : server, "/fit/s", Points(100 * (i + 1))));

        var versions = (await Task.WhenAll(fits)).Select(answer => answer.Body["model_version"]!.GetValue<string>());

        versions.ShouldBe(["v1", "v2", "v3", "v4", "v5", "v6", "v7", "v8"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_prediction_on_another_replica_right_after_a_fit_uses_the_new_version()
    {
        await using var first = await TestServer.StartAsync("postgres");
        await using var second = await TestServer.BesideAsync(first);
        for (var version = 1; version <= 20; version++)
        {
            var (fitting, predicting) = version % 2 == 0 ? (first, second) : (second, first);
            (await PostAsync(fitting, "/fit/s", Points(1000 * version))).Status.ShouldBe(HttpStatusCode.OK);
            var predicted = await PostAsync(predicting, "/predict/s", """{ "timestamp": 5, "value": 1 }""");
            predicted.Body["model_version"]!.GetValue<string>().ShouldBe($"v{version}");
        }
        (await DeleteAsync(first, "/models/s")).Status.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(second, "/predict/s", """{ "timestamp": 5, "value": 1 }""")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [1, 2] }""", "values")]
    [InlineData("""{ "timestamps": [], "values": [] }""", "timestamps")]
    [InlineData("""{ "timestamps": [1, 2, 3] }""", "values")]
    [InlineData("""{ "values": [1, 2, 3] }""", "timestamps")]
    [InlineData("""{ "timestamps": [1, 2.5, 3], "values": [1, 2, 3] }""", "timestamps[1]")]
    [InlineData("""{ "timestamps": [1, "2", 3], "values": [1, 2, 3] }""", "timestamps[1]")]
    [InlineData("""{ "timestamps": [-1, 2, 3], "values": [1, 2, 3] }""", "timestamps[0]")]
    [InlineData("""{ "timestamps": [1, 3, 2], "values": [1, 2, 3] }""", "timestamps[2]")]
    [InlineData("""{ "timestamps": [1, 2, 2], "values": [1, 2, 3] }""", "timestamps[2]")]
    [InlineData("""{ "timestamps": [1, 2, 99999999999999], "values": [1, 2, 3] }""", "timestamps[2]")]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [1, NaN, 3] }""", "body")]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [1, 1e999, 3] }""", "values[1]")]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [1, null, 3] }""", "values[1]")]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [1, [2], 3] }""", "values[1]")]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [1, 2e150, 3] }""", "values[1]")]
    [InlineData("""{ "timestamps": 1, "values": [1, 2, 3] }""", "timestamps")]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "values": [1, 2, 3] }""", "values")]
    [InlineData("""{ "timestamps": [1, 2], "values": [1, 2] }""", "values")]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [4, 4, 4] }""", "values")]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "threshold": 0.5 }""", "threshold")]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "threshold": "3" }""", "threshold")]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "detector": "guess" }""", "detector")]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "detector": "ewma", "parameters": { "weight": 2 } }""", "parameters.weight")]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "parameters": { "wait": 2 } }""", "parameters.wait")]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "direction": "sideways" }""", "direction")]
    [InlineData("""{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "min_deviation": -1 }""", "min_deviation")]
    [InlineData("""[1, 2, 3]""", "body")]
    [InlineData("""{ "timestamps": [1, 2, 3], """, "body")]
    [InlineData("", "body")]
    public async Task What_cannot_be_fitted_is_refused_with_the_field_and_its_index(string body, string field)
    {
        await using var server = await TestServer.StartAsync();

        var answer = await PostAsync(server, "/fit/s", body);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Text);
        answer.Type.ShouldBe("application/problem+json");
        answer.WrongFields.ShouldContain(field, answer.Text);
        answer.Body["detail"]!.GetValue<string>().ShouldContain(field);
        (await server.GetAsync("/models")).Body["total_models"]!.GetValue<int>().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{ "timestamp": 1, "value": "x" }""", "value")]
    [InlineData("""{ "timestamp": 1, "value": 1e999 }""", "value")]
    [InlineData("""{ "timestamp": 1 }""", "value")]
    [InlineData("""{ "value": 1 }""", "timestamp")]
    [InlineData("""{ "timestamp": "yesterday", "value": 1 }""", "timestamp")]
    [InlineData("""{ "timestamp": -5, "value": 1 }""", "timestamp")]
    [InlineData("""{ "timestamp": 1, "value": NaN }""", "body")]
    [InlineData("""{ "timestamp": 1, "value": 1 } x""", "body")]
    [InlineData("""7""", "body")]
    public async Task What_cannot_be_judged_is_refused_with_the_field(string body, string field)
    {
        await using var server = await TestServer.StartAsync();
        await PostAsync(server, "/fit/s", ThreePoints);

        var answer = await PostAsync(server, "/predict/s", body);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Text);
        answer.WrongFields.ShouldContain(field);
    }

    [Fact]
    public async Task Unknown_series_and_versions_are_404_and_bad_names_422()
    {
        await using var server = await TestServer.StartAsync();
        await PostAsync(server, "/fit/s", ThreePoints);
        const string Reading = """{ "timestamp": 1, "value": 1 }""";

        (await PostAsync(server, "/predict/unknown", Reading)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync(server, "/predict/s?version=v2", Reading)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync(server, "/predict/s?version=2", Reading)).WrongFields.ShouldBe(["version"]);
        (await PostAsync(server, "/predict/a%20b", Reading)).WrongFields.ShouldBe(["series_id"]);
        (await PostAsync(server, "/fit/" + new string('a', 129), ThreePoints)).WrongFields.ShouldBe(["series_id"]);
        (await PostAsync(server, "/fit/%3Cscript%3E", ThreePoints)).WrongFields.ShouldBe(["series_id"]);
        (await PostAsync(server, "/fit/" + new string('a', 128), ThreePoints)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.GetAsync("/plot?series_id=unknown")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.GetAsync("/plot")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await server.GetAsync("/dashboard?series_id=unknown")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.GetAsync("/models?take=0")).WrongFields.ShouldBe(["take"]);
    }

    [Fact]
    public async Task A_constant_series_that_is_allowed_flags_any_other_value_with_a_score_of_null()
    {
        await using var server = await TestServer.StartAsync();
        (await PostAsync(server, "/fit/s", """{ "timestamps": [1, 2, 3], "values": [4, 4, 4], "allow_constant": true }""")).Status.ShouldBe(HttpStatusCode.OK);

        var other = (await PostAsync(server, "/predict/s", """{ "timestamp": 1, "value": 4.5 }""")).Body;
        other["anomaly"]!.GetValue<bool>().ShouldBeTrue();
        other["score"].ShouldBeNull();
        other["severity"].ShouldBeNull();
        (await PostAsync(server, "/predict/s", """{ "timestamp": 1, "value": 4 }""")).Body["score"]!.GetValue<double>().ShouldBe(0);
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
    public async Task A_million_points_are_fitted_and_one_more_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        (await PostAsync(server, "/fit/s", Many(1_000_000))).Body["points_used"]!.GetValue<int>().ShouldBe(1_000_000);
        (await PostAsync(server, "/fit/s", Many(1_000_001))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(server, "/predict/s", new string(' ', 20_000) + "{}")).Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_plot_has_points_and_numbers_or_is_a_picture_or_a_page()
    {
        await using var server = await TestServer.StartAsync();
        await PostAsync(server, "/fit/s:1.a-b_c", ThreePoints);

        var plot = (await server.GetAsync("/plot?series_id=s:1.a-b_c")).Body;
        plot["model_version"]!.GetValue<string>().ShouldBe("v1");
        plot["data_points"]!.AsArray().Count.ShouldBe(3);
        plot["data_points"]![1]!.AsObject().Select(field => field.Key).ShouldBe(["timestamp", "value", "is_anomaly"]);
        var stats = plot["model_stats"]!;
        (stats["data_points_count"]!.GetValue<int>(), stats["series_id"]!.GetValue<string>(), stats["threshold"]!.GetValue<double>()).ShouldBe((3, "s:1.a-b_c", 3.0));
        stats["mean"]!.GetValue<double>().ShouldBe(23.8, 1e-12);
        stats["std"]!.GetValue<double>().ShouldBe(Math.Sqrt(0.06), 1e-12);

        (await server.GetAsync("/plot?series_id=s:1.a-b_c", headers: ("Accept", "image/svg+xml"))).Text.ShouldStartWith("<svg");
        foreach (var path in new[] { "/plot?series_id=s:1.a-b_c", "/dashboard", "/dashboard?series_id=s:1.a-b_c&version=v1" })
        {
            var page = await server.GetAsync(path, headers: ("Accept", "text/html"));
            page.Type.ShouldBe("text/html");
            page.Text.ShouldContain("s:1.a-b_c");
            page.Text.ShouldContain("<svg");
            page.Text.ShouldNotContain("<script");
            page.Text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal).ShouldNotContain("://");
        }
    }

    [Fact]
    public async Task A_deleted_version_is_gone_and_its_number_is_not_given_again()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 1; i <= 3; i++) await PostAsync(server, "/fit/s", Points(i * 100));

        (await DeleteAsync(server, "/models/s/v3")).Body["deleted"]!.ToJsonString().ShouldBe("""["v3"]""");
        (await ExpectedAsync(server, "/predict/s")).ShouldBe(200, 1);
        (await DeleteAsync(server, "/models/s/v3")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await PostAsync(server, "/fit/s", Points(7))).Body["version"]!.GetValue<string>().ShouldBe("v4");
        (await DeleteAsync(server, "/models/s")).Body["deleted"]!.ToJsonString().ShouldBe("""["v4","v2","v1"]""");
        (await PostAsync(server, "/predict/s", """{ "timestamp": 1, "value": 1 }""")).Status.ShouldBe(HttpStatusCode.NotFound);
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
        await PostAsync(server, "/predict/s", """{ "timestamp": 1, "value": 1 }""");

        var text = (await server.GetAsync("/metrics")).Text;

        text.ShouldContain("plumbline_predictions_total 1\n");
        text.ShouldContain("plumbline_prediction_log_dropped_total 0\n");
        text.ShouldContain("plumbline_model_cache_models 1\n");
        text.ShouldContain("plumbline_http_request_duration_seconds_count{route=\"/predict/{series_id}\",method=\"POST\",status=\"200\"} 1\n");
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) line.ShouldMatch("^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\\{[^}]*(\\{[^}]*\\}[^}]*)*\\})? [0-9.eE+-]+)$");
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

    [Theory]
    [InlineData("/fit/s")]
    [InlineData("/predict/s")]
    [InlineData("/predict/s/batch")]
    public async Task Two_thousand_hostile_bodies_never_get_a_5xx_nor_leave_a_NaN(string path)
    {
        await using var server = await TestServer.StartAsync();
        await PostAsync(server, "/fit/s", ThreePoints);
        var random = new Random(4);
        var good = Encoding.UTF8.GetBytes(path == "/predict/s" ? """{ "timestamp": "1609459500", "value": 25.5 }""" : ThreePoints.Insert(ThreePoints.Length - 2, """, "parameters": {}, "direction": "up" """));
        var answered = new Dictionary<int, int>();
        for (var i = 0; i < 2000; i++)
        {
            var body = good.ToArray();
            for (var changes = random.Next(1, 5); changes > 0; changes--)
                body[random.Next(body.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"0123456789.-eE{}[]\",: "[random.Next(22)];
            var answer = await server.SendAsync(HttpMethod.Post, path, token: null, new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } });
            answered[(int)answer.Status] = answered.GetValueOrDefault((int)answer.Status) + 1;
        }
        answered.Keys.ShouldAllBe(status => status == 200 || status == 422);
        answered[422].ShouldBeGreaterThan(500);
        var plot = await server.GetAsync("/plot?series_id=s");
        plot.Body["data_points"]!.AsArray().ShouldAllBe(point => double.IsFinite(point!["value"]!.GetValue<double>()));
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
