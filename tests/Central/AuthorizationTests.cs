using System.Net;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Plumbline.Central.Tokens;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class AuthorizationTests
{
    const string Report = """{ "sourceType": "log", "description": "x", "siteId": 1 }""";

    // Every route, and who may call it. A route that is missing here fails a test below.
    static readonly (string Method, string Pattern, Scopes Allowed)[] Guarded =
    [
        ("POST", "/api/v1/edge/anomalies", Scopes.Edge | Scopes.Write | Scopes.Admin),
        ("GET", "/api/v1/edge/anomalies", Scopes.Edge | Scopes.Read | Scopes.Write | Scopes.Admin),
        ("GET", "/api/v1/edge/anomalies/{id:long}", Scopes.Edge | Scopes.Read | Scopes.Write | Scopes.Admin),
        ("PATCH", "/api/v1/edge/anomalies/{id:long}", Scopes.Write | Scopes.Admin),
    ];

    static readonly string[] Pages = ["/openapi.json", "/docs/index.html", "/redoc/index.html", "/docs/swagger-ui-bundle.js", "/redoc/redoc.standalone.js"];

    public static TheoryData<string, string, int> Routes => new(Guarded.Select(route => (route.Method, route.Pattern, (int)route.Allowed)));

    [Fact]
    public async Task Every_route_is_in_the_table_and_says_who_may_call_it()
    {
        await using var server = await TestServer.StartAsync();

        var routes = server.Routes.Select(route => (
            Method: route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single(), Pattern: route.RoutePattern.RawText!, Access: route.Metadata.GetMetadata<Access>())).ToList();

        routes.ShouldAllBe(route => route.Access != null);
        routes.Where(route => route.Access!.Need != Scopes.None && !route.Access.IsPage).Select(route => (route.Method, route.Pattern, route.Access!.Need)).ShouldBe(Guarded, ignoreOrder: true);
        routes.Where(route => route.Access!.Need == Scopes.None).Select(route => route.Pattern).ShouldBe(["/openapi.json", "/health", "/api/v1/health", "/healthcheck", "/metrics"], ignoreOrder: true);

        // Open on this machine, and guarded elsewhere: WhoMayCallTests asks each of them.
        routes.Where(route => route.Access!.Need != Scopes.None && route.Access.IsPage).Select(route => route.Pattern).Distinct().ShouldBe(
            ["/api/v1/factories", "/api/v1/factories/{id}", "/api/v1/machines", "/api/v1/machines/{id}", "/api/v1/tariffs", "/api/v1/tariffs/{id}", "/api/v1/carbon-factors", "/api/v1/carbon-factors/{id}",
                "/api/v1/kpi/sec", "/api/v1/kpi/peak-demand", "/api/v1/kpi/load-factor", "/api/v1/kpi/energy-cost", "/api/v1/kpi/carbon", "/api/v1/kpi/all", "/api/v1/kpi/factory/{factory_id}", "/api/v1/kpi/factories",
                "/api/v1/baseline/train", "/api/v1/baseline/train-seu", "/api/v1/baseline/deviation", "/api/v1/baseline/predict", "/api/v1/baseline/models", "/api/v1/baseline/model/{model_id}",
                "/api/v1/anomaly/detect", "/api/v1/anomaly/create", "/api/v1/anomaly/recent", "/api/v1/anomaly/search", "/api/v1/anomaly/active", "/api/v1/anomaly/{anomaly_id}/resolve",
                "/api/v1/forecast/train/arima", "/api/v1/forecast/train/prophet", "/api/v1/forecast/predict", "/api/v1/forecast/demand", "/api/v1/forecast/peak", "/api/v1/forecast/models/{machine_id}", "/api/v1/forecast/short-term", "/api/v1/forecast/optimal-schedule",
                "/api/v1/timeseries/energy", "/api/v1/timeseries/power", "/api/v1/timeseries/sec", "/api/v1/timeseries/multi-machine/energy", "/api/v1/timeseries/latest/{machine_id}",
                "/api/v1/machines/{id}/status-history", "/api/v1/machines/{id}/status", "/api/v1/machines/status/{machine_name}",
                "/api/v1/readings", "/api/v2/write", "/api/v1/readings/rejects", "/api/v1/readings/rejects/replay", "/api/v1/scheduler/status", "/api/v1/scheduler/trigger/{job}", "/api/simulator/machines", "/api/simulator/machines/{id}", "/api/simulator/machines/{id}/anomaly",
                "/fit/{series_id}", "/predict/{series_id}", "/predict/{series_id}/batch", "/plot", "/models", "/models/{series_id}", "/models/{series_id}/{version}", "/detectors", "/dashboard"], ignoreOrder: true);
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task Without_a_token_in_force_every_guarded_route_answers_401(string method, string pattern, int _)
    {
        await using var server = await TestServer.StartAsync();
        var revoked = await server.TokenAsync(Scopes.Admin);
        await server.RevokeAsync(revoked);
        var good = await server.TokenAsync(Scopes.Admin);
        var wrongSecret = good[..^4] + (good.EndsWith("AAAA", StringComparison.Ordinal) ? "BBBB" : "AAAA");
        var wrongHandle = "plumb_000000000000" + good[18..];
        string?[] bad = [null, "", "x", wrongSecret, wrongHandle, revoked, new string('a', 5000), good + "x", "plumb_' or 1=1 --" + good[18..]];

        foreach (var token in bad) await ShouldBeRefusedAsync(token);
        server.Clock.Time += TimeSpan.FromDays(366);
        await ShouldBeRefusedAsync(good);
        (await server.StoredAsync()).ShouldBe(0);

        async Task ShouldBeRefusedAsync(string? token)
        {
            var answer = await SendAsync(server, method, pattern, token);
            answer.Status.ShouldBe(HttpStatusCode.Unauthorized, token);
            answer.Type.ShouldBe("application/problem+json");
            answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
            answer.Text.ShouldNotContain(good);
        }
    }

    [Theory, MemberData(nameof(Routes))]
    public async Task A_scope_opens_what_it_is_for_and_nothing_else(string method, string pattern, int allowed)
    {
        await using var server = await TestServer.StartAsync();
        var id = await ReportAsync(server, site: 1);
        foreach (var scope in new[] { Scopes.Edge, Scopes.Read, Scopes.Write, Scopes.Admin })
        {
            var answer = await SendAsync(server, method, pattern, await server.TokenAsync(scope), id);
            answer.Status.ShouldBe(((Scopes)allowed).HasFlag(scope) ? HttpStatusCode.OK : HttpStatusCode.Forbidden, scope.ToString());
        }
    }

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task A_token_of_site_A_neither_reads_nor_writes_site_B(string kind)
    {
        await using var server = await TestServer.StartAsync(kind);
        var mine = await ReportAsync(server, site: 1);
        var foreign = await ReportAsync(server, site: 2);
        var homeless = await ReportAsync(server, site: null);

        foreach (var scope in new[] { Scopes.Edge, Scopes.Read, Scopes.Write, Scopes.Admin })
        {
            var token = await server.TokenAsync(scope, 1);
            var list = (await server.GetAsync(TestServer.Anomalies, token)).Body;
            list["total"]!.GetValue<long>().ShouldBe(1);
            list["items"]!.AsArray().Select(item => item!["id"]!.GetValue<long>()).ShouldBe([mine]);
            (await server.GetAsync(TestServer.Anomalies + "?siteId=2", token)).Status.ShouldBe(HttpStatusCode.Forbidden);
            (await server.GetAsync($"{TestServer.Anomalies}/{mine}", token)).Status.ShouldBe(HttpStatusCode.OK);
            var unknown = await server.GetAsync(TestServer.Anomalies + "/987654321", token);
            foreach (var id in new[] { foreign, homeless })
            {
                var answer = await server.GetAsync($"{TestServer.Anomalies}/{id}", token);
                answer.Status.ShouldBe(HttpStatusCode.NotFound);
                // Not to be told from one that does not exist.
                answer.Body["detail"]!.ToString().ShouldBe(unknown.Body["detail"]!.ToString().Replace("987654321", $"{id}", StringComparison.Ordinal));
            }
        }
        var writer = await server.TokenAsync(Scopes.Write, 1);
        (await server.PostAsync("""{ "sourceType": "log", "description": "x", "siteId": 2 }""", writer)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await server.PatchAsync(foreign, """{ "state": "resolved" }""", writer)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.PatchAsync(homeless, """{ "state": "resolved" }""", writer)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.StoredAsync()).ShouldBe(3);
        (await server.GetAsync($"{TestServer.Anomalies}/{foreign}", await server.TokenAsync(Scopes.Admin))).Body["state"]!.ToString().ShouldBe("open");
    }

    [Fact]
    public async Task A_token_of_several_sites_sees_all_of_them_and_must_name_one()
    {
        await using var server = await TestServer.StartAsync();
        foreach (var site in new long[] { 1, 2, 3 }) await ReportAsync(server, site);
        var token = await server.TokenAsync(Scopes.Write, 1, 2);

        (await server.GetAsync(TestServer.Anomalies, token)).Body["total"]!.GetValue<long>().ShouldBe(2);
        var answer = await server.PostAsync("""{ "sourceType": "log", "description": "x" }""", token);
        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        answer.WrongFields.ShouldBe(["siteId"]);
    }

    [Fact]
    public async Task Pages_are_open_on_loopback_and_with_open_and_need_a_token_elsewhere()
    {
        var everywhere = new CentralOptions { Address = IPAddress.Any };
        await using var loopback = await TestServer.StartAsync();
        await using var other = await TestServer.StartAsync(options: everywhere);
        await using var open = await TestServer.StartAsync(options: everywhere with { IsOpen = true });
        var token = await other.TokenAsync(Scopes.Read, 1);

        foreach (var page in Pages)
        {
            (await loopback.GetAsync(page)).Status.ShouldBe(HttpStatusCode.OK, page);
            (await open.GetAsync(page)).Status.ShouldBe(HttpStatusCode.OK, page);
            (await other.GetAsync(page)).Status.ShouldBe(HttpStatusCode.Unauthorized, page);
            (await other.GetAsync(page, token)).Status.ShouldBe(HttpStatusCode.OK, page);
        }
        foreach (var server in new[] { loopback, other, open })
        {
            (await server.GetAsync("/health")).Status.ShouldBe(HttpStatusCode.OK);
            (await server.GetAsync(TestServer.Anomalies)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        }
        open.Log.Lines.ShouldContain(line => line.StartsWith("Warning: open:", StringComparison.Ordinal));
        loopback.Log.Lines.ShouldNotContain(line => line.StartsWith("Warning", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_revoked_token_is_refused_when_the_lease_is_over()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Read);
        (await server.GetAsync(TestServer.Anomalies, token)).Status.ShouldBe(HttpStatusCode.OK);

        await server.RevokeAsync(token);
        server.Clock.Time += RecentTokens.Lease;

        (await server.GetAsync(TestServer.Anomalies, token)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_is_looked_up_once_in_a_lease()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Read);
        var before = server.Database.ReadTimes.Read().Counts.Sum();

        for (var i = 0; i < 5; i++) (await server.GetAsync(TestServer.Anomalies, token)).Status.ShouldBe(HttpStatusCode.OK);
        server.Clock.Time += RecentTokens.Lease;
        (await server.GetAsync(TestServer.Anomalies, token)).Status.ShouldBe(HttpStatusCode.OK);

        const int Lists = 6;
        (server.Database.ReadTimes.Read().Counts.Sum() - before).ShouldBe(Lists + 2);
    }

    [Fact]
    public async Task Predictions_are_not_counted_among_the_requests_of_a_token()
    {
        await using var server = await TestServer.StartAsync();
        using var points = Json("""{ "timestamps": [1, 2, 3], "values": [1, 2, 4] }""");
        (await server.SendAsync(HttpMethod.Post, "/fit/s", token: null, points)).Status.ShouldBe(HttpStatusCode.OK);
        var token = await server.LimitedTokenAsync(1, Scopes.Read);
        (string, string) elsewhere = ("X-Forwarded-For", "203.0.113.9");

        foreach (var path in new[] { "/predict/s", "/predict/s", "/predict/s/batch", "/predict/s/batch" })
        {
            using var body = Json(path == "/predict/s" ? """{ "timestamp": 4, "value": 2 }""" : """{ "timestamps": [4], "values": [2] }""");
            (await server.SendAsync(HttpMethod.Post, path, token, body, key: null, elsewhere)).Status.ShouldBe(HttpStatusCode.OK, path);
        }
        (await server.GetAsync("/models", token, elsewhere)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.GetAsync("/models", token, elsewhere)).Status.ShouldBe(HttpStatusCode.TooManyRequests);

        static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
    }

    [Fact]
    public async Task Requests_beyond_the_rate_of_the_token_are_told_when_to_come_back()
    {
        await using var server = await TestServer.StartAsync();
        var slow = await server.LimitedTokenAsync(5, Scopes.Edge, 1);
        var fast = await server.TokenAsync(Scopes.Edge, 1);

        for (var i = 0; i < 5; i++) (await server.GetAsync(TestServer.Anomalies, slow)).Status.ShouldBe(HttpStatusCode.OK);
        var answer = await server.PostAsync(Report, slow);

        answer.Status.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Type.ShouldBe("application/problem+json");
        answer.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        (await server.StoredAsync()).ShouldBe(0);
        (await server.PostAsync(Report, fast)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_rate_is_given_back_when_its_window_is_over()
    {
        await using var server = await TestServer.StartAsync(options: new CentralOptions { RateWindow = TimeSpan.FromMilliseconds(300) });
        var token = await server.LimitedTokenAsync(1, Scopes.Read);
        (await server.GetAsync(TestServer.Anomalies, token)).Status.ShouldBe(HttpStatusCode.OK);

        Answer answer;
        var attempts = 0;
        do
        {
            await Task.Delay(50);
            answer = await server.GetAsync(TestServer.Anomalies, token);
        }
        while (answer.Status == HttpStatusCode.TooManyRequests && ++attempts < 100);

        answer.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Neither_token_nor_body_is_ever_logged()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Admin);
        var secret = token[19..];
        await server.PostAsync("""{ "sourceType": "log", "description": "confidential-words", "siteId": 1 }""", token);
        await server.PostAsync("""{ "confidential-words": """, token);
        await server.GetAsync($"{TestServer.Anomalies}?token={token}&pageSize=confidential-words", token);
        await server.GetAsync($"/{token}", token);
        await server.GetAsync(TestServer.Anomalies, token + "x");
        await server.Database.DisposeAsync();
        var failed = await server.PostAsync("""{ "sourceType": "log", "description": "confidential-words", "siteId": 1 }""", token);

        ((int)failed.Status).ShouldBeGreaterThanOrEqualTo(500);
        failed.Text.ShouldNotContain("   at ");
        server.Log.Lines.Count.ShouldBeGreaterThan(5);
        server.Log.Lines.ShouldNotContain(line => line.Contains(secret, StringComparison.Ordinal) || line.Contains("confidential-words", StringComparison.Ordinal));
    }

    static async Task<long> ReportAsync(TestServer server, long? site)
    {
        var answer = await server.PostAsync($$"""{ "sourceType": "log", "description": "x", "siteId": {{site?.ToString() ?? "null"}} }""", await server.TokenAsync(Scopes.Admin));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Body["id"]!.GetValue<long>();
    }

    static Task<Answer> SendAsync(TestServer server, string method, string pattern, string? token, long id = 1) => server.SendAsync(
        HttpMethod.Parse(method), pattern.Replace("{id:long}", $"{id}", StringComparison.Ordinal), token,
        method switch { "POST" => Body(Report), "PATCH" => Body("""{ "state": "acknowledged" }"""), _ => null });

    static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");
}
