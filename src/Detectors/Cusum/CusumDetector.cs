using System.Runtime.InteropServices;
using Plumbline.Detectors.Charts;
using Plumbline.Numerics;

namespace Plumbline.Detectors.Cusum;

/// <summary>The tabular cumulative sum: the fastest way to find a lasting shift of known size.</summary>
/// <remarks>
/// C⁺ₜ = max(0, C⁺ₜ₋₁ + (valueₜ − mean) − slack × std), C⁻ alike on the other side; score: the larger of the two / (threshold × std) (Page, Biometrika 41, 1954;
/// Montgomery, "Introduction to Statistical Quality Control", chapter 9). After a signal a sum is held at its limit: run lengths up to the signal are those of the textbook chart.
/// </remarks>
public sealed class CusumDetector : Detector
{
    static readonly DetectorParameter Threshold = new("threshold", Default: 5, Least: 1, Most: 50, "Standard deviations that a sum may reach (h); 5 gives a false alarm in about 465 readings.");
    static readonly DetectorParameter Slack = new("slack", Default: 0.5, Least: 0, Most: 5, "Standard deviations of each reading that count as noise (k): half of the shift that is to be found.");

    /// <inheritdoc/>
    public override string Name => "cusum";

    /// <inheritdoc/>
    public override string Summary => "Lasting shifts of about one standard deviation: deviations are summed until they cannot be chance.";

    /// <inheritdoc/>
    public override IReadOnlyList<DetectorParameter> Parameters { get; } = [Threshold, Slack];

    /// <inheritdoc/>
    public override int MinimumPoints => 3;

    /// <inheritdoc/>
    protected override FitOutcome Learn(TrainingReadings training)
    {
        var moments = Moments.Of(training.Values);
        if (moments.PopulationStd == 0 && !training.AllowConstant) return FitOutcome.NoSpread("the standard deviation", training.Present);
        var chart = new CusumChart(moments.PopulationStd, training.Parameter(Threshold.Name), training.Parameter(Slack.Name), High: 0, Low: 0);
        foreach (var value in training.Values)
            if (double.IsFinite(value)) chart = chart.After(value - moments.Mean);
        return FitOutcome.Of(FromState(DetectorState.Of(Name, StateVersion, training.Rule, [("mean", moments.Mean), .. chart.Numbers])), training.Present);
    }

    /// <inheritdoc/>
    protected override DetectorModel FromState(DetectorState state)
    {
        var chart = new CusumChart(state.Number("std", 0, LargestLearned), state.Number(Threshold), state.Number(Slack), High: 0, Low: 0);
        chart = chart with { High = state.Number("high", 0, chart.Limit), Low = state.Number("low", 0, chart.Limit) };
        return new ChartModel<CusumChart>(state, state.Number("mean", -LargestLearned, LargestLearned), chart);
    }

    // High is C⁺ and Low is C⁻, in the unit of the readings.
    [StructLayout(LayoutKind.Auto)]
    readonly record struct CusumChart(double Std, double Threshold, double Slack, double High, double Low) : IChart<CusumChart>
    {
        public double Limit { get; } = Threshold * Std;

        public CusumChart Untouched => this with { High = 0, Low = 0 };

        public (double Above, double Below) Room => (Limit - High + Noise, Limit - Low + Noise);

        public IEnumerable<(string Name, double Number)> Numbers => [("std", Std), ("threshold", Threshold), ("slack", Slack), ("high", High), ("low", Low)];

        double Noise => Slack * Std;

        public ChartReading Read(double deviation) => new(ChartReading.Over(High + deviation - Noise, Limit), ChartReading.Over(Low - deviation - Noise, Limit));

        public CusumChart After(double deviation) =>
            this with { High = Math.Clamp(High + deviation - Noise, 0, Limit), Low = Math.Clamp(Low - deviation - Noise, 0, Limit) };
    }
}
