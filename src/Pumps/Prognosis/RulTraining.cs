using Plumbline.Numerics;
using Plumbline.Numerics.Forests;

namespace Plumbline.Pumps.Prognosis;

/// <summary>Learns remaining useful life from histories that end in a failure.</summary>
/// <remarks>
/// Of several runs each is predicted once by a model that was fitted on other runs only; a single run is cut in time. Those answers give the test metrics, calibrate the intervals and
/// measure their coverage, and never does a row calibrate the interval that it is counted in. The model that is kept is then fitted on everything. See <c>docs/rul.md</c>.
/// </remarks>
public static class RulTraining
{
    // Fewer rows than this, a day, show nothing.
    const int LeastRows = 24;

    /// <summary>Trains a model and measures it.</summary>
    /// <param name="runs">Histories, each up to its failure or beyond.</param>
    /// <param name="options">Settings; null for the defaults.</param>
    /// <param name="trainedAt">Now, UTC: goes on the card.</param>
    /// <param name="progress">Told the share that is done, from any thread.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="ArgumentException">A setting is outside its range; there are no runs.</exception>
    public static RulTrainingOutcome Train(
        IReadOnlyList<RunToFailure> runs, RulTrainingOptions? options, DateTime trainedAt, IProgress<double>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        if (runs.Count == 0) throw new ArgumentException("There are no runs to train on.", nameof(runs));
        options ??= new();
        if (options.Fault() is { } fault) throw new ArgumentException(fault, nameof(options));
        var rows = TrainingRows.Of(runs, options);
        var usable = Enumerable.Range(0, runs.Count).Where(run => rows.PeriodOf(run) is not null).ToList();
        if (rows.Count < LeastRows) return new(null, Missing(runs, rows.Count));

        var lesson = new Lesson(rows, options, cancellation);
        var split = usable.Count > 1 ? RulSplit.ByRun(rows.Runs, usable, options) : RulSplit.InTime(rows.Times, options);
        var steps = split.Folds.Count + 1.0;
        var answers = new double[rows.Count];
        // Both figures are of the models that were tested: each on the rows it learnt from, and on those it had not seen.
        List<int> learnt = [];
        List<double> relearnt = [];
        for (var fold = 0; fold < split.Folds.Count; fold++)
        {
            var (learn, test) = split.Folds[fold];
            var fitted = lesson.Fit(learn);
            learnt.AddRange(learn);
            relearnt.AddRange(fitted.Of(rows.FeaturesAt(learn)).Select(lesson.Clip));
            var said = fitted.Of(rows.FeaturesAt(test));
            for (var i = 0; i < test.Length; i++) answers[test[i]] = lesson.Clip(said[i]);
            progress?.Report((fold + 1) / steps);
        }

        var score = lesson.Fit([.. Enumerable.Range(0, rows.Count)]);
        var calibration = lesson.Calibrate([.. split.Folds.SelectMany(fold => fold.Test)], answers);
        progress?.Report(1);
        var card = new RulModelCard
        {
            Version = options.Version,
            Kind = RulModelKinds.NameOf(options.Kind),
            Label = options.Label,
            PumpId = options.PumpId ?? runs[usable[0]].PumpId,
            Features = options.Features,
            Runs = [.. usable.Select(run => new TrainingRun(runs[run].PumpId, rows.PeriodOf(run)!.Value, runs[run].FailureDate, usable.Count > 1))],
            RulCapDays = options.CapDays,
            Train = lesson.Measure([.. learnt], [.. relearnt]),
            Test = lesson.Measure(split.Folds, answers),
            Split = split.Sentence,
            Coverage = options.Coverage,
            MeasuredCoverage = lesson.MeasureCoverage(split, answers),
            TrainedAt = trainedAt,
            Importance = [.. options.Features.Zip(score.Importance, (name, share) => new FeatureShare(name, share)).OrderByDescending(share => share.Share)],
        };
        return new(new RulModel(card, score, calibration), null);
    }

    static string Missing(IReadOnlyList<RunToFailure> runs, int rows)
    {
        var judged = runs.Max(run => run.Features.Deviations.JudgedHours);
        return judged < PumpPrognosis.NeededHours
            ? $"Not enough data to train on: {judged} of {PumpPrognosis.NeededHours} hourly points."
            : $"Not enough data to train on: {rows} hours with a week of judged readings before them and no later than a day after the failure; {LeastRows} are needed.";
    }

    /// <summary>What is taught, and how answers are held against it.</summary>
    sealed class Lesson(TrainingRows rows, RulTrainingOptions options, CancellationToken cancellation)
    {
        readonly double[] _truth = options.Label == RulLabel.Classification ? Array.ConvertAll(rows.Days, RulLabels.FailsSoon) : rows.Days;
        readonly double _most = options.Label == RulLabel.Classification ? 1 : options.CapDays;

        public double Clip(double said) => Math.Clamp(said, 0, _most);

        public IRulScore Fit(int[] learn)
        {
            var x = learn.Length == rows.Count ? rows.Features : rows.FeaturesAt(learn);
            var y = Array.ConvertAll(learn, row => _truth[row]);
            return options.Kind switch
            {
                RulModelKind.RandomForest => new TreeScore(RandomForest.Fit(x, y, options.Forest with { Seed = options.Seed }, null, cancellation)),
                RulModelKind.GradientBoosting => new TreeScore(GradientBoosting.Fit(x, y, options.Boosting with { Seed = options.Seed }, null, cancellation)),
                RulModelKind.Linear => LinearScore.Fit(x, y),
                _ => throw new ArgumentOutOfRangeException(nameof(options), options.Kind, "Not a kind of model."),
            };
        }

        public RulMetrics Measure(int[] at, double[] said) => RulMetrics.Of(Array.ConvertAll(at, row => _truth[row]), said);

        public RulMetrics Measure(IReadOnlyList<RulFold> folds, double[] answers)
        {
            int[] tested = [.. folds.SelectMany(fold => fold.Test)];
            return Measure(tested, Array.ConvertAll(tested, row => answers[row]));
        }

        public RulCalibration Calibrate(int[] on, double[] answers) => RulCalibration.Of(
            Array.ConvertAll(on, row => answers[row]), Array.ConvertAll(on, row => rows.Days[row]), Array.ConvertAll(on, row => rows.Runs[row]), options.Label, options.CapDays);

        // The rows of each part are held against intervals that the other parts calibrated.
        public double MeasureCoverage(RulSplit split, double[] answers)
        {
            var (inside, counted) = (0, 0);
            foreach (var (calibrate, measure) in split.CoverageParts)
            {
                var calibration = Calibrate(calibrate, answers);
                Parallel.For(0, measure.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
                {
                    var row = measure[i];
                    if (rows.Days[row] >= options.CapDays) return;
                    var (low, high) = calibration.At(answers[row]).Interval(options.Coverage);
                    if (low <= rows.Days[row] && rows.Days[row] <= high) Interlocked.Increment(ref inside);
                    Interlocked.Increment(ref counted);
                });
            }

            return counted == 0 ? double.NaN : (double)inside / counted;
        }
    }
}
