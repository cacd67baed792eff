using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests;

/// <summary><c>plumb query</c> against a real <c>plumb serve</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class QueryTests : IDisposable
{
    readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task What_devices_reported_is_counted_exported_and_drawn()
    {
        using var server = new BackgroundServer(_scratch);
        server.Run("start").ExitCode.ShouldBe(0);
        var token = server.Token();
        var bound = Plumb.Run(_scratch.Path, "token", "create", "--data", _scratch["data"], "--name", "site7", "--scope", "read", "--site", "7").Output.Trim();
        using (var client = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } })
            for (var i = 0; i < 230; i++) await ReportAsync(client, server.Url, i);
        Outcome Query(params string[] arguments) => Plumb.Start(_scratch.Path, "dotnet", [Plumb.Program, "query", "--api-url", server.Url + "/api/v1", .. arguments], new Dictionary<string, string> { ["ANOMALY_API_TOKEN"] = token });

        // 1 November to 30 November, both included: the reports of 31 October and 1 December are outside.
        var november = Query("--start", "2024-11-01", "--end", "2024-11-30", "--export", "anomalies.csv", "--visualize", "timeline.png", "--compare-pumps");
        november.ExitCode.ShouldBe(0, november.Errors);
        november.Output.ShouldContain("210 anomalies.");
        november.Output.ShouldContain("From 2024-11-01 00:00 to 2024-11-30 23:59 UTC");
        november.Output.ShouldContain("Pump 3");
        november.Output.ShouldContain("head -31.5 %");
        november.Errors.ShouldBeEmpty();
        var csv = await File.ReadAllLinesAsync(_scratch["anomalies.csv"]);
        csv[0].ShouldBe("id,sourceType,description,siteId,pumpId,sensorId,timestamp,logValue,additionalContext,metadata,createdAt");
        csv.Length.ShouldBe(211);
        (await File.ReadAllBytesAsync(_scratch["timeline.png"]))[1..4].ShouldBe("PNG"u8.ToArray());

        var json = JsonNode.Parse(Query("--json", "--status", "critical", "--pump", "1").Output)!;
        json["items"]!.AsArray().Count.ShouldBe(json["total"]!.GetValue<int>());
        json["items"]!.AsArray().ShouldAllBe(item => item!["pumpId"]!.GetValue<int>() == 1 && item["additionalContext"]!["status"]!.GetValue<string>() == "Critical");
        json["total"]!.GetValue<int>().ShouldBeGreaterThan(0);

        Query("--max-results", "120").Output.ShouldStartWith("The newest 120 of 230 anomalies: stopped at --max-results");
        Query("--pump", "99").ShouldBe(new Outcome(0, "No anomalies (pump 99).\n", ""));
        foreach (var picture in (string[])["timeline.svg", "timeline.html"]) Query("--visualize", picture).ExitCode.ShouldBe(0);
        (await File.ReadAllTextAsync(_scratch["timeline.html"])).ShouldNotContain("src=\"http");

        // What goes wrong: one sentence, and what was there stays.
        var before = await File.ReadAllTextAsync(_scratch["anomalies.csv"]);
        var refused = Query("--token", "plumb_nonsense", "--export", "anomalies.csv");
        refused.ExitCode.ShouldBe(1);
        refused.Errors.ShouldStartWith("plumb: 401: the token is invalid or expired");
        Query("--token", bound, "--site", "35482").Errors.ShouldStartWith("plumb: 403: the token is in force, but not for this.");
        Plumb.Run(_scratch.Path, "query", "--api-url", server.Url, "--token", token).Errors.ShouldContain("404: there is no anomaly API at");
        Query("--export", "nowhere/../").ExitCode.ShouldBe(1);
        Query("--export", "/dev/stdout").Errors.ShouldStartWith("plumb: '/dev/stdout' is no file that can be replaced");
        (await File.ReadAllTextAsync(_scratch["anomalies.csv"])).ShouldBe(before);
        Directory.EnumerateFileSystemEntries(_scratch.Path, "*.part").ShouldBeEmpty();
    }

    [Fact]
    public async Task While_it_waits_for_the_server_its_token_stands_in_no_command_line()
    {
        const string Token = "plumb_000000000000_asked";
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        var start = new ProcessStartInfo("dotnet", [Plumb.Program, "query", "--api-url", $"http://127.0.0.1:{port}/api/v1"]) { WorkingDirectory = _scratch.Path, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["ANOMALY_API_TOKEN"] = Token;
        using var process = Process.Start(start)!;
        try
        {
            using var connection = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(10), TestContext.Current.CancellationToken);
            var asked = new byte[8192];
            var length = await connection.GetStream().ReadAsync(asked, TestContext.Current.CancellationToken);

            Encoding.ASCII.GetString(asked, 0, length).ShouldContain(Token);
            CommandLines.All().ShouldContain(line => line.Contains($"127.0.0.1:{port}", StringComparison.Ordinal));
            CommandLines.All().ShouldNotContain(line => line.Contains(Token, StringComparison.Ordinal));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Theory]
    [InlineData("--visualize", "timeline.gif", "must end in .png, .svg or .html")]
    [InlineData("--days", "0", "--days 0 is outside 1")]
    [InlineData("--status", "Tired", "'Tired' is none of")]
    [InlineData("--state", "closed", "'closed' is none of")]
    [InlineData("--start", "soon", "'soon' is not a date")]
    [InlineData("--start 2024-12-01", "--end 2024-11-30", "--start 2024-12-01 is after --end 2024-11-30")]
    [InlineData("--days 3", "--end 2024-11-30", "--days already says from when to when")]
    public void Wrong_usage_is_named(string one, string other, string sentence)
    {
        var outcome = Plumb.Run(_scratch.Path, ["query", .. one.Split(' '), .. other.Split(' ')]);

        outcome.ExitCode.ShouldBe(2);
        outcome.Errors.ShouldContain(sentence);
        outcome.Errors.ShouldNotContain("   at ");
    }

    // 10 on the last minute before November, 10 on the first after it; the others from its first to its last minute.
    static async Task ReportAsync(HttpClient client, string url, int i)
    {
        var november = new DateTime(2024, 11, 1, 0, 0, 0, DateTimeKind.Utc);
        var time = i < 10 ? november.AddSeconds(-1 - i) : i < 20 ? november.AddDays(30).AddSeconds(i - 10) : november.AddMinutes(Math.Min((i - 20) * 207, (30 * 1440) - 1));
        var body = new JsonObject
        {
            ["sourceType"] = "log",
            ["description"] = $"Flow exceeded {i}.0% (threshold: 10.0%), \"again\"",
            ["siteId"] = 35482,
            ["pumpId"] = 1 + (i % 3),
            ["sensorId"] = 101 + (i % 4),
            ["timestamp"] = time.ToString("yyyy-MM-ddTHH:mm:ssZ"),
            ["logValue"] = 575.5,
            ["additionalContext"] = new JsonObject { ["status"] = i % 5 == 0 ? "Critical" : "Warning", ["all_deviations"] = new JsonObject { ["flow"] = 15.0, ["head"] = -31.5 } },
        };
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(url + "/api/v1/edge/anomalies", content);
        response.EnsureSuccessStatusCode();
    }
}
