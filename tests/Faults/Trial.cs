using System.Diagnostics;
using System.Text.Json.Nodes;
using Plumbline.EndToEnd.Tests;
using Plumbline.EndToEnd.Tests.PumpToCentre;

namespace Plumbline.Faults;

/// <summary>One device with a pump of its own at the centre, to which something is done.</summary>
/// <param name="pump">What the device is packed with.</param>
/// <param name="centre">What it reports to in the end.</param>
/// <param name="pumpId">Of this trial alone.</param>
/// <param name="folder">For the device; need not be there.</param>
/// <param name="trigger">What the device reports: <c>status</c> or <c>alarm</c>.</param>
/// <param name="random">What decides where faults strike.</param>
sealed class Trial(PackedPump pump, Centre centre, int pumpId, string folder, string trigger, Random random)
{
    // Of a run whose faults are over; more than enough for one that works.
    const int MostCalmRuns = 20;
    const int TimeoutSeconds = 2;

    // Where the pump begins to leave its tolerances: before, there is nothing to lose.
    const int QuietRows = 1400;

    public PackedPump Pump => pump;

    public Centre Centre => centre;

    public int PumpId => pumpId;

    public string Folder => folder;

    public Random Random => random;

    /// <summary>Runs that were begun.</summary>
    public int Runs { get; private set; }

    /// <summary>A device that reports to an address, its data folder where it is said or beside it.</summary>
    public Device NewDevice(string apiUrl, string? home = null)
    {
        var device = new Device(Pump, Folder, apiUrl, Centre.Token, PumpId, TimeoutSeconds, trigger);
        if (home is not null) device.Home = home;
        return device;
    }

    /// <summary>Feeds what is quiet, and runs.</summary>
    public void Begin(Device device)
    {
        device.Feed(QuietRows);
        Run(device);
    }

    /// <summary>Feeds a share of what is left.</summary>
    /// <param name="device">Whose.</param>
    /// <param name="sharesLeft">This one included.</param>
    public static void FeedShare(Device device, int sharesLeft) => device.Feed((device.Unfed + sharesLeft - 1) / Math.Max(sharesLeft, 1));

    /// <summary>A run to its end.</summary>
    /// <param name="device">Whose.</param>
    /// <param name="wrapper">A program that starts the device's; empty for none.</param>
    public Outcome Run(Device device, params string[] wrapper)
    {
        Runs++;
        string[] whole = [.. wrapper, device.Program, .. device.Arguments];
        return Plumb.Start(device.Folder, whole[0], whole[1..], device.Environment);
    }

    /// <summary>A run that may be ended.</summary>
    public Process Launch(Device device)
    {
        Runs++;
        var start = new ProcessStartInfo(device.Program, device.Arguments) { WorkingDirectory = device.Folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in device.Environment) start.Environment[name] = value;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Feeds the rest and runs undisturbed until nothing waits.</summary>
    /// <exception cref="InvalidOperationException">It does not get there, or reports were set apart.</exception>
    public void Settle(Device device)
    {
        device.Feed(device.Unfed);
        for (var calm = 1; ; calm++)
        {
            var last = Run(device);
            if (last.ExitCode == 0 && device.Waiting == 0) break;
            if (calm == MostCalmRuns) throw new InvalidOperationException($"after {MostCalmRuns} undisturbed runs {device.Waiting} reports wait: {last.Errors.Trim()}");
        }
        var apart = ((string[])["rejected", "unreadable"]).Select(name => Path.Combine(device.Home, "unsent_anomalies", name)).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).ToList();
        if (apart.Count > 0) throw new InvalidOperationException($"{apart.Count} files were set apart: {Path.GetFileName(apart[0])}");
    }

    /// <summary>What the centre has of this trial's pump, in the order of time, without what the centre or the trial adds.</summary>
    public IReadOnlyList<string> AtCentre()
    {
        var items = centre.Query("--pump", $"{PumpId}");
        foreach (var item in items.Select(item => item.AsObject()))
            foreach (var name in (string[])["id", "createdAt", "pumpId", "updatedAt"]) item.Remove(name);
        return [.. items.OrderBy(item => item["timestamp"]!.GetValue<string>(), StringComparer.Ordinal).ThenBy(item => item["description"]!.GetValue<string>(), StringComparer.Ordinal).Select(item => item.ToJsonString())];
    }
}
