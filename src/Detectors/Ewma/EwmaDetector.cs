using System.Runtime.InteropServices;
using Plumbline.Detectors.Charts;
using Plumbline.Numerics;

namespace Plumbline.Detectors.Ewma;

/// <summary>The control chart of the exponentially weighted moving average: small lasting shifts, which single readings do not show.</summary>
/// <remarks>
/// zₜ = weight × valueₜ + (1 − weight) × zₜ₋₁; score: |zₜ − mean| / (threshold × std × √(weight / (2 − weight))) (Roberts 1959; Lucas and Saccucci, Technometrics 32, 1990).
/// The limits are those of a chart that has run for long. After a signal z is held at its limit: run lengths up to the signal are those of the textbook chart.
/// </remarks>
public sealed class EwmaDetector : Detector
{
    static readonly DetectorParameter Threshold = new("threshold", Default: 3, Least: 1, Most: 10, "Standard deviations of the moving average between the mean and a bound.");
    static readonly DetectorParameter Weight = new("weight", Default: 0.2, Least: 0.01, Most: 1, "Share of the newest reading in the moving average; small finds small shifts, 1 is a Shewhart chart.");

    /// <inheritdoc/>
    public override string Name => "ewma";

    /// <inheritdoc/>
    public override string Summary => "Small lasting shifts and slow drifts: a moving average held against its own limits.";

    /// <inheritdoc/>
    public override IReadOnlyList<DetectorParameter> Parameters { get; } = [Threshold, Weight];

    /// <inheritdoc/>
    public override int MinimumPoints => 3;

    /// <inheritdoc/>
    protected override FitOutcome Learn(TrainingReadings training)
    {
        var moments = Moments.Of(training.Values);
        if (moments.PopulationStd == 0 && !training.AllowConstant) return FitOutcome.NoSpread("the standard deviation", training.Present);
        var chart = new EwmaChart(moments.PopulationStd, training.Parameter(Threshold.Name), training.Parameter(Weight.Name), Offset: 0);
        foreach (var value in training.Values)
            if (double.IsFinite(value)) chart = chart.After(value - moments.Mean);
        return FitOutcome.Of(FromState(DetectorState.Of(Name, StateVersion, training.Rule, [("mean", moments.Mean), .. chart.Numbers])), training.Present);
    }

    /// <inheritdoc/>
    protected override DetectorModel FromState(DetectorState state)
    {
        var chart = new EwmaChart(state.Number("std", 0, LargestLearned), state.Number(Threshold), state.Number(Weight), Offset: 0);
        chart = chart with { Offset = state.Number("offset", -chart.Limit, chart.Limit) };
        return new ChartModel<EwmaChart>(state, state.Number("mean", -LargestLearned, LargestLearned), chart);
    }

    // Offset is z − mean.
    [StructLayout(LayoutKind.Auto)]
    readonly record struct EwmaChart(double Std, double Threshold, double Weight, double Offset) : IChart<EwmaChart>
    {
        public double Limit { get; } = Threshold * Std * Math.Sqrt(Weight / (2 - Weight));

        public EwmaChart Untouched => this with { Offset = 0 };

        public (double Above, double Below) Room => ((Limit - Carried) / Weight, (Limit + Carried) / Weight);

        public IEnumerable<(string Name, double Number)> Numbers => [("std", Std), ("threshold", Threshold), ("weight", Weight), ("offset", Offset)];

        double Carried => (1 - Weight) * Offset;

        public ChartReading Read(double deviation)
        {
            var offset = (Weight * deviation) + Carried;
            return new(ChartReading.Over(offset, Limit), ChartReading.Over(-offset, Limit));
        }

        public EwmaChart After(double deviation) => this with { Offset = Math.Clamp((Weight * deviation) + Carried, -Limit, Limit) };
    }
}
