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

    public void Dispose()
    {
        Script("stop");
        _scratch.Dispose();
    }

    [Fact]
    public async Task It_starts_once_says_where_it_is_and_stops()
    {
        Script("status").ExitCode.ShouldBe(3);

        var start = Script("start");
        start.ExitCode.ShouldBe(0, start.Errors);
        var url = Word(start.Output, "http://127.0.0.1:");
        using var client = new HttpClient();
        (await client.GetAsync(url + "/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
        start.Output.ShouldContain(url + "/docs");

        var again = Script("start");
        again.ExitCode.ShouldBe(0);
        again.Output.ShouldContain("already runs");
        again.Output.ShouldContain(url);
        Script("status").Output.ShouldContain("is healthy (process " + ProcessId);

        Script("stop").Output.ShouldBe("The server is stopped.\n");
        await Should.ThrowAsync<HttpRequestException>(client.GetAsync(url + "/health"));
        File.ReadAllText(_scratch["data/server.log"]).ShouldContain("plumb: stopped; every request under way was answered.");
        File.Exists(_scratch["data/server.pid"]).ShouldBeFalse();
        Script("stop").Output.ShouldContain("nothing to stop");
        Script("status").ExitCode.ShouldBe(3);
    }

    [Fact]
    public void A_server_that_was_killed_leaves_nothing_in_the_way()
    {
        Script("start").ExitCode.ShouldBe(0);
        using (var server = Process.GetProcessById(ProcessId))
        {
            server.Kill();
            server.WaitForExit();
        }

        Script("status").ExitCode.ShouldBe(3);
        var start = Script("start");

        start.ExitCode.ShouldBe(0, start.Errors);
        start.Output.ShouldContain("The server runs:");
    }

    [Fact]
    public void A_process_that_has_got_the_number_since_is_left_alone()
    {
        Directory.CreateDirectory(_scratch["data"]);
        File.WriteAllText(_scratch["data/server.pid"], $"{Environment.ProcessId}\nhttp://127.0.0.1:1\n");

        Script("status").ExitCode.ShouldBe(3);
        File.WriteAllText(_scratch["data/server.pid"], $"{Environment.ProcessId}\nhttp://127.0.0.1:1\n");
        Script("stop").Output.ShouldContain("nothing to stop");

        File.Exists(_scratch["data/server.pid"]).ShouldBeFalse();
    }

    [Fact]
    public void A_port_of_somebody_else_is_told_and_nothing_is_left_running()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var start = Script("start", port);

        start.ExitCode.ShouldBe(1);
        start.Output.ShouldBeEmpty();
        start.Errors.ShouldContain($"port {port} on 127.0.0.1 is in use");
        start.Errors.ShouldContain($"make start PORT={port + 1}");
        start.Errors.ShouldNotContain("   at ");
        Script("status").ExitCode.ShouldBe(3);
    }

    int ProcessId => int.Parse(File.ReadAllLines(_scratch["data/server.pid"])[0]);

    Outcome Script(string verb, int port = 0)
    {
        var program = _scratch["plumb"];
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "Plumbline.Cli.dll")}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var environment = new Dictionary<string, string> { ["PLUMB"] = program, ["DATA"] = _scratch["data"], ["PORT"] = $"{port}" };
        return Plumb.Start(_scratch.Path, Path.Combine(Checkout.Folder, "deploy", "server.sh"), [verb], environment);
    }

    static string Word(string text, string start) => text.Split([' ', '\n']).First(word => word.StartsWith(start, StringComparison.Ordinal));
}
