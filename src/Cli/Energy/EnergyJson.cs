using System.Text.Encodings.Web;
using System.Text.Json;
using Plumbline.Energy.Baselines;
using Plumbline.Energy.Kpis;
using Plumbline.Plant;

namespace Plumbline.Cli.Energy;

/// <summary>The results of <c>plumb energy</c> for programs; docs/energy.md describes the fields.</summary>
static class EnergyJson
{
    static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Print(Action<Utf8JsonWriter> write)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, Readable))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    public static void Baseline(Utf8JsonWriter json, string machine, EnergyBaseline baseline)
    {
        json.WriteString("machine_name", machine);
        Time(json, "training_start_date", baseline.TrainingPeriod.Start);
        Time(json, "training_end_date", baseline.TrainingPeriod.End);
        json.WriteNumber("training_samples", baseline.Samples);
        Number(json, "r_squared", baseline.InSample.R2);
        Number(json, "rmse", baseline.InSample.Rmse);
        Number(json, "mae", baseline.InSample.Mae);
        Number(json, "cv_rmse", baseline.InSample.CvRmsePct);
        Number(json, "nmbe", baseline.InSample.NmbePct);
        json.WriteStartObject("out_of_sample");
        Number(json, "r_squared", baseline.OutOfSample.R2);
        Number(json, "rmse", baseline.OutOfSample.Rmse);
        Number(json, "mae", baseline.OutOfSample.Mae);
        Number(json, "cv_rmse", baseline.OutOfSample.CvRmsePct);
        Number(json, "nmbe", baseline.OutOfSample.NmbePct);
        json.WriteEndObject();
        Number(json, "intercept", baseline.Intercept);
        Strings(json, "feature_names", baseline.HasHourOfWeek ? [.. baseline.Drivers.Select(driver => driver.Name), Driver.HourOfWeek] : baseline.Drivers.Select(driver => driver.Name));
        Terms(json, "coefficients", baseline, term => term.Coefficient);
        Terms(json, "robust_errors", baseline, term => term.RobustError);
        Terms(json, "p_values", baseline, term => term.P);
        Terms(json, "vif", baseline, term => term.Vif);
        json.WriteStartObject("balance_points_c");
        foreach (var driver in baseline.Drivers)
            if (driver.BalancePointC is { } balance) Number(json, driver.Name, balance);
        json.WriteEndObject();
        Number(json, "durbin_watson", baseline.DurbinWatson);
        json.WriteBoolean("meets_quality_threshold", baseline.MeetsQualityThreshold);
        json.WriteStartArray("tests");
        foreach (var test in baseline.Tests)
        {
            json.WriteStartObject();
            json.WriteString("name", test.Name);
            Number(json, "value", test.Value);
            Number(json, "limit", test.Limit);
            json.WriteBoolean("passed", test.Passed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Strings(json, "warnings", baseline.Warnings);
    }

    public static void Deviation(Utf8JsonWriter json, string machine, EnergyDeviation deviation)
    {
        json.WriteString("machine_name", machine);
        Span(json, deviation.Period);
        Number(json, "total_actual_kwh", deviation.ActualKwh);
        Number(json, "total_predicted_kwh", deviation.PredictedKwh);
        Number(json, "deviation_kwh", deviation.DeviationKwh);
        Number(json, "deviation_percent", deviation.DeviationPct);
        json.WriteString("deviation_severity", deviation.Severity.ToString().ToLowerInvariant());
        json.WriteNumber("missing_hours", deviation.MissingHours);
        json.WriteNumber("excluded_hours", deviation.ExcludedHours);
        Number(json, "extrapolated_share", deviation.ExtrapolatedShare);
        json.WriteStartObject("savings_uncertainty");
        Number(json, "confidence", EnergyBaseline.Confidence);
        Number(json, "savings_kwh", deviation.Uncertainty.SavingsKwh);
        Number(json, "half_width_kwh", deviation.Uncertainty.HalfWidthKwh);
        Number(json, "fractional", deviation.Uncertainty.Fractional);
        Number(json, "ashrae_fractional", deviation.Uncertainty.AshraeFractional);
        json.WriteEndObject();
        json.WriteStartArray("hourly_deviations");
        foreach (var hour in deviation.Hours)
        {
            json.WriteStartObject();
            Time(json, "time", hour.Time);
            Number(json, "actual_kwh", hour.ActualKwh);
            Number(json, "predicted_kwh", hour.PredictedKwh);
            Number(json, "deviation_kwh", hour.DeviationKwh);
            Number(json, "deviation_percent", hour.DeviationPct);
            Number(json, "cusum_kwh", hour.CusumKwh);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Kpis(Utf8JsonWriter json, string machine, EnergyKpis kpis)
    {
        json.WriteString("machine_name", machine);
        Span(json, kpis.Period);
        Number(json, "coverage", kpis.Coverage);
        Kpi(json, "total_energy_kwh", kpis.EnergyKwh);
        Kpi(json, "avg_power_kw", kpis.MeanKw);
        Kpi(json, "max_power_kw", kpis.MaxKw);
        Kpi(json, "total_production_units", kpis.Units);
        Kpi(json, "sec_kwh_per_unit", kpis.Sec);
        Kpi(json, "peak_demand_kw", new(kpis.Peak.Value?.Kw, kpis.Peak.Unavailable));
        if (kpis.Peak.Value is { } peak) Time(json, "peak_time", peak.Time);
        Kpi(json, "load_factor", kpis.LoadFactor);
        Kpi(json, "utilisation", kpis.Utilisation);
        Kpi(json, "total_cost", new(kpis.Cost.Value?.Total, kpis.Cost.Unavailable));
        Kpi(json, "cost_per_unit", kpis.CostPerUnit);
        if (kpis.Cost.Value is { } cost)
        {
            json.WriteString("currency", cost.Currency);
            Number(json, "energy_cost", cost.Energy);
            Number(json, "demand_charge", cost.DemandCharge);
            Number(json, "flat_cost", cost.FlatCost);
            json.WriteStartArray("cost_by_window");
            foreach (var window in cost.Windows)
            {
                json.WriteStartObject();
                json.WriteString("window", window.Window);
                Number(json, "rate_per_kwh", window.RatePerKwh);
                Number(json, "energy_kwh", window.EnergyKwh);
                Number(json, "cost", window.Cost);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        Kpi(json, "total_co2_kg", new(kpis.Carbon.Value?.Kg, kpis.Carbon.Unavailable));
        Kpi(json, "co2_per_unit_kg", kpis.CarbonPerUnit);
    }

    // What is not known is null, with the reason beside it.
    static void Kpi(Utf8JsonWriter json, string name, Kpi<double?> kpi)
    {
        Number(json, name, kpi.Value ?? double.NaN);
        if (kpi.Value is null) json.WriteString(name + "_unavailable", kpi.Unavailable);
    }

    static void Terms(Utf8JsonWriter json, string name, EnergyBaseline baseline, Func<BaselineTerm, double> value)
    {
        json.WriteStartObject(name);
        foreach (var term in baseline.Terms) Number(json, term.Driver.Name, value(term));
        json.WriteEndObject();
    }

    static void Strings(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    static void Span(Utf8JsonWriter json, Period period)
    {
        json.WriteStartObject("time_period");
        Time(json, "start", period.Start);
        Time(json, "end", period.End);
        json.WriteEndObject();
    }

    static void Time(Utf8JsonWriter json, string name, DateTime time) => json.WriteString(name, $"{time:yyyy-MM-ddTHH:mm:ss}Z");

    static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
