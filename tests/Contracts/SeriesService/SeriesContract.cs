using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Plumbline.SeriesContracts;

/// <summary>Where the three services of a set-up are, for a client on this machine.</summary>
public interface ISeriesServices
{
    Uri Training { get; }

    Uri Inference { get; }

    Uri Monitoring { get; }
}

/// <summary>The contract of the series service as clients written against it know it: every status and every body, over HTTP. The set-ups share it; each test has series of its own.</summary>
public abstract class SeriesContract(ISeriesServices services)
{
    const string ThreePoints = """{ "timestamps": [1609459200, 1609459260, 1609459320], "values": [23.5, 24.1, 23.8], "threshold": 3.0 }""";
    const string Reading = """{ "timestamp": 1609459500, "value": 25.5 }""";

    static readonly HttpClient Client = new();
    static int _series;

    readonly string _id = $"contract:{Interlocked.Increment(ref _series)}.a-b_C";

    /// <summary>A body, and the field that is named in the refusal.</summary>
    public static TheoryData<string, string> BadFits => new()
    {
        { """{ "timestamps": [1, 2, 3], "values": [1, 2] }""", "values" },
        { """{ "timestamps": [], "values": [] }""", "timestamps" },
        { """{ "values": [1, 2, 3] }""", "timestamps" },
        { """{ "timestamps": [1, 2, 3] }""", "values" },
        { """{ "timestamps": [1, 2.5, 3], "values": [1, 2, 3] }""", "timestamps[1]" },
        { """{ "timestamps": [1, "2", 3], "values": [1, 2, 3] }""", "timestamps[1]" },
        { """{ "timestamps": [-1, 2, 3], "values": [1, 2, 3] }""", "timestamps[0]" },
        { """{ "timestamps": [1, 3, 2], "values": [1, 2, 3] }""", "timestamps[2]" },
        { """{ "timestamps": [1, 2, 2], "values": [1, 2, 3] }""", "timestamps[2]" },
        { """{ "timestamps": [1, 2, 3], "values": [1, 1e999, 3] }""", "values[1]" },
        { """{ "timestamps": [1, 2, 3], "values": [1, null, 3] }""", "values[1]" },
        { """{ "timestamps": [1, 2, 3], "values": [1, NaN, 3] }""", "body" },
        { """{ "timestamps": [1, 2, 3], "values": [1, Infinity, 3] }""", "body" },
        { """{ "timestamps": [1, 2, 3], "values": [1, 2, 3] """, "body" },
        { """{ "timestamps": [1, 2, 99999999999999], "values": [1, 2, 3] }""", "timestamps[2]" },
        { """{ "timestamps": [1, 2, 3], "values": [1, [2], 3] }""", "values[1]" },
        { """{ "timestamps": [1, 2, 3], "values": [1, 2e150, 3] }""", "values[1]" },
        { """{ "timestamps": 1, "values": [1, 2, 3] }""", "timestamps" },
        { """{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "values": [1, 2, 3] }""", "values" },
        { """{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "threshold": "3" }""", "threshold" },
        { """{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "detector": "ewma", "parameters": { "weight": 2 } }""", "parameters.weight" },
        { "[1, 2, 3]", "body" },
        { "timestamps=1", "body" },
        { "", "body" },
        { """{ "timestamps": [1, 2], "values": [1, 2] }""", "values" },
        { """{ "timestamps": [1, 2, 3], "values": [4, 4, 4] }""", "values" },
        { """{ "timestamps": [1, 2, 3], "values": [5e-324, 0, 1e-320] }""", "values" },
        { """{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "threshold": 0.9 }""", "threshold" },
        { """{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "threshold": 5.1 }""", "threshold" },
        { """{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "detector": "magic" }""", "detector" },
        { """{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "direction": "left" }""", "direction" },
        { """{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "min_deviation": -1 }""", "min_deviation" },
        { """{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "parameters": { "size": 1 } }""", "parameters.size" },
        { """{ "timestamps": [1, 2, 3], "values": [1, 2, 3], "allow_constant": 1 }""", "allow_constant" },
    };

