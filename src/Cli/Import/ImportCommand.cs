using System.CommandLine;
using Plumbline.Central.PlantRegister;
using Plumbline.Central.Storage;
using Plumbline.Cli.Serve;
using Plumbline.Intake;
using Plumbline.Plant;

namespace Plumbline.Cli.Import;

/// <summary>The command line of <c>plumb import</c>: a plant, and logs of its machines, into the store of a server. Works on the store itself, while the server runs or not.</summary>
static class ImportCommand
{
    const int LargestPlantBytes = 16 << 20;

    static readonly Argument<string[]> Logs = new("CSV") { Arity = ArgumentArity.ZeroOrMore, Description = "Logs of machines: columns time, machine and their fields (docs/energy.md)." };
    static readonly Option<string[]> Pumps = new("--pumps") { HelpName = "CSV", AllowMultipleArgumentsPerToken = true, Description = "Logs of pumps, as plumb analyze reads them: motor power, discharge pressure and flow become readings of the machines that the Well IDs name." };
    static readonly Option<string?> Plant = new("--plant") { HelpName = "JSON", Description = "Factories with their machines, tariffs and carbon factors; taken in before the logs." };
    static readonly Option<string> TimeZone = new("--time-zone") { HelpName = "ZONE", DefaultValueFactory = _ => "UTC", Description = "IANA zone of times in the logs that have no offset." };

    public static Command Create()
    {
        var command = new Command("import", "Take a plant and logs of its machines into the store of a server.") { Logs, Pumps, Plant, TimeZone, StoreOptions.Folder, StoreOptions.Store };
        CommandLine.RequireZone(TimeZone);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Logs) is not { Length: > 0 } && result.GetValue(Pumps) is not { Length: > 0 } && result.GetValue(Plant) is null) result.AddError("name a log, a log of pumps with --pumps, or a plant with --plant.");
        });
        command.SetAction(RunAsync);
        return HelpWithExamples.With(command, """
            Examples:
              plumb import --plant plant.json --data /var/lib/plumbline
              plumb import 2024.csv 2025.csv --time-zone Europe/Berlin
              plumb import --pumps well_log.csv
              PLUMBLINE_STORE="Host=db;Database=plumbline;Username=plumbline" plumb import 2025.csv

            Use the --data or --store of the server. To take a file in again changes nothing; corrected rows replace what was wrong.
            A log that names a machine which is not there is refused before anything of it is kept. Exit codes: 0 done, 1 the input cannot be used, 2 wrong usage.
            """);
    }

    static async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        await using var database = await StoreOptions.OpenAsync(parse);
        var plants = new PlantTable(database);
        if (parse.GetValue(Plant) is { } plant) await TakePlantAsync(plant, plants, cancel);
        foreach (var (file, isOfPumps) in parse.GetValue(Logs)!.Select(file => (file, false)).Concat(parse.GetValue(Pumps)!.Select(file => (file, true))))
        {
            var kept = await Terminal.WatchAsync($"importing {Path.GetFileName(file)}", _ => TakeLogAsync(file, stream => isOfPumps ? PumpLogs.Read(stream, Path.GetFileName(file), parse.GetValue(TimeZone)!, cancel) : MachineLogReader.Read(stream, Path.GetFileName(file), parse.GetValue(TimeZone)!, cancel), database, cancel));
            Console.WriteLine($"{file}: {kept.Rows - kept.RejectedRows:#,0} rows of {kept.Machines.Count} machine{(kept.Machines.Count == 1 ? "" : "s")} kept{(kept.RejectedRows > 0 ? $", {kept.RejectedRows:#,0} left out" : "")}.");
        }

        return ExitCode.Done;
    }

    static async Task TakePlantAsync(string path, PlantTable plants, CancellationToken cancel)
    {
        try
        {
            var file = await PlantFile.ApplyAsync(InputFile.ReadAll(path, "plant", LargestPlantBytes), plants, cancel);
            Console.WriteLine($"{path}: factories: {file.Factories}, machines: {file.Machines}, tariffs: {file.Tariffs}, carbon factors: {file.CarbonFactors}.");
        }
        catch (InvalidDataException trouble)
        {
            throw new BadInputException($"plant '{path}': {trouble.Message}");
        }
    }

    static async Task<MachineLogFile> TakeLogAsync(string path, Func<Stream, MachineLogFile> read, Database database, CancellationToken cancel)
    {
        MachineLogFile file;
        using (var stream = InputFile.Open(path, "log")) file = read(stream);
        foreach (var defect in file.Defects.Concat(file.Machines.SelectMany(machine => machine.Defects)))
            Terminal.Notice(Terminal.Plain($"{defect.Where}: {defect.What}{(defect.Count > 1 ? $" ({defect.Count} rows)" : "")}"));
        var known = await new PlantTable(database).MachinesAsync(cancel);
        var missing = file.Machines.Select(machine => machine.Log.Machine).Where(called => Find(known, called) is null).ToList();
        if (missing.Count > 0) throw new BadInputException($"log '{path}': there is no machine '{Terminal.Plain(missing[0])}'{(missing.Count > 1 ? $", nor {missing.Count - 1} others that it names" : "")}: add it first, with --plant or over the API.");
        await new ReadingTable(database).AddAsync([.. file.Machines.Select(machine => new MachineReadings(Find(known, machine.Log.Machine)!, EnergyType.Electricity, machine.Log))], []);
        return file;
    }

    static KeptMachine? Find(IReadOnlyList<KeptMachine> known, string called) =>
        known.FirstOrDefault(kept => kept.Machine.Name == called) ?? (Guid.TryParse(called, out var id) ? known.FirstOrDefault(kept => kept.Machine.Id == id) : null);
}
