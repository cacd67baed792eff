using Plumbline.Energy;
using Plumbline.Energy.Baselines;
using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Energy.Baselines;

public sealed class BaselineTrainingTests
{
    [Fact]
    public void Drivers_and_balance_points_behind_the_energy_are_found()
    {
        var baseline = Train(SyntheticHours.Make(8760, rho: 0.6));

        baseline.Terms.Select(term => term.Driver.Name).Order().ShouldBe([Driver.CoolingDegreeHours, Driver.HeatingDegreeHours, Driver.ProductionCount]);
        Term(baseline, Driver.HeatingDegreeHours).Driver.BalancePointC!.Value.ShouldBe(SyntheticHours.HeatingBalanceC, 1);
        Term(baseline, Driver.CoolingDegreeHours).Driver.BalancePointC!.Value.ShouldBe(SyntheticHours.CoolingBalanceC, 1);
        Term(baseline, Driver.ProductionCount).Coefficient.ShouldBe(SyntheticHours.PerUnitKwh, 0.001);
        Term(baseline, Driver.HeatingDegreeHours).Coefficient.ShouldBe(SyntheticHours.PerHeatingKwh, 0.05);
        Term(baseline, Driver.CoolingDegreeHours).Coefficient.ShouldBe(SyntheticHours.PerCoolingKwh, 0.1);
        baseline.Intercept.ShouldBe(SyntheticHours.BaseKwh, 0.5);
        baseline.ResidualStdKwh.ShouldBe(2, 0.1);
        baseline.MeetsQualityThreshold.ShouldBeTrue();
        baseline.Tests.ShouldAllBe(test => test.Passed);
        baseline.DurbinWatson.ShouldBe(2 * (1 - 0.6), 0.1);
        baseline.Warnings.ShouldContain(warning => warning.Contains($"{Driver.Throughput} was dropped: it is collinear"));
    }

    [Fact]
    public void Hours_of_the_week_are_chosen_where_they_matter_and_not_where_they_do_not()
    {
        var shifts = Train(SyntheticHours.Make(24 * 7 * 20, rho: 0.3, extraKwh: hour => 5 * Math.Sin(hour % 168)));
        shifts.HasHourOfWeek.ShouldBeTrue();
        shifts.HourOfWeekP.ShouldBeLessThan(0.001);
        shifts.ResidualStdKwh.ShouldBe(2, 0.15);
        shifts.Line.Counts.ShouldAllBe(count => count == 20);

        Train(SyntheticHours.Make(24 * 7 * 20, rho: 0.3)).HasHourOfWeek.ShouldBeFalse();
    }

    [Fact]
    public void Errors_of_coefficients_allow_for_correlated_residuals()
    {
        var term = Term(Train(SyntheticHours.Make(8760, rho: 0.9)), Driver.HeatingDegreeHours);
        term.RobustError.ShouldBeGreaterThan(2 * term.StandardError);
        term.T.ShouldBe(term.Coefficient / term.RobustError);
    }

    [Fact]
    public void Out_of_sample_error_is_beside_that_in_sample_and_larger()
    {
        var baseline = Train(SyntheticHours.Make(2000, rho: 0.6));
        baseline.OutOfSample.Samples.ShouldBe(2000);
        baseline.OutOfSample.Rmse.ShouldBeGreaterThan(baseline.InSample.Rmse);
        baseline.OutOfSample.Rmse.ShouldBeLessThan(1.2 * baseline.InSample.Rmse);
        Math.Abs(baseline.InSample.NmbePct).ShouldBeLessThan(1e-9);
    }

    [Fact]
    public void Too_few_hours_say_how_many_and_how_many_are_needed()
    {
        Refused(SyntheticHours.Make(412)).ShouldBe("Insufficient samples: 412 of 1000.");
        var hours = SyntheticHours.Make(1100);
        var excluded = new bool[1100];
        Array.Fill(excluded, true, 100, 300);
        Refused(new(hours.Start, hours.EnergyKwh.ToArray(), hours.Measured, excluded, SiteClock.Utc)).ShouldBe("Insufficient samples: 800 of 1000 (300 hours of maintenance or fault are left out).");
        hours.Measured[Driver.Pressure].AsSpan(0, 200).Fill(double.NaN);
        Refused(hours, Driver.Pressure).ShouldBe("Insufficient samples: 900 of 1000; 200 more have energy but not all of avg_pressure_bar.");
        Refused(new(hours.Start, [], new Dictionary<string, double[]>(), [], SiteClock.Utc)).ShouldBe("Insufficient samples: 0 of 1000.");
    }

