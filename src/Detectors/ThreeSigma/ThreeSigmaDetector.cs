using Plumbline.Detectors.Bands;
using Plumbline.Numerics;

namespace Plumbline.Detectors.ThreeSigma;

/// <summary>Mean and population standard deviation: an anomaly is further from the mean than so many standard deviations (Shewhart 1931).</summary>
/// <remarks>Score: |value − mean| / (threshold × std). It learns the outliers that it is fitted on, and knows no season.</remarks>
public sealed class ThreeSigmaDetector : Detector
{
    static readonly DetectorParameter Threshold = new("threshold", Default: 3, Least: 1, Most: 5, "Standard deviations between the mean and a bound.");

    /// <inheritdoc/>
    public override string Name => "three_sigma";

    /// <inheritdoc/>
    public override string Summary => "Steady series with clean training data: flags what is further from the mean than so many standard deviations.";

    /// <inheritdoc/>
    public override IReadOnlyList<DetectorParameter> Parameters { get; } = [Threshold];

    /// <inheritdoc/>
    public override int MinimumPoints => 3;

    /// <inheritdoc/>
    protected override FitOutcome Learn(TrainingReadings training)
    {
        var moments = Moments.Of(training.Values);
        if (moments.PopulationStd == 0 && !training.AllowConstant) return FitOutcome.NoSpread("the standard deviation", training.Present);
        var state = DetectorState.Of(Name, StateVersion, training.Rule, ("mean", moments.Mean), ("std", moments.PopulationStd), ("threshold", training.Parameter(Threshold.Name)));
        return FitOutcome.Of(FromState(state), training.Present);
    }

    /// <inheritdoc/>
    protected override DetectorModel FromState(DetectorState state)
    {
        var room = state.Number(Threshold) * state.Number("std", 0, LargestLearned);
        return new BandModel(state, new Band(state.Number("mean", -LargestLearned, LargestLearned), room, room, state.Rule));
    }
}
