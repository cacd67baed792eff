using System.CommandLine;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Cli.Train;

/// <summary>The command line of <c>plumb train</c>.</summary>
static class TrainCommand
{
    static readonly Option<string[]> Logs = new("--data", "-d") { Required = true, AllowMultipleArgumentsPerToken = true, HelpName = "FILE...", Description = "CSV logs of pumps that ran to failure; every pump of a file is one run." };
    static readonly Option<string[]> FailureDates = new("--failure-dates", "--failure-date")
    {
        AllowMultipleArgumentsPerToken = true,
        HelpName = "DATE...",
        Description = "When the pump of each file failed, in the order of the files; in --time-zone unless they carry an offset. Without: the failure_date column of the baseline file.",
    };

    static readonly Option<string?> Name = new("--pump", "-p") { HelpName = "NAME", Description = "The pump that the model is kept for (default: that of the first run)." };

    public static Command Create()
    {
        var command = new Command("train", "Train a model of remaining useful life on one or many run-to-failure histories.") { Logs, FailureDates, Name };
        CommandLine.RequireDates(FailureDates);
        PumpOptions.AddTo(command);
        foreach (var option in TrainingOptions.All) command.Options.Add(option);
        command.SetAction((parse, cancel) => Terminal.Interruptible(() => TrainRun.Execute(Read(parse), cancel)));
        return HelpWithExamples.With(command, """
            Examples:
              plumb train --baseline b.csv --data run1.csv run2.csv run3.csv --failure-dates 2023-04-02 2023-11-19 2024-07-30
              plumb train --baseline fleet_baseline.csv --data fleet_log.csv        (many pumps; failure dates in the baseline file)
              plumb analyze --baseline b.csv --data now.csv                         (predicts with the newest model of that pump)

            Runs are held back whole to test the model: never rows of one run on both sides. A model that does no better than the mean is marked
            "no skill" and predicts nothing.
            """);
    }

    static TrainRequest Read(ParseResult parse) => new()
    {
        Settings = PumpOptions.Read(parse),
        LogPaths = parse.GetValue(Logs)!,
        FailureDates = [.. (parse.GetValue(FailureDates) ?? []).Select(date => CommandLine.DateIn(date, PumpOptions.Read(parse).TimeZone)!.Value)],
        Pump = parse.GetValue(Name),
        Training = TrainingOptions.Read(parse),
        ModelsFolder = parse.GetValue(TrainingOptions.Models)!,
    };
}

/// <summary>What the user asked of <c>plumb train</c>.</summary>
sealed record TrainRequest
{
    public required PumpSettings Settings { get; init; }
    public required IReadOnlyList<string> LogPaths { get; init; }

    /// <summary>One per log, or none.</summary>
    public required IReadOnlyList<DateTime> FailureDates { get; init; }
    public string? Pump { get; init; }
    public required RulTrainingOptions Training { get; init; }
    public required string ModelsFolder { get; init; }
}