    public static TheoryData<string, string> BadReadings => new()
    {
        { """{ "timestamp": 1 }""", "value" },
        { """{ "value": 1 }""", "timestamp" },
        { """{ "timestamp": "yesterday", "value": 1 }""", "timestamp" },
        { """{ "timestamp": -5, "value": 1 }""", "timestamp" },
        { """{ "timestamp": null, "value": 1 }""", "timestamp" },
        { """{ "timestamp": 1, "value": "1" }""", "value" },
        { """{ "timestamp": 1, "value": 1e999 }""", "value" },
        { """{ "timestamp": 1, "value": NaN }""", "body" },
        { """{ "timestamp": 1, "value": 1 } x""", "body" },
        { "7", "body" },
        { "", "body" },
    };

    [Fact]
    public async Task A_fit_and_a_prediction_answer_in_the_shapes_of_the_contract()
    {
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var fitted = await FitAsync(ThreePoints);
        Keys(fitted).ShouldBe(["series_id", "model_version", "version", "points_used", "timestamp"], ignoreOrder: true);
        (Text(fitted, "series_id"), Text(fitted, "model_version"), Text(fitted, "version"), (int)fitted["points_used"]!).ShouldBe((_id, "v1", "v1", 3));
        AtOrAfter((long)fitted["timestamp"]!, before);

        var std = Math.Sqrt(0.06);
        foreach (var timestamp in new[] { "\"1609459500\"", "1609459500", "\"2021-01-01T00:05:00Z\"", "\"2021-01-01T01:05:00+01:00\"" })
        {
            var predicted = await PredictAsync($$"""{ "timestamp": {{timestamp}}, "value": 25.5 }""");
            Keys(predicted).ShouldBe(["anomaly", "model_version", "timestamp", "score", "expected", "lower", "upper", "severity"], ignoreOrder: true);
            ((bool)predicted["anomaly"]!, Text(predicted, "model_version"), (long)predicted["timestamp"]!).ShouldBe((true, "v1", 1609459500));
            ((double)predicted["score"]!).ShouldBe(1.7 / (3 * std), 1e-9);
            ((double)predicted["expected"]!).ShouldBe(23.8, 1e-12);
            ((double)predicted["lower"]!).ShouldBe(23.8 - (3 * std), 1e-9);
            ((double)predicted["upper"]!).ShouldBe(23.8 + (3 * std), 1e-9);
        }
        ((bool)(await PredictAsync("""{ "timestamp": 1609459500, "value": 23.9 }"""))["anomaly"]!).ShouldBeFalse("the same time with another value is another answer");
    }

    [Fact]
    public async Task Versions_count_up_ten_after_nine_and_each_is_honoured()
    {
        for (var version = 1; version <= 11; version++) Text(await FitAsync(Level(1000 * version)), "model_version").ShouldBe($"v{version}");

        (await ExpectedAsync("")).ShouldBe(11000, 1);
        (await ExpectedAsync("?version=v2")).ShouldBe(2000, 1);
        (await ExpectedAsync("?version=v10")).ShouldBe(10000, 1);
        (await VersionsAsync()).ShouldBe(["v11", "v10", "v9", "v8", "v7", "v6", "v5", "v4", "v3", "v2", "v1"]);
        Text((await SendAsync("GET", services.Monitoring, $"/plot?series_id={_id}&version=v10")).Body, "model_version").ShouldBe("v10");
    }

