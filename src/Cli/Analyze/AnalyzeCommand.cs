using System.CommandLine;
using System.CommandLine.Parsing;
using Plumbline.Plant;

namespace Plumbline.Cli.Analyze;

/// <summary>The command line of <c>plumb analyze</c>.</summary>
static class AnalyzeCommand
{
    static readonly Option<string> Log = new("--data", "-d") { Required = true, HelpName = "FILE", Description = "CSV with the readings; one or many pumps." };
    static readonly Option<string?> Pump = new("--pump", "-p") { HelpName = "NAME", Description = "Only this pump (its Well ID). Without it: every pump of the file." };
    static readonly Option<string?> FailureDate = new("--failure-date") { HelpName = "DATE", Description = "When the pump failed: 2024-07-30, or with a time; in --time-zone unless it carries an offset." };
    static readonly Option<bool> Train = new("--train") { Description = "Train a model of remaining life on this history; needs a failure date." };
    static readonly Option<string?> Model = new("--model") { HelpName = "FILE", Description = "Trained model to predict with. Without it: the newest of --models for this pump, if any." };
    static readonly Option<string?> Out = new("--out", "-o") { HelpName = "DIR", Description = "Where to write (default outputs/<pump>/; for many pumps outputs/, one folder each)." };
    static readonly Option<int> Dpi = new("--dpi") { HelpName = "N", DefaultValueFactory = _ => 150, Description = "Resolution of the PNG charts; 300 for print." };
    static readonly Option<PumpStatus?> FailOn = new("--fail-on")
    {
        HelpName = "STATUS",
        CustomParser = ParseStatus,
        Description = $"Exit with {ExitCode.ConditionMet} when the current status is this or worse: Warning, Critical or Failure; Unknown: also when it cannot be told.",
    };

    static readonly Option<bool> Json = new("--json") { Description = "Print analysis.json to standard output in place of the table." };

    public static Command Create()
    {
        Dpi.Between(36, 1200);
        CommandLine.RequireDates(FailureDate);
        var command = new Command("analyze", "Analyse readings against their baseline: status, first exceedances, alarms, remaining life, a report with eight charts.") { Log, Pump };
        PumpOptions.AddTo(command);
        foreach (var option in (Option[])[FailureDate, Train, .. TrainingOptions.All, Model, Out, Dpi, FailOn, Json]) command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Train) && result.GetResult(Model) is { Implicit: false })
                result.AddError($"{Train.Name} predicts with the model that it trains, {Model.Name} with one that there is: give one of the two.");
        });
        command.SetAction((parse, cancel) => Terminal.Interruptible(() => AnalyzeRun.Execute(Read(parse), cancel)));
        return HelpWithExamples.With(command, """
            Examples:
              plumb analyze --baseline well1_baseline.csv --data well1.csv
              plumb analyze -b fleet_baselines.csv -d fleet.csv --out reports
              plumb analyze -b b.csv -d d.csv --failure-date 2024-07-30 --train
              plumb analyze -b b.csv -d d.csv --json --fail-on Critical

            Exit codes: 0 done, 1 bad input, 2 wrong usage, 3 the condition of --fail-on is met.
            """);
    }

    static PumpStatus? ParseStatus(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Enum.TryParse<PumpStatus>(text, ignoreCase: true, out var status) && status is PumpStatus.Unknown or PumpStatus.Warning or PumpStatus.Critical or PumpStatus.Failure) return status;
        result.AddError($"'{text}' is not a status to fail on: Unknown, Warning, Critical or Failure.");
        return null;
    }

    static AnalyzeRequest Read(ParseResult parse) => new()
    {
        Settings = PumpOptions.Read(parse),
        LogPath = parse.GetValue(Log)!,
        Pump = parse.GetValue(Pump),
        FailureDate = CommandLine.DateIn(parse.GetValue(FailureDate), PumpOptions.Read(parse).TimeZone),
        Train = parse.GetValue(Train),
        Training = TrainingOptions.Read(parse),
        ModelPath = parse.GetValue(Model),
        ModelsFolder = parse.GetValue(TrainingOptions.Models)!,
        OutFolder = parse.GetValue(Out),
        Dpi = parse.GetValue(Dpi),
        FailOn = parse.GetValue(FailOn),
        Json = parse.GetValue(Json),
    };
}
