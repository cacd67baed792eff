using System.CommandLine;

namespace Plumbline.Cli.Simulate;

/// <summary>The command line of <c>plumb simulate pump</c>.</summary>
static class SimulateCommand
{
    static readonly Option<string> Scenario = new("--scenario") { HelpName = "NAME", DefaultValueFactory = _ => "wear", Description = "What happens to the pump: " + string.Join(", ", SimulateRun.Scenarios.Keys) + "." };
    static readonly Option<double> Days = new("--days") { HelpName = "N", DefaultValueFactory = _ => 365, Description = "Length of the history; a pump that fails ends earlier." };
    static readonly Option<DateTime?> Start = new("--start") { HelpName = "DATE", CustomParser = CommandLine.ParseDate, Description = "First reading (UTC). [default: 2024-01-01]" };
    static readonly Option<TimeSpan> Interval = new("--interval") { HelpName = "TIME", CustomParser = CommandLine.ParseInterval, DefaultValueFactory = _ => TimeSpan.FromHours(1), Description = "Time between readings: 30s, 5m, 1h." };
    static readonly Option<int> Seed = new("--seed") { HelpName = "N", DefaultValueFactory = _ => 1, Description = "The same seed gives the same files, on any machine." };
    static readonly Option<int> Pumps = new("--pumps") { HelpName = "N", DefaultValueFactory = _ => 1, Description = "How many pumps, in one log." };
    static readonly Option<string?> Name = new("--name") { HelpName = "NAME", Description = "First part of the file names (default: the scenario)." };
    static readonly Option<string> Out = new("--out", "-o") { HelpName = "DIR", DefaultValueFactory = _ => "simulated", Description = "Where to write." };

    public static Command Create()
    {
        Scenario.AcceptOnlyFromAmong([.. SimulateRun.Scenarios.Keys]);
        Pumps.Between(1, 10_000);
        var pump = new Command("pump", "Simulate pumps with physics behind them: a baseline file, a log, and a note of what was planted.") { Scenario, Days, Start, Interval, Seed, Pumps, Name, Out };
        pump.SetAction((parse, cancel) => Terminal.Interruptible(() => SimulateRun.Execute(Read(parse), Console.Out, cancel)));
        HelpWithExamples.With(pump, """
            Examples:
              plumb simulate pump --scenario healthy --days 365 --seed 7
              plumb simulate pump --scenario wear --pumps 10 --out histories     (ten run-to-failure histories to train on)
              plumb simulate pump --scenario sensor-fault --interval 5m --days 30
            """);
        return new Command("simulate", "Make data with a known truth, for trying out and for training.") { pump, PlantCommand.Create() };
    }

    static SimulateRequest Read(ParseResult parse) => new()
    {
        Scenario = SimulateRun.Scenarios[parse.GetValue(Scenario)!],
        Days = parse.GetValue(Days),
        Start = parse.GetValue(Start) ?? new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        Interval = parse.GetValue(Interval),
        Seed = parse.GetValue(Seed),
        Pumps = parse.GetValue(Pumps),
        Name = parse.GetValue(Name),
        OutFolder = parse.GetValue(Out)!,
    };
}