    [Fact]
    public async Task Eight_fits_at_once_give_the_next_eight_versions()
    {
        await FitAsync(Level(1));
        await FitAsync(Level(2));

        var fitted = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => FitAsync(Level(100 * (i + 1)))));

        fitted.Select(answer => Text(answer, "model_version")).Order().ShouldBe(["v10", "v3", "v4", "v5", "v6", "v7", "v8", "v9"]);
        // Each kept what it was given.
        foreach (var (answer, level) in fitted.Select((answer, i) => (answer, 100 * (i + 1)))) (await ExpectedAsync("?version=" + Text(answer, "version"))).ShouldBe(level, 1);
    }

    [Fact]
    public async Task A_prediction_right_after_a_fit_or_a_deletion_goes_by_it()
    {
        for (var version = 1; version <= 20; version++)
        {
            await FitAsync(Level(version));
            Text(await PredictAsync(Reading), "model_version").ShouldBe($"v{version}");
        }
        (await SendAsync("DELETE", services.Training, $"/models/{_id}/v20")).Status.ShouldBe(HttpStatusCode.OK);
        Text(await PredictAsync(Reading), "model_version").ShouldBe("v19");
        (await SendAsync("DELETE", services.Training, $"/models/{_id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync("POST", services.Inference, $"/predict/{_id}", Reading)).ShouldBeProblem(HttpStatusCode.NotFound);
        Text(await FitAsync(Level(1)), "model_version").ShouldBe("v21", "a number is never given again");
    }

    [Theory, MemberData(nameof(BadFits))]
    public async Task What_cannot_be_fitted_is_refused_with_its_field(string body, string field)
    {
        var answer = await SendAsync("POST", services.Training, $"/fit/{_id}", body);

        answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        Keys(answer.Body["errors"]!).ShouldContain(field, answer.Text);
        Text(answer.Body, "detail").ShouldContain(field + ": ");
        (await SendAsync("GET", services.Monitoring, $"/plot?series_id={_id}")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Of_many_wrong_entries_the_first_five_are_named_and_all_are_counted()
    {
        const string Wrong = """{ "timestamps": [1, "2", 3, 3, 2, 4, -5, 6], "values": [1, null, [[7], 8], 4, 1e999, {"a": [1]}, true, 8], "threshold": "x", "detector": 7, "parameters": { "a": { "b": 1 } } }""";
        var answer = await SendAsync("POST", services.Training, $"/fit/{_id}", Wrong);

        answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        Keys(answer.Body["errors"]!).ShouldBe(["body", "timestamps[1]", "timestamps[3]", "timestamps[4]", "timestamps[6]", "values[1]"]);
        Text(answer.Body, "detail").ShouldStartWith("body: 12 entries are wrong; these are the first 5. timestamps[1]: must be a whole number of seconds since 1970. timestamps[3]: 3 comes twice. timestamps[4]: 2 comes after 3: timestamps must increase.");
        (await SendAsync("POST", services.Training, $"/fit/{_id}", """{ "timestamps": [1, 2, 3], "values": [1, "x", 3], "threshold": [4], "bounds": {} }""")).Body["errors"]!.AsObject().Count.ShouldBe(3);
    }

    [Theory, MemberData(nameof(BadReadings))]
    public async Task What_cannot_be_judged_is_refused_with_its_field(string body, string field)
    {
        await FitAsync(ThreePoints);

        var answer = await SendAsync("POST", services.Inference, $"/predict/{_id}", body);

        answer.ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        Keys(answer.Body["errors"]!).ShouldContain(field, answer.Text);
    }

    [Fact]
    public async Task A_constant_series_is_refused_in_words_and_where_it_is_allowed_flags_any_other_value()
    {
        var refused = await SendAsync("POST", services.Training, $"/fit/{_id}", """{ "timestamps": [1, 2, 3], "values": [4, 4, 4] }""");
        Text(refused.Body, "detail").ShouldContain("standard deviation of 0");
        await FitAsync("""{ "timestamps": [1, 2, 3], "values": [4, 4, 4], "allow_constant": true }""");

        var other = await PredictAsync("""{ "timestamp": 4, "value": 4.5 }""");
        ((bool)other["anomaly"]!).ShouldBeTrue();
        other["score"].ShouldBeNull("a score that is not finite");
        ((bool)(await PredictAsync("""{ "timestamp": 4, "value": 4 }"""))["anomaly"]!).ShouldBeFalse();
    }

    [Fact]
    public async Task Detector_direction_and_least_deviation_are_honoured()
    {
        await FitAsync("""{ "timestamps": [1, 2, 3, 4], "values": [10, 11, 9, 10], "detector": "robust_mad", "parameters": { "threshold": 2 }, "direction": "up", "min_deviation": 5 }""");

        var low = await PredictAsync("""{ "timestamp": 5, "value": -1000 }""");
        ((bool)low["anomaly"]!).ShouldBeFalse();
        low["lower"].ShouldBeNull("an open bound");
        ((bool)(await PredictAsync("""{ "timestamp": 5, "value": 14.9 }"""))["anomaly"]!).ShouldBeFalse();
        ((bool)(await PredictAsync("""{ "timestamp": 5, "value": 15.1 }"""))["anomaly"]!).ShouldBeTrue();
        var detectors = (await SendAsync("GET", services.Training, "/detectors")).Body["detectors"]!.AsArray();
        detectors.Select(detector => Text(detector!, "name")).ShouldBe(["three_sigma", "robust_mad", "iqr", "ewma", "cusum"]);
    }

    [Fact]
    public async Task A_batch_answers_in_compact_arrays()
    {
        await FitAsync(Level(50));

        var plain = (await SendAsync("POST", services.Inference, $"/predict/{_id}/batch", """{ "timestamps": [5, 6, 7], "values": [50, 500, 50] }""")).Body;
        Keys(plain).ShouldBe(["series_id", "model_version", "points", "anomalies", "scores"]);
        plain["anomalies"]!.ToJsonString().ShouldBe("[1]");
        plain["scores"]!.AsArray().Count.ShouldBe(3);
        var bounded = (await SendAsync("POST", services.Inference, $"/predict/{_id}/batch?version=v1", """{ "timestamps": [5], "values": [50], "bounds": true }""")).Body;
        foreach (var name in new[] { "expected", "lower", "upper" }) bounded[name]!.AsArray().Count.ShouldBe(1);
        (await SendAsync("POST", services.Inference, $"/predict/{_id}/batch", """{ "timestamps": [5], "values": [1, 2] }""")).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        (await SendAsync("POST", services.Inference, $"/predict/{_id}/batch?version=v2", """{ "timestamps": [5], "values": [1] }""")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_plot_has_points_and_numbers_or_is_a_picture_or_a_page()
    {
        await FitAsync(ThreePoints);

        var plot = (await SendAsync("GET", services.Monitoring, $"/plot?series_id={_id}")).Body;
        Keys(plot).ShouldBe(["series_id", "model_version", "data_points", "model_stats"]);
        plot["data_points"]!.ToJsonString().ShouldBe("""[{"timestamp":1609459200,"value":23.5,"is_anomaly":false},{"timestamp":1609459260,"value":24.1,"is_anomaly":false},{"timestamp":1609459320,"value":23.8,"is_anomaly":false}]""");
        var stats = plot["model_stats"]!;
        ((int)stats["data_points_count"]!, Text(stats, "series_id"), (double)stats["threshold"]!).ShouldBe((3, _id, 3.0));
        ((double)stats["mean"]!).ShouldBe(23.8, 1e-12);
        ((double)stats["std"]!).ShouldBe(Math.Sqrt(0.06), 1e-12);

        var picture = await SendAsync("GET", services.Monitoring, $"/plot?series_id={_id}", accept: "image/svg+xml");
        (picture.Type, picture.Text[..4]).ShouldBe(("image/svg+xml", "<svg"));
        foreach (var (accept, type) in new[]
        {
            ("", "application/json"), ("*/*", "application/json"), ("application/pdf", "application/json"), ("nonsense", "application/json"), ("text/html;q=0.1, application/json;q=0.9", "application/json"),
            ("application/json;q=0.5, text/html;q=0.6", "text/html"), ("text/html;q=0, image/*", "image/svg+xml"), ("text/html, */*", "text/html"), ("image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8", "image/svg+xml"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "text/html"), ("application/json, text/plain, */*", "application/json"), ("text/html2, application/x-text/html", "application/json"),
        })
            (await SendAsync("GET", services.Monitoring, $"/plot?series_id={_id}", accept: accept)).Type.ShouldBe(type, accept);
        foreach (var path in new[] { $"/plot?series_id={_id}", "/dashboard", $"/dashboard?series_id={_id}&version=v1" })
        {
            var page = await SendAsync("GET", services.Monitoring, path, accept: "text/html");
            (page.Status, page.Type).ShouldBe((HttpStatusCode.OK, "text/html"), path);
            page.Text.ShouldContain("<svg", customMessage: path);
        }
    }

    [Fact]
    public async Task Unknown_series_and_versions_are_404_bad_names_422_and_other_methods_405()
    {
        await FitAsync(ThreePoints);

        foreach (var (method, service, path) in new[]
        {
            ("POST", services.Inference, "/predict/unknown"), ("POST", services.Inference, $"/predict/{_id}?version=v2"), ("GET", services.Monitoring, "/plot?series_id=unknown"),
            ("GET", services.Monitoring, $"/plot?series_id={_id}&version=v2"), ("GET", services.Monitoring, "/dashboard?series_id=unknown"), ("DELETE", services.Training, "/models/unknown"),
            ("DELETE", services.Training, $"/models/{_id}/v2"), ("GET", services.Training, "/nothing/here"),
        })
            (await SendAsync(method, service, path, method == "POST" ? Reading : null)).ShouldBeProblem(HttpStatusCode.NotFound, path);
        foreach (var (method, service, path) in new[]
        {
            ("POST", services.Inference, $"/predict/{_id}?version=2"), ("POST", services.Inference, $"/predict/{_id}?version=v0"), ("POST", services.Inference, $"/predict/{_id}?version=v1&version=v1"),
            ("POST", services.Inference, "/predict/a%20b"), ("POST", services.Training, "/fit/" + new string('a', 129)), ("POST", services.Training, "/fit/%3Cscript%3E"),
            ("GET", services.Monitoring, "/plot"), ("GET", services.Monitoring, "/plot?series_id=a%20b"), ("GET", services.Monitoring, $"/plot?series_id={_id}&version=x"),
            ("GET", services.Monitoring, "/models?take=0"), ("GET", services.Monitoring, "/models?skip=x"), ("DELETE", services.Training, $"/models/{_id}/latest"),
        })
            (await SendAsync(method, service, path, method == "POST" ? ThreePoints : null)).ShouldBeProblem(HttpStatusCode.UnprocessableEntity, path);
        (await SendAsync("GET", services.Training, $"/fit/{_id}")).ShouldBeProblem(HttpStatusCode.MethodNotAllowed);
        foreach (var (service, path, status) in new[]
        {
            (services.Training, "/healthcheck", HttpStatusCode.OK), (services.Monitoring, "/models", HttpStatusCode.OK), (services.Monitoring, $"/plot?series_id={_id}", HttpStatusCode.OK), (services.Monitoring, "/dashboard", HttpStatusCode.OK),
            (services.Inference, "/detectors", HttpStatusCode.OK), (services.Monitoring, "/plot?series_id=unknown", HttpStatusCode.NotFound), (services.Training, $"/fit/{_id}", HttpStatusCode.MethodNotAllowed),
        })
        {
            var head = await SendAsync("HEAD", service, path);
            (head.Status, head.Text).ShouldBe((status, ""), path);
            head.Type.ShouldBe((await SendAsync("GET", service, path)).Type, path);
        }
        (await SendAsync("POST", services.Training, "/fit/" + new string('a', 128), ThreePoints)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_too_large_or_no_JSON_by_its_type_is_refused()
    {
        await FitAsync(ThreePoints);

        (await SendAsync("POST", services.Training, $"/fit/{_id}", new string(' ', (64 * 1024 * 1024) + 1))).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);
        (await SendAsync("POST", services.Inference, $"/predict/{_id}", new string(' ', 20_000) + Reading)).ShouldBeProblem(HttpStatusCode.RequestEntityTooLarge);
        (await SendAsync("POST", services.Training, $"/fit/{_id}", ThreePoints, type: "text/plain")).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);
        (await SendAsync("POST", services.Inference, $"/predict/{_id}", Reading, type: "text/plain")).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);
        (await VersionsAsync()).ShouldBe(["v1"]);
    }

    [Fact]
    public async Task A_million_points_are_fitted_and_one_more_is_refused()
    {
        ((int)(await FitAsync(Many(1_000_000)))["points_used"]!).ShouldBe(1_000_000);
        (await SendAsync("POST", services.Training, $"/fit/{_id}", Many(1_000_001))).ShouldBeProblem(HttpStatusCode.UnprocessableEntity);
        ((int)(await SendAsync("GET", services.Monitoring, $"/plot?series_id={_id}")).Body["model_stats"]!["data_points_count"]!).ShouldBe(1_000_000);
    }

    [Fact]
    public async Task Models_are_listed_by_page_and_deleted()
    {
        await FitAsync(Level(1));
        await FitAsync(Level(2));
        var first = (await SendAsync("GET", services.Monitoring, "/models?take=1")).Body;
        Keys(first).ShouldBe(["models", "total_series", "total_models", "skip", "take"]);
        Keys(first["models"]!.AsArray().Single()!).ShouldBe(["series_id", "versions"]);
        ((int)first["total_models"]!).ShouldBeGreaterThan((int)first["total_series"]! - 1);
        (await SendAsync("GET", services.Monitoring, $"/models?skip={(int)first["total_series"]! + 100}")).Body["models"]!.AsArray().Count.ShouldBe(0);

        (await SendAsync("DELETE", services.Training, $"/models/{_id}/v1")).Body["deleted"]!.ToJsonString().ShouldBe("""["v1"]""");
        (await VersionsAsync()).ShouldBe(["v2"]);
        (await SendAsync("DELETE", services.Training, $"/models/{_id}")).Body["deleted"]!.ToJsonString().ShouldBe("""["v2"]""");
        (await SendAsync("GET", services.Monitoring, $"/plot?series_id={_id}")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Each_service_says_how_it_is()
    {
        await FitAsync(ThreePoints);
        await PredictAsync(Reading);

        var training = (await SendAsync("GET", services.Training, "/healthcheck")).Body;
        Keys(training).ShouldBe(["service", "status", "timestamp", "database_connection", "metrics", "series_trained", "training_latency_ms"]);
        (Text(training, "service"), Text(training, "status"), Text(training, "database_connection")).ShouldBe(("training", "healthy", "successful"));
        Keys(training["metrics"]!).ShouldBe(["total_models", "active_models", "models_trained_24h"]);
        Keys(training["training_latency_ms"]!).ShouldBe(["avg", "p95"]);
        ((double)training["training_latency_ms"]!["avg"]!).ShouldBeGreaterThan(0);

        var inference = (await SendAsync("GET", services.Inference, "/healthcheck")).Body;
        Keys(inference).ShouldBe(["service", "status", "timestamp", "redis_connection", "database_connection", "metrics", "inference_latency_ms"]);
        (Text(inference, "service"), Text(inference, "database_connection")).ShouldBe(("inference", "connected"));
        // A process that is short of time may just be asking the store.
        Text(inference, "status").ShouldBeOneOf("healthy", "degraded");
        Keys(inference["metrics"]!).ShouldBe(["active_models", "cached_models", "predictions_1h"]);
        ((long)inference["metrics"]!["predictions_1h"]!).ShouldBeGreaterThan(0);

        var monitoring = (await SendAsync("GET", services.Monitoring, "/healthcheck")).Body;
        Keys(monitoring).ShouldBe(["service", "status", "database_connection", "timestamp", "series_trained", "inference_latency_ms", "training_latency_ms"]);
        (Text(monitoring, "service"), Text(monitoring, "status"), Text(monitoring, "database_connection")).ShouldBe(("monitoring", "ok", "successful"));
        AtOrAfter(DateTimeOffset.Parse(Text(monitoring, "timestamp")).ToUnixTimeSeconds(), 1);
        ((long)monitoring["series_trained"]!).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Monitoring_tells_how_long_the_other_services_took_whichever_process_they_are()
    {
        await FitAsync(ThreePoints);
        await PredictAsync(Reading);
        using var tooLong = new CancellationTokenSource(TimeSpan.FromMinutes(1));

        JsonNode monitoring;
        do
        {
            tooLong.Token.ThrowIfCancellationRequested();
            monitoring = (await SendAsync("GET", services.Monitoring, "/healthcheck")).Body;
        }
        while (Latencies(monitoring).Min() == 0);

        foreach (var name in new[] { "training_latency_ms", "inference_latency_ms" }) ((double)monitoring[name]!["p95"]!).ShouldBeInRange((double)monitoring[name]!["avg"]! / 100, 60_000, name);
        var page = (await SendAsync("GET", services.Monitoring, "/dashboard", accept: "text/html")).Text;
        foreach (var card in new[] { "Training <span class=\"good\">healthy", "models in memory</dt><dd>[1-9]", "training processes</dt><dd>[1-9]", "inference processes</dt><dd>[1-9]", "fit, mean / p95</dt><dd>(?!0.00 /)", "answer, mean / p95</dt><dd>(?!0.00 / 0.00)" })
            page.ShouldMatch(card);

        static IEnumerable<double> Latencies(JsonNode answer) => new[] { "training_latency_ms", "inference_latency_ms" }.Select(name => (double)answer[name]!["avg"]!);
    }

    async Task<JsonNode> FitAsync(string body)
    {
        var answer = await SendAsync("POST", services.Training, $"/fit/{_id}", body);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Body;
    }

    async Task<JsonNode> PredictAsync(string body, string query = "")
    {
        var answer = await SendAsync("POST", services.Inference, $"/predict/{_id}{query}", body);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Body;
    }

    async Task<double> ExpectedAsync(string query) => (double)(await PredictAsync(Reading, query))["expected"]!;

    async Task<IEnumerable<string>> VersionsAsync()
    {
        for (var skip = 0; ; skip += 100)
        {
            var page = (await SendAsync("GET", services.Monitoring, $"/models?skip={skip}&take=100")).Body["models"]!.AsArray();
            if (page.FirstOrDefault(series => Text(series!, "series_id") == _id) is { } own) return own["versions"]!.AsArray().Select(version => (string)version!);
            page.Count.ShouldBe(100, "the series is not listed");
        }
    }

    static async Task<ContractAnswer> SendAsync(string method, Uri service, string path, string? body = null, string type = "application/json", string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Parse(method), new Uri(service, path));
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        using var response = await Client.SendAsync(request);
        return new ContractAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(), response.Content.Headers.ContentType?.MediaType);
    }

    static string Level(double level) => $$"""{ "timestamps": [1, 2, 3, 4], "values": [{{level}}, {{level + 1}}, {{level - 1}}, {{level}}] }""";

    static string Many(int points)
    {
        var text = new StringBuilder("{\"timestamps\":[");
        text.AppendJoin(',', Enumerable.Range(1_600_000_000, points)).Append("],\"values\":[").AppendJoin(',', Enumerable.Range(0, points).Select(i => i % 1000 / 8.0)).Append("]}");
        return text.ToString();
    }

    static string Text(JsonNode node, string name) => (string)node[name]!;

    static IEnumerable<string> Keys(JsonNode node) => node.AsObject().Select(field => field.Key);

    // The clock of a server in a test may stand still, in the past.
    static void AtOrAfter(long timestamp, long before) => timestamp.ShouldBeGreaterThanOrEqualTo(Math.Min(before, 1_700_000_000));
}

sealed record ContractAnswer(HttpStatusCode Status, string Text, string? Type)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    /// <summary>An error as RFC 9457 has it, with a sentence.</summary>
    public void ShouldBeProblem(HttpStatusCode status, string? what = null)
    {
        Status.ShouldBe(status, $"{what} {Text[..Math.Min(500, Text.Length)]}");
        Type.ShouldBe("application/problem+json", what);
        ((int)Body["status"]!).ShouldBe((int)status);
        ((string)Body["detail"]!).ShouldNotBeNullOrWhiteSpace();
        Text.ShouldNotContain("   at ");
    }
}
