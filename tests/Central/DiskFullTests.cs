using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Central.Storage;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>A disk without room: nothing that was confirmed is lost, nothing is half there, and it goes on when there is room again.</summary>
public sealed class DiskFullTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("plumbline-full-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task On_a_full_file_system_reports_are_refused_until_there_is_room()
    {
        using var disk = SmallDisk.Mount(megabytes: 3);
        await using var server = await TestServer.StartAsync(folder: disk.Folder);
        var token = await server.TokenAsync(Scopes.Admin);

        var confirmed = await FillAsync(server, token);
        // Many at once share a transaction: none of them gets through, and none is half there.
        var refused = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => server.PostAsync(Report(60_000), token, $"late{i}")));
        refused.ShouldAllBe(answer => answer.Status == HttpStatusCode.ServiceUnavailable);
        (await IdsAsync(server, token)).ShouldBe(confirmed);
        (await server.PatchAsync(confirmed[0], $$"""{ "state": "acknowledged", "note": "{{new string('n', 4000)}}" }""", token)).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);

        disk.Grow(megabytes: 24);

        var again = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => server.PostAsync(Report(60_000), token, $"late{i}")));
        again.ShouldAllBe(answer => answer.Status == HttpStatusCode.OK);
        (await IdsAsync(server, token)).ShouldBe(confirmed.Concat(again.Select(answer => answer.Body["id"]!.GetValue<long>()).Order()));
        (await server.Database.ReadAsync(connection => connection.OneAsync("pragma integrity_check"), default)).ShouldBe("ok");
    }

    [Fact]
    public async Task A_server_on_a_full_disk_stops_in_peace_and_the_next_one_finds_what_was_confirmed()
    {
        using var disk = SmallDisk.Mount(megabytes: 3);
        List<long> confirmed;
        string token;
        await using (var server = await TestServer.StartAsync(folder: disk.Folder))
        {
            token = await server.TokenAsync(Scopes.Admin);
            confirmed = await FillAsync(server, token);
            await server.StopAsync();
        }
        disk.Grow(megabytes: 24);

        await using var next = await TestServer.StartAsync(folder: disk.Folder);

        (await IdsAsync(next, token)).ShouldBe(confirmed);
    }

    [Fact]
    public async Task A_limit_on_the_size_of_files_is_a_full_disk_too()
    {
        string[] store = ["--data", _folder];
        var token = (await ServeProcess.RunAsync(["token", "create", "--name", "all", "--scope", "admin", "--rate", "1000000", .. store])).Output.Trim();
        using var server = await ServeProcess.StartAsync(["serve", "--port", "0", .. store], ignoresFileSizeSignal: true);
        using var client = ServeProcess.ClientOf(token);
        (await PostAsync(10)).StatusCode.ShouldBe(HttpStatusCode.OK);

        server.LimitFiles("500000");
        var confirmed = 1L;
        HttpResponseMessage answer;
        while ((answer = await PostAsync(20_000)).StatusCode == HttpStatusCode.OK) (++confirmed).ShouldBeLessThan(1000);
        await ShouldBeRefusedAsync(answer);
        (await TotalAsync()).ShouldBe(confirmed);
        // What fails gives back what it held.
        var files = server.OpenFiles;
        for (var i = 0; i < 50; i++) await ShouldBeRefusedAsync(await PostAsync(20_000));
        server.OpenFiles.ShouldBeLessThan(files + 10);

        server.LimitFiles("unlimited");
        (await PostAsync(20_000)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await TotalAsync()).ShouldBe(confirmed + 1);

        Task<HttpResponseMessage> PostAsync(int length) => client.PostAsync(server.Url + TestServer.Anomalies, new StringContent(Report(length), Encoding.UTF8, "application/json"));

        async Task<long> TotalAsync() => JsonNode.Parse(await client.GetStringAsync(server.Url + TestServer.Anomalies))!["total"]!.GetValue<long>();

        static async Task ShouldBeRefusedAsync(HttpResponseMessage answer)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            answer.Headers.RetryAfter!.Delta.ShouldNotBeNull();
            (await answer.Content.ReadAsStringAsync()).ShouldContain("Try again");
        }
    }

    static string Report(int length) => $$"""{ "sourceType": "log", "description": "x", "metadata": { "filling": "{{new string('f', length)}}" } }""";

    /// <summary>Reports, smaller and smaller ones, until not even the smallest is taken.</summary>
    static async Task<List<long>> FillAsync(TestServer server, string token)
    {
        var confirmed = new List<long>();
        var length = 20_000;
        while (true)
        {
            var answer = await server.PostAsync(Report(length), token);
            if (answer.Status != HttpStatusCode.OK && length > 1)
            {
                length /= 10;
            }
            else if (answer.Status != HttpStatusCode.OK)
            {
                answer.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
                answer.Type.ShouldBe("application/problem+json");
                answer.Headers.RetryAfter!.Delta.ShouldNotBeNull();
                answer.Body["detail"]!.ToString().ShouldContain("Try again");
                confirmed.Count.ShouldBeGreaterThan(5);
                return confirmed;
            }
            else
            {
                confirmed.Add(answer.Body["id"]!.GetValue<long>());
            }
            confirmed.Count.ShouldBeLessThan(1000);
        }
    }

    static async Task<List<long>> IdsAsync(TestServer server, string token)
    {
        var ids = new List<long>();
        JsonNode page;
        do
        {
            var answer = await server.GetAsync($"{TestServer.Anomalies}?take=100&skip={ids.Count}&sortDirection=asc", token);
            answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
            page = answer.Body;
            ids.AddRange(page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<long>()));
        }
        while (ids.Count < page["total"]!.GetValue<long>());
        return [.. ids.Order()];
    }

    /// <summary>A file system of a few megabytes in memory.</summary>
    sealed class SmallDisk : IDisposable
    {
        SmallDisk(string folder) => Folder = folder;

        public string Folder { get; }

        public static SmallDisk Mount(int megabytes)
        {
            var folder = Directory.CreateTempSubdirectory("plumbline-disk-").FullName;
            if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) is { } trouble)
            {
                Directory.Delete(folder);
                Assert.Skip($"a small file system cannot be mounted here: {trouble}");
            }
            return new SmallDisk(folder);
        }

        public void Grow(int megabytes) => Run("mount", "-o", $"remount,size={megabytes}m", Folder).ShouldBeNull();

        public void Dispose()
        {
            // Lazily: SQLite's pooled connections may still hold a file.
            Run("umount", "--lazy", Folder).ShouldBeNull();
            Directory.Delete(Folder);
        }

        /// <returns>What went wrong; null where nothing did.</returns>
        static string? Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : errors;
        }
    }
}
