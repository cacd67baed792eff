using System.Diagnostics;
using Plumbline.Numerics;
using Plumbline.Numerics.Forests;
using Plumbline.Numerics.Intervals;

namespace Plumbline.Cli.Evaluate;

/// <summary>One model after the other on the same rows.</summary>
/// <param name="options">Settings.</param>
/// <param name="train">Features by engine, column and cycle; the last cycle is the last before failure.</param>
/// <param name="test">The same, of engines that were stopped before.</param>
/// <param name="lengths">Cycles after which training engines are cut off to judge a model, ascending.</param>
/// <param name="stride">Every how many cycles a row is learnt from.</param>
sealed class CmapssTrial(CmapssOptions options, IReadOnlyList<double[][]> train, IReadOnlyList<double[][]> test, int[] lengths, int stride)
{
    /// <param name="model">Name.</param>
    /// <param name="fit">From rows and capped RUL to a model.</param>
    /// <param name="truth">RUL of the test engines.</param>
    public CmapssScore Score(string model, Func<ColumnMatrix, double[], ITreeRegression> fit, double[] truth)
    {
        var clock = Stopwatch.StartNew();
        var heldOut = PredictHeldOut(fit);
        var errors = CalibratedErrors.Of([.. heldOut.Select(pair => pair.Predicted)], [.. heldOut.Select(pair => pair.Actual)]);

        var fitted = Fit(fit, Enumerable.Range(0, train.Count));
        double squares = 0, squaresClipped = 0, phm = 0, width = 0;
        var covered = 0;
        for (var engine = 0; engine < test.Count; engine++)
        {
            var predicted = Predict(fitted, test[engine], test[engine][0].Length);
            var late = predicted - truth[engine];
            squares += late * late;
            squaresClipped += Math.Pow(predicted - Math.Min(options.Cap, truth[engine]), 2);
            phm += Math.Exp(late >= 0 ? late / 10 : -late / 13) - 1;

            var (low, high) = WholeCycles(errors.Interval(predicted, options.Coverage));
            if (truth[engine] >= low && (truth[engine] <= high || high >= options.Cap)) covered++;
            width += high - low;
        }
        return new CmapssScore(
            model, Math.Sqrt(squares / test.Count), Math.Sqrt(squaresClipped / test.Count), phm,
            Math.Sqrt(heldOut.Average(pair => Math.Pow(pair.Predicted - pair.Actual, 2))), covered, width / test.Count, clock.Elapsed);
    }

    /// <summary>Each training engine, cut off at each of the lengths that it lived to see, by a model of the other engines.</summary>
    List<(double Predicted, double Actual)> PredictHeldOut(Func<ColumnMatrix, double[], ITreeRegression> fit)
    {
        var pairs = new List<(double, double)>();
        for (var fold = 0; fold < options.Folds; fold++)
        {
            var model = Fit(fit, Enumerable.Range(0, train.Count).Where(engine => engine % options.Folds != fold));
            for (var engine = fold; engine < train.Count; engine += options.Folds)
            {
                var life = train[engine][0].Length;
                foreach (var length in lengths.TakeWhile(length => length < life))
                    pairs.Add((Predict(model, train[engine], length), Math.Min(options.Cap, life - length)));
            }
        }
        if (pairs.Count == 0) throw new BadInputException("No training engine lived longer than the test engines have run: there is nothing to calibrate an interval on.");
        return pairs;
    }

    ITreeRegression Fit(Func<ColumnMatrix, double[], ITreeRegression> fit, IEnumerable<int> engines)
    {
        // Counted from the end of each life, so that the cycles before failure are among them.
        var rows = engines.SelectMany(engine => Enumerable.Range(0, train[engine][0].Length).Where(left => left % stride == 0).Select(left => (engine, left))).ToList();
        var x = new ColumnMatrix(rows.Count, train[0].Length);
        for (var column = 0; column < x.Columns; column++)
        {
            var values = x.Column(column);
            for (var row = 0; row < rows.Count; row++) values[row] = train[rows[row].engine][column][^(rows[row].left + 1)];
        }
        return fit(x, [.. rows.Select(row => Math.Min(options.Cap, row.left))]);
    }

    double Predict(ITreeRegression model, double[][] features, int cycles)
    {
        var row = new double[features.Length];
        for (var column = 0; column < row.Length; column++) row[column] = features[column][cycles - 1];
        return Math.Clamp(model.Predict(row), 0, options.Cap);
    }

    (double Low, double High) WholeCycles(PredictionInterval interval) =>
        (Math.Round(Math.Max(0, interval.Low)), Math.Round(Math.Min(options.Cap, interval.High)));
}
