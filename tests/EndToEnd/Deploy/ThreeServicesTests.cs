using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.SeriesContracts;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests.Deploy;

/// <summary>The contract of the series service over processes of a single role each, on one PostgreSQL, behind nginx with <c>deploy/nginx-services.conf</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ThreeServicesTests(ThreeServicesTests.SetUp services) : SeriesContract(services), IClassFixture<ThreeServicesTests.SetUp>
{
    [Fact]
    public async Task A_service_answers_for_itself_alone()
    {
        using var client = new HttpClient();
        foreach (var (service, path) in new[] { (services.Training, "/predict/s"), (services.Inference, "/fit/s"), (services.Monitoring, "/fit/s") })
        {
            using var body = new StringContent("{}", Encoding.UTF8, "application/json");
            using var answer = await client.PostAsync(new Uri(service, path), body);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound, $"{service}{path}");
        }
    }

    [Fact]
    public async Task Predictions_go_on_where_one_of_two_inference_processes_is_killed()
    {
        using var client = new HttpClient();
        (await PostAsync(client, services.Training, "/fit/failover", """{ "timestamps": [1, 2, 3], "values": [1, 2, 3] }""")).StatusCode.ShouldBe(HttpStatusCode.OK);

        for (var i = 0; i < 50; i++)
        {
            if (i == 10) await services.KillOneAsync();
            using var answer = await PostAsync(client, services.Inference, "/predict/failover", """{ "timestamp": 4, "value": 2 }""");
            var text = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
            ((bool)JsonNode.Parse(text)!["anomaly"]!).ShouldBeFalse();
        }
        using var fitted = await PostAsync(client, services.Training, "/fit/failover", """{ "timestamps": [1, 2, 3], "values": [1, 2, 3] }""");
        fitted.StatusCode.ShouldBe(HttpStatusCode.OK, "whoever is no more is not waited for for ever");
    }

    [Fact]
    public async Task What_nginx_says_itself_has_the_form_of_the_services()
    {
        using var client = new HttpClient();
        using var large = new HttpRequestMessage(HttpMethod.Post, new Uri(services.Training, "/fit/large")) { Content = new StringContent(new string(' ', 66 << 20), Encoding.UTF8, "application/json") };
        large.Headers.ExpectContinue = true;
        using var refused = await client.SendAsync(large);
        await ShouldBeProblemAsync(refused, HttpStatusCode.RequestEntityTooLarge, "the body is larger than 64 MiB.");

        using var scratch = new Scratch();
        const string nobody = "http://127.0.0.1:1";
        using var nginx = await Nginx.StartServicesAsync(scratch, nobody, [nobody, nobody], nobody);
        using var unanswered = await PostAsync(client, new Uri($"http://127.0.0.1:{nginx.Ports[1]}"), "/predict/s", """{ "timestamp": 4, "value": 2 }""");
        await ShouldBeProblemAsync(unanswered, HttpStatusCode.ServiceUnavailable, "the service does not answer. Try again in 2 s.");
    }

    static async Task ShouldBeProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string detail)
    {
        (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType).ShouldBe((status, "application/problem+json"));
        ((string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!).ShouldBe(detail);
    }

    static Task<HttpResponseMessage> PostAsync(HttpClient client, Uri service, string path, string body) => client.PostAsync(new Uri(service, path), new StringContent(body, Encoding.UTF8, "application/json"));

    public sealed class SetUp : ISeriesServices, IAsyncLifetime
    {
        readonly Scratch _scratch = new();
        readonly List<ServerProcess> _processes = [];
        Nginx? _nginx;

        public Uri Training => Service(0);

        public Uri Inference => Service(1);

        public Uri Monitoring => Service(2);

        public async ValueTask InitializeAsync()
        {
            var store = await PrivatePostgres.NewDatabaseAsync();
            // The first of them makes the tables.
            foreach (var role in new[] { "training", "inference", "inference", "monitoring" })
                _processes.Add(await ServerProcess.StartAsync(_scratch.Path, "--roles", role, "--port", "0", "--store", store, "--trust-proxy", "127.0.0.1"));
            _nginx = await Nginx.StartServicesAsync(_scratch, _processes[0].Url, [_processes[1].Url, _processes[2].Url], _processes[3].Url);
        }

        public async Task KillOneAsync() => await _processes[2].DisposeAsync();

        public async ValueTask DisposeAsync()
        {
            _nginx?.Dispose();
            foreach (var process in _processes) await process.DisposeAsync();
            _scratch.Dispose();
        }

        Uri Service(int port) => new($"http://127.0.0.1:{_nginx!.Ports[port]}");
    }
}
