using System.Globalization;

namespace Plumbline.Bench.Speed.Load;

/// <summary>A server of ours in a process of its own, on a free port: <c>plumb serve</c>, or the same with a route beside its own.</summary>
sealed class ServerUnderLoad : IDisposable
{
    // As the script that starts plumb sets it for a server.
    static readonly Dictionary<string, string> AsPlumb = new() { ["DOTNET_TieredPGO"] = "1" };

    readonly HttpClient _client;

    ServerUnderLoad(Service process)
    {
        Process = process;
        Url = new Uri(process.ReadyLine.Split("serving on ")[1].Split(' ')[0]);
        _client = new HttpClient { BaseAddress = Url, Timeout = Timeout.InfiniteTimeSpan };
    }

    public Service Process { get; }

    public Uri Url { get; }

    public HttpClient Client => _client;

    public static async Task<ServerUnderLoad> StartAsync(params string[] command) => new(await Service.StartAsync(command, "serving on ", environment: AsPlumb));

    /// <summary>A number of <c>/metrics</c>; the sum over its labels where it has several.</summary>
    public async Task<double> MetricAsync(string name) => (await _client.GetStringAsync("/metrics")).Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal)).Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    public void Dispose()
    {
        _client.Dispose();
        Process.Dispose();
    }
}
