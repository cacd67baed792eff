using System.Diagnostics;
using System.Globalization;
using Plumbline.Detectors.Isolation;
using Plumbline.Numerics;
using Plumbline.Numerics.Forests;

namespace Plumbline.Cli.Evaluate;

/// <summary>How well one set was told apart.</summary>
/// <param name="Set">Its name.</param>
/// <param name="Rows">Of all of it.</param>
/// <param name="Features">Of a row.</param>
/// <param name="OutlierShare">Of all rows.</param>
/// <param name="Areas">Area under the ROC curve over the rows that were not learnt from, by split.</param>
/// <param name="Time">Of all splits, reading not included.</param>
sealed record TabularScore(string Set, int Rows, int Features, double OutlierShare, double[] Areas, TimeSpan Time)
{
    public double Mean => Areas.Average();
}

/// <summary>The isolation forest on sets of the ODDS library: learnt without labels from 60 % of the rows, scored on the others.</summary>
/// <remarks>The protocol of Zhao, Nasrullah and Li ("PyOD", JMLR 20, 2019): split at random, standardised by the rows learnt from, area under the ROC curve, mean over splits.</remarks>
static class TabularEvaluation
{
    public const int Splits = 10;
    const double TrainShare = 0.6;
    const int MostDrawn = 10 * Splits;

    // Isolation forest, mean of ten splits, as published with PyOD.
    static readonly Dictionary<string, double> Published = new()
    {
        ["arrhythmia"] = 0.80,
        ["cardio"] = 0.92,
        ["glass"] = 0.76,
        ["ionosphere"] = 0.85,
        ["letter"] = 0.64,
        ["mnist"] = 0.82,
        ["pima"] = 0.68,
        ["satellite"] = 0.70,
        ["wbc"] = 0.93,
    };

    /// <exception cref="BadInputException">A file is absent or not of this kind, or has too few rows.</exception>
    public static IReadOnlyList<TabularScore> Run(string folder, int seed, TextWriter output, IProgress<double> progress, CancellationToken cancellation)
    {
        var scores = new List<TabularScore>();
        var files = TabularFile.In(folder);
        foreach (var path in files)
        {
            scores.Add(Score(TabularFile.Read(path), seed, cancellation));
            progress.Report((double)scores.Count / files.Count);
        }
        Print(scores, output);
        return scores;
    }

    static TabularScore Score(TabularFile file, int seed, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var areas = new List<double>();
        for (var split = 0; areas.Count < Splits; split++)
        {
            if (split == MostDrawn) throw new BadInputException($"{file.Name}: of {MostDrawn} random splits only {areas.Count} left both kinds to be scored.");
            var order = Enumerable.Range(0, file.IsOutlier.Length).ToArray();
            new Xoshiro256(seed, split).Draw(order, order.Length);
            var (train, test) = (order[..(int)(TrainShare * order.Length)], order[(int)(TrainShare * order.Length)..]);
            // With few outliers it happens that all are learnt from.
            bool[] isOutlier = [.. test.Select(row => file.IsOutlier[row])];
            if (isOutlier.Distinct().Count() < 2) continue;
            var fit = IsolationForest.Fit(Standardised(file.Rows, train, train), new IsolationOptions { Seed = seed + split, Parallelism = 0 }, cancellation);
            if (fit.Model is not { } forest) throw new BadInputException($"{file.Name}: {fit.Refusal!.What}");
            var scores = new double[test.Length];
            forest.Score(Standardised(file.Rows, train, test), scores, parallelism: 0, cancellation);
            areas.Add(RocCurve.Area(scores, isOutlier));
        }
        return new(file.Name, file.Rows.Rows, file.Rows.Columns, (double)file.IsOutlier.Count(is1 => is1) / file.IsOutlier.Length, [.. areas], clock.Elapsed);
    }

    /// <summary>Some rows, each feature less its mean over the rows learnt from, in their standard deviations; one that does not vary is 0.</summary>
    static ColumnMatrix Standardised(ColumnMatrix rows, int[] train, int[] wanted)
    {
        var result = new ColumnMatrix(wanted.Length, rows.Columns);
        for (var feature = 0; feature < rows.Columns; feature++)
        {
            var from = rows.Column(feature);
            var into = result.Column(feature);
            var learnt = new double[train.Length];
            for (var i = 0; i < train.Length; i++) learnt[i] = from[train[i]];
            var (mean, std) = (Statistics.Mean(learnt), Statistics.Std(learnt));
            for (var i = 0; i < wanted.Length; i++) into[i] = std > 0 ? (from[wanted[i]] - mean) / std : 0;
        }
        return result;
    }

    static void Print(IReadOnlyList<TabularScore> scores, TextWriter output)
    {
        output.WriteLine($"Isolation forest, learnt without labels from {TrainShare:P0} of the rows, scored on the others: area under the ROC curve, mean of {Splits} splits");
        output.WriteLine();
        output.WriteLine("set            rows  features  outliers   published   measured   of single splits   difference     time");
        foreach (var score in scores)
        {
            var isKnown = Published.TryGetValue(score.Set, out var published);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{score.Set,-12} {score.Rows,6} {score.Features,9} {score.OutlierShare,9:P1} {(isKnown ? published.ToString("F2", CultureInfo.InvariantCulture) : "–"),11} {score.Mean,10:F3} {score.Areas.Min(),8:F3} to {score.Areas.Max():F3} {(isKnown ? (Math.Round(score.Mean - published, 3) + 0.0).ToString("+0.000;-0.000;0.000", CultureInfo.InvariantCulture) : "–"),12} {score.Time.TotalSeconds,7:F2}s"));
        }
        output.WriteLine();
        output.WriteLine("Published: scikit-learn's isolation forest under the same protocol (Zhao, Nasrullah and Li, 2019). One configuration for all sets: the product's own.");
    }
}
