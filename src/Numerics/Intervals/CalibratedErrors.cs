using System.Runtime.InteropServices;

namespace Plumbline.Numerics.Intervals;

/// <summary>Where the truth may lie.</summary>
/// <param name="Low">Lower end; −∞ where there are too few errors to give one.</param>
/// <param name="High">Upper end; +∞ where there are too few errors to give one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PredictionInterval(double Low, double High)
{
    /// <summary>High less low.</summary>
    public double Width => High - Low;

    /// <summary>Whether a value is inside, ends included.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}

/// <summary>What is kept of <see cref="CalibratedErrors"/>.</summary>
/// <param name="Predicted">What was predicted, ascending.</param>
/// <param name="Actual">The truth of each.</param>
/// <param name="Neighbours">How many of them speak for one prediction.</param>
public sealed record CalibratedErrorsState(double[] Predicted, double[] Actual, int Neighbours);

/// <summary>Where the truth lies around a prediction, learnt from predictions whose truth is known.</summary>
/// <remarks>
/// Split conformal prediction (Vovk, Gammerman and Shafer, "Algorithmic Learning in a Random World", 2005; Lei et al., JASA 113, 2018), localised: for
/// a new prediction speak the errors of the known predictions nearest to it, so that an interval may be narrow at one level and wide at another. Ranks are taken
/// among k errors and the one to come, (k + 1) of them, so that few errors give wider intervals, not false ones. What it rests on: the predictions it
/// learns from were made for rows that the model had not seen, and those rows are like the ones to come; rows of one run are worth less than as many of different runs.
/// Any size of error, skewed or not. Immutable, safe from many threads; O(k log k) a call.
/// </remarks>
public sealed class CalibratedErrors
{
    // A tenth of the errors, but enough for the ends of a 95 % interval and no more than are needed for smooth ones.
    const int FewestNeighbours = 50;
    const int MostNeighbours = 400;

    readonly double[] _predicted;
    readonly double[] _errors;
    readonly double[] _actual;

    CalibratedErrors(double[] predicted, double[] actual, int neighbours)
    {
        _predicted = predicted;
        _actual = actual;
        _errors = new double[predicted.Length];
        for (var i = 0; i < _errors.Length; i++) _errors[i] = actual[i] - predicted[i];
        Neighbours = neighbours;
    }

    /// <summary>Number of predictions that it was learnt from.</summary>
    public int Count => _predicted.Length;

    /// <summary>How many of them speak for one prediction; more where several are equally near.</summary>
    public int Neighbours { get; }

    /// <summary>Plain arrays, to be kept and given to <see cref="From"/>.</summary>
    public CalibratedErrorsState State => new([.. _predicted], [.. _actual], Neighbours);

    /// <param name="predicted">Predictions for rows that the model had not seen: held back, of another fold, or out of bag.</param>
    /// <param name="actual">The truth of each. Pairs of which one is NaN are left out, as a row that was never out of bag.</param>
    /// <param name="neighbours">How many speak for one prediction; null for a tenth of them, at least 50 and at most 400. As many as there are, and none is nearer than another: plain split conformal prediction.</param>
    /// <exception cref="ArgumentException">The lengths differ, a value is infinite, no pair is left, or <paramref name="neighbours"/> is below 1.</exception>
    public static CalibratedErrors Of(ReadOnlySpan<double> predicted, ReadOnlySpan<double> actual, int? neighbours = null)
    {
        if (predicted.Length != actual.Length) throw new ArgumentException($"{predicted.Length} predictions have {actual.Length} truths.", nameof(actual));
        var pairs = new List<(double Predicted, double Actual)>(predicted.Length);
        for (var i = 0; i < predicted.Length; i++)
        {
            if (double.IsInfinity(predicted[i]) || double.IsInfinity(actual[i])) throw new ArgumentException($"Pair {i} is ({predicted[i]}, {actual[i]}).", nameof(predicted));
            if (!double.IsNaN(predicted[i]) && !double.IsNaN(actual[i])) pairs.Add((predicted[i], actual[i]));
        }
        if (pairs.Count == 0) throw new ArgumentException("There is no prediction with a truth to learn from.", nameof(predicted));

        pairs.Sort();
        var speak = neighbours ?? Math.Clamp(pairs.Count / 10, FewestNeighbours, MostNeighbours);
        ArgumentOutOfRangeException.ThrowIfLessThan(speak, 1, nameof(neighbours));
        return new CalibratedErrors([.. pairs.Select(pair => pair.Predicted)], [.. pairs.Select(pair => pair.Actual)], Math.Min(speak, pairs.Count));
    }

    /// <summary>As it was when <see cref="State"/> was taken.</summary>
    /// <exception cref="InvalidDataException">The state is not one that was taken.</exception>
    public static CalibratedErrors From(CalibratedErrorsState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var (predicted, actual, neighbours) = state;
        if (predicted is null || actual is null || predicted.Length == 0 || predicted.Length != actual.Length)
            throw new InvalidDataException($"{predicted?.Length ?? 0} predictions have {actual?.Length ?? 0} truths.");
        for (var i = 0; i < predicted.Length; i++)
        {
            if (!double.IsFinite(predicted[i]) || !double.IsFinite(actual[i])) throw new InvalidDataException($"Pair {i} is ({predicted[i]}, {actual[i]}).");
            if (i > 0 && predicted[i] < predicted[i - 1]) throw new InvalidDataException($"Prediction {i} is below the one before it.");
        }
        if (neighbours < 1 || neighbours > predicted.Length) throw new InvalidDataException($"{neighbours} neighbours of {predicted.Length} predictions.");
        return new CalibratedErrors([.. predicted], [.. actual], neighbours);
    }

    /// <summary>An interval with as much room below as above, measured in probability.</summary>
    /// <param name="prediction">Finite.</param>
    /// <param name="coverage">Share of such intervals that hold the truth, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public PredictionInterval Interval(double prediction, double coverage = 0.9)
    {
        RequireInside(coverage);
        var errors = SortedErrorsNear(prediction);
        var tail = (1 - coverage) / 2;
        return new PredictionInterval(prediction + Outward(errors, tail), prediction + Outward(errors, 1 - tail));
    }

    /// <summary>The value that the truth is below with a probability of <paramref name="level"/>; from one half away it is rounded to the safe side.</summary>
    /// <param name="prediction">Finite.</param>
    /// <param name="level">Above 0 and below 1.</param>
    /// <returns>−∞ or +∞ where there are too few errors for a level so near 0 or 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public double Quantile(double prediction, double level)
    {
        RequireInside(level);
        return prediction + Outward(SortedErrorsNear(prediction), level);
    }

    /// <summary>The probability that the truth is below a limit.</summary>
    /// <param name="prediction">Finite.</param>
    /// <param name="limit">Not NaN.</param>
    /// <returns>Never 0 or 1: with k errors to go by, nearer to them than 1 / (2k + 2) cannot be told.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public double ProbabilityBelow(double prediction, double limit)
    {
        RequireFinite(prediction);
        if (double.IsNaN(limit)) throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit is a number.");
        var (from, to) = Near(prediction);
        double below = 0;
        for (var i = from; i < to; i++)
        {
            var truth = prediction + _errors[i];
            below += truth < limit ? 1 : truth == limit ? 0.5 : 0;
        }
        return (below + 0.5) / (to - from + 1);
    }

    double[] SortedErrorsNear(double prediction)
    {
        RequireFinite(prediction);
        var (from, to) = Near(prediction);
        var errors = _errors[from..to];
        Array.Sort(errors);
        return errors;
    }

    /// <summary>The run of predictions nearest to this one; all of those that are as near as the last.</summary>
    (int From, int To) Near(double prediction)
    {
        var at = Array.BinarySearch(_predicted, prediction);
        var from = at < 0 ? ~at : at;
        var to = from;
        var reach = 0.0;
        while (from > 0 || to < _predicted.Length)
        {
            var below = from > 0 ? prediction - _predicted[from - 1] : double.PositiveInfinity;
            var above = to < _predicted.Length ? _predicted[to] - prediction : double.PositiveInfinity;
            if (to - from >= Neighbours && Math.Min(below, above) > reach) break;
            reach = Math.Max(reach, Math.Min(below, above));
            if (below <= above) from--;
            else to++;
        }
        return (from, to);
    }

    /// <summary>Rank level × (k + 1) among the sorted errors, rounded away from the middle.</summary>
    static double Outward(double[] sorted, double level)
    {
        // Just off a whole rank by rounding of the level is on it.
        const double slack = 1e-9;
        var rank = level * (sorted.Length + 1);
        if (level == 0.5) return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        var whole = level < 0.5 ? Math.Floor(rank + slack) : Math.Ceiling(rank - slack);
        if (whole < 1) return double.NegativeInfinity;
        return whole > sorted.Length ? double.PositiveInfinity : sorted[(int)whole - 1];
    }

    static void RequireFinite(double prediction)
    {
        if (!double.IsFinite(prediction)) throw new ArgumentOutOfRangeException(nameof(prediction), prediction, "A prediction is finite.");
    }

    static void RequireInside(double share)
    {
        if (!(share > 0 && share < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A coverage or level is above 0 and below 1.");
    }
}
