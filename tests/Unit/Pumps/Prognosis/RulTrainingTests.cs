using Plumbline.Plant;
using Plumbline.Pumps.Features;
using Plumbline.Pumps.Prognosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps;

public sealed class RulTrainingTests
{
    static readonly DateTime Now = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    static readonly RunToFailure[] Runs = [.. Enumerable.Range(1, 8).Select(WearRuns.ToFailure)];

    internal static readonly RulTrainingOptions Small = new() { MostRows = 1000, Forest = new() { Trees = 15, Depth = 8, MinSplit = 5 }, Boosting = new() { Stages = 20, Depth = 4 } };

    static readonly Lazy<RulModel> Forest = new(() => Trained(Runs, Small));

    static RulModel Trained(IReadOnlyList<RunToFailure> runs, RulTrainingOptions options) => RulTraining.Train(runs, options, Now).Model.ShouldNotBeNull();

    static RunToFailure Early(RunToFailure run, double days) => run with { Features = PumpFeatures.Compute(run.Features.Deviations.Until(days)) };

    [Fact]
    public void Defaults_are_those_of_the_specification()
    {
        var options = new RulTrainingOptions();
        (options.Kind, options.Label, options.CapDays, options.Coverage, options.Seed).ShouldBe((RulModelKind.RandomForest, RulLabel.Regression, 120, 0.9, 42));
        (options.Forest.Trees, options.Forest.Depth, options.Forest.MinSplit).ShouldBe((100, 10, 5));
        (options.Boosting.Stages, options.Boosting.Depth, options.Boosting.LearningRate).ShouldBe((100, 5, 0.1));
        options.Features.ShouldBe(FeatureNames.ForRemainingLife);
    }

    [Theory]
    [InlineData(RulModelKind.RandomForest)]
    [InlineData(RulModelKind.GradientBoosting)]
    [InlineData(RulModelKind.Linear)]
    public void Several_runs_give_a_model_with_skill_and_intervals_that_hold(RulModelKind kind)
    {
        var card = (kind == RulModelKind.RandomForest ? Forest.Value : Trained(Runs, Small with { Kind = kind })).Card;

        card.Kind.ShouldBe(RulModelKinds.NameOf(kind));
        card.HasSkill.ShouldBeTrue();
        card.Test.R2.ShouldBeInRange(0.5, 0.99);
        card.Test.Rmse.ShouldBeGreaterThan(card.Train.Rmse);
        card.MeasuredCoverage.ShouldBeInRange(0.6, 1);
        card.Train.Rows.ShouldBe(4 * card.Test.Rows); // five folds: each row was learnt from four times, and tested once
        card.Runs.Count.ShouldBe(8);
        card.Runs.ShouldAllBe(run => run.ForTest);
        card.Split.ShouldContain("8 runs");
        card.TrainedAt.ShouldBe(Now);
        card.Importance.Sum(share => share.Share).ShouldBe(1, 1e-9);
        card.Importance.ShouldBeInOrder(SortDirection.Descending, Comparer<FeatureShare>.Create((a, b) => a.Share.CompareTo(b.Share)));
    }

    [Fact]
    public void Run_that_the_model_has_not_seen_is_forecast_within_its_intervals()
    {
        var model = Forest.Value;
        var (inside, asked, errors) = (0, 0, 0.0);
        for (var seed = 101; seed <= 108; seed++)
        {
            var run = WearRuns.ToFailure(seed);
            var life = (run.FailureDate - WearRuns.Start).TotalDays;
            foreach (var left in (int[])[2, 10, 25, 50])
            {
                var forecast = model.Forecast(Early(run, life - left).Features).ShouldNotBeNull();
                asked++;
                errors += Math.Abs(forecast.RulDays - left);
                if (forecast.LowDays <= left && left <= forecast.HighDays) inside++;
            }
        }

        (inside / (double)asked).ShouldBeGreaterThan(0.8);
        (errors / asked).ShouldBeLessThan(12);
    }

