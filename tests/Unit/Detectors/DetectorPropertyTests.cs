using Plumbline.Detectors;
using Plumbline.Unit.Tests.Intake;
using Plumbline.Unit.Tests.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Detectors;

public sealed class DetectorPropertyTests
{
    public static TheoryData<string> Detectors => [.. DetectorCatalogue.All.Select(detector => detector.Name)];

    [Theory, MemberData(nameof(Detectors))]
    public void Whatever_was_fitted_scores_are_no_NaN_and_the_expected_value_scores_below_one(string name) => Properties.Hold(Properties.Gappy, values =>
    {
        var outcome = Fit(name, values);
        if (outcome.Model is not { } model) return outcome.Refusal is not null;
        var expected = model.Score(default, 0).Expected;
        return values.Where(double.IsFinite).All(value => model.Score(default, value).Score >= 0) && !model.Score(default, expected).IsAnomaly;
    });

    [Theory, MemberData(nameof(Detectors))]
    public void Another_unit_and_origin_of_the_values_change_no_score(string name) => Properties.Hold(Properties.Whole, values =>
    {
        // Powers of two: nothing is rounded differently.
        var (model, other) = (Fit(name, values).Model, Fit(name, [.. values.Select(value => value * 8)]).Model);
        if (model is null || other is null) return model is null && other is null;
        return Oracle.Scores(model, values).SequenceEqual(Oracle.Scores(other, [.. values.Select(value => value * 8)]));
    });

    [Theory, MemberData(nameof(Detectors))]
    public void A_series_upside_down_has_the_same_scores(string name) => Properties.Hold(Properties.Whole, values =>
    {
        double[] mirrored = [.. values.Select(value => -value)];
        var (model, other) = (Fit(name, values).Model, Fit(name, mirrored).Model);
        if (model is null || other is null) return model is null && other is null;
        return Oracle.Scores(model, values).Zip(Oracle.Scores(other, mirrored)).All(pair => Math.Abs(pair.First - pair.Second) <= 1e-9 * Math.Max(1, pair.First));
    });

    [Theory, MemberData(nameof(Detectors))]
    public void Further_out_scores_higher(string name) => Properties.Hold(Properties.Whole, values =>
    {
        if (Fit(name, values).Model is not { } model) return true;
        var upper = model.Score(default, 0).Upper;
        var scores = Enumerable.Range(1, 20).Select(i => model.Score(default, upper + (i * 10)).Score).ToList();
        return scores[0] > 1 && scores.Zip(scores.Skip(1)).All(pair => pair.First < pair.Second);
    });

    [Fact]
    public void Every_detector_explains_itself_beside_its_code()
    {
        foreach (var detector in DetectorCatalogue.All)
        {
            var folder = detector.GetType().Namespace!.Split('.')[^1];
            var readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "Detectors", folder, "README.md"));
            readme.ShouldStartWith($"# {detector.Name}\n");
            foreach (var parameter in detector.Parameters) readme.ShouldContain($"| `{parameter.Name}` | {parameter.Default} | {parameter.Least} to {parameter.Most} |");
        }
    }

    static FitOutcome Fit(string name, double[] values) => DetectorCatalogue.Find(name)!.Fit(Oracle.Minutes(values.Length), values);
}
