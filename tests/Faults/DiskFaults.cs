using Plumbline.EndToEnd.Tests;
using Plumbline.EndToEnd.Tests.PumpToCentre;

namespace Plumbline.Faults;

/// <summary>Disks that are full, and files that are damaged.</summary>
static class DiskFaults
{
    const int VolumeKb = 4096;
    const int MostLimitBlocks = 80;
    const int MostFreeBytes = 24 << 10;

    /// <summary>A volume of a few megabytes in memory, which is filled up but for a few kilobytes before each run. Needs root.</summary>
    public static Task<string> FullAsync(Trial trial, int runs)
    {
        var volume = Directory.CreateTempSubdirectory("plumbline-volume-").FullName;
        Do("mount", "-t", "tmpfs", "-o", $"size={VolumeKb}k", "tmpfs", volume);
        try
        {
            var device = trial.NewDevice(trial.Centre.ApiUrl, Path.Combine(volume, "data"));
            trial.Begin(device);
            var filler = Path.Combine(volume, "filler");
            var complained = 0;
            for (var run = 0; run < runs; run++)
            {
                Trial.FeedShare(device, runs - run);
                Fill(filler, volume, trial.Random.Next(MostFreeBytes));
                var outcome = trial.Run(device);
                if (outcome.ExitCode == 1) complained++;
                File.Delete(filler);
            }
            if (complained == 0) throw new InvalidOperationException("the disk was never full");
            trial.Settle(device);
            return Task.FromResult($"a tmpfs of {VolumeKb} KB filled up before {runs} runs, of which {complained} could not store all");
        }
        finally
        {
            Do("umount", volume);
            Directory.Delete(volume);
        }
    }

    /// <summary>No file may grow beyond a few kilobytes, another limit at every run.</summary>
    public static Task<string> LimitedAsync(Trial trial, int runs)
    {
        var device = trial.NewDevice(trial.Centre.ApiUrl);
        trial.Begin(device);
        var complained = 0;
        for (var run = 0; run < runs; run++)
        {
            Trial.FeedShare(device, runs - run);
            // A write beyond the limit fails, where its signal is ignored; what the runtime itself writes of programs it compiles must not count.
            var limit = $"trap '' XFSZ; ulimit -f {trial.Random.Next(MostLimitBlocks)}; export DOTNET_EnableWriteXorExecute=0; exec \"$@\"";
            var outcome = trial.Run(device, "sh", "-c", limit, "sh");
            if (outcome.ExitCode == 1) complained++;
            if (outcome.Errors.Contains("internal error", StringComparison.Ordinal)) throw new InvalidOperationException(outcome.Errors.Trim());
        }
        if (complained == 0) throw new InvalidOperationException("the limit was never met");
        trial.Settle(device);
        return Task.FromResult($"ulimit -f of 0 to {MostLimitBlocks / 2} KB in {runs} runs, of which {complained} could not store all");
    }

    /// <summary>State files cut, overwritten with noise or gone, at times with the end of the results log, or all of it.</summary>
    public static Task<string> DamagedAsync(Trial trial, int runs)
    {
        var device = trial.NewDevice(trial.Centre.ApiUrl);
        trial.Begin(device);
        var damage = 0;
        var logs = 0;
        for (var run = 0; run < runs; run++)
        {
            foreach (var file in Directory.GetFiles(Path.Combine(device.Home, "state")))
            {
                if (trial.Random.Next(4) == 0) continue;
                Damage(file, trial.Random);
                damage++;
            }
            var log = Directory.GetFiles(Path.Combine(device.Home, "results")).Order(StringComparer.Ordinal).ToList();
            switch (trial.Random.Next(4))
            {
                case 0:
                    Cut(log[^1], trial.Random);
                    logs++;
                    break;
                case 1:
                    foreach (var file in log) File.Delete(file);
                    logs++;
                    break;
            }
            Trial.FeedShare(device, runs - run);
            trial.Run(device);
        }
        trial.Settle(device);
        return Task.FromResult($"{damage} state files cut, overwritten or deleted, {logs} times also the results log, between {runs} runs");
    }

    static void Damage(string file, Random random)
    {
        switch (random.Next(4))
        {
            case 0:
                Cut(file, random);
                break;
            case 1:
                var noise = new byte[new FileInfo(file).Length];
                random.NextBytes(noise);
                File.WriteAllBytes(file, noise);
                break;
            case 2:
                var bytes = File.ReadAllBytes(file);
                if (bytes.Length > 0) bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                File.WriteAllBytes(file, bytes);
                break;
            default:
                File.Delete(file);
                break;
        }
    }

    static void Cut(string file, Random random)
    {
        using var stream = new FileStream(file, FileMode.Open);
        stream.SetLength(random.NextInt64(stream.Length + 1));
    }

    static void Fill(string filler, string volume, int freeBytes)
    {
        var size = Math.Max(0, new DriveInfo(volume).AvailableFreeSpace - freeBytes);
        using var stream = new FileStream(filler, FileMode.Create);
        var block = new byte[4096];
        for (; size > 0; size -= block.Length) stream.Write(block, 0, (int)Math.Min(size, block.Length));
    }

    static void Do(params string[] command)
    {
        var outcome = Plumb.Start("/", command[0], command[1..], new Dictionary<string, string>());
        if (outcome.ExitCode != 0) throw new PlatformNotSupportedException($"{string.Join(' ', command)}: {outcome.Errors.Trim()}");
    }
}
