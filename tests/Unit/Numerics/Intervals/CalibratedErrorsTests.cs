using FsCheck;
using FsCheck.Fluent;
using Plumbline.Numerics.Intervals;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics.Intervals;

public sealed class CalibratedErrorsTests
{
    [Fact]
    public void Coverage_holds_at_every_level_of_the_prediction_where_the_error_grows_with_it()
    {
        var errors = Growing(2000, 1, out _, out _);
        Growing(8000, 2, out var predicted, out var actual);

        for (var quarter = 0; quarter < 4; quarter++)
        {
            var mine = Enumerable.Range(0, predicted.Length).Where(i => (int)(predicted[i] / 25) == quarter).ToList();
            var covered = mine.Count(i => errors.Interval(predicted[i], 0.9).Contains(actual[i])) / (double)mine.Count;
            covered.ShouldBeInRange(0.86, 0.96, $"quarter {quarter} of {mine.Count}");
        }
        errors.Interval(90).Width.ShouldBeGreaterThan(3 * errors.Interval(10).Width);

        // One interval for all would miss: too wide below, too narrow above.
        var plain = CalibratedErrors.Of(errors.State.Predicted, errors.State.Actual, errors.Count);
        var high = Enumerable.Range(0, predicted.Length).Where(i => predicted[i] > 75).ToList();
        (high.Count(i => plain.Interval(predicted[i], 0.9).Contains(actual[i])) / (double)high.Count).ShouldBeLessThan(0.86);
    }

    [Theory]
    [InlineData(19)]
    [InlineData(39)]
    [InlineData(60)]
    public void Few_errors_keep_the_coverage_on_average(int count)
    {
        var random = new Random(count);
        var inside = 0;
        const int trials = 4000;
        for (var trial = 0; trial < trials; trial++)
        {
            var predicted = new double[count];
            var actual = Array.ConvertAll(predicted, _ => Math.Exp(random.NextDouble() * 3));
            if (CalibratedErrors.Of(predicted, actual).Interval(0, 0.9).Contains(Math.Exp(random.NextDouble() * 3))) inside++;
        }

        // Never below in expectation; above by no more than two ranks of k + 1.
        (inside / (double)trials).ShouldBeInRange(0.9 - 0.015, 0.9 + (2.0 / (count + 1)) + 0.015);
    }

    [Fact]
    public void Too_few_errors_give_no_ends()
    {
        var errors = CalibratedErrors.Of(new double[18], new double[18]);

        errors.Interval(5).ShouldBe(new PredictionInterval(double.NegativeInfinity, double.PositiveInfinity));
        errors.Interval(5, 0.8).ShouldBe(new PredictionInterval(5, 5));
    }

    [Fact]
    public void Ends_are_the_ranks_of_the_errors_and_the_one_to_come()
    {
        // 19 errors, 1 to 19: of 20 ranks, 5 % is the first and 95 % the 19th.
        double[] actual = [.. Enumerable.Range(1, 19)];
        var errors = CalibratedErrors.Of(new double[19], actual);

        errors.Interval(100).ShouldBe(new PredictionInterval(101, 119));
        errors.Quantile(0, 0.5).ShouldBe(10);
        errors.Quantile(0, 0.77).ShouldBe(16);
        errors.Quantile(0, 0.23).ShouldBe(4);
        errors.ProbabilityBelow(0, 10).ShouldBe(0.5);
        errors.ProbabilityBelow(0, 3.5).ShouldBe(3.5 / 20);
        errors.ProbabilityBelow(0, double.NegativeInfinity).ShouldBe(0.5 / 20);
        errors.ProbabilityBelow(0, double.PositiveInfinity).ShouldBe(19.5 / 20);
    }

    [Fact]
    public void Probabilities_come_true_as_often_as_they_say()
    {
        var errors = Growing(2000, 3, out _, out _);
        Growing(20000, 4, out var predicted, out var actual);

        var said = predicted.Select(p => errors.ProbabilityBelow(p, 30)).ToList();

        foreach (var (from, to) in new[] { (0.02, 0.1), (0.1, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 0.999) })
        {
            var mine = Enumerable.Range(0, said.Count).Where(i => said[i] >= from && said[i] < to).ToList();
            mine.Count.ShouldBeGreaterThan(200);
            mine.Average(i => actual[i] < 30 ? 1.0 : 0).ShouldBe(mine.Average(i => said[i]), 0.06, $"{from} to {to}");
        }
    }

