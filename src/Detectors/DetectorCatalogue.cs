using Plumbline.Detectors.Cusum;
using Plumbline.Detectors.Ewma;
using Plumbline.Detectors.Iqr;
using Plumbline.Detectors.RobustMad;
using Plumbline.Detectors.ThreeSigma;

namespace Plumbline.Detectors;

/// <summary>Every detector there is; the contract suite runs over this list.</summary>
public static class DetectorCatalogue
{
    /// <summary>All, the default first.</summary>
    public static IReadOnlyList<Detector> All { get; } =
    [
        new ThreeSigmaDetector(),
        new RobustMadDetector(),
        new IqrDetector(),
        new EwmaDetector(),
        new CusumDetector(),
    ];

    /// <summary>Null where there is none of that name.</summary>
    public static Detector? Find(string name) => All.FirstOrDefault(detector => detector.Name == name);

    /// <summary>The model of a state, whichever detector it belongs to.</summary>
    /// <exception cref="InvalidDataException">The detector is unknown, or its state makes no sense.</exception>
    public static DetectorModel Restore(DetectorState state) =>
        (Find(state.Detector) ?? throw new InvalidDataException($"There is no detector '{state.Detector}'.")).Restore(state);
}
