using System.Text;
using Plumbline.Detectors;
using Plumbline.Detectors.Isolation;
using Plumbline.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Detectors.Isolation;

/// <summary>A stored forest is data from outside: it gives one that scores, or an error that says why not.</summary>
public sealed class IsolationStateTests
{
    static readonly ColumnMatrix Rows = IsolationForestTests.Cloud(300, seed: 2, outliers: 6);
    static readonly IsolationForest Forest = IsolationForest.Fit(Rows, new IsolationOptions { Trees = 5, Samples = 16 }).Model!;

    [Fact]
    public void A_forest_that_went_through_its_stored_state_gives_the_same_scores_and_contributions()
    {
        var restored = IsolationForest.Restore(DetectorState.FromJson(Forest.ToState().ToJson()));
        IsolationForestTests.Scores(restored, Rows).ShouldBe(IsolationForestTests.Scores(Forest, Rows));
        restored.ToState().ToJson().ShouldBe(Forest.ToState().ToJson());
        var (one, other) = (new double[6], new double[6]);
        Forest.Explain(IsolationForestTests.Row(Rows, 1), one);
        restored.Explain(IsolationForestTests.Row(Rows, 1), other);
        other.ShouldBe(one);
    }

    [Fact]
    public void Every_number_that_is_missing_or_makes_no_sense_is_refused_by_name()
    {
        var state = Forest.ToState();
        (string Name, Func<double[], double[]?> Break)[] breaks =
        [
            ("samples", _ => null), ("samples", _ => []), ("samples", _ => [1]), ("samples", _ => [4097]), ("samples", _ => [16.5]), ("samples", _ => [double.NaN]), ("samples", _ => [15]),
            ("medians", _ => null), ("medians", _ => []), ("medians", _ => new double[1001]), ("medians", all => With(all, 0, double.NaN)), ("medians", all => all[..1]),
            ("feature", _ => null), ("feature", _ => []), ("feature", all => all[..^1]), ("feature", all => With(all, 0, 6)), ("feature", all => With(all, 0, -2)), ("feature", all => With(all, 0, 0.5)), ("feature", all => With(all, 0, double.NaN)),
            ("feature", all => [.. all.Select(_ => 0.0)]), ("feature", all => With(all, 0, -1)),
            ("value", _ => null), ("value", all => all[1..]), ("value", all => With(all, 0, double.PositiveInfinity)), ("value", all => With(all, all.Length - 1, 0)), ("value", all => With(all, all.Length - 1, 1.5)), ("value", all => With(all, all.Length - 1, 9)),
        ];
        foreach (var (name, change) in breaks)
        {
            var numbers = state.Numbers.ToDictionary();
            if (change([.. numbers[name]]) is { } changed) numbers[name] = changed;
            else numbers.Remove(name);
            var refused = Should.Throw<InvalidDataException>(() => IsolationForest.Restore(state with { Numbers = numbers }));
            (refused.Message.Contains(name, StringComparison.Ordinal) || refused.Message.Contains("features", StringComparison.Ordinal) || refused.Message.Contains("value", StringComparison.Ordinal)).ShouldBeTrue(refused.Message);
        }
        foreach (var other in (DetectorState[])[state with { Detector = "iqr" }, state with { Version = 2 }, state with { Direction = Direction.Up }, state with { MinDeviation = 1 }])
            Should.Throw<InvalidDataException>(() => IsolationForest.Restore(other));
    }

    [Fact]
    public void Two_thousand_broken_texts_give_a_forest_that_scores_or_an_error()
    {
        var text = Forest.ToState().ToJson();
        var random = new Random(11);
        var (refused, restored) = (0, 0);
        for (var i = 0; i < 2000; i++)
        {
            var broken = text.ToArray();
            for (var changes = random.Next(1, 4); changes > 0; changes--) broken[random.Next(broken.Length)] = (byte)"0123456789.-,[]e"[random.Next(16)];
            try
            {
                var forest = IsolationForest.Restore(DetectorState.FromJson(broken));
                forest.Score([.. Enumerable.Range(0, forest.Features).Select(feature => (double)feature)]).ShouldBeInRange(0, 1);
                restored++;
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }
        refused.ShouldBeGreaterThan(500, Encoding.UTF8.GetString(text)[..40]);
        restored.ShouldBeGreaterThan(100);
    }

    static double[] With(double[] all, int at, double number)
    {
        all[at] = number;
        return all;
    }
}
