using System.Globalization;
using System.Text;
using Plumbline.Plant;
using Plumbline.Simulation;

namespace Plumbline.Cli.Simulate;

/// <summary>Writes simulated pumps as the two files that <c>plumb analyze</c> reads, and a note of what was planted.</summary>
static class SimulateRun
{
    const double LongestDays = 36_525;

    /// <summary>The scenarios by the names that they have on the command line.</summary>
    public static IReadOnlyDictionary<string, PumpScenario> Scenarios { get; } = new Dictionary<string, PumpScenario>
    {
        ["healthy"] = PumpScenario.Healthy,
        ["wear"] = PumpScenario.Wear,
        ["bearing"] = PumpScenario.Bearing,
        ["clogging"] = PumpScenario.Clogging,
        ["sensor-fault"] = PumpScenario.SensorFault,
        ["variable-speed"] = PumpScenario.VariableSpeed,
    };

    /// <exception cref="BadInputException">The folder cannot be written to, or the request cannot be simulated.</exception>
    public static int Execute(SimulateRequest request, TextWriter output, CancellationToken cancel)
    {
        var name = request.Name ?? Scenarios.First(s => s.Value == request.Scenario).Key;
        if (name.Any(c => char.IsControl(c) || Path.GetInvalidFileNameChars().Contains(c))) throw new BadInputException($"'{name}' cannot be part of a file name.");
        if (request.Days is not (> 0 and <= LongestDays)) throw new BadInputException($"{request.Days} days are outside 0 to {LongestDays}.");
        using var folder = OutputFolder.Begin(request.OutFolder);
        var pumps = new List<SimulatedPump>();
        var rows = 0L;
        using (var log = folder.Create($"{name}_log.csv"))
        {
            PumpCsv.WriteLogs(log, Enumerable.Range(0, request.Pumps).Select(number =>
            {
                cancel.ThrowIfCancellationRequested();
                var pump = Simulate(request, number);
                rows += pump.Log.Count;
                // Without its readings: those of a hundred pumps need not be in memory at once.
                pumps.Add(pump with { Log = Empty(pump.Log.PumpId) });
                return pump.Log;
            }));
        }
        using (var baselines = folder.Create($"{name}_baseline.csv")) PumpCsv.WriteBaselines(baselines, pumps.Select(pump => pump.Baseline));
        var notes = Notes(name, pumps);
        using (var file = folder.Create($"{name}_notes.md")) file.Write(Encoding.UTF8.GetBytes(notes));
        folder.Commit();

        output.WriteLine($"{request.Pumps} {(request.Pumps == 1 ? "pump" : "pumps")}, {rows.ToString("N0", CultureInfo.InvariantCulture)} readings: {Path.Combine(request.OutFolder, name)}_log.csv, _baseline.csv and _notes.md");
        foreach (var pump in pumps.Where(pump => pump.FailureDate is not null)) output.WriteLine($"{pump.Baseline.PumpId} fails on {Stamp(pump.FailureDate!.Value)}");
        return ExitCode.Done;
    }

    static SimulatedPump Simulate(SimulateRequest request, int number)
    {
        var options = new PumpSimulationOptions
        {
            PumpId = $"Well {number + 1}",
            Number = number,
            Seed = request.Seed,
            Start = request.Start,
            Length = TimeSpan.FromDays(request.Days),
            Interval = request.Interval,
        };
        if (options.Complaint is { } complaint) throw new BadInputException(complaint);
        return PumpSimulation.Run(PumpScenarios.Apply(request.Scenario, options));
    }

    static string Notes(string name, List<SimulatedPump> pumps)
    {
        var text = new StringBuilder($"# What was planted in `{name}_log.csv`\n\nSimulated pumps; times are UTC.\n\n| pump | what | from | until |\n|---|---|---|---|\n");
        foreach (var pump in pumps)
        {
            foreach (var fault in pump.Truth) text.Append(CultureInfo.InvariantCulture, $"| {pump.Baseline.PumpId} | {fault.What} | {Stamp(fault.When.Start)} | {Stamp(fault.When.End)} |\n");
            if (pump.Truth.Count == 0) text.Append(CultureInfo.InvariantCulture, $"| {pump.Baseline.PumpId} | nothing: it is well | | |\n");
        }
        return text.ToString();
    }

    static string Stamp(DateTime time) => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    static PumpLog Empty(string pumpId) => new(pumpId, [], new PumpColumns { FlowGpm = [], DischargePsi = [], SuctionPsi = [], PowerHp = [], EfficiencyPct = [], SpeedRpm = [] });
}
