using System.Text.Json;
using Plumbline.Energy.Baselines;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary>Baselines and deviations in JSON, as <c>plumb energy</c> and the API write them; docs/energy.md describes the fields.</summary>
static class BaselineJson
{
    public static void Baseline(Utf8JsonWriter json, EnergyBaseline baseline)
    {
        json.WriteString("training_start_date", UtcTime.Format(baseline.TrainingPeriod.Start));
        json.WriteString("training_end_date", UtcTime.Format(baseline.TrainingPeriod.End));
        json.WriteNumber("training_samples", baseline.Samples);
        Metrics(json, baseline.InSample);
        json.WriteStartObject("out_of_sample");
        Metrics(json, baseline.OutOfSample);
        json.WriteEndObject();
        json.WriteFinite("intercept", baseline.Intercept);
        Texts(json, "feature_names", FeatureNames(baseline));
        Terms(json, "coefficients", baseline, term => term.Coefficient);
        Terms(json, "robust_errors", baseline, term => term.RobustError);
        Terms(json, "p_values", baseline, term => term.P);
        Terms(json, "vif", baseline, term => term.Vif);
        json.WriteStartObject("balance_points_c");
        foreach (var driver in baseline.Drivers)
            if (driver.BalancePointC is { } balance) json.WriteFinite(driver.Name, balance);
        json.WriteEndObject();
        json.WriteFinite("durbin_watson", baseline.DurbinWatson);
        json.WriteBoolean("meets_quality_threshold", baseline.MeetsQualityThreshold);
        json.WriteStartArray("tests");
        foreach (var test in baseline.Tests)
        {
            json.WriteStartObject();
            json.WriteString("name", test.Name);
            json.WriteFinite("value", test.Value);
            json.WriteFinite("limit", test.Limit);
            json.WriteBoolean("passed", test.Passed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Deviation(Utf8JsonWriter json, EnergyDeviation deviation)
    {
        json.WriteStartObject("time_period");
        json.WriteString("start", UtcTime.Format(deviation.Period.Start));
        json.WriteString("end", UtcTime.Format(deviation.Period.End));
        json.WriteEndObject();
        json.WriteFinite("total_actual_kwh", deviation.ActualKwh);
        json.WriteFinite("total_predicted_kwh", deviation.PredictedKwh);
        json.WriteFinite("deviation_kwh", deviation.DeviationKwh);
        json.WriteFinite("deviation_percent", deviation.DeviationPct);
        json.WriteString("deviation_severity", deviation.Severity.Snake());
        json.WriteNumber("missing_hours", deviation.MissingHours);
        json.WriteNumber("excluded_hours", deviation.ExcludedHours);
        json.WriteFinite("extrapolated_share", deviation.ExtrapolatedShare);
        json.WriteStartObject("savings_uncertainty");
        json.WriteFinite("confidence", EnergyBaseline.Confidence);
        json.WriteFinite("savings_kwh", deviation.Uncertainty.SavingsKwh);
        json.WriteFinite("half_width_kwh", deviation.Uncertainty.HalfWidthKwh);
        json.WriteFinite("fractional", deviation.Uncertainty.Fractional);
        json.WriteFinite("ashrae_fractional", deviation.Uncertainty.AshraeFractional);
        json.WriteEndObject();
        json.WriteStartArray("hourly_deviations");
        foreach (var hour in deviation.Hours)
        {
            json.WriteStartObject();
            json.WriteString("time", UtcTime.Format(hour.Time));
            json.WriteFinite("actual_kwh", hour.ActualKwh);
            json.WriteFinite("predicted_kwh", hour.PredictedKwh);
            json.WriteFinite("deviation_kwh", hour.DeviationKwh);
            json.WriteFinite("deviation_percent", hour.DeviationPct);
            json.WriteFinite("cusum_kwh", hour.CusumKwh);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>What a prediction needs to be told.</summary>
    public static IEnumerable<string> FeatureNames(EnergyBaseline baseline)
    {
        var names = baseline.Drivers.Select(driver => driver.Name);
        return baseline.HasHourOfWeek ? names.Append(Driver.HourOfWeek) : names;
    }

    public static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    static void Metrics(Utf8JsonWriter json, FitMetrics metrics)
    {
        json.WriteFinite("r_squared", metrics.R2);
        json.WriteFinite("rmse", metrics.Rmse);
        json.WriteFinite("mae", metrics.Mae);
        json.WriteFinite("cv_rmse", metrics.CvRmsePct);
        json.WriteFinite("nmbe", metrics.NmbePct);
    }

    static void Terms(Utf8JsonWriter json, string name, EnergyBaseline baseline, Func<BaselineTerm, double> value)
    {
        json.WriteStartObject(name);
        foreach (var term in baseline.Terms) json.WriteFinite(term.Driver.Name, value(term));
        json.WriteEndObject();
    }
}
