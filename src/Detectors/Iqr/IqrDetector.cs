using Plumbline.Detectors.Bands;
using Plumbline.Numerics;

namespace Plumbline.Detectors.Iqr;

/// <summary>Tukey's fences: an anomaly lies further outside the middle half of the training values than so many times the width of that half.</summary>
/// <remarks>
/// Bounds: Q1 − threshold × IQR and Q3 + threshold × IQR (Tukey, "Exploratory Data Analysis", 1977; quartiles by linear interpolation). Expected is the median, so
/// that a skewed series has more room on its longer side; the score is the deviation from the median over the room on that side.
/// </remarks>
public sealed class IqrDetector : Detector
{
    static readonly DetectorParameter Threshold = new("threshold", Default: 1.5, Least: 0.5, Most: 20, "Interquartile ranges between a quartile and its bound; 1.5 for Tukey's inner fences, 3 for the outer ones.");

    /// <inheritdoc/>
    public override string Name => "iqr";

    /// <inheritdoc/>
    public override string Summary => "Steady but skewed series: quartiles give each side a bound of its own.";

    /// <inheritdoc/>
    public override IReadOnlyList<DetectorParameter> Parameters { get; } = [Threshold];

    /// <inheritdoc/>
    public override int MinimumPoints => 4;

    /// <inheritdoc/>
    protected override FitOutcome Learn(TrainingReadings training)
    {
        var (q1, median, q3) = (Statistics.Quantile(training.Values, 0.25), Statistics.Median(training.Values), Statistics.Quantile(training.Values, 0.75));
        if (q1 == q3 && !training.AllowConstant) return FitOutcome.NoSpread("the interquartile range", training.Present);
        var state = DetectorState.Of(Name, StateVersion, training.Rule, ("q1", q1), ("median", median), ("q3", q3), ("threshold", training.Parameter(Threshold.Name)));
        return FitOutcome.Of(FromState(state), training.Present);
    }

    /// <inheritdoc/>
    protected override DetectorModel FromState(DetectorState state)
    {
        var median = state.Number("median", -LargestLearned, LargestLearned);
        var (q1, q3) = (state.Number("q1", -LargestLearned, median), state.Number("q3", median, LargestLearned));
        var reach = state.Number(Threshold) * (q3 - q1);
        return new BandModel(state, new Band(median, q3 - median + reach, median - q1 + reach, state.Rule));
    }
}