    [Fact]
    public void Hours_of_maintenance_and_fault_teach_nothing()
    {
        var broken = SyntheticHours.Make(3000, extraKwh: hour => hour is >= 1000 and < 1200 ? 500 : 0);
        var excluded = new bool[3000];
        Array.Fill(excluded, true, 1000, 200);
        var baseline = Train(new(broken.Start, broken.EnergyKwh.ToArray(), broken.Measured, excluded, SiteClock.Utc));

        baseline.Samples.ShouldBe(2800);
        baseline.ResidualStdKwh.ShouldBe(2, 0.1);
        Train(broken).ResidualStdKwh.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Drivers_asked_for_are_used_and_what_is_wrong_with_them_is_said()
    {
        var hours = SyntheticHours.Make(2000);
        Array.Fill(hours.Measured[Driver.Pressure], 7);
        var baseline = Train(hours, Driver.ProductionCount, Driver.Throughput, Driver.Pressure, Driver.IsWeekend);

        baseline.Terms.Count.ShouldBe(2);
        baseline.Warnings.ShouldContain("avg_pressure_bar was dropped: it is constant.");
        baseline.Warnings.ShouldContain(warning => warning.Contains("collinear"));
        baseline.Warnings.ShouldContain(warning => warning.StartsWith("is_weekend is not significant"));
    }

    [Theory]
    [InlineData("load_factor", "'load_factor' is computed from the energy that the baseline is to explain; it cannot be a driver.")]
    [InlineData("moon_phase", "'moon_phase' is no driver that is known; these are: total_production_count,")]
    [InlineData("avg_machine_temp_c", "'avg_machine_temp_c' is not in the data; it has total_production_count,")]
    public void Drivers_that_cannot_be_are_refused(string driver, string sentence) => Refused(SyntheticHours.Make(1500), driver).ShouldStartWith(sentence);

    [Fact]
    public void Driver_named_twice_is_refused() => Refused(SyntheticHours.Make(1500), Driver.Pressure, Driver.Pressure).ShouldBe("'avg_pressure_bar' is named twice.");

    [Fact]
    public void Energy_that_nothing_explains_trains_with_warnings()
    {
        var random = new Random(3);
        double[] energy = [.. Enumerable.Range(0, 1500).Select(_ => 30 + random.NextDouble())];
        var hours = SyntheticHours.Make(1500);
        var baseline = Train(new(hours.Start, energy, hours.Measured, new bool[1500], SiteClock.Utc));

        baseline.Terms.ShouldBeEmpty();
        baseline.MeetsQualityThreshold.ShouldBeFalse();
        baseline.Warnings.ShouldContain("No driver helps to predict the energy: the baseline is its mean.");
        baseline.Warnings.ShouldContain(warning => warning.StartsWith("R² is 0.000, below the threshold of 0.80"));
    }

    [Fact]
    public void Constant_energy_has_a_baseline_and_no_r2()
    {
        var hours = SyntheticHours.Make(1500);
        double[] energy = [.. Enumerable.Repeat(30.0, 1500)];
        var baseline = Train(new(hours.Start, energy, hours.Measured, new bool[1500], SiteClock.Utc));
        (baseline.Intercept, baseline.InSample.R2, baseline.MeetsQualityThreshold).ShouldBe((30, double.NaN, false));
    }

    [Fact]
    public void Candidate_that_is_often_missing_is_dropped_and_named()
    {
        var hours = SyntheticHours.Make(3000);
        for (var hour = 0; hour < 3000; hour += 3) hours.Measured[Driver.Pressure][hour] = double.NaN;
        var baseline = Train(hours);
        baseline.Samples.ShouldBe(3000);
        baseline.Warnings.ShouldContain("avg_pressure_bar was dropped: it is missing in 33 % of the hours.");
    }

    [Fact]
    public void Week_and_weekend_are_those_of_the_site()
    {
        // Sunday 23:00 in New York is Monday 04:00 UTC.
        var clock = SiteClock.Find("America/New_York").ShouldNotBeNull();
        clock.HourOfWeek(new(2025, 1, 6, 4, 0, 0, DateTimeKind.Utc)).ShouldBe(167);
        SiteClock.Utc.HourOfWeek(new(2025, 1, 6, 4, 0, 0, DateTimeKind.Utc)).ShouldBe(4);
        SiteClock.Find("Mars/Olympus").ShouldBeNull();
        var hours = new EnergyHours(new(2025, 1, 6, 4, 0, 0, DateTimeKind.Utc), new double[2], new Dictionary<string, double[]>(), new bool[2], clock);
        hours.Columns([new(Driver.IsWeekend)]).Column(0).ToArray().ShouldBe([1, 0]);
    }

    [Fact]
    public void Options_out_of_range_are_a_mistake()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => BaselineTraining.Train(SyntheticHours.Make(10), new() { LargestP = 0 })).Message.ShouldContain("p-value");
        Should.Throw<ArgumentOutOfRangeException>(() => BaselineTraining.Train(SyntheticHours.Make(10), new() { Folds = 1 }));
    }

    [Fact]
    public void Period_takes_whole_hours_alone()
    {
        var hours = SyntheticHours.Make(100);
        var part = hours.Within(new(SyntheticHours.Start.AddMinutes(90), SyntheticHours.Start.AddMinutes(330)));
        (part.Start, part.Count, part.EnergyKwh[0]).ShouldBe((SyntheticHours.Start.AddHours(2), 3, hours.EnergyKwh[2]));
        hours.Within(new(DateTime.MinValue, DateTime.MaxValue)).Count.ShouldBe(100);
        hours.Within(new Period(SyntheticHours.Start.AddYears(1), SyntheticHours.Start.AddYears(2))).Count.ShouldBe(0);
    }

    static EnergyBaseline Train(EnergyHours hours, params string[] drivers) =>
        BaselineTraining.Train(hours, new() { Drivers = drivers.Length == 0 ? null : drivers }).Baseline.ShouldNotBeNull();

    static string Refused(EnergyHours hours, params string[] drivers)
    {
        var outcome = BaselineTraining.Train(hours, new() { Drivers = drivers.Length == 0 ? null : drivers });
        outcome.Baseline.ShouldBeNull();
        return outcome.Unavailable.ShouldNotBeNull();
    }

    static BaselineTerm Term(EnergyBaseline baseline, string driver) => baseline.Terms.Single(term => term.Driver.Name == driver);
}
