using System.Globalization;
using System.Text.Json;
using Plumbline.Simulation.Machines;

namespace Plumbline.Cli.Simulate;

/// <summary>Writes a simulated plant as files: what <c>plumb import</c> reads, and the truth.</summary>
static class PlantFiles
{
    /// <exception cref="BadInputException">The folder cannot be written to.</exception>
    public static int Write(SimulatedPlant plant, string path, CancellationToken cancel)
    {
        using var folder = OutputFolder.Begin(path);
        using (var file = folder.Create("plant.json"))
        {
            using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, NewLine = "\n" })) plant.Write(json);
            file.WriteByte((byte)'\n');
        }

        var rows = 0L;
        using (var file = folder.Create("readings.csv"))
        {
            rows = Terminal.Watch("simulating", progress =>
            {
                var (written, done) = (0L, 0);
                MachineCsv.WriteLogs(
                    file,
                    plant.Machines.Select(machine =>
                    {
                        cancel.ThrowIfCancellationRequested();
                        var log = plant.Log(machine, plant.Period);
                        written += log.Count;
                        progress.Report((double)++done / plant.Machines.Count);
                        return log;
                    }),
                    name => plant.Prefix + name);
                return written;
            });
        }

        var faults = plant.Faults();
        using (var file = folder.Create("faults.csv")) MachineCsv.WriteFaults(file, faults);
        folder.Commit();
        Console.WriteLine($"{plant.Machines.Count} {(plant.Machines.Count == 1 ? "machine" : "machines")}, {rows.ToString("N0", CultureInfo.InvariantCulture)} readings, {faults.Count} {(faults.Count == 1 ? "fault" : "faults")}: {Path.Combine(path, "readings.csv")}, plant.json and faults.csv");
        return ExitCode.Done;
    }
}