    [Fact]
    public void Forecast_nears_its_end_as_the_pump_does()
    {
        var model = Forest.Value;
        var run = WearRuns.ToFailure(50);
        var life = (run.FailureDate - WearRuns.Start).TotalDays;
        var late = model.Forecast(run.Features).ShouldNotBeNull();
        var early = model.Forecast(Early(run, life - 60).Features).ShouldNotBeNull();

        late.RulDays.ShouldBeLessThan(7);
        late.Probability.ShouldBeGreaterThan(0.6);
        late.Confidence.ShouldBe(late.Probability);
        late.At.ShouldBe(run.Features.Deviations.HourAt(run.Features.Rows - 1));
        early.RulDays.ShouldBeGreaterThan(30);
        early.Probability.ShouldBeLessThan(0.1);
        early.Confidence.ShouldBe(1 - early.Probability);
        foreach (var forecast in (RulForecast[])[early, late])
        {
            forecast.LowDays.ShouldBeLessThanOrEqualTo(forecast.RulDays);
            forecast.HighDays.ShouldBeGreaterThanOrEqualTo(forecast.RulDays);
            forecast.Coverage.ShouldBe(0.9);
        }
    }

    [Fact]
    public void Factors_are_the_five_features_that_moved_the_forecast_most()
    {
        var factors = Forest.Value.Forecast(Runs[0].Features).ShouldNotBeNull().Factors;

        factors.Count.ShouldBe(5);
        factors.ShouldBeInOrder(SortDirection.Descending, Comparer<RulFactor>.Create((a, b) => Math.Abs(a.Days).CompareTo(Math.Abs(b.Days))));
        // Worn out: what it sees takes days away.
        factors.Sum(factor => factor.Days).ShouldBeLessThan(-10);
        foreach (var factor in factors) factor.Value.ShouldBe(Runs[0].Features[factor.Feature][^1]);
    }

    [Fact]
    public void Early_life_is_answered_with_at_least_the_cap()
    {
        var model = Trained(Runs, Small with { CapDays = 40 });
        var forecast = model.Forecast(Early(Runs[1], 20).Features).ShouldNotBeNull();

        forecast.IsAtLeast.ShouldBeTrue();
        forecast.RulDays.ShouldBe(40);
        forecast.HighDays.ShouldBe(double.PositiveInfinity);
        forecast.Probability.ShouldBeLessThan(0.05);
    }

    [Fact]
    public void Classifier_tells_how_likely_the_failure_is_within_a_week()
    {
        var model = Trained(Runs, Small with { Label = RulLabel.Classification });
        var run = WearRuns.ToFailure(60);
        var life = (run.FailureDate - WearRuns.Start).TotalDays;

        model.Card.Label.ShouldBe(RulLabel.Classification);
        model.Card.Test.R2.ShouldBeGreaterThan(0.3);
        model.Card.Test.Rmse.ShouldBeLessThan(0.3);
        model.Forecast(Early(run, life - 1).Features).ShouldNotBeNull().Probability.ShouldBeGreaterThan(0.6);
        var early = model.Forecast(Early(run, life - 60).Features).ShouldNotBeNull();
        early.Probability.ShouldBeLessThan(0.05);
        early.RulDays.ShouldBeGreaterThan(30);
    }

    [Fact]
    public void Same_seed_gives_the_same_model_to_the_last_bit()
    {
        byte[] Bytes(int seed)
        {
            using var into = new MemoryStream();
            Trained(Runs[..3], Small with { Seed = seed, MostRows = 300, Forest = new() { Trees = 5, Depth = 5 } }).Write(into);
            return into.ToArray();
        }

        Bytes(42).ShouldBe(Bytes(42));
        Bytes(42).SequenceEqual(Bytes(43)).ShouldBeFalse();
    }

