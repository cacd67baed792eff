using System.Text.Json.Nodes;

namespace Plumbline.EndToEnd.Tests.PumpToCentre;

/// <summary>A <c>plumb serve</c> in a process of its own, with a token for everything.</summary>
sealed class Centre : IAsyncDisposable
{
    readonly string[] _store;
    readonly string _folder;
    ServerProcess? _process;

    Centre(string folder, string[] store)
    {
        _folder = folder;
        _store = store;
        Token = Do(Plumb.Run(folder, ["token", "create", .. store, "--name", "all", "--scope", "admin", "--rate", "1000000000"])).Trim();
    }

    public string Token { get; }

    /// <summary>Where devices report to.</summary>
    public string ApiUrl { get; private set; } = "";

    /// <param name="folder">There; the embedded store goes into it.</param>
    /// <param name="connection">A PostgreSQL in place of that; null for none.</param>
    /// <param name="port">Where it listens; 0 for any.</param>
    public static async Task<Centre> StartAsync(string folder, string? connection = null, int port = 0)
    {
        var centre = new Centre(folder, connection is null ? ["--data", Path.Combine(folder, "data")] : ["--store", connection]);
        await centre.StartAsync(port);
        return centre;
    }

    /// <summary>Ends it at once, as the loss of power would, and starts it again where it was.</summary>
    public async Task KillAndRestartAsync()
    {
        await KillAsync();
        await StartAsync(new Uri(ApiUrl).Port);
    }

    /// <summary>The anomalies, by <c>plumb query</c>.</summary>
    /// <param name="filter">More options of it.</param>
    public IReadOnlyList<JsonNode> Query(params string[] filter)
    {
        var answer = JsonNode.Parse(Do(Plumb.Start(_folder, "dotnet", [Plumb.Program, "query", "--json", "--api-url", ApiUrl, .. filter], new Dictionary<string, string> { ["ANOMALY_API_TOKEN"] = Token })))!;
        return [.. answer["items"]!.AsArray().Select(item => item!)];
    }

    public async ValueTask DisposeAsync() => await KillAsync();

    async Task StartAsync(int port)
    {
        _process = await ServerProcess.StartAsync(_folder, [.. _store, "--port", $"{port}"]);
        ApiUrl = _process.Url + "/api/v1";
    }

    async Task KillAsync()
    {
        if (_process is not { } process) return;
        _process = null;
        await process.DisposeAsync();
    }

    static string Do(Outcome outcome) => outcome.ExitCode == 0 ? outcome.Output : throw new InvalidOperationException(outcome.Errors);
}
