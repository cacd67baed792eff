using System.Globalization;
using System.IO.Compression;
using Plumbline.Energy.CalTrack;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Energy.CalTrack;

public sealed class CalTrackFitTests
{
    const string Folder = "benchmarks/energy/eemeter/";

    static readonly DateTime BlackoutStart = Utc("2016-12-26");
    static readonly DateTime BlackoutEnd = Utc("2017-01-04");

    /// <summary>An independent implementation of CalTRACK 2.0 on the same meters: the same form and balance points, coefficients, errors and savings.</summary>
    [Theory]
    [InlineData("il-electricity-cdd-hdd-daily")]
    [InlineData("il-electricity-cdd-hdd-billing_monthly")]
    [InlineData("il-electricity-cdd-hdd-billing_bimonthly")]
    [InlineData("il-electricity-cdd-only-daily")]
    [InlineData("il-electricity-cdd-only-billing_monthly")]
    [InlineData("il-electricity-cdd-only-billing_bimonthly")]
    public void Reference_results_are_met(string sample)
    {
        var expected = Reference(sample);
        var temperatures = Temperatures();
        var periods = Meter(sample);
        var fit = CalTrackFit.Of(Between(periods, BlackoutStart.AddDays(-365), BlackoutStart), temperatures, new() { IsBilling = sample.Contains("billing") }).ShouldNotBeNull();
        var savings = CalTrackSavings.Of(fit, Between(periods, BlackoutEnd, BlackoutEnd.AddDays(365)), temperatures);

        fit.Model.Form.ShouldBe(expected["model"] == "cdd_hdd" ? CalTrackForm.CddHdd : CalTrackForm.CddOnly);
        ((double?)fit.Model.CoolingBalanceF).ShouldBe(Number("cooling_balance_point"));
        ((double?)fit.Model.HeatingBalanceF).ShouldBe(Number("heating_balance_point"));
        ShouldBe(fit.Model.Intercept, "intercept");
        ShouldBe(fit.Model.BetaCdd, "beta_cdd");
        if (fit.Model.Form == CalTrackForm.CddHdd) ShouldBe(fit.Model.BetaHdd, "beta_hdd");
        ShouldBe(fit.Model.AdjustedR2, "r2adj");
        ShouldBe(fit.Metrics.CvRmsePct / 100, "cvrmse_adj");
        ShouldBe(savings.CounterfactualKwh, "counterfactual");
        ShouldBe(savings.ObservedKwh, "observed");
        ShouldBe(savings.SavingsKwh, "metered_savings");
        savings.MissingPeriods.ShouldBe(0);

        void ShouldBe(double actual, string column) => actual.ShouldBe(Number(column)!.Value, 1e-6 * Math.Abs(Number(column)!.Value), column);
        double? Number(string column) => expected[column].Length == 0 ? null : double.Parse(expected[column], CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Known_machine_is_found_again()
    {
        var temperatures = Weather(days: 365);
        var fit = CalTrackFit.Of(Days(365, mean => 20 + (1.5 * Math.Max(0, 55 - mean)) + (2.5 * Math.Max(0, mean - 68))), temperatures).ShouldNotBeNull();

        (fit.Model.Form, fit.Model.HeatingBalanceF, fit.Model.CoolingBalanceF).ShouldBe((CalTrackForm.CddHdd, 55, 68));
        fit.Model.Intercept.ShouldBe(20, 1e-9);
        fit.Model.BetaHdd.ShouldBe(1.5, 1e-9);
        fit.Model.BetaCdd.ShouldBe(2.5, 1e-9);
        fit.Warnings.ShouldBeEmpty();
        fit.Candidates.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void Energy_that_does_not_depend_on_the_weather_has_an_intercept_alone()
    {
        var fit = CalTrackFit.Of(Days(365, _ => 7), Weather(365)).ShouldNotBeNull();
        (fit.Model.Form, fit.Model.Parameters).ShouldBe((CalTrackForm.InterceptOnly, 0));
        fit.Model.Intercept.ShouldBe(7, 1e-9);
    }

    [Fact]
    public void Gas_knows_no_cooling()
    {
        var fit = CalTrackFit.Of(Days(365, mean => 5 + (0.1 * mean)), Weather(365), new() { WithCooling = false }).ShouldNotBeNull();
        fit.Model.Form.ShouldBe(CalTrackForm.InterceptOnly); // Less in the cold: a heating coefficient below 0 is no candidate.
    }

    [Fact]
    public void What_calTrack_asks_of_data_is_told()
    {
        var few = CalTrackFit.Of(Days(200, mean => mean), Weather(200)).ShouldNotBeNull();
        few.Warnings.ShouldContain("Insufficient data: 200 days have energy and temperature, CalTRACK asks for 90 % of 365.");
        var solar = Days(365, mean => mean).ToList();
        solar[7] = solar[7] with { EnergyKwh = -3 };
        solar[9] = solar[9] with { EnergyKwh = 5000 };
        var warnings = CalTrackFit.Of(solar, Weather(365)).ShouldNotBeNull().Warnings;
        warnings.ShouldContain(warning => warning.StartsWith("1 periods are below 0"));
        warnings.ShouldContain(warning => warning.StartsWith("1 periods use more than"));
        CalTrackFit.Of(Days(500, mean => mean), Weather(500)).ShouldNotBeNull().Warnings.ShouldContain(warning => warning.StartsWith("The baseline spans 500 days"));
    }

    [Fact]
    public void Days_without_energy_or_temperature_are_left_out()
    {
        var (hours, days) = (Hourly(365), Days(365, mean => 20 + mean).ToList());
        Array.Fill(hours, double.NaN, 24, 12); // Half of a day is too little,
        Array.Fill(hours, double.NaN, 72, 11); // eleven hours less are not.
        days[10] = days[10] with { EnergyKwh = double.NaN };
        var temperatures = new HourlyTemperatures(Start, hours);
        var fit = CalTrackFit.Of(days, temperatures).ShouldNotBeNull();

        fit.Metrics.Samples.ShouldBe(363);
        var savings = CalTrackSavings.Of(fit, days, temperatures);
        (savings.Periods, savings.MissingPeriods).ShouldBe((363, 2));
        double.IsNaN(fit.Model.Predict(days[1], temperatures)).ShouldBeTrue();
        CalTrackFit.Of([], temperatures).ShouldBeNull();
        CalTrackFit.Of([days[10]], temperatures).ShouldBeNull();
    }

    [Fact]
    public void Celsius_is_the_same_weather() =>
        HourlyTemperatures.FromCelsius(Start, [0, 100, double.NaN]).Between(Start, Start.AddHours(4)).ShouldBe([32, 212, double.NaN, double.NaN]);

    [Fact]
    public void Uncertainty_of_savings_is_that_of_the_guideline()
    {
        var random = new Random(4);
        var fit = CalTrackFit.Of(Days(365, mean => 20 + (2 * Math.Max(0, 60 - mean)) + random.NextDouble()), Weather(365)).ShouldNotBeNull();
        var savings = CalTrackSavings.Of(fit, Days(60, mean => 10 + (2 * Math.Max(0, 60 - mean))), Weather(60));

        savings.SavingsKwh.ShouldBe(60 * 10.5, 20);
        var (n, rho, m) = (365.0, fit.ResidualAutocorrelation, 60.0);
        var effective = n * (1 - rho) / (1 + rho);
        var error = fit.Metrics.Rmse * Math.Sqrt(n / (n - fit.Model.Parameters));
        var polynomial = (-0.00024 * 4) + (0.03535 * 2) + 1.00286;
        savings.HalfWidthKwh.ShouldBe(1.649 * polynomial * n * error * Math.Sqrt(n / effective * (1 + (2 / effective)) / m), 0.01 * savings.HalfWidthKwh);
    }

    static readonly DateTime Start = Utc("2023-01-01");

    static double[] Hourly(int days) => [.. Enumerable.Range(0, days * 24).Select(hour => Math.Round(60 - (25 * Math.Cos(2 * Math.PI * (hour / 24) / 365)) + (8 * Math.Sin(hour / 24 * 1.7)), 3))];

    static HourlyTemperatures Weather(int days) => new(Start, Hourly(days));

    static MeterPeriod[] Days(int days, Func<double, double> energyAt) =>
        [.. Enumerable.Range(0, days).Select(day => new MeterPeriod(Start.AddDays(day), Start.AddDays(day + 1), energyAt(Hourly(days)[day * 24])))];

    static HourlyTemperatures Temperatures()
    {
        var rows = Rows("il-tempF");
        var values = new double[(int)(rows[^1].Time - rows[0].Time).TotalHours + 1];
        Array.Fill(values, double.NaN);
        foreach (var (time, value) in rows) values[(int)(time - rows[0].Time).TotalHours] = value;
        return new(rows[0].Time, values);
    }

    // Daily reads stand at midnight local time; the reference took each for the day of that date in UTC, temperatures included.
    static MeterPeriod[] Meter(string sample)
    {
        var rows = Rows(sample).Select(row => (Time: sample.EndsWith("daily", StringComparison.Ordinal) ? row.Time.Date : row.Time, row.Value)).ToList();
        return [.. rows.Zip(rows.Skip(1), (from, to) => new MeterPeriod(from.Time, to.Time, from.Value))];
    }

    static MeterPeriod[] Between(MeterPeriod[] periods, DateTime start, DateTime end) => [.. periods.Where(period => period.Start >= start && period.End <= end)];

    static List<(DateTime Time, double Value)> Rows(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.PathOf(Folder + file + ".csv.gz")), CompressionMode.Decompress));
        var rows = new List<(DateTime, double)>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(',');
            rows.Add((DateTimeOffset.Parse(fields[0], CultureInfo.InvariantCulture).UtcDateTime, double.TryParse(fields[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN));
        }

        return rows;
    }

    static Dictionary<string, string> Reference(string sample)
    {
        var lines = File.ReadAllLines(SharedData.PathOf(Folder + "caltrack_reference_results.csv"));
        var fields = lines.Single(line => line.StartsWith(sample + ",", StringComparison.Ordinal)).Split(',');
        return lines[0].Split(',').Select((name, i) => (name, fields[i])).ToDictionary(field => field.name, field => field.Item2);
    }

    static DateTime Utc(string date) => DateTime.SpecifyKind(DateTime.Parse(date, CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
