using System.Diagnostics;
using System.Globalization;
using Plumbline.Numerics;
using Plumbline.Numerics.Forests;
using Plumbline.Numerics.Intervals;

namespace Plumbline.Cli.Evaluate;

/// <summary>Remaining life of turbofan engines: fitted on the training engines, scored on the last cycle of each test engine.</summary>
/// <remarks>
/// Windows, features and the settings of the trees were chosen by cross-validation over training engines of FD001; the RUL of the test engines is used for the score alone.
/// The interval is calibrated on training engines that the model had not seen, cut off after as many cycles as the test engines have run: their lengths are known, their RUL is not looked at.
/// </remarks>
static class CmapssEvaluation
{
    // Neighbouring cycles tell nearly the same: every second one is enough to learn from.
    const int Stride = 2;

    // Cut-offs taken from the sorted lengths of the test engines; many of one engine would count it many times over.
    const int CutOffs = 12;

    public static CmapssResult Run(string directory, CmapssOptions options, TextWriter output, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var files = CmapssFiles.Read(directory, options.Set);
        if (files.Train.Count < 2 * options.Folds) throw new BadInputException($"train_{options.Set}.txt holds {files.Train.Count} engines; {2 * options.Folds} are needed to judge a model by engines that it has not seen.");
        var conditions = OperatingConditions.Of(files.Train);
        var train = files.Train.Select(engine => EngineFeatures.Of(engine, conditions)).ToList();
        var test = files.Test.Select(engine => EngineFeatures.Of(engine, conditions)).ToList();
        var cutOffs = files.Test.Select(engine => engine.Cycles).Order().ToList();
        int[] lengths = [.. Enumerable.Range(0, CutOffs).Select(i => cutOffs[(int)((i + 0.5) * cutOffs.Count / CutOffs)]).Distinct()];

        var forest = new ForestOptions { Seed = options.Seed };
        var boosting = new BoostingOptions { Seed = options.Seed };
        (string, Func<ColumnMatrix, double[], ITreeRegression>)[] models =
        [
            ("random forest", (x, y) => RandomForest.Fit(x, y, forest, cancellation: cancellation)),
            ("gradient boosting", (x, y) => GradientBoosting.Fit(x, y, boosting, cancellation: cancellation)),
        ];
        var trial = new CmapssTrial(options, train, test, lengths, Stride);
        var scores = models.Select(model => trial.Score(model.Item1, model.Item2, files.Rul)).ToList();
        var result = new CmapssResult(options, train.Count, test.Count, conditions.Count, EngineFeatures.Count(conditions), scores, clock.Elapsed);
        Print(result, output);
        return result;
    }

    static void Print(CmapssResult result, TextWriter output)
    {
        var options = result.Options;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"C-MAPSS {options.Set}: {result.TrainEngines} engines learnt from, {result.TestEngines} predicted, {result.Conditions} operating condition(s), {result.Features} features, RUL capped at {options.Cap} cycles"));
        output.WriteLine();
        output.WriteLine($"                        RMSE      RMSE       PHM   {options.Coverage,3:P0} interval    mean    RMSE on training     time");
        output.WriteLine("model              unclipped   clipped     score    holds truth   width  engines, held out");
        foreach (var score in result.Scores)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{score.Model,-18} {score.Rmse,9:F2} {score.RmseClipped,9:F2} {score.PhmScore,9:F0} {score.Covered,7} of {result.TestEngines,-3} {score.MeanWidth,7:F1} {score.CrossValidatedRmse,18:F2} {score.Time.TotalSeconds,7:F1}s"));
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Unclipped: truth as it is; clipped: capped at {options.Cap} as the labels are. An interval that reaches {options.Cap} says \"or more\"."));
        output.WriteLine("One configuration for all sets, chosen by cross-validation over training engines; intervals calibrated on training engines held out.");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Whole run: {result.Time.TotalSeconds:F1} s."));
    }
}
