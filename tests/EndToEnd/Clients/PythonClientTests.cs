using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests.Clients;

/// <summary>Devices that were there before us speak the protocol from Python, on <c>requests</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PythonClientTests : IDisposable
{
    readonly Scratch _scratch = new();
    readonly BackgroundServer _server;

    public PythonClientTests() => _server = new BackgroundServer(_scratch);

    public void Dispose()
    {
        _server.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void Client_in_Python_submits_retries_and_asks_unchanged()
    {
        Python.InstallRequests();
        var start = _server.Run("start");
        start.ExitCode.ShouldBe(0, start.Errors);
        var token = Plumb.Run(_scratch.Path, "token", "create", "--data", _scratch["data"], "--name", "well1", "--scope", "edge", "--site", "35482").Output.Trim();

        var run = Python.Run(Path.Combine(Checkout.Folder, "tests", "EndToEnd", "Clients", "anomaly_client.py"), [_server.Url + "/api/v1"], ("ANOMALY_API_TOKEN", token));

        run.ExitCode.ShouldBe(0, run.Errors);
        var told = JsonNode.Parse(run.Output)!;
        var (sent, stored) = (told["sent"]!.AsArray(), told["stored"]!.AsArray());
        stored.Count.ShouldBe(3);
        stored.Select(one => one!["id"]!.GetValue<long>()).Distinct().Count().ShouldBe(3);
        foreach (var (before, after) in sent.Zip(stored))
        {
            // Every field comes back as it was sent, objects as objects.
            foreach (var (name, value) in before!.AsObject()) JsonNode.DeepEquals(after![name], value).ShouldBeTrue($"{name}: {after[name]}");
            after!["createdAt"]!.GetValue<DateTime>().Kind.ShouldBe(DateTimeKind.Utc);
        }
        JsonNode.DeepEquals(told["again"], stored[1]).ShouldBeTrue();

        var page = told["page"]!;
        (page["total"]!.GetValue<int>(), page["skip"]!.GetValue<int>(), page["take"]!.GetValue<int>()).ShouldBe((2, 0, 25));
        page["items"]!.AsArray().Select(item => item!["id"]!.GetValue<long>()).ShouldBe([stored[2]!["id"]!.GetValue<long>(), stored[1]!["id"]!.GetValue<long>()]);
        JsonNode.DeepEquals(page["items"]![1]!["additionalContext"], sent[1]!["additionalContext"]).ShouldBeTrue();
        told["refused"]!.GetValue<int>().ShouldBe(401);
        _server.Log.ShouldNotContain(token);
    }
}
