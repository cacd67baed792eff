using System.Globalization;
using Plumbline.Cli.Models;
using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Features;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Cli.Analyze;

/// <summary>What one pump came to: its analysis, and the model that was trained on the way.</summary>
sealed record PumpDiagnosis(PumpAnalysis Analysis, RulModel? Trained);

/// <summary>Analyses pumps as the request says. Safe from many threads.</summary>
sealed class PumpWorkshop(AnalyzeRequest request, PumpInput input)
{
    readonly ModelStore _models = new(request.ModelsFolder);

    /// <exception cref="BadInputException">The pump has no baseline, or cannot be trained on.</exception>
    /// <exception cref="UsageException">The failure date that was asked for is before the readings.</exception>
    public PumpDiagnosis Diagnose(LoggedPump pump, IReadOnlyList<Defect> fileDefects, IProgress<double>? progress, CancellationToken cancel)
    {
        var id = pump.Log.PumpId;
        var monitor = input.MonitorFor(id);
        var failure = request.FailureDate ?? input.BaselineOf(id).FailureDate;
        if (request.Train && failure is null) throw new BadInputException($"--train needs the date on which '{id}' failed: give --failure-date, or a failure_date column in the baseline file.");
        if (request.FailureDate is { } given && given < pump.Log.Period.Start)
            throw new UsageException($"--failure-date {Spoken(given)} is before the first reading of '{id}', {Spoken(pump.Log.Period.Start)} (UTC): the readings tell nothing of that failure.");
        Defect[] defects = [.. fileDefects, .. pump.Defects];
        if (!request.Train) return new(monitor.Analyze(pump.Log, defects, request.ModelPath is { } path ? ModelStore.Read(path) : _models.Best(id)?.Model, failure), null);

        // All that does not hang on the model is found out beside the training.
        var analysis = Task.Run(() => monitor.Analyze(pump.Log, defects, null, failure), cancel);
        var trained = Train(monitor, pump.Log, failure!.Value, progress, cancel);
        return new(analysis.GetAwaiter().GetResult().With(trained), trained);
    }

    /// <summary>Puts a trained model where later analyses find it. A model without skill is kept with the report, and goes no further.</summary>
    /// <returns>What became of it, as a sentence.</returns>
    public string Keep(RulModel model, string pump)
    {
        var test = $"R² {model.Card.Test.R2:0.00} on the part that it had not seen";
        return model.Card.HasSkill
            ? $"Model: trained, {test}; kept as {_models.Keep(model, pump)}"
            : $"Model: trained, but without skill ({test}): it predicts nothing and was not kept. Several histories make a better one: plumb train.";
    }

    static string Spoken(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    RulModel Train(PumpMonitor monitor, PumpLog log, DateTime failure, IProgress<double>? progress, CancellationToken cancel)
    {
        var outcome = RulTraining.Train(
            [new RunToFailure(log.PumpId, FeatureTable.Of(monitor.Judge(log)), failure)],
            request.Training with { Version = _models.NextVersion(log.PumpId) },
            TimeProvider.System.GetUtcNow().UtcDateTime,
            progress,
            cancel);
        return outcome.Model ?? throw new BadInputException($"'{log.PumpId}' cannot be trained on: {outcome.Unavailable}");
    }
}
