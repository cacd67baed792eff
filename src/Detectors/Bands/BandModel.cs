namespace Plumbline.Detectors.Bands;

/// <summary>A model that expects the same at every time.</summary>
/// <param name="state">What it was made from, and what it is stored as.</param>
/// <param name="band">What is normal.</param>
sealed class BandModel(DetectorState state, Band band) : DetectorModel(state.Detector, state.Rule)
{
    public override Assessment Score(DateTime time, double value) => band.Score(value);

    public override void Score(ReadOnlySpan<DateTime> times, ReadOnlySpan<double> values, AssessmentColumns into)
    {
        into.MustFit(times.Length, values.Length);
        band.Score(values, into);
    }

    public override DetectorState ToState() => state;
}
