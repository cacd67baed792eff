using Plumbline.Energy.Baselines;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Energy.Baselines;

public sealed class HourPredictionTests
{
    static readonly EnergyBaseline Baseline = BaselineTraining.Train(SyntheticHours.Make(8760)).Baseline!;

    [Fact]
    public void Hour_is_predicted_from_values_by_name_with_an_interval()
    {
        var prediction = HourPrediction.Of(Baseline, new Dictionary<string, double> { [Driver.ProductionCount] = 400, [Driver.OutdoorTemp] = 4 }).Prediction.ShouldNotBeNull();
        prediction.PredictedKwh.ShouldBe(SyntheticHours.BaseKwh + 20 + (10 * SyntheticHours.PerHeatingKwh), 0.3);
        (prediction.HighKwh - prediction.LowKwh).ShouldBe(2 * 1.645 * 2, 0.3);
        prediction.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Intervals_hold_nine_hours_in_ten()
    {
        var hours = SyntheticHours.Make(4000, seed: 9, firstHour: 8760);
        var inside = 0;
        for (var hour = 0; hour < hours.Count; hour++)
        {
            var features = new Dictionary<string, double> { [Driver.ProductionCount] = hours.Measured[Driver.ProductionCount][hour], [Driver.OutdoorTemp] = hours.Measured[Driver.OutdoorTemp][hour] };
            var prediction = HourPrediction.Of(Baseline, features).Prediction!;
            if (hours.EnergyKwh[hour] >= prediction.LowKwh && hours.EnergyKwh[hour] <= prediction.HighKwh) inside++;
        }

        (inside / (double)hours.Count).ShouldBe(0.90, 0.02);
    }

    [Fact]
    public void Missing_driver_is_an_error_and_an_unusual_one_a_warning()
    {
        HourPrediction.Of(Baseline, new Dictionary<string, double> { [Driver.OutdoorTemp] = 4 }).Unavailable.ShouldBe("'total_production_count' is missing: the baseline depends on it.");
        HourPrediction.Of(Baseline, new Dictionary<string, double> { [Driver.ProductionCount] = 4 }).Unavailable.ShouldNotBeNull().ShouldContain("so is 'avg_outdoor_temp_c' to compute it from");
        HourPrediction.Of(Baseline, new Dictionary<string, double> { [Driver.ProductionCount] = double.NaN, [Driver.OutdoorTemp] = 4 }).Unavailable.ShouldNotBeNull().ShouldContain("finite");
        var far = HourPrediction.Of(Baseline, new Dictionary<string, double> { [Driver.ProductionCount] = 9000, [Driver.OutdoorTemp] = 4 }).Prediction.ShouldNotBeNull();
        far.Warnings.ShouldHaveSingleItem().ShouldStartWith("total_production_count is 9000, outside the 0 to ");
    }

    [Fact]
    public void Hour_of_the_week_is_asked_for_where_the_baseline_has_it()
    {
        var options = new BaselineOptions { Drivers = [Driver.ProductionCount, Driver.HourOfWeek] };
        var baseline = BaselineTraining.Train(SyntheticHours.Make(24 * 7 * 8), options).Baseline!;
        var features = new Dictionary<string, double> { [Driver.ProductionCount] = 400 };

        HourPrediction.Of(baseline, features).Unavailable.ShouldNotBeNull().ShouldContain("'hour_of_week' is missing");
        features[Driver.HourOfWeek] = 168;
        HourPrediction.Of(baseline, features).Unavailable.ShouldNotBeNull().ShouldContain("'hour_of_week' is 168");
        features[Driver.HourOfWeek] = 30;
        HourPrediction.Of(baseline, features).Prediction.ShouldNotBeNull();
    }
}
