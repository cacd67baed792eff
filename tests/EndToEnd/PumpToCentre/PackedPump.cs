using System.Text.Json;

namespace Plumbline.EndToEnd.Tests.PumpToCentre;

/// <summary>A fleet simulated to failure, a model trained on its runs, and the artifact for one of its pumps: made once, by the program itself.</summary>
sealed class PackedPump : IDisposable
{
    /// <summary>The pump that the artifact is for.</summary>
    public const string Name = "Well 2";

    const string Fleet = "fleet/wear_log.csv";
    const string Baseline = "fleet/wear_baseline.csv";

    readonly Scratch _scratch = new();

    /// <param name="seed">Of the simulation.</param>
    public PackedPump(int seed)
    {
        // After 2026-01-01, so that the device may believe its clock.
        Do("simulate", "pump", "--scenario", "wear", "--pumps", "4", "--days", "90", "--seed", $"{seed}", "--start", "2026-01-01", "--out", "fleet");
        Training = Do("train", "-b", Baseline, "-d", Fleet, "--algorithm", "linear", "--pump", Name);
        Do("package", "--pump", Name, "-b", Baseline, "--data", Fleet, "--site-id", "1", "--pump-id", "2", "--sensor-ids", "flow=101,head=102,power=103,efficiency=104", "-o", "artifact.zip");
        var lines = File.ReadAllLines(_scratch[Fleet]);
        Header = lines[0];
        Rows = [.. lines.Skip(1).Where(line => line.Contains($",{Name},", StringComparison.Ordinal))];
    }

    /// <summary>What the training printed.</summary>
    public string Training { get; }

    public string Artifact => _scratch["artifact.zip"];

    public string Header { get; }

    /// <summary>The pump's readings, an hour each, until it fails. Lines of CSV.</summary>
    public IReadOnlyList<string> Rows { get; }

    /// <summary>R² on runs that the model had not seen, as the model's card says it.</summary>
    public double CardR2 => TestR2(_scratch[$"models/{Name}/1.0.0/model_metadata.json"], []);

    /// <summary>The same as an unpacked artifact says it.</summary>
    public static double PackedR2(string folder) => TestR2(Path.Combine(folder, "model", "model_metadata.json"), ["metrics"]);

    public void Dispose() => _scratch.Dispose();

    string Do(params string[] arguments)
    {
        var outcome = Plumb.Run(_scratch.Path, arguments);
        return outcome.ExitCode == 0 ? outcome.Output : throw new InvalidOperationException($"plumb {string.Join(' ', arguments)} ended with {outcome.ExitCode}: {outcome.Errors}");
    }

    static double TestR2(string file, string[] within)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(file));
        var at = json.RootElement;
        foreach (var name in within) at = at.GetProperty(name);
        return at.GetProperty("test").GetProperty("r2").GetDouble();
    }
}