    [Fact]
    public void No_run_is_on_both_sides_and_each_is_tested_once()
    {
        int[] runs = [.. Enumerable.Range(0, 700).Select(row => row / 100)];
        var split = RulSplit.ByRun(runs, [.. Enumerable.Range(0, 7)], new RulTrainingOptions());

        split.Folds.Count.ShouldBe(5);
        split.Folds.SelectMany(fold => fold.Test).Order().ShouldBe(Enumerable.Range(0, 700));
        foreach (var (learn, test) in split.Folds) learn.Select(row => runs[row]).Intersect(test.Select(row => runs[row])).ShouldBeEmpty();
        foreach (var (calibrate, measure) in split.CoverageParts) calibrate.Select(row => runs[row]).Intersect(measure.Select(row => runs[row])).ShouldBeEmpty();
    }

    [Fact]
    public void Single_run_is_cut_in_time()
    {
        var times = Enumerable.Range(0, 400).Select(hour => WearRuns.Start.AddHours(hour)).ToArray();
        var split = RulSplit.InTime(times, new RulTrainingOptions());

        var fold = split.Folds.ShouldHaveSingleItem();
        fold.Learn.ShouldBe(Enumerable.Range(0, 300));
        fold.Test.ShouldBe(Enumerable.Range(300, 100));
        var part = split.CoverageParts.ShouldHaveSingleItem();
        part.Calibrate.Max().ShouldBeLessThan(part.Measure.Min());
        split.Sentence.ShouldContain("2024-01-13 12:00");
    }

    [Fact]
    public void Forest_on_a_single_run_has_no_skill_and_is_not_asked()
    {
        // Trees cannot say fewer days than they have been taught, and the last quarter has fewer.
        var model = Trained(Runs[..1], Small);

        model.Card.Test.R2.ShouldBeLessThan(0);
        model.Card.Train.R2.ShouldBeGreaterThan(0.99);
        model.Card.HasSkill.ShouldBeFalse();
        model.Card.Runs.ShouldHaveSingleItem().ForTest.ShouldBeFalse();
        model.Forecast(Runs[0].Features).ShouldBeNull();

        var prognosis = PumpPrognosis.Of(Runs[0].Features.Deviations, WearRuns.Grade3B, model);
        prognosis.Learnt.ShouldBeNull();
        prognosis.Model.ShouldBe(model.Card);
        prognosis.Degradation.ShouldNotBeNull();
    }

    [Fact]
    public void Model_is_held_against_a_run_that_it_had_not_seen_and_not_against_one_that_it_had()
    {
        var model = Trained(Runs[..4], Small);
        var unseen = WearRuns.ToFailure(77);
        var foresight = new Foresight(unseen.FailureDate, null, "None.");

        var on = PumpPrognosis.Of(unseen.Features.Deviations, WearRuns.Grade3B, model, foresight, pumpId: unseen.PumpId).OnThisRun.ShouldNotBeNull();
        on.ShouldBe(model.MetricsOn(unseen));
        on.Rows.ShouldBeInRange(unseen.Features.Rows - PumpPrognosis.NeededHours, unseen.Features.Rows - PumpPrognosis.NeededHours + 1);
        on.Mae.ShouldBeInRange(0.5, 60);
        on.Rmse.ShouldBeGreaterThanOrEqualTo(on.Mae);
        // Told of a failure long before the real one, the same answers are further from the truth.
        model.MetricsOn(unseen with { FailureDate = unseen.FailureDate.AddDays(-60) }).ShouldNotBeNull().Mae.ShouldBeGreaterThan(on.Mae);

        PumpPrognosis.Of(unseen.Features.Deviations, WearRuns.Grade3B, model, pumpId: unseen.PumpId).OnThisRun.ShouldBeNull("no failure is known");
        PumpPrognosis.Of(Runs[0].Features.Deviations, WearRuns.Grade3B, model, new(Runs[0].FailureDate, null, "None."), pumpId: Runs[0].PumpId).OnThisRun.ShouldBeNull("it learnt from that run");
    }

