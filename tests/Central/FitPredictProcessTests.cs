using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>Fits in processes of their own, which are ended the hard way.</summary>
public sealed class FitPredictProcessTests : IDisposable
{
    const int Points = 100_000;

    readonly string _folder = Directory.CreateTempSubdirectory("plumbline-fit-").FullName;

    public static TheoryData<string> Kinds => TestStore.Kinds;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_process_that_is_killed_while_it_fits_leaves_whole_models_or_none_and_loses_nothing(string kind)
    {
        var store = await StoreAsync(kind);
        using var client = new HttpClient();
        var body = Body(Points);
        var confirmed = new List<string>();
        for (var round = 1; round <= 3; round++)
        {
            using var server = await ServeProcess.StartAsync(["serve", "--port", "0", .. store]);
            var fits = Enumerable.Range(0, 6).Select(_ => FitAsync(client, server.Url, body)).ToList();
            for (var answered = 0; answered < round; answered++) fits.Remove(await Keep(await Task.WhenAny(fits)));
            // The others are being read, fitted or written.
            server.Process.Kill();
            await server.Process.WaitForExitAsync();
            foreach (var fit in fits) await Keep(fit);
        }
        confirmed.Count.ShouldBeGreaterThanOrEqualTo(6);
        confirmed.ShouldBeUnique();

        using var last = await ServeProcess.StartAsync(["serve", "--port", "0", .. store]);
        var versions = JsonNode.Parse(await client.GetStringAsync(last.Url + "/models"))!["models"]![0]!["versions"]!.AsArray().Select(version => (string)version!).ToList();
        versions.ShouldBe(Enumerable.Range(1, versions.Count).Reverse().Select(version => $"v{version}"), "no gap");
        confirmed.ShouldBeSubsetOf(versions);
        foreach (var version in versions)
        {
            var plot = JsonNode.Parse(await client.GetStringAsync($"{last.Url}/plot?series_id=s&version={version}"))!;
            ((int)plot["model_stats"]!["data_points_count"]!, (double)plot["model_stats"]!["mean"]!).ShouldBe((Points, 499.5));
        }
        (await FitAsync(client, last.Url, body)).ShouldBe($"v{versions.Count + 1}");

        async Task<Task<string?>> Keep(Task<string?> fit)
        {
            if (await fit is { } version) confirmed.Add(version);
            return fit;
        }
    }

    [Fact]
    public async Task Eight_fits_at_once_over_two_processes_leave_no_gap_and_both_know_the_last()
    {
        var store = await StoreAsync("postgres");
        using var client = new HttpClient();
        using var first = await ServeProcess.StartAsync(["serve", "--port", "0", .. store]);
        using var second = await ServeProcess.StartAsync(["serve", "--port", "0", .. store]);
        for (var version = 1; version <= 2; version++) (await FitAsync(client, first.Url, Body(10))).ShouldBe($"v{version}");

        var versions = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => FitAsync(client, i % 2 == 0 ? first.Url : second.Url, Body(1000))));

        versions.ShouldBe(["v3", "v4", "v5", "v6", "v7", "v8", "v9", "v10"], ignoreOrder: true);
        foreach (var server in new[] { first, second })
        {
            using var answer = await client.PostAsync(server.Url + "/predict/s", Json("""{ "timestamp": 1, "value": 1 }"""));
            ((string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["model_version"]!).ShouldBe("v10");
        }
    }

    async Task<string[]> StoreAsync(string kind) => kind == "sqlite" ? ["--data", _folder] : ["--store", await PrivatePostgres.NewDatabaseAsync()];

    /// <returns>The version; null where there was no answer.</returns>
    static async Task<string?> FitAsync(HttpClient client, string url, string body)
    {
        try
        {
            using var answer = await client.PostAsync(url + "/fit/s", Json(body));
            var text = await answer.Content.ReadAsStringAsync();
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
            return (string)JsonNode.Parse(text)!["model_version"]!;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    static string Body(int points)
    {
        var text = new StringBuilder("{\"timestamps\":[");
        return text.AppendJoin(',', Enumerable.Range(0, points)).Append("],\"values\":[").AppendJoin(',', Enumerable.Range(0, points).Select(i => i % 1000)).Append("]}").ToString();
    }

    static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
