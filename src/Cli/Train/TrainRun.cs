using Plumbline.Cli.Models;
using Plumbline.Intake;
using Plumbline.Pumps.Features;
using Plumbline.Pumps.Prognosis;
using Spectre.Console;

namespace Plumbline.Cli.Train;

/// <summary>The work of <c>plumb train</c>: histories in, a model and its card out.</summary>
static class TrainRun
{
    public static int Execute(TrainRequest request, CancellationToken cancel)
    {
        if (request.FailureDates.Count > 0 && request.FailureDates.Count != request.LogPaths.Count)
            throw new BadInputException($"--failure-dates has {request.FailureDates.Count} dates for {request.LogPaths.Count} files: give one for each, in their order.");
        var input = new PumpInput(request.Settings);
        var runs = Terminal.Watch("reading histories", progress => ReadRuns(request, input, progress, cancel));
        var models = new ModelStore(request.ModelsFolder);
        var pump = request.Pump ?? runs[0].PumpId;
        var options = request.Training with { PumpId = pump, Version = models.NextVersion(pump) };
        var outcome = Terminal.Watch($"training on {runs.Count} runs", progress => RulTraining.Train(runs, options, TimeProvider.System.GetUtcNow().UtcDateTime, progress, cancel));
        if (outcome.Model is not { } model) throw new BadInputException(outcome.Unavailable!);
        Print(model.Card, models.Keep(model, pump));
        if (!model.Card.HasSkill && models.Best(pump) is { Model.Card: { HasSkill: true } card }) Terminal.Results.WriteLine($"Version {card.Version}, which has skill, stays in use.");
        return ExitCode.Done;
    }

    static List<RunToFailure> ReadRuns(TrainRequest request, PumpInput input, IProgress<double> progress, CancellationToken cancel)
    {
        var runs = new List<RunToFailure>();
        for (var i = 0; i < request.LogPaths.Count; i++)
        {
            var file = input.ReadLog(request.LogPaths[i], null, cancel);
            if (request.FailureDates.Count > 0 && file.Pumps.Count > 1)
                throw new BadInputException($"{request.LogPaths[i]} holds {file.Pumps.Count} pumps, --failure-dates one date for it: put the dates into a failure_date column of the baseline file.");
            foreach (var pump in file.Pumps) runs.Add(Run(request, input, pump, request.FailureDates.Count > 0 ? request.FailureDates[i] : null));
            progress.Report((i + 1.0) / request.LogPaths.Count);
        }
        return runs;
    }

    static RunToFailure Run(TrainRequest request, PumpInput input, LoggedPump pump, DateTime? given)
    {
        var id = pump.Log.PumpId;
        var monitor = input.MonitorFor(id);
        var failure = given ?? input.BaselineOf(id).FailureDate
            ?? throw new BadInputException($"there is no failure date for '{id}': give --failure-dates, or a failure_date column in {Path.GetFileName(request.Settings.BaselinePath)}.");
        if (failure < pump.Log.Period.Start)
        {
            var trouble = $"'{id}' failed on {failure:yyyy-MM-dd HH:mm}, before its first reading of {pump.Log.Period.Start:yyyy-MM-dd HH:mm} (UTC)";
            throw given is null ? new BadInputException($"{trouble}: see the failure_date column of {Path.GetFileName(request.Settings.BaselinePath)}.") : new UsageException($"--failure-dates: {trouble}.");
        }
        return new(id, FeatureTable.Of(monitor.Judge(pump.Log)), failure);
    }

    static void Print(RulModelCard card, string path)
    {
        var (unit, digits) = card.Label == RulLabel.Classification ? ("share", "0.00") : ("days", "0.0");
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "rows", $"MAE, {unit}", $"RMSE, {unit}", "R²");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        foreach (var (name, metrics) in (ReadOnlySpan<(string, RulMetrics)>)[("train", card.Train), ("test", card.Test)])
            table.AddRow(name, $"{metrics.Rows}", metrics.Mae.ToString(digits), metrics.Rmse.ToString(digits), $"{metrics.R2:0.00}");
        Terminal.Results.Write(table);
        Terminal.Results.WriteLine(card.Split);
        Terminal.Results.WriteLine($"{card.Coverage:0 %} interval: held the truth in {card.MeasuredCoverage:0.0 %} of the test rows.");
        Terminal.Results.WriteLine(card.HasSkill ? "The model has skill: it beats the mean on runs that it had not seen." : "No skill: on runs that it had not seen the model is no better than the mean. It will predict nothing.");
        Console.WriteLine("Model: " + path);
    }
}
