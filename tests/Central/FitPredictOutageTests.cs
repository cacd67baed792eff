using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Central.FitPredict;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>What the services say and do when the store is stopped under them.</summary>
public sealed class FitPredictOutageTests
{
    const string ThreePoints = """{ "timestamps": [1, 2, 3], "values": [1, 2, 3] }""";
    const string Reading = """{ "timestamp": 4, "value": 2 }""";

    [Fact]
    public async Task Without_the_store_health_is_503_in_the_same_shape_and_predictions_go_on_from_memory()
    {
        using var cluster = await StartPostgresAsync();
        var roles = new[] { (ServiceRoles.Training, 0), (ServiceRoles.Inference, 0), (ServiceRoles.Monitoring, 0) };
        await using var server = await TestServer.StartOnAsync(await TestStore.CreateOnAsync(await cluster.CreateAsync("outage")), new CentralOptions { RolePorts = roles });
        // Fitted by another process: that is answered only when this one has taken it in, so what it remembers from then on it need not forget again.
        await using (var other = await TestServer.BesideAsync(server)) (await PostAsync(other, "/fit/s", ThreePoints)).Status.ShouldBe(HttpStatusCode.OK);
        await server.UntilFromMemoryAsync(() => PostAsync(server, "/predict/s", Reading));
        var healthy = await Task.WhenAll(server.Urls.Select(url => server.GetAsync(url + "/healthcheck")));
        healthy.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);

        cluster.Dispose();

        foreach (var (url, before) in server.Urls.Zip(healthy))
        {
            var health = await server.GetAsync(url + "/healthcheck");
            health.Status.ShouldBe(HttpStatusCode.ServiceUnavailable, health.Text);
            health.Type.ShouldBe("application/json");
            ShouldHaveTheShapeOf(health.Body, before.Body);
        }
        var training = (await server.GetAsync(server.Urls[1] + "/healthcheck")).Body;
        ((string)training["status"]!, (string)training["database_connection"]!).ShouldBe(("unhealthy", "failed"));
        var inference = (await server.GetAsync(server.Urls[2] + "/healthcheck")).Body;
        ((string)inference["status"]!, (string)inference["database_connection"]!, (int)inference["metrics"]!["cached_models"]!).ShouldBe(("degraded", "disconnected", 1));
        var all = (await server.GetAsync("/healthcheck")).Body;
        ((string)all["status"]!, (string)all["training"]!["status"]!, (string)all["inference"]!["status"]!).ShouldBe(("unhealthy", "unhealthy", "degraded"));
        (await server.GetAsync("/dashboard")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);

        // Until the lease is over it may be trusted, and no fit can have been answered.
        Answer predicted;
        do predicted = await PostAsync(server, "/predict/s", Reading);
        while (!predicted.Headers.Contains("Warning"));
        (predicted.Status, (string)predicted.Body["model_version"]!).ShouldBe((HttpStatusCode.OK, "v1"));
        (await server.GetAsync(server.Urls[2] + "/healthcheck")).Body["redis_connection"]!.GetValue<string>().ShouldBe("disconnected");
        foreach (var (path, body) in new[] { ("/predict/unknown", Reading), ("/fit/s", ThreePoints) })
        {
            var refused = await PostAsync(server, path, body);
            (refused.Status, refused.Type).ShouldBe((HttpStatusCode.ServiceUnavailable, "application/problem+json"), path);
            ((string)refused.Body["detail"]!).ShouldContain("Try again");
        }
        (await server.GetAsync("/models")).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Below_the_fewest_points_that_are_set_a_fit_is_refused()
    {
        await using var server = await TestServer.StartAsync(options: new CentralOptions { MinimumPoints = 5 });

        var refused = await PostAsync(server, "/fit/s", """{ "timestamps": [1, 2, 3, 4], "values": [1, 2, 3, 4] }""");

        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        ((string)refused.Body["detail"]!).ShouldBe("values: has 4 points, and this server wants at least 5 (Series:MinimumPoints).");
        (await PostAsync(server, "/fit/s", """{ "timestamps": [1, 2, 3, 4, 5], "values": [1, 2, 3, 4, 5] }""")).Status.ShouldBe(HttpStatusCode.OK);
    }

    static async Task<PostgresCluster> StartPostgresAsync()
    {
        try
        {
            return await PostgresCluster.StartAsync(isDurable: false);
        }
        catch (PlatformNotSupportedException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    static void ShouldHaveTheShapeOf(JsonNode actual, JsonNode expected)
    {
        actual.GetValueKind().ShouldBe(expected.GetValueKind(), expected.GetPath());
        if (expected is not JsonObject fields) return;
        actual.AsObject().Select(field => field.Key).ShouldBe(fields.Select(field => field.Key));
        foreach (var (name, value) in fields) ShouldHaveTheShapeOf(actual[name]!, value!);
    }

    static Task<Answer> PostAsync(TestServer server, string path, string body) =>
        server.SendAsync(HttpMethod.Post, path, token: null, new StringContent(body, Encoding.UTF8, "application/json"));
}
