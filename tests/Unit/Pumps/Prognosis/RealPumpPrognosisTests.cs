using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Features;
using Plumbline.Pumps.Grades;
using Plumbline.Pumps.Prognosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps;

/// <summary>Well 1: two months of hours, and a failure on the last day.</summary>
public sealed class RealPumpPrognosisTests
{
    static readonly DateTime Failure = new(2024, 7, 30, 0, 0, 0, DateTimeKind.Utc);

    static (PumpMonitor Monitor, PumpLog Log) Well1()
    {
        using var baselines = File.OpenRead(SharedData.PathOf("pumps/well1_baseline.csv"));
        using var readings = File.OpenRead(SharedData.PathOf("pumps/well1_operational.csv"));
        var baseline = PumpBaselineReader.Read(baselines, "baseline.csv").ShouldHaveSingleItem() with { FailureDate = Failure };
        return (new(baseline, ToleranceTable.Shipped.Select(baseline.Application, baseline.MotorRating)), PumpLogReader.Read(readings, "log.csv").Pumps.ShouldHaveSingleItem().Log);
    }

    [Theory]
    [InlineData(RulModelKind.RandomForest)]
    [InlineData(RulModelKind.GradientBoosting)]
    public void Trees_on_this_one_run_have_no_skill_and_forecast_nothing(RulModelKind kind)
    {
        var (monitor, log) = Well1();
        var model = RulTraining.Train([new("Well 1", FeatureTable.Of(monitor.Judge(log)), Failure)], new() { Kind = kind }, Failure).Model.ShouldNotBeNull();

        model.Card.Train.R2.ShouldBeGreaterThan(0.95);
        model.Card.Test.R2.ShouldBeLessThan(0);
        monitor.Analyze(log, model: model).Prognosis.Learnt.ShouldBeNull();
    }

    [Fact]
    public void Failure_could_have_been_foreseen()
    {
        var (monitor, log) = Well1();
        var foresight = monitor.Analyze(log).Prognosis.Foresight.ShouldNotBeNull();

        foresight.LeadDays.ShouldNotBeNull().ShouldBeInRange(1, 58);
        foresight.Sign.ShouldContain("may tell of the baseline");
    }

    // The fault begins on day 41; the daily median of head passes +12 % on day 53.
    [Theory]
    [InlineData(45)]
    [InlineData(47)]
    [InlineData(49)]
    public void Degradation_path_sees_the_fault_that_began_last_week(int day)
    {
        var (monitor, log) = Well1();
        var found = DegradationPath.Forecast(HourlyDeviations.Of(monitor.Judge(log)).Until(day), WearRuns.Grade1U);

        found.Parameter.ShouldBe(PumpParameter.Head);
        found.LimitPct.ShouldBe(12);
        var forecast = found.Forecast.ShouldNotBeNull();
        (52.5 - day).ShouldBeInRange(forecast.LowDays, forecast.HighDays);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(25)]
    [InlineData(37)]
    public void Before_the_fault_there_is_no_trend(int day)
    {
        var (monitor, log) = Well1();
        DegradationPath.Forecast(HourlyDeviations.Of(monitor.Judge(log)).Until(day), WearRuns.Grade1U).Forecast.ShouldBeNull();
    }
}
