using Plumbline.Plant;

namespace Plumbline.Detectors;

/// <summary>A model, or the reason why these readings give none.</summary>
/// <param name="Model">Null where there is a refusal.</param>
/// <param name="Refusal">Null where there is a model.</param>
/// <param name="PointsUsed">Readings that were not missing.</param>
public sealed record FitOutcome(DetectorModel? Model, Defect? Refusal, int PointsUsed)
{
    internal static FitOutcome Of(DetectorModel model, int points) => new(model, Refusal: null, points);

    internal static FitOutcome TooFew(int points, int wanted) =>
        Refused("detectors.too_few_points", $"{points} {(points == 1 ? "reading has" : "readings have")} a value, and this detector needs at least {wanted}.", points);

    internal static FitOutcome Constant(double value, int points) =>
        Refused("detectors.constant", $"all {points} values are {value}: a constant series has a standard deviation of 0, from which nothing can be said of other values.", points);

    internal static FitOutcome NoSpread(string measure, int points) =>
        Refused("detectors.no_spread", $"{measure} of the {points} values is 0: too many of them are the same for this detector.", points);

    internal static FitOutcome OutOfRange(double value, int row) => Refused("detectors.out_of_range", $"the value {value} is beyond what can be learned from: {Detector.LargestMagnitude:0e0} at most, on either side of 0.", 0, row);

    internal static FitOutcome TooNear(double least, double most) =>
        Refused("detectors.too_near", $"all values lie between {least} and {most}: differences below {Detector.LeastSpread:0e0} are lost in what a double can hold. Give them in a smaller unit.", 0);

    static FitOutcome Refused(string code, string what, int points, int? row = null) => new(Model: null, new Defect(code, row is { } at ? $"values[{at}]" : "values", what), points);
}
