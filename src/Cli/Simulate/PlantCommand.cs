using System.CommandLine;
using Plumbline.Cli.Register;
using Plumbline.Plant;
using Plumbline.Simulation.Machines;

namespace Plumbline.Cli.Simulate;

/// <summary>The command line of <c>plumb simulate plant</c>.</summary>
static class PlantCommand
{
    const int MostDays = 3660;
    const int UsualDays = 90;

    static readonly DateTime UsualStart = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    // The weather of a year is not told further back.
    static readonly DateTime FirstStart = new(1971, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    static readonly Option<int> Machines = new("--machines") { HelpName = "N", DefaultValueFactory = _ => 8, Description = "How many. Kinds take turns: " + string.Join(", ", Enumerable.Range(0, 7).Select(number => new SimulatedMachine(new(1, number, 0)).Name[..^2])) + "." };
    static readonly Option<DateTime?> From = new("--from", "--start") { HelpName = "DATE", CustomParser = CommandLine.ParseDate, Description = "First reading (UTC). [default: 2024-01-01; with --server so that the last reading is of now]" };
    static readonly Option<int> Days = new("--days") { HelpName = "N", DefaultValueFactory = _ => UsualDays, Description = "Length of the history." };
    static readonly Option<TimeSpan> Interval = new("--interval") { HelpName = "TIME", CustomParser = CommandLine.ParseInterval, DefaultValueFactory = _ => TimeSpan.FromMinutes(15), Description = "Time between readings: 30s, 15m, 1h." };
    static readonly Option<int> Faults = new("--faults") { HelpName = "PERCENT", DefaultValueFactory = _ => 50, Description = "Probability that a machine has a fault in a stretch of 30 days; 0 for none." };
    static readonly Option<string[]> Fault = new("--fault") { HelpName = "FAULT", Description = "One more fault: \"MACHINE FAULT SEVERITY FROM DAYS\", such as \"compressor-1 leak 3 2024-02-01 5\"; may be repeated." };
    static readonly Option<int> Seed = new("--seed") { HelpName = "N", DefaultValueFactory = _ => 1, Description = "The same seed gives the same files, on any machine." };
    static readonly Option<string> Factory = new("--factory") { HelpName = "NAME", DefaultValueFactory = _ => "Simulated plant", Description = "Name of the factory." };
    static readonly Option<string> Prefix = new("--prefix") { HelpName = "TEXT", DefaultValueFactory = _ => "", Description = "Put before the names of machines: a second plant on a server needs one." };
    static readonly Option<string?> Out = new("--out", "-o") { HelpName = "DIR", Description = "Where to write plant.json, readings.csv and faults.csv. [default: simulated]" };

    public static Command Create()
    {
        var server = new ServerSettings("--server", "--api-url");
        Machines.Between(1, SimulationKey.MostMachines);
        Days.Between(1, MostDays);
        Faults.Between(0, 100);
        var command = new Command("plant", "Simulate the machines of a plant: readings, the plant that they stand in, and a list of the faults that were planted.")
        {
            Machines, From, Days, Interval, Faults, Fault, Seed, Factory, Prefix, Out,
        };
        foreach (var option in server.All) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetResult(Out) is not null && result.GetResult("--server") is not null) result.AddError("--out writes files, --server feeds a server: name one of them.");
        });
        command.SetAction((parse, cancel) => Task.Run(() => RunAsync(parse, server, cancel), CancellationToken.None));
        return HelpWithExamples.With(command, """
            Examples:
              plumb simulate plant --machines 8 --from 2024-01-01 --days 365 --seed 7 --out plant
              plumb import plant/readings.csv --plant plant/plant.json
              plumb simulate plant --server http://127.0.0.1:8080        (what the server has already is not sent again)
              plumb simulate plant --faults 0 --fault "compressor-1 leak 3 2024-02-01 5" --out leak

            Exit codes: 0 done, 1 the request cannot be simulated, or the server not be fed; 2 wrong usage.
            """);
    }

    static async Task<int> RunAsync(ParseResult parse, ServerSettings server, CancellationToken cancel)
    {
        var isFed = server.IsNamed(parse);
        var (interval, days) = (parse.GetValue(Interval), parse.GetValue(Days));
        var start = parse.GetValue(From) ?? (isFed ? Floor(TimeProvider.System.GetUtcNow().UtcDateTime, interval).AddDays(-days) : UsualStart);
        if (start < FirstStart) throw new BadInputException($"--from {start:yyyy-MM-dd} is before {FirstStart:yyyy-MM-dd}, where the simulation begins.");
        var (factory, prefix) = (Line("--factory", parse.GetValue(Factory)!), Line("--prefix", parse.GetValue(Prefix)!));
        var machines = Enumerable.Range(0, parse.GetValue(Machines)).Select(number => new SimulatedMachine(new(parse.GetValue(Seed), number, parse.GetValue(Faults)))).ToList();
        var plant = new SimulatedPlant(factory, prefix, machines, [.. parse.GetValue(Fault)!.Select(text => PlantedFault(text, prefix, machines))], new(start, start.AddDays(days)), interval);
        if (!isFed) return PlantFiles.Write(plant, parse.GetValue(Out) ?? "simulated", cancel);
        using var open = server.Open(parse);
        return await PlantFeed.SendAsync(plant, open, cancel);
    }

    static (SimulatedMachine, MachineFault) PlantedFault(string text, string prefix, List<SimulatedMachine> machines)
    {
        const string Form = "write \"MACHINE FAULT SEVERITY FROM DAYS\", such as \"compressor-1 leak 3 2024-02-01 5\".";
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 5) throw new BadInputException($"--fault '{Terminal.Plain(text)}' has {parts.Length} words; {Form}");
        var machine = machines.Find(machine => prefix + machine.Name == parts[0]) ?? throw new BadInputException($"--fault '{Terminal.Plain(text)}': there is no machine '{Terminal.Plain(parts[0])}'; there are {string.Join(", ", machines.Take(20).Select(machine => prefix + machine.Name))}.");
        var kind = FaultNames.Find(machine, parts[1], out var complaint) ?? throw new BadInputException($"--fault: {Terminal.Plain(complaint!)}");
        if (!Number(parts[2], MachineFault.LeastSeverity, MachineFault.MostSeverity, out var severity)) throw new BadInputException($"--fault: severity '{Terminal.Plain(parts[2])}' is no number from 1 to 5; {Form}");
        if (!CommandLine.TryParseDate(parts[3], out var from)) throw new BadInputException($"--fault: '{Terminal.Plain(parts[3])}' is not a date; {Form}");
        if (!Number(parts[4], 0.001, MostDays, out var days)) throw new BadInputException($"--fault: '{Terminal.Plain(parts[4])}' is no number of days; {Form}");
        return (machine, new() { Kind = kind, Severity = severity, When = new(from, from.AddDays(days)) });
    }

    static bool Number(string text, double least, double most, out double number) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out number) && number >= least && number <= most;

    // The names stand in CSV files without quotes.
    static string Line(string option, string text) => text.Length <= 100 && !text.Any(c => char.IsControl(c) || c is ',' or '"') ? text : throw new BadInputException($"{option} '{Terminal.Plain(text)}' is longer than 100 characters, or holds a comma or a quote.");

    static DateTime Floor(DateTime time, TimeSpan interval) => new(time.Ticks - (time.Ticks % interval.Ticks), DateTimeKind.Utc);
}