    [Fact]
    public void Hours_long_after_the_failure_are_left_out()
    {
        var run = WearRuns.ToFailure(3);
        var early = run with { FailureDate = WearRuns.Start.AddDays(40) };
        var rows = TrainingRows.Of([early], new RulTrainingOptions());

        rows.Times[0].ShouldBe(WearRuns.Start.AddHours(167));
        rows.Times[^1].ShouldBe(WearRuns.Start.AddDays(41));
        rows.Days[^1].ShouldBe(0);
        rows.Days.Max().ShouldBeLessThan(40);
    }

    [Fact]
    public void Long_histories_are_thinned_evenly_and_keep_their_ends()
    {
        var rows = TrainingRows.Of(Runs, new RulTrainingOptions { MostRows = 1000 });

        rows.Count.ShouldBeLessThanOrEqualTo(1000 + Runs.Length);
        for (var run = 0; run < Runs.Length; run++) rows.Days[Array.LastIndexOf(rows.Runs, run)].ShouldBeLessThan(0.1);
    }

    [Theory]
    [InlineData(-3, 0)]
    [InlineData(0, 0)]
    [InlineData(6.5, 6.5)]
    [InlineData(400, 120)]
    public void Label_is_the_days_to_the_failure_clipped_and_capped(double daysBefore, double label) =>
        RulLabels.Days(Now.AddDays(-daysBefore), Now, 120).ShouldBe(label, 1e-9);

    [Fact]
    public void Too_little_is_said_and_not_trained_on()
    {
        var few = new RunToFailure("P", PumpFeatures.Compute(WearRuns.Of(1, 5, _ => 0)), WearRuns.Start.AddDays(5));
        var outcome = RulTraining.Train([few], null, Now);

        outcome.Model.ShouldBeNull();
        outcome.Unavailable.ShouldNotBeNull().ShouldContain("120 of 168 hourly points");

        var before = few with { Features = PumpFeatures.Compute(WearRuns.Of(1, 30, _ => 0)), FailureDate = WearRuns.Start };
        RulTraining.Train([before], null, Now).Unavailable.ShouldNotBeNull().ShouldContain("a day after the failure");
    }

    [Fact]
    public void Truth_that_never_varies_gives_no_skill_and_no_crash()
    {
        var far = Runs[0] with { FailureDate = WearRuns.Start.AddDays(1000) };
        var card = Trained([far], Small).Card;

        card.Test.R2.ShouldBe(double.NaN);
        card.HasSkill.ShouldBeFalse();
    }

    [Fact]
    public void Setting_out_of_range_is_named()
    {
        Should.Throw<ArgumentException>(() => RulTraining.Train(Runs, new() { CapDays = 5 }, Now)).Message.ShouldContain("5");
        Should.Throw<ArgumentException>(() => RulTraining.Train(Runs, new() { Features = ["vibration"] }, Now)).Message.ShouldContain("vibration");
        Should.Throw<ArgumentException>(() => RulTraining.Train(Runs, new() { Coverage = 1 }, Now)).Message.ShouldContain("coverage");
        Should.Throw<ArgumentException>(() => RulTraining.Train([], null, Now));
        Should.Throw<ArgumentException>(() => RulModelKinds.Named("svm")).Message.ShouldContain("random_forest");
    }

    [Fact]
    public void Metrics_agree_with_the_hand()
    {
        var metrics = RulMetrics.Of([1, 2, 3, 6], [2, 2, 5, 5]);

        metrics.Rows.ShouldBe(4);
        metrics.Mae.ShouldBe(1);
        metrics.Rmse.ShouldBe(Math.Sqrt(1.5), 1e-12);
        metrics.R2.ShouldBe(1 - (6 / 14.0), 1e-12);
    }
}
