using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests;

/// <summary>What <c>make start</c>, <c>make status</c> and <c>make stop</c> do, by the script that does it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class BackgroundServerTests : IDisposable
{
    readonly Scratch _scratch = new();
    readonly BackgroundServer _server;

    public BackgroundServerTests() => _server = new BackgroundServer(_scratch);

    public void Dispose()
    {
        _server.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task It_starts_once_says_where_it_is_and_stops()
    {
        _server.Run("status").ExitCode.ShouldBe(3);

        var start = _server.Run("start");
        start.ExitCode.ShouldBe(0, start.Errors);
        var url = _server.Url;
        start.Output.ShouldContain($"The server runs: {url} ");
        using var client = new HttpClient();
        (await client.GetAsync(url + "/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
        start.Output.ShouldContain(url + "/docs");

        var again = _server.Run("start");
        again.ExitCode.ShouldBe(0);
        again.Output.ShouldContain("already runs");
        again.Output.ShouldContain(url);
        _server.Run("status").Output.ShouldContain("is healthy (process " + _server.ProcessId);

        _server.Run("stop").Output.ShouldBe("The server is stopped.\n");
        await Should.ThrowAsync<HttpRequestException>(client.GetAsync(url + "/health"));
        File.ReadAllText(_scratch["data/server.log"]).ShouldContain("plumb: stopped; every request under way was answered.");
        File.Exists(_scratch["data/server.pid"]).ShouldBeFalse();
        _server.Run("stop").Output.ShouldContain("nothing to stop");
        _server.Run("status").ExitCode.ShouldBe(3);
    }

    [Fact]
    public void A_server_that_was_killed_leaves_nothing_in_the_way()
    {
        _server.Run("start").ExitCode.ShouldBe(0);
        using (var server = Process.GetProcessById(_server.ProcessId))
        {
            server.Kill();
            server.WaitForExit();
        }

        _server.Run("status").ExitCode.ShouldBe(3);
        var start = _server.Run("start");

        start.ExitCode.ShouldBe(0, start.Errors);
        start.Output.ShouldContain("The server runs:");
    }

    [Fact]
    public void A_process_that_has_got_the_number_since_is_left_alone()
    {
        Directory.CreateDirectory(_scratch["data"]);
        File.WriteAllText(_scratch["data/server.pid"], $"{Environment.ProcessId}\nhttp://127.0.0.1:1\n");

        _server.Run("status").ExitCode.ShouldBe(3);
        File.WriteAllText(_scratch["data/server.pid"], $"{Environment.ProcessId}\nhttp://127.0.0.1:1\n");
        _server.Run("stop").Output.ShouldContain("nothing to stop");

        File.Exists(_scratch["data/server.pid"]).ShouldBeFalse();
    }

    [Fact]
    public void A_port_of_somebody_else_is_told_and_nothing_is_left_running()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var start = new BackgroundServer(_scratch, port).Run("start");

        start.ExitCode.ShouldBe(1);
        start.Output.ShouldBeEmpty();
        start.Errors.ShouldContain($"port {port} on 127.0.0.1 is in use");
        start.Errors.ShouldContain($"make start PORT={port + 1}");
        start.Errors.ShouldNotContain("   at ");
        _server.Run("status").ExitCode.ShouldBe(3);
    }
}
