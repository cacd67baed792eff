namespace Plumbline.Pumps.Prognosis;

/// <summary>A model is fitted on some rows and predicts others.</summary>
/// <param name="Learn">Rows it is fitted on.</param>
/// <param name="Test">Rows it has not seen.</param>
sealed record RulFold(int[] Learn, int[] Test);

/// <summary>Some rows calibrate, others show whether the intervals hold.</summary>
sealed record CoveragePart(int[] Calibrate, int[] Measure);

/// <summary>Which rows are seen by which model.</summary>
/// <param name="Folds">No row is tested twice.</param>
/// <param name="CoverageParts">How measured coverage is counted.</param>
/// <param name="Sentence">The same for a reader.</param>
sealed record RulSplit(IReadOnlyList<RulFold> Folds, IReadOnlyList<CoveragePart> CoverageParts, string Sentence)
{
    /// <summary>Whole runs are held back, in turns, so that each is predicted once.</summary>
    public static RulSplit ByRun(int[] runs, List<int> usable, RulTrainingOptions options)
    {
        var order = usable.ToArray();
        new Random(options.Seed).Shuffle(order);
        var count = Math.Min(order.Length, options.MostFolds);
        var foldOf = order.Select((run, place) => (run, fold: place % count)).ToDictionary(at => at.run, at => at.fold);
        var folds = Enumerable.Range(0, count)
            .Select(fold => new RulFold(Rows(row => foldOf[runs[row]] != fold), Rows(row => foldOf[runs[row]] == fold)))
            .ToList();
        var held = count == order.Length ? "the other runs" : $"other runs ({count} folds)";
        return new(folds, [.. folds.Select(fold => new CoveragePart(fold.Learn, fold.Test))],
            $"Each of {order.Length} runs was predicted by a model fitted on {held} only; its intervals were calibrated on the other runs. The model kept is fitted on all of them.");

        int[] Rows(Predicate<int> which) => [.. Enumerable.Range(0, runs.Length).Where(row => which(row))];
    }

    /// <summary>The end of the run is held back.</summary>
    public static RulSplit InTime(DateTime[] times, RulTrainingOptions options)
    {
        var all = Enumerable.Range(0, times.Length).ToArray();
        var learn = Math.Clamp((int)Math.Round(times.Length * (1 - options.TestShare)), 1, times.Length - 2);
        var middle = learn + ((times.Length - learn) / 2);
        return new([new(all[..learn], all[learn..])], [new(all[learn..middle], all[middle..])],
            $"There is one run: its last {Words.Share((double)(times.Length - learn) / times.Length)}, from {Words.Time(times[learn])}, were predicted by a model fitted on what came before; " +
            "intervals were calibrated on the first half of them and counted on the second. The model kept is fitted on the whole run. Whether it holds for another run, one run cannot show.");
    }
}
