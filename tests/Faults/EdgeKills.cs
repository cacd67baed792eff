using System.Diagnostics;
using Plumbline.EndToEnd.Tests.PumpToCentre;

namespace Plumbline.Faults;

/// <summary><c>kill -9</c> of the edge program while it works.</summary>
static class EdgeKills
{
    // 128 + SIGKILL.
    const int Killed = 137;

    // A run writes some twenty files, and as many drafts.
    const int LatestChange = 40;

    /// <summary>Kills at random times of a run.</summary>
    public static async Task<string> AtAnyTimeAsync(Trial trial, int kills)
    {
        var device = trial.NewDevice(trial.Centre.ApiUrl);
        trial.Begin(device);
        var usual = Stopwatch.StartNew();
        trial.Run(device);
        var length = usual.Elapsed;
        var done = await RepeatAsync(trial, device, kills, (process, ended) => Task.WhenAny(ended, Task.Delay(length * (0.2 + trial.Random.NextDouble()))));
        trial.Settle(device);
        return $"kill -9 of the edge at random times: {done}";
    }

    /// <summary>Kills at the n-th change of a file in the data folder.</summary>
    public static async Task<string> AtAFileChangeAsync(Trial trial, int kills)
    {
        var device = trial.NewDevice(trial.Centre.ApiUrl);
        trial.Begin(device);
        var done = await RepeatAsync(trial, device, kills, async (process, ended) =>
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var left = trial.Random.Next(1, LatestChange);
            using var watcher = new FileSystemWatcher(device.Home) { IncludeSubdirectories = true, InternalBufferSize = 1 << 16 };
            void Count(object sender, FileSystemEventArgs change)
            {
                // Killed here, and not where the waiting thread awakes.
                if (Interlocked.Decrement(ref left) != 0) return;
                process.Kill();
                reached.TrySetResult();
            }
            watcher.Created += Count;
            watcher.Changed += Count;
            watcher.Renamed += Count;
            watcher.Deleted += Count;
            watcher.EnableRaisingEvents = true;
            await Task.WhenAny(ended, reached.Task);
        });
        trial.Settle(device);
        return $"kill -9 of the edge at a change of a file: {done}";
    }

    static async Task<int> RepeatAsync(Trial trial, Device device, int kills, Func<Process, Task, Task> moment)
    {
        var done = 0;
        // Some runs end before they are killed; that many do not.
        for (var attempt = 0; done < kills && attempt < 5 * kills; attempt++)
        {
            Trial.FeedShare(device, kills - done);
            using var process = trial.Launch(device);
            var ended = process.WaitForExitAsync();
            await moment(process, ended);
            process.Kill();
            await ended;
            if (process.ExitCode == Killed) done++;
        }
        return done == kills ? done : throw new InvalidOperationException($"only {done} of {kills} runs could be killed before they ended");
    }
}
