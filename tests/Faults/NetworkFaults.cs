using Plumbline.EndToEnd.Tests.PumpToCentre;

namespace Plumbline.Faults;

/// <summary>What a network does to requests and answers.</summary>
static class NetworkFaults
{
    /// <summary>Some kind at half of all requests, as chance has it; in the end it is over.</summary>
    public static async Task<string> Async(Trial trial, IReadOnlyList<Fault> kinds, int runs)
    {
        var isOver = false;
        await using var proxy = new FaultyProxy(trial.Centre.ApiUrl, () =>
        {
            lock (trial) return isOver || trial.Random.Next(2) == 0 ? Fault.None : kinds[trial.Random.Next(kinds.Count)];
        });
        var device = trial.NewDevice(proxy.ApiUrl);
        trial.Begin(device);
        for (var run = 0; run < runs; run++)
        {
            Trial.FeedShare(device, runs - run);
            trial.Run(device);
        }
        isOver = true;
        // While the proxy still stands.
        trial.Settle(device);
        return $"{proxy.Harm} requests in {runs} runs";
    }
}
