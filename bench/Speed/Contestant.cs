using System.Diagnostics;
using System.Text.Json;

namespace Plumbline.Bench.Speed;

/// <summary>A program that does the work in a process of its own and prints its figures as one line of JSON.</summary>
sealed record Contestant(string Program, params string[] Arguments)
{
    /// <summary>Runs it once.</summary>
    /// <returns>Its figures by name; <c>process</c> and <c>process_mb</c> are the whole process as seen from outside.</returns>
    /// <exception cref="InvalidOperationException">It failed, or printed no figures.</exception>
    public async Task<Dictionary<string, double>> RunAsync(CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Program, Arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{Program} did not start.");
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        var seconds = clock.Elapsed.TotalSeconds;
        if (process.ExitCode != 0) throw new InvalidOperationException($"{this} ended with {process.ExitCode}: {output}");

        var figures = new Dictionary<string, double>(StringComparer.Ordinal) { ["process"] = seconds };
        if (output.Split('\n').LastOrDefault(line => line.StartsWith('{')) is not { } json) return figures;
        using var parsed = JsonDocument.Parse(json);
        foreach (var figure in parsed.RootElement.EnumerateObject())
            if (figure.Value.ValueKind == JsonValueKind.Number) figures[figure.Name] = figure.Value.GetDouble();
        return figures;
    }

    public override string ToString() => $"{Program} {string.Join(' ', Arguments)}";
}
