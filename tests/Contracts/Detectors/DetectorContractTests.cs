using Plumbline.Detectors;
using Shouldly;
using Xunit;

namespace Plumbline.Contracts.Tests.Detectors;

/// <summary>What every detector keeps; a detector is here as soon as it is in the catalogue.</summary>
public sealed class DetectorContractTests
{
    static readonly LabelledSeries Series = new(seed: 20_241_118);

    public static TheoryData<string> Detectors => [.. DetectorCatalogue.All.Select(detector => detector.Name)];

    [Theory, MemberData(nameof(Detectors))]
    public void The_same_input_gives_the_same_scores_to_the_last_bit(string name)
    {
        var detector = Find(name);
        Series.Scores(Series.Fit(detector)).ShouldBe(Series.Scores(Series.Fit(detector)));
        Series.Scores(Series.Fit(detector)).Distinct().Count().ShouldBeGreaterThan(500);
    }

    [Theory, MemberData(nameof(Detectors))]
    public void A_model_that_went_through_its_stored_state_gives_the_same_scores(string name)
    {
        var model = Series.Fit(Find(name), new FitOptions { Direction = Direction.Up, MinDeviation = 0.25 });
        var restored = DetectorCatalogue.Restore(DetectorState.FromJson(model.ToState().ToJson()));
        restored.Rule.ShouldBe(model.Rule);
        Series.Scores(restored).ShouldBe(Series.Scores(model));
        restored.ToState().ToJson().ShouldBe(model.ToState().ToJson());
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Readings_one_by_one_are_scored_as_in_a_batch_also_over_a_stored_state(string name)
    {
        var model = Series.Fit(Find(name));
        var readings = Series.Test.Select((value, i) => i % 37 == 5 ? double.NaN : value).ToArray();
        var rows = readings.Length;
        var (scores, expected, lower, upper) = (new double[rows], new double[rows], new double[rows], new double[rows]);
        model.Score(Series.TestTimes, readings, new AssessmentColumns(scores) { Expected = expected, Lower = lower, Upper = upper });

        var run = model.Start();
        for (var i = 0; i < rows; i++)
        {
            if (i == rows / 2) run = DetectorCatalogue.Restore(run.Model.ToState()).Start();
            run.Next(Series.TestTimes[i], readings[i]).ShouldBe(new Assessment(scores[i], expected[i], lower[i], upper[i]));
        }
        model.Score(Series.TestTimes[0], readings[0]).Score.ShouldBe(scores[0]);
        LabelledSeries.ScoresOf(model, Series.TestTimes, readings).ShouldBe(scores);
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Values_at_the_largest_magnitude_are_learned_from_also_where_their_mean_is_rounded_up(string name)
    {
        foreach (var sign in new[] { 1, -1 })
        {
            double[] values = [.. Enumerable.Repeat(sign * Detector.LargestMagnitude, 104), sign * Math.BitDecrement(Detector.LargestMagnitude)];
            var outcome = Find(name).Fit([.. Enumerable.Range(0, values.Length).Select(i => DateTime.UnixEpoch.AddMinutes(i))], values, new FitOptions { AllowConstant = true });
            DetectorCatalogue.Restore(DetectorState.FromJson(outcome.Model!.ToState().ToJson())).ToState().ToJson().ShouldBe(outcome.Model.ToState().ToJson());
        }
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Untouched_it_judges_what_it_has_learned_from_the_beginning(string name)
    {
        double[] values = [3, .. Enumerable.Repeat(0d, 80), .. Enumerable.Repeat(3d, 20)];
        DateTime[] times = [.. Enumerable.Range(0, values.Length).Select(i => DateTime.UnixEpoch.AddMinutes(i))];
        var model = Find(name).Fit(times, values, new FitOptions { AllowConstant = true }).Model!;

        var scores = LabelledSeries.ScoresOf(model.Untouched, times, values);

        scores[..81].ShouldAllBe(score => score <= 1 || name == "robust_mad" || name == "iqr", "nothing has gathered yet");
        if (name is "cusum" or "ewma") scores[81..].ShouldContain(score => score > 1);
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Asking_for_one_reading_changes_nothing(string name)
    {
        var model = Series.Fit(Find(name));
        var first = model.Score(Series.TestTimes[0], Series.Test[0]);
        model.Score(Series.TestTimes[1], 1e6);
        model.Score(Series.TestTimes[0], Series.Test[0]).ShouldBe(first);
    }

    [Theory, MemberData(nameof(Detectors))]
    public void A_constant_series_is_refused_and_where_it_is_allowed_any_other_value_is_an_anomaly(string name)
    {
        var detector = Find(name);
        var times = LabelledSeries.Minutes(0, 50);
        double[] values = [.. Enumerable.Repeat(0.1, 50)];

        var refused = detector.Fit(times, values);
        refused.Model.ShouldBeNull();
        refused.Refusal!.Code.ShouldBe("detectors.constant");
        refused.Refusal.What.ShouldContain("all 50 values are 0.1");

        var model = detector.Fit(times, values, new FitOptions { AllowConstant = true }).Model!;
        model.Score(times[^1], 0.1).Score.ShouldBe(0);
        model.Score(times[^1], 0.2).IsAnomaly.ShouldBeTrue();
        model.Score(times[^1], 0).IsAnomaly.ShouldBeTrue();
        DetectorCatalogue.Restore(DetectorState.FromJson(model.ToState().ToJson())).Score(times[^1], 0.2).IsAnomaly.ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Missing_values_are_left_out_of_fitting_and_have_no_score(string name)
    {
        var detector = Find(name);
        var gappy = Series.Training.Select((value, i) => (i % 7) switch { 3 => double.NaN, 5 => double.PositiveInfinity, _ => value }).ToArray();
        var kept = Enumerable.Range(0, gappy.Length).Where(i => double.IsFinite(gappy[i])).ToArray();

        var withGaps = detector.Fit(Series.TrainingTimes, gappy);
        var without = detector.Fit([.. kept.Select(i => Series.TrainingTimes[i])], [.. kept.Select(i => gappy[i])]);

        withGaps.PointsUsed.ShouldBe(kept.Length);
        Series.Scores(withGaps.Model!).ShouldBe(Series.Scores(without.Model!));
        foreach (var missing in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            var assessment = withGaps.Model!.Score(Series.TestTimes[0], missing);
            assessment.Score.ShouldBe(double.NaN);
            assessment.IsAnomaly.ShouldBeFalse();
            assessment.Expected.ShouldBe(withGaps.Model.Score(Series.TestTimes[0], 1).Expected);
            LabelledSeries.ScoresOf(withGaps.Model, LabelledSeries.Minutes(0, 9), [.. Enumerable.Repeat(missing, 9)]).ShouldAllBe(score => double.IsNaN(score));
        }
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Too_few_points_are_refused_with_what_is_wanted(string name)
    {
        var detector = Find(name);
        var values = Enumerable.Range(0, detector.MinimumPoints).Select(i => i * 1.5).ToArray();

        detector.Fit(LabelledSeries.Minutes(0, values.Length), values).Model.ShouldNotBeNull();
        values[0] = double.NaN;
        var refusal = detector.Fit(LabelledSeries.Minutes(0, values.Length), values).Refusal!;
        refusal.Code.ShouldBe("detectors.too_few_points");
        refusal.What.ShouldContain($"at least {detector.MinimumPoints}");
        detector.Fit([], []).Refusal!.Code.ShouldBe("detectors.too_few_points");
    }

    [Theory, MemberData(nameof(Detectors))]
    public void A_direction_flags_its_own_side_alone_and_with_the_scores_of_both(string name)
    {
        var detector = Find(name);
        var (both, up, down) = (Scored(detector, Direction.Both), Scored(detector, Direction.Up), Scored(detector, Direction.Down));

        up.Count(score => score > 1).ShouldBeGreaterThan(10);
        down.Count(score => score > 1).ShouldBeGreaterThan(10);
        for (var i = 0; i < both.Length; i++)
        {
            both[i].ShouldBe(Math.Max(up[i], down[i]));
            (up[i] > 1 && down[i] > 1).ShouldBeFalse();
        }
        var model = Series.Fit(detector, new FitOptions { Direction = Direction.Up });
        model.Score(Series.TestTimes[0], -1e9).IsAnomaly.ShouldBeFalse();
        model.Score(Series.TestTimes[0], 1e9).IsAnomaly.ShouldBeTrue();
        model.Score(Series.TestTimes[0], 50).Lower.ShouldBe(double.NegativeInfinity);
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Nothing_nearer_to_the_expected_value_than_the_minimum_deviation_is_an_anomaly(string name)
    {
        const double MinDeviation = 8;
        var detector = Find(name);
        var model = Series.Fit(detector, new FitOptions { MinDeviation = MinDeviation });
        var (rows, plain) = (Series.Test.Length, Series.Scores(Series.Fit(detector)));
        var (scores, expected) = (new double[rows], new double[rows]);
        model.Score(Series.TestTimes, Series.Test, new AssessmentColumns(scores) { Expected = expected });

        for (var i = 0; i < rows; i++) (scores[i] > 1).ShouldBe(plain[i] > 1 && Math.Abs(Series.Test[i] - expected[i]) > MinDeviation);
        scores.Count(score => score > 1).ShouldBeInRange(5, plain.Count(score => score > 1) - 5);
    }

    [Theory, MemberData(nameof(Detectors))]
    public void A_value_is_an_anomaly_where_it_lies_outside_the_bounds(string name)
    {
        var run = Series.Fit(Find(name)).Start();
        foreach (var (time, value) in Series.TestTimes.Zip(Series.Test))
        {
            var (score, expected, lower, upper) = run.Next(time, value);
            lower.ShouldBeLessThanOrEqualTo(expected);
            expected.ShouldBeLessThanOrEqualTo(upper);
            var nearEdge = Math.Min(Math.Abs(value - lower), Math.Abs(value - upper)) < 1e-9;
            if (!nearEdge) (score > 1).ShouldBe(value < lower || value > upper);
        }
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Scores_tell_shifted_stretches_from_normal_ones(string name)
    {
        var scores = Series.Scores(Series.Fit(Find(name)));

        // Not trivial: few readings are labelled, and the value alone does not tell which.
        ((double)Series.Labels.Count(label => label) / Series.Labels.Length).ShouldBeInRange(0.05, 0.2);
        var (normal, shifted) = (Series.Test.Where((_, i) => !Series.Labels[i]).ToList(), Series.Test.Where((_, i) => Series.Labels[i]).ToList());
        shifted.Count(value => value > normal.Min() && value < normal.Max()).ShouldBeGreaterThan(10);
        RankedAbove(scores, [.. Series.Labels.Skip(100), .. Series.Labels.Take(100)]).ShouldBeInRange(0.3, 0.7);

        RankedAbove(scores, Series.Labels).ShouldBeGreaterThan(0.9);
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Parameters_are_named_bounded_and_checked(string name)
    {
        var detector = Find(name);
        detector.Parameters.Select(parameter => parameter.Name).ShouldBeUnique();
        foreach (var parameter in detector.Parameters)
        {
            parameter.Name.ShouldMatch("^[a-z][a-z0-9_]*$");
            parameter.Accepts(parameter.Default).ShouldBeTrue();
            foreach (var outside in new[] { parameter.Most * 1.01, parameter.Least - 0.01, double.NaN })
                Should.Throw<ArgumentException>(() => Series.Fit(detector, With(parameter.Name, outside))).Message.ShouldContain(parameter.Name);
            Series.Fit(detector, With(parameter.Name, parameter.Least)).ShouldNotBeNull();
            Series.Fit(detector, With(parameter.Name, parameter.Most)).ShouldNotBeNull();
        }
        Should.Throw<ArgumentException>(() => Series.Fit(detector, With("no_such_thing", 1))).Message.ShouldContain("no_such_thing");
    }

    [Theory, MemberData(nameof(Detectors))]
    public void A_programmers_mistake_is_told(string name)
    {
        var detector = Find(name);
        Should.Throw<ArgumentException>(() => detector.Fit(LabelledSeries.Minutes(0, 4), [1, 2, 3])).Message.ShouldContain("3 values for 4 times");
        var times = LabelledSeries.Minutes(0, 4);
        times[2] = times[1];
        Should.Throw<ArgumentException>(() => detector.Fit(times, [1, 2, 3, 4])).Message.ShouldContain("row 2");
        Should.Throw<ArgumentException>(() => Series.Fit(detector, new FitOptions { MinDeviation = -1 }));
        var model = Series.Fit(detector);
        Should.Throw<ArgumentException>(() => model.Score(LabelledSeries.Minutes(0, 2), [1, 2], new AssessmentColumns(new double[1])));
        Should.Throw<ArgumentException>(() => model.Score(LabelledSeries.Minutes(0, 1), [1, 2], new AssessmentColumns(new double[2])));
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Values_whose_squares_fit_no_double_are_refused_and_the_largest_accepted_give_finite_bounds(string name)
    {
        var detector = Find(name);
        var refusal = detector.Fit(LabelledSeries.Minutes(0, 5), [1, 2, 3, -2e150, 4]).Refusal!;
        refusal.Code.ShouldBe("detectors.out_of_range");
        refusal.Where.ShouldBe("values[3]");

        var model = detector.Fit(LabelledSeries.Minutes(0, 6), [1e150, -1e150, 1e149, -1e149, 5e149, -4e149]).Model!;
        var assessment = DetectorCatalogue.Restore(DetectorState.FromJson(model.ToState().ToJson())).Score(Series.TestTimes[0], double.MaxValue);
        assessment.IsAnomaly.ShouldBeTrue();
        double.IsFinite(assessment.Lower).ShouldBeTrue();
        double.IsFinite(assessment.Upper).ShouldBeTrue();
    }

    [Theory, MemberData(nameof(Detectors))]
    public void Differences_too_small_for_their_squares_are_refused_in_words_that_are_true(string name)
    {
        var detector = DetectorCatalogue.Find(name)!;
        var values = Series.Training.Select((_, row) => (row % 5) * 1e-200).ToArray();

        var refusal = detector.Fit(Series.TrainingTimes, values).Refusal.ShouldNotBeNull();

        refusal.Code.ShouldBe("detectors.too_near");
        refusal.What.ShouldContain("between 0 and 4E-200");
        detector.Fit(Series.TrainingTimes, [.. values.Select(value => value * 1e60)]).Model.ShouldNotBeNull("its squares fit");
    }

    static double[] Scored(Detector detector, Direction direction) => Series.Scores(Series.Fit(detector, new FitOptions { Direction = direction }));

    static FitOptions With(string name, double value) => new() { Parameters = new Dictionary<string, double> { [name] = value } };

    static Detector Find(string name) => DetectorCatalogue.Find(name)!;

    /// <summary>How often a labelled reading has a higher score than another one: the area under the ROC curve.</summary>
    static double RankedAbove(double[] scores, bool[] labels)
    {
        var pairs =
            from i in Enumerable.Range(0, scores.Length)
            where labels[i]
            from j in Enumerable.Range(0, scores.Length)
            where !labels[j]
            select scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        return pairs.Average();
    }
}
