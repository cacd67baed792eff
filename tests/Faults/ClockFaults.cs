using Plumbline.EndToEnd.Tests;
using Plumbline.EndToEnd.Tests.PumpToCentre;

namespace Plumbline.Faults;

/// <summary>Clocks that jump: that of the readings, and that of the device.</summary>
static class ClockFaults
{
    const string Program = "faketime";

    // Before the network has told it the time; in the middle of the readings; far ahead.
    static readonly string[] Clocks = ["1970-01-01 00:00:10", "2000-02-29 12:00:00", "2026-02-20 03:00:00", "2026-03-05 00:00:00", "2026-03-12 12:00:00", "2026-03-20 23:59:59", "2038-01-19 03:14:07", "2060-06-01 00:00:00"];

    /// <summary>Rows that come again with other values and out of order, and rows of a time that has not come.</summary>
    public static Task<string> OfReadingsAsync(Trial trial, int runs)
    {
        var device = trial.NewDevice(trial.Centre.ApiUrl);
        trial.Begin(device);
        var (back, forth) = (0, 0);
        for (var run = 0; run < runs; run++)
        {
            var judged = trial.Pump.Rows.Take(device.Fed).ToList();
            Trial.FeedShare(device, runs - run);
            for (var row = 0; row < 5; row++, back++) Append(device, judged[trial.Random.Next(judged.Count)], time => time);
            if (trial.Random.Next(2) == 0)
            {
                Append(device, judged[^1], time => "2099" + time[4..]);
                forth++;
            }
            trial.Run(device);
        }
        trial.Settle(device);
        return Task.FromResult($"{back} rows of the past with other values, {forth} of the year 2099, in {runs} runs");
    }

    /// <summary>Another clock at every run, by the program faketime.</summary>
    /// <exception cref="PlatformNotSupportedException">There is none.</exception>
    public static Task<string> OfTheDeviceAsync(Trial trial, int runs)
    {
        if (!IsInstalled()) throw new PlatformNotSupportedException("faketime is not installed (Debian: apt-get install faketime)");
        var device = trial.NewDevice(trial.Centre.ApiUrl);
        trial.Begin(device);
        var disbelieved = 0;
        for (var run = 0; run < runs; run++)
        {
            Trial.FeedShare(device, runs - run);
            var outcome = trial.Run(device, Program, "--exclude-monotonic", "-f", "@" + Clocks[trial.Random.Next(Clocks.Length)]);
            if (outcome.Errors.Contains("after the clock of this device", StringComparison.Ordinal)) disbelieved++;
        }
        trial.Settle(device);
        return Task.FromResult($"{runs} runs with clocks from 1970 to 2060 (faketime); {disbelieved} times readings were of that clock's future");
    }

    // A reading that was judged long ago, much worse than it was: its first number is the flow.
    static void Append(Device device, string row, Func<string, string> time)
    {
        var fields = row.Split(',');
        (fields[0], fields[2]) = (time(fields[0]), "1");
        File.AppendAllText(device.Readings, string.Join(',', fields) + "\n");
    }

    static bool IsInstalled() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, Program)));
}
