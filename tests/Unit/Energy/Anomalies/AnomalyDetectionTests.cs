using Plumbline.Energy;
using Plumbline.Energy.Anomalies;
using Plumbline.Energy.Baselines;
using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Energy.Anomalies;

public sealed class AnomalyDetectionTests
{
    static readonly DateTime Start = new(2025, 1, 6, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void An_hour_that_used_too_much_for_its_production_is_found_with_what_was_expected()
    {
        var hours = Hours(seed: 1, weeks: 14, change: (hour, machine) => hour == 2100 ? machine with { EnergyKwh = machine.EnergyKwh + 9 } : machine);
        var report = Report(hours, 2016, new() { Baseline = Baseline(hours) });

        var found = report.Anomalies.Single(anomaly => anomaly.Time == Start.AddHours(2100));
        (found.Type, found.Metric, found.Severity).ShouldBe((EnergyAnomalyType.BaselineDeviation, "energy_kwh", AnomalySeverity.Critical));
        (found.Value - found.Expected).ShouldBe(9, 1.5);
        found.DeviationPct.ShouldBe(100 * (found.Value - found.Expected) / found.Expected, 1e-9);
        found.Confidence.ShouldBeGreaterThan(0.99);
        found.Contributions["baseline_deviation_kwh"].ShouldBe(found.Contributions.Values.Max());
        found.Contributions.Values.Sum().ShouldBe(1, 1e-9);
        (report.Examined, report.LearnedHours, report.LearnedFrom).ShouldBe((336, 2016, new Period(Start, Start.AddHours(2016))));
        report.Features.ShouldBe(["avg_power_kw", "avg_outdoor_temp_c", "avg_machine_temp_c", "avg_pressure_bar", "avg_throughput_units_per_hour", "baseline_deviation_kwh"]);
        report.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void The_type_is_of_what_is_furthest_off()
    {
        var hours = Hours(seed: 2, weeks: 14, change: (hour, machine) => hour switch
        {
            2050 => machine with { PressureBar = 3 },
            2150 => machine with { MachineTempC = 75 },
            2250 => machine with { Throughput = 5000 },
            _ => machine,
        });
        var found = Report(hours, 2016).Anomalies.ToDictionary(anomaly => (int)(anomaly.Time - Start).TotalHours);
        (found[2050].Type, found[2050].Metric, found[2050].Value).ShouldBe((EnergyAnomalyType.Pressure, "avg_pressure_bar", 3));
        found[2050].Expected.ShouldBe(7, 0.2);
        found[2050].Sigmas.ShouldBeLessThan(-3);
        (found[2150].Type, found[2150].Metric).ShouldBe((EnergyAnomalyType.Temperature, "avg_machine_temp_c"));
        (found[2250].Type, found[2250].Metric).ShouldBe((EnergyAnomalyType.Production, "avg_throughput_units_per_hour"));
    }

    [Fact]
    public void About_as_many_usual_hours_are_called_unusual_as_the_budget_allows()
    {
        double Alarms(double perWeek) => Enumerable.Range(0, 12).Average(seed =>
        {
            var hours = Hours(seed + 10, weeks: 16);
            return Report(hours, 12 * 168, new() { Baseline = Baseline(hours), FalseAlarmsPerWeek = perWeek }).Anomalies.Count / 4.0;
        });
        Alarms(1).ShouldBeInRange(0.2, 1.6);
        Alarms(5).ShouldBeInRange(2, 7);
    }

    [Fact]
    public void A_season_that_moves_is_no_reason_for_alarms()
    {
        // A degree warmer every week, and the machine with it.
        var hours = Hours(seed: 40, weeks: 20, change: (hour, machine) => machine with { OutdoorTempC = machine.OutdoorTempC + (hour / 168.0), MachineTempC = machine.MachineTempC + (0.3 * hour / 168.0), EnergyKwh = machine.EnergyKwh + (0.1 * hour / 168.0) });
        var found = Enumerable.Range(13, 7).Sum(week => AnomalyDetection.Of(
            hours.Within(new(Start.AddDays(7 * (week - 13)), Start.AddDays(7 * week))), hours.Within(new(Start.AddDays(7 * week), Start.AddDays(7 * (week + 1)))), new() { Baseline = Baseline(hours) }).Report!.Anomalies.Count);
        (found / 7.0).ShouldBeLessThan(2.5);
    }

    [Fact]
    public void A_contamination_that_is_asked_for_is_what_comes_out()
    {
        var hours = Hours(seed: 3, weeks: 10);
        foreach (var (share, count) in ((double, int)[])[(0, 0), (0.1, 33), (0.5, 168)])
            Report(hours, 8 * 168, new() { Contamination = share }).Anomalies.Count.ShouldBe(count);
        Should.Throw<ArgumentOutOfRangeException>(() => Report(hours, 8 * 168, new() { Contamination = 0.6 }));
        Should.Throw<ArgumentOutOfRangeException>(() => Report(hours, 8 * 168, new() { FalseAlarmsPerWeek = 0 }));
    }

    [Fact]
    public void Maintenance_and_fault_are_neither_learned_from_nor_judged()
    {
        var hours = Hours(seed: 4, weeks: 10, change: (hour, machine) => hour % 100 < 5 ? machine with { EnergyKwh = 400, IsExcluded = true } : machine);
        var report = Report(hours, 8 * 168);
        (report.Excluded, report.Examined, report.LearnedHours).ShouldBe((15, 336 - 15, (8 * 168) - 70));
        report.Anomalies.ShouldAllBe(anomaly => anomaly.Value < 100);
        var none = AnomalyDetection.Of(hours, Hours(seed: 4, weeks: 1, change: (_, machine) => machine with { IsExcluded = true }));
        none.Unavailable.ShouldBe("No hour of the 168 can be judged: 0 lack energy, 168 are maintenance or fault.");
    }

    [Fact]
    public void Too_little_to_learn_from_is_told_and_what_is_examined_may_help_out()
    {
        var hours = Hours(seed: 5, weeks: 2);
        AnomalyDetection.Of(hours.Within(new(Start, Start)), hours.Within(new(Start, Start.AddHours(31)))).Unavailable.ShouldBe("Insufficient hours: 31 of 168 to learn from what is usual (0 lack energy, 0 are maintenance or fault).");
        var outcome = AnomalyDetection.Of(hours.Within(new(Start, Start.AddHours(100))), hours.Within(new(Start.AddHours(100), Start.AddHours(200))));
        outcome.Report!.LearnedHours.ShouldBe(200);
        outcome.Report.Warnings.Single().ShouldStartWith("Only 100 hours before the period can be learned from, of 168");
        var still = new EnergyHours(Start, [.. Enumerable.Repeat(5.0, 400)], new Dictionary<string, double[]>(), new bool[400], SiteClock.Utc);
        AnomalyDetection.Of(still, still).Unavailable.ShouldBe("Nothing can be told of 400 hours that are all the same.");
    }

    [Fact]
    public void Without_a_driver_of_the_baseline_the_rest_is_judged_and_that_is_said()
    {
        var hours = Hours(seed: 6, weeks: 10);
        var without = new EnergyHours(hours.Start, hours.EnergyKwh.ToArray(), new Dictionary<string, double[]> { ["avg_pressure_bar"] = hours.Measured["avg_pressure_bar"] }, new bool[hours.Count], SiteClock.Utc);
        var report = Report(without, 8 * 168, new() { Baseline = Baseline(hours) });
        report.Features.ShouldBe(["avg_power_kw", "avg_pressure_bar"]);
        report.Warnings.Single().ShouldStartWith("The baseline was not used: it depends on ");
    }

    [Fact]
    public void The_same_hours_give_the_same_anomalies()
    {
        var hours = Hours(seed: 7, weeks: 10);
        Report(hours, 8 * 168).Anomalies.Select(anomaly => (anomaly.Time, anomaly.Score)).ShouldBe(Report(hours, 8 * 168, new() { Forest = new() { Parallelism = 2 } }).Anomalies.Select(anomaly => (anomaly.Time, anomaly.Score)));
    }

    static AnomalyReport Report(EnergyHours hours, int learned, AnomalyOptions? options = null)
    {
        var outcome = AnomalyDetection.Of(hours.Within(new(Start, Start.AddHours(learned))), hours.Within(new(Start.AddHours(learned), Start.AddHours(hours.Count))), options);
        outcome.Unavailable.ShouldBeNull();
        return outcome.Report!;
    }

    static EnergyBaseline Baseline(EnergyHours hours) => BaselineTraining.Train(hours.Within(new(Start, Start.AddHours(Math.Min(2016, hours.Count)))), new() { MinimumSamples = 1000 }).Baseline!;

    sealed record MachineHour(double EnergyKwh, double OutdoorTempC, double MachineTempC, double PressureBar, double Throughput, bool IsExcluded);

    /// <summary>A press: two shifts on working days, 10 kWh and 0.05 for each unit, a little more when it is warm.</summary>
    static EnergyHours Hours(int seed, int weeks, Func<int, MachineHour, MachineHour>? change = null)
    {
        var random = new Random(seed);
        var hours = Enumerable.Range(0, weeks * 168).Select(hour =>
        {
            var works = hour % 24 is >= 6 and < 22 && hour / 24 % 7 < 5;
            var (throughput, temperature) = (works ? 400 + (60 * Normal()) : 0, 8 + (6 * Math.Sin(2 * Math.PI * hour / 24)) + Normal());
            var machine = new MachineHour(10 + (0.05 * throughput) + (0.1 * temperature) + (0.4 * Normal()), temperature, 40 + (0.3 * temperature) + Normal(), 7 + (0.1 * Normal()), throughput, false);
            return change?.Invoke(hour, machine) ?? machine;
        }).ToList();
        return new(
            Start, [.. hours.Select(hour => hour.EnergyKwh)],
            new Dictionary<string, double[]>
            {
                ["avg_outdoor_temp_c"] = [.. hours.Select(hour => hour.OutdoorTempC)],
                ["avg_machine_temp_c"] = [.. hours.Select(hour => hour.MachineTempC)],
                ["avg_pressure_bar"] = [.. hours.Select(hour => hour.PressureBar)],
                ["avg_throughput_units_per_hour"] = [.. hours.Select(hour => hour.Throughput)],
            },
            [.. hours.Select(hour => hour.IsExcluded)], SiteClock.Utc);

        double Normal() => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
    }
}
