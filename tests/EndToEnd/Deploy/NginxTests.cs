using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests.Deploy;

/// <summary>The server behind nginx with TLS, as <c>deploy/nginx.conf</c> has it: what passes, and who is believed to be where.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class NginxTests : IDisposable
{
    const string Anomalies = "/api/v1/edge/anomalies";
    const string Page = "/docs/index.html";

    static readonly (string Name, string Value)[] Pretences = [("X-Forwarded-For", "127.0.0.1"), ("X-Real-IP", "127.0.0.1"), ("Forwarded", "for=127.0.0.1"), ("Host", "localhost")];

    readonly Scratch _scratch = new();
    readonly BackgroundServer _server;

    public NginxTests() => _server = new BackgroundServer(_scratch);

    public void Dispose()
    {
        _server.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task A_report_passes_through_tls_and_the_log_names_the_client()
    {
        using var nginx = await StartAsync("--trust-proxy", "127.0.0.1");
        var token = _server.Token();
        var addresses = Nginx.Outside is { } outside ? [IPAddress.Loopback, outside] : new[] { IPAddress.Loopback };

        foreach (var address in addresses)
        {
            using var client = nginx.Client(address);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await client.PostAsync(Anomalies, Json("""{"sourceType":"log","description":"x","siteId":1}"""));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            answer.Headers.GetValues("Strict-Transport-Security").Single().ShouldStartWith("max-age=");
            JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!.GetValue<long>().ShouldBePositive();

            using var large = await client.PostAsync(Anomalies, Json(new string(' ', 300 * 1024)));
            large.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
            large.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        }
        // The log follows the answers; a server that has ended has written all of it.
        _server.Run("stop").ExitCode.ShouldBe(0);
        foreach (var address in addresses) _server.Log.ShouldContain($" from {address} (");
        _server.Log.ShouldNotContain(token[19..]);
    }

    [Fact]
    public async Task A_series_of_up_to_64_MiB_passes_through_tls_and_what_is_larger_is_told_by_the_server()
    {
        using var nginx = await StartAsync("--trust-proxy", "127.0.0.1");
        using var client = nginx.Client(IPAddress.Loopback);
        const string Points = """{ "timestamps": [1, 2, 3], "values": [1, 2, 4] }""";
        const int Largest = 64 * 1024 * 1024;

        foreach (var length in new[] { 600 * 1024, Largest })
        {
            using var body = Json(Points.PadLeft(length));
            using var fitted = await client.PostAsync("/fit/s", body);
            fitted.StatusCode.ShouldBe(HttpStatusCode.OK, $"{length} bytes");
        }
        using var batch = Json("""{ "timestamps": [4, 5], "values": [2, 90] }""".PadLeft(600 * 1024));
        using var judged = await client.PostAsync("/predict/s/batch", batch);
        JsonNode.Parse(await judged.Content.ReadAsStringAsync())!["anomalies"]!.ToJsonString().ShouldBe("[1]");
        using var large = Json(Points.PadLeft(Largest + 1));
        using var refused = await client.PostAsync("/fit/s", large);
        refused.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        ((string)JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["detail"]!).ShouldBe("the body is larger than 64 MiB.");
    }

    [Fact]
    public async Task It_speaks_modern_tls_and_no_plain_http()
    {
        using var nginx = await StartAsync();
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, nginx.Port);
        using var tls = new SslStream(socket.GetStream(), leaveInnerStreamOpen: false, (_, _, _, _) => true);

        await tls.AuthenticateAsClientAsync("plumbline.example");

        tls.SslProtocol.ShouldBe(SslProtocols.Tls13);
        using var plain = new HttpClient();
        (await plain.GetAsync($"http://127.0.0.1:{nginx.Port}/health")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Nobody_becomes_local_by_saying_so_and_nobody_local_becomes_remote()
    {
        using var nginx = await StartAsync("--trust-proxy", "127.0.0.1");
        using var local = nginx.Client(IPAddress.Loopback);

        (await StatusAsync(local)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(local, ("X-Forwarded-For", "203.0.113.9"))).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(local, ("Host", "plumbline.example"))).ShouldBe(HttpStatusCode.Unauthorized);

        if (Nginx.Outside is null) Assert.Skip("this machine has no address but loopback: nobody can come from elsewhere.");
        using var remote = nginx.Client(Nginx.Outside);
        (await StatusAsync(remote)).ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var pretence in Pretences) (await StatusAsync(remote, pretence)).ShouldBe(HttpStatusCode.Unauthorized, pretence.Name);
        (await StatusAsync(remote, Pretences)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(remote, ("Authorization", "Bearer " + _server.Token()))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_proxy_that_nobody_spoke_of_opens_nothing()
    {
        using var nginx = await StartAsync();
        using var through = nginx.Client(IPAddress.Loopback);
        using var direct = new HttpClient { BaseAddress = new Uri(_server.Url) };

        (await StatusAsync(direct)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(through)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(through, Pretences)).ShouldBe(HttpStatusCode.Unauthorized);
        (await through.GetAsync("/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Many_bad_tokens_from_one_address_are_slowed_down_and_a_good_one_is_not()
    {
        using var nginx = await StartAsync("--trust-proxy", "127.0.0.1");
        using var client = nginx.Client(IPAddress.Loopback);
        var good = ("Authorization", "Bearer " + _server.Token());
        var answers = new List<HttpStatusCode>();
        HttpResponseMessage? slowed = null;

        for (var i = 0; i < 100; i++)
        {
            var answer = await GetAsync(client, Anomalies, ("Authorization", "Bearer plumb_guess"));
            answers.Add(answer.StatusCode);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) slowed ??= answer;
            if (i % 10 == 0) (await GetAsync(client, Anomalies, good)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        answers[..20].ShouldAllBe(status => status == HttpStatusCode.Unauthorized);
        answers.Count(status => status == HttpStatusCode.TooManyRequests).ShouldBeGreaterThan(20);
        slowed.ShouldNotBeNull().Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(60));
        JsonNode.Parse(await slowed.Content.ReadAsStringAsync())!["status"]!.GetValue<int>().ShouldBe(429);
    }

    async Task<Nginx> StartAsync(params string[] options)
    {
        var start = _server.Run(["start", .. options]);
        start.ExitCode.ShouldBe(0, start.Errors);
        return await Nginx.StartAsync(_scratch, _server.Url);
    }

    static async Task<HttpStatusCode> StatusAsync(HttpClient client, params (string Name, string Value)[] headers) => (await GetAsync(client, Page, headers)).StatusCode;

    static async Task<HttpResponseMessage> GetAsync(HttpClient client, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
