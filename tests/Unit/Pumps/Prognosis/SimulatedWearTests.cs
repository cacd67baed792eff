using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Features;
using Plumbline.Pumps.Grades;
using Plumbline.Pumps.Prognosis;
using Plumbline.Simulation;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps;

/// <summary>From readings to forecasts, on pumps with physics behind them: each of another size, under its own demand, worn in its own mixture.</summary>
public sealed class SimulatedWearTests
{
    static readonly Lazy<RulModel> Model = new(() => RulTraining.Train(
        [.. Enumerable.Range(1, 8).Select(seed => History(Worn(seed)))],
        new() { MostRows = 1500, Forest = new() { Trees = 25, Depth = 10, MinSplit = 5 } },
        new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc)).Model.ShouldNotBeNull());

    [Fact]
    public void Forest_trained_by_run_has_skill_and_its_intervals_hold()
    {
        var card = Model.Value.Card;

        card.Runs.Count.ShouldBe(8);
        card.Test.R2.ShouldBeGreaterThan(0.7);
        card.Test.Rmse.ShouldBeLessThan(18);
        card.MeasuredCoverage.ShouldBeInRange(0.7, 1);
    }

    [Fact]
    public void Run_that_was_never_seen_is_forecast()
    {
        var (inside, asked, errors) = (0, 0, 0.0);
        for (var seed = 51; seed <= 54; seed++)
        {
            var pump = Worn(seed);
            var deviations = HourlyDeviations.Of(Monitor(pump).Judge(pump.Log));
            foreach (var daysBefore in (int[])[3, 10, 25, 45])
            {
                var cut = deviations.Until((deviations.Count / 24.0) - daysBefore);
                var forecast = Model.Value.Forecast(PumpFeatures.Compute(cut)).ShouldNotBeNull();
                var truth = (pump.FailureDate!.Value - forecast.At).TotalDays;
                asked++;
                errors += Math.Abs(forecast.RulDays - truth);
                if (forecast.LowDays <= truth && truth <= forecast.HighDays) inside++;
            }
        }

        inside.ShouldBeGreaterThanOrEqualTo(asked * 7 / 10);
        (errors / asked).ShouldBeLessThan(15);
    }

    [Fact]
    public void Analysis_joins_model_degradation_path_and_foresight()
    {
        var pump = Worn(61);
        var analysis = Monitor(pump).Analyze(pump.Log, model: Model.Value);
        var prognosis = analysis.Prognosis;

        prognosis.Unavailable.ShouldBeNull();
        prognosis.Model.ShouldBe(Model.Value.Card);
        prognosis.Learnt.ShouldNotBeNull().RulDays.ShouldBeLessThan(15);
        prognosis.Learnt!.Probability.ShouldBeGreaterThan(0.3);
        prognosis.Degradation.ShouldNotBeNull().Forecast.ShouldNotBeNull().RulDays.ShouldBeLessThan(10);
        prognosis.Foresight.ShouldNotBeNull().FailureDate.ShouldBe(pump.FailureDate!.Value);
        prognosis.Foresight!.LeadDays.ShouldNotBeNull().ShouldBeGreaterThan(3);
        (Monitor(pump).PredictFailure(pump.Log, Model.Value) with { Foresight = prognosis.Foresight }).Degradation.ShouldBe(prognosis.Degradation);
    }

    [Fact]
    public void Model_that_comes_later_says_what_it_would_have_said()
    {
        var pump = Worn(61);
        var analysis = Monitor(pump).Analyze(pump.Log);
        analysis.Prognosis.Learnt.ShouldBeNull();

        analysis.With(Model.Value).Prognosis.ShouldBeEquivalentTo(Monitor(pump).Analyze(pump.Log, model: Model.Value).Prognosis);
    }

    [Fact]
    public void Healthy_pump_is_not_said_to_fail_soon()
    {
        var pump = PumpSimulation.Run(new() { Seed = 5, Length = TimeSpan.FromDays(90) });
        var prognosis = Monitor(pump).Analyze(pump.Log, model: Model.Value).Prognosis;

        prognosis.Learnt.ShouldNotBeNull().IsAtLeast.ShouldBeTrue();
        prognosis.Learnt!.Probability.ShouldBeLessThan(0.05);
        (prognosis.Degradation!.Forecast?.RulDays ?? double.PositiveInfinity).ShouldBeGreaterThan(100);
        prognosis.Foresight.ShouldBeNull();
    }

    [Fact]
    public void Degradation_path_holds_the_true_crossing_nine_times_in_ten()
    {
        var (inside, asked) = (0, 0);
        foreach (var damage in (DamageKind[])[DamageKind.Wear, DamageKind.Bearing, DamageKind.Clogging])
            for (var seed = 71; seed <= 76; seed++)
            {
                var pump = PumpSimulation.Run(new() { Seed = seed, Damage = damage, Length = TimeSpan.FromDays(200) });
                var deviations = HourlyDeviations.Of(Monitor(pump).Judge(pump.Log));
                for (var day = 60; day < deviations.Count / 24; day += 10)
                {
                    var found = DegradationPath.Forecast(deviations.Until(day), Grade(pump));
                    if (found.Forecast is not { RulDays: > 0 } forecast || Crossing(deviations, found, day) is not { } truth) continue;
                    asked++;
                    if (forecast.LowDays <= truth && truth <= forecast.HighDays) inside++;
                }
            }

        asked.ShouldBeGreaterThan(50);
        (inside / (double)asked).ShouldBeGreaterThanOrEqualTo(0.9);
    }

    // The first day, from a given one on, from which three of five medians are beyond the limit; null where that never happens.
    static double? Crossing(HourlyDeviations deviations, DegradationForecast found, int from)
    {
        var days = Enumerable.Range(from, (deviations.Count / 24) - from)
            .Select(day => Plumbline.Numerics.Statistics.Median(deviations[found.Parameter!.Value].Slice(day * 24, 24)) / found.LimitPct!.Value >= 1).ToList();
        var first = Enumerable.Range(0, days.Count).Where(day => days[day] && days.Skip(day).Take(5).Count(beyond => beyond) >= Math.Min(3, days.Count - day)).Cast<int?>().FirstOrDefault();
        return first + 0.5;
    }

    static SimulatedPump Worn(int seed) => PumpSimulation.Run(new()
    {
        PumpId = $"P{seed}",
        Seed = seed,
        Damage = DamageKind.Wear,
        Start = new DateTime(2023, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(37 * seed % 365),
        Length = TimeSpan.FromDays(170 + (31 * seed % 60)),
    });

    static ToleranceGrade Grade(SimulatedPump pump) => ToleranceTable.Shipped.Select(pump.Baseline.Application, pump.Baseline.MotorRating).Grade;

    static PumpMonitor Monitor(SimulatedPump pump) => new(pump.Baseline, ToleranceTable.Shipped.Select(pump.Baseline.Application, pump.Baseline.MotorRating));

    static RunToFailure History(SimulatedPump pump) => new(pump.Baseline.PumpId, FeatureTable.Of(Monitor(pump).Judge(pump.Log)), pump.FailureDate!.Value);
}
