using Plumbline.Detectors.Bands;
using Plumbline.Numerics;

namespace Plumbline.Detectors.RobustMad;

/// <summary>Median and median absolute deviation: the modified z-score, which half of the training readings could be wrong without moving far.</summary>
/// <remarks>
/// Score: |value − median| / (threshold × sigma), where sigma is 1.4826 × MAD (Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993, with their threshold of
/// 3.5). Where the MAD is 0 because more than half of the values are the same, sigma is 1.2533 × the mean absolute deviation from the median, as they advise.
/// </remarks>
public sealed class RobustMadDetector : Detector
{
    // The mean absolute deviation of a normal distribution is σ √(2/π).
    const double NormalMeanDeviation = 1.2533141373155003;

    static readonly DetectorParameter Threshold = new("threshold", Default: 3.5, Least: 1, Most: 20, "Robust standard deviations between the median and a bound.");

    /// <inheritdoc/>
    public override string Name => "robust_mad";

    /// <inheritdoc/>
    public override string Summary => "Steady series whose training data holds outliers: median and median absolute deviation are hardly moved by them.";

    /// <inheritdoc/>
    public override IReadOnlyList<DetectorParameter> Parameters { get; } = [Threshold];

    /// <inheritdoc/>
    public override int MinimumPoints => 3;

    /// <inheritdoc/>
    protected override FitOutcome Learn(TrainingReadings training)
    {
        var median = Statistics.Median(training.Values);
        var sigma = Statistics.Mad(training.Values) * Statistics.NormalMad;
        if (sigma == 0) sigma = NormalMeanDeviation * MeanDeviation(training.Values, median);
        if (sigma == 0 && !training.AllowConstant) return FitOutcome.NoSpread("the mean absolute deviation", training.Present);
        var state = DetectorState.Of(Name, StateVersion, training.Rule, ("median", median), ("sigma", sigma), ("threshold", training.Parameter(Threshold.Name)));
        return FitOutcome.Of(FromState(state), training.Present);
    }

    /// <inheritdoc/>
    protected override DetectorModel FromState(DetectorState state)
    {
        var room = state.Number(Threshold) * state.Number("sigma", 0, LargestLearned);
        return new BandModel(state, new Band(state.Number("median", -LargestLearned, LargestLearned), room, room, state.Rule));
    }

    static double MeanDeviation(ReadOnlySpan<double> values, double median)
    {
        var deviations = new double[values.Length];
        for (var i = 0; i < values.Length; i++) deviations[i] = Math.Abs(values[i] - median);
        return Statistics.Mean(deviations);
    }
}