    [Fact]
    public void Nearest_predictions_speak_and_all_that_are_equally_near()
    {
        // Ten at 0 with an error of 0, ten at 10 with an error of 5: with six asked for, all ten of a level speak.
        double[] predicted = [.. Enumerable.Repeat(0.0, 10), .. Enumerable.Repeat(10.0, 10)];
        double[] actual = [.. Enumerable.Repeat(0.0, 10), .. Enumerable.Repeat(15.0, 10)];
        var errors = CalibratedErrors.Of(predicted, actual, 6);

        errors.Quantile(1, 0.5).ShouldBe(1);
        errors.Quantile(9, 0.5).ShouldBe(14);
        errors.ProbabilityBelow(1, 1.5).ShouldBe(10.5 / 11);
        errors.ProbabilityBelow(5, 5.5).ShouldBe(10.5 / 21);
    }

    [Fact]
    public void Probability_and_quantiles_never_go_back()
    {
        var errors = Growing(300, 5, out _, out _);
        var unit = Gen.Choose(-50, 150).Select(i => (double)i).ToArbitrary();
        var level = Gen.Choose(1, 99).Select(i => i / 100.0).ToArbitrary();
        var config = Config.QuickThrowOnFailure.WithReplay(new Replay(new Rnd(1UL, 3UL), null));

        Check.One(config, Prop.ForAll(unit, unit, unit, (p, a, b) =>
            errors.ProbabilityBelow(p, Math.Min(a, b)) <= errors.ProbabilityBelow(p, Math.Max(a, b)) && errors.ProbabilityBelow(p, a) is > 0 and < 1));
        Check.One(config, Prop.ForAll(unit, level, level, (p, a, b) => errors.Quantile(p, Math.Min(a, b)) <= errors.Quantile(p, Math.Max(a, b))));
        Check.One(config, Prop.ForAll(unit, level, (p, c) => errors.Interval(p, c) is var i && i.Low <= i.High));
    }

    [Fact]
    public void State_gives_back_the_same_answers()
    {
        var errors = Growing(400, 6, out var predicted, out _);

        var again = CalibratedErrors.From(errors.State);

        foreach (var p in predicted.Take(50)) again.Interval(p, 0.8).ShouldBe(errors.Interval(p, 0.8));
        again.Neighbours.ShouldBe(50);
    }

    [Fact]
    public void State_that_was_never_taken_is_refused()
    {
        CalibratedErrorsState[] wrong =
        [
            new([], [], 1), new([1], [1, 2], 1), new([2, 1], [1, 1], 1), new([1, double.NaN], [1, 1], 1), new([1], [double.PositiveInfinity], 1),
            new([1], [1], 2), new([1], [1], 0), new(null!, [1], 1),
        ];
        foreach (var state in wrong) Should.Throw<InvalidDataException>(() => CalibratedErrors.From(state));
    }

    [Fact]
    public void Arguments_outside_their_range_are_refused()
    {
        var errors = CalibratedErrors.Of([1, double.NaN, 3], [1, 2, double.NaN]);

        errors.Count.ShouldBe(1);
        Should.Throw<ArgumentException>(() => CalibratedErrors.Of([], []));
        Should.Throw<ArgumentException>(() => CalibratedErrors.Of([double.NaN], [1]));
        Should.Throw<ArgumentException>(() => CalibratedErrors.Of([1], [1, 2]));
        Should.Throw<ArgumentException>(() => CalibratedErrors.Of([1], [double.NegativeInfinity]));
        Should.Throw<ArgumentOutOfRangeException>(() => CalibratedErrors.Of([1], [1], 0));
        Should.Throw<ArgumentOutOfRangeException>(() => errors.Interval(double.NaN));
        Should.Throw<ArgumentOutOfRangeException>(() => errors.Interval(1, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => errors.Quantile(1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => errors.ProbabilityBelow(1, double.NaN));
    }

    /// <summary>Predictions 0 to 100 whose error grows with them, and is skewed.</summary>
    static CalibratedErrors Growing(int count, int seed, out double[] predicted, out double[] actual)
    {
        var random = new Random(seed);
        predicted = new double[count];
        actual = new double[count];
        for (var i = 0; i < count; i++)
        {
            predicted[i] = 100 * random.NextDouble();
            actual[i] = predicted[i] + ((1 + (predicted[i] / 5)) * (-Math.Log(1 - random.NextDouble()) - 1));
        }
        return CalibratedErrors.Of(predicted, actual);
    }
}
