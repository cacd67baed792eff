using System.Text;
using Plumbline.Detectors;
using Shouldly;
using Xunit;

namespace Plumbline.Contracts.Tests.Detectors;

/// <summary>A stored state is data from outside: it gives a model that scores, or an error that says why not.</summary>
public sealed class HostileStateTests
{
    static readonly LabelledSeries Series = new(seed: 7);

    public static TheoryData<string> Detectors => DetectorContractTests.Detectors;

    [Theory, MemberData(nameof(Detectors))]
    public void Every_number_that_is_missing_repeated_or_no_number_is_refused(string name)
    {
        var state = Series.Fit(DetectorCatalogue.Find(name)!).ToState();
        state.Numbers.Count.ShouldBeGreaterThan(1);
        foreach (var number in state.Numbers.Keys)
        {
            double[]?[] columns = [null, [], [1, 1], [double.NaN], [double.PositiveInfinity], [double.NegativeInfinity]];
            foreach (var column in columns)
            {
                var numbers = state.Numbers.Where(pair => pair.Key != number || column is not null).ToDictionary(pair => pair.Key, pair => pair.Key == number ? column! : pair.Value);
                Should.Throw<InvalidDataException>(() => DetectorCatalogue.Restore(state with { Numbers = numbers })).Message.ShouldContain(number);
            }
        }
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Another_detector_version_direction_or_minimum_deviation_is_refused(string name)
    {
        var state = Series.Fit(DetectorCatalogue.Find(name)!).ToState();
        DetectorState[] broken =
        [
            state with { Detector = "no_such_detector" },
            state with { Version = state.Version + 1 },
            state with { Direction = (Direction)7 },
            state with { MinDeviation = -1 },
            state with { MinDeviation = double.NaN },
            state with { MinDeviation = double.PositiveInfinity },
        ];
        foreach (var one in broken) Should.Throw<InvalidDataException>(() => DetectorCatalogue.Restore(one));
        var other = DetectorCatalogue.All.First(detector => detector.Name != name);
        Should.Throw<InvalidDataException>(() => other.Restore(state)).Message.ShouldContain(name);
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Ten_thousand_broken_texts_give_a_model_that_scores_or_an_error(string name)
    {
        var text = Series.Fit(DetectorCatalogue.Find(name)!).ToState().ToJson();
        var random = new Random(11);
        var (refused, restored) = (0, 0);
        for (var i = 0; i < 10_000; i++)
        {
            var broken = Broken(text, random);
            try
            {
                var model = DetectorCatalogue.Restore(DetectorState.FromJson(broken));
                double.IsNaN(model.Score(Series.TestTimes[0], 3).Score).ShouldBeFalse(Encoding.UTF8.GetString(broken));
                restored++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        refused.ShouldBeGreaterThan(5000);
        restored.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{ "detector": null, "version": 1, "direction": "Both", "min_deviation": 0, "numbers": {} }""")]
    [InlineData("""{ "detector": "three_sigma", "version": 1, "direction": "Both", "min_deviation": 0, "numbers": { "mean": null, "std": [1], "threshold": [3] } }""")]
    [InlineData("""{ "detector": "three_sigma", "version": 1, "direction": "Both", "min_deviation": 1e999, "numbers": { "mean": [1], "std": [1], "threshold": [3] } }""")]
    [InlineData("""{ "detector": "three_sigma", "version": 1, "direction": "Both", "min_deviation": 0, "numbers": { "mean": [1], "std": [1], "threshold": [3] }, "extra": 1 }""")]
    [InlineData("""{ "detector": "three_sigma", "detector": "iqr", "version": 1, "direction": "Both", "min_deviation": 0, "numbers": { "mean": [1], "std": [1], "threshold": [3] } }""")]
    public void What_is_no_state_is_refused(string text) =>
        Should.Throw<InvalidDataException>(() => DetectorCatalogue.Restore(DetectorState.FromJson(Encoding.UTF8.GetBytes(text))));

    static byte[] Broken(byte[] text, Random random)
    {
        var broken = text.ToArray();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(broken.Length);
            broken[at] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)"0123456789.-eE{}[]\",:"[random.Next(21)];
        }
        return random.Next(10) == 0 ? broken[..random.Next(broken.Length)] : broken;
    }
}
