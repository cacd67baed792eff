using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.NetworkInformation;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.EndToEnd.Tests.PumpToCentre;

namespace Plumbline.Faults;

/// <summary><c>kill -9</c> of the server while a device and many clients report to it.</summary>
static class ServerKills
{
    const int Clients = 8;

    /// <summary>The load's own pump.</summary>
    const int LoadPumpId = 900_000;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static async Task<string> UnderLoadAsync(Trial trial, int kills)
    {
        var device = trial.NewDevice(trial.Centre.ApiUrl);
        trial.Begin(device);
        using var stop = new CancellationTokenSource();
        var accepted = new ConcurrentBag<int>();
        var next = 0;
        var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => SubmitAsync(trial.Centre, () => Interlocked.Increment(ref next), accepted, stop.Token))).ToList();
        for (var kill = 0; kill < kills; kill++)
        {
            Trial.FeedShare(device, kills - kill);
            var run = Task.Run(() => trial.Run(device));
            var before = accepted.Count;
            await Task.Delay(trial.Random.Next(50, 600));
            // Under load: something was stored since it came up.
            while (accepted.Count == before) await Task.Delay(Pause);
            await trial.Centre.KillAndRestartAsync();
            await run;
        }
        await stop.CancelAsync();
        await Task.WhenAll(clients);
        var found = trial.Centre.Query("--pump", $"{LoadPumpId}").Select(item => item["logValue"]!.GetValue<int>()).Order().ToList();
        var expected = accepted.Order().ToList();
        if (!found.SequenceEqual(expected)) throw new InvalidOperationException($"kill -9 of the server: of the load's {expected.Count} reports {expected.Except(found).Count()} were lost, {found.Count - found.Distinct().Count()} doubled");
        trial.Settle(device);
        return $"kill -9 of the server under load: {kills}, {accepted.Count} reports of {Clients} clients, each there once";
    }

    /// <summary>A port that no client is given for its own end: one that asks for a server that is down could take its port, and hear itself.</summary>
    public static int FreePort()
    {
        const int First = 20_000;
        const int FirstOfClients = 32_768;
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(end => end.Port).ToHashSet();
        return Enumerable.Range(First, FirstOfClients - First).Skip(Environment.ProcessId % 1000).First(port => !taken.Contains(port));
    }

    // Each report is repeated until the server says that it has it, also after the end of the faults.
    static async Task SubmitAsync(Centre centre, Func<int> next, ConcurrentBag<int> accepted, CancellationToken stop)
    {
        using var client = new HttpClient { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", centre.Token) } };
        while (!stop.IsCancellationRequested)
        {
            var number = next();
            while (!await TrySubmitAsync(client, centre.ApiUrl, number)) await Task.Delay(Pause, CancellationToken.None);
            accepted.Add(number);
        }
    }

    static async Task<bool> TrySubmitAsync(HttpClient client, string apiUrl, int number)
    {
        var body = new JsonObject { ["sourceType"] = "log", ["description"] = $"load {number}", ["siteId"] = 1, ["pumpId"] = LoadPumpId, ["timestamp"] = "2026-01-01T00:00:00Z", ["logValue"] = number };
        using var request = new HttpRequestMessage(HttpMethod.Post, apiUrl + "/edge/anomalies") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", $"load-{number}");
        try
        {
            using var answer = await client.SendAsync(request, CancellationToken.None);
            if ((int)answer.StatusCode is >= 400 and < 500) throw new InvalidOperationException($"report {number} was refused: {(int)answer.StatusCode}");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }
}
