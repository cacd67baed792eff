using System.Text.Json;
using NodaTime;
using Plumbline.Central.Storage;
using Plumbline.Energy.Forecasts;
using Plumbline.Numerics.Forecasting;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary>Forecasts in JSON; docs/forecasts.md describes the fields.</summary>
static class ForecastJson
{
    public static void Training(Utf8JsonWriter json, KeptForecast kept)
    {
        var training = kept.Training;
        var trials = LoadHorizon.All.Select(training.At).FirstOrDefault(at => at.Count > 0 && at[0].Horizon == LoadHorizon.Medium.Name) ?? [];
        var own = trials.FirstOrDefault(trial => trial.Method == training.Asked);
        json.WriteStartObject();
        json.WriteString("model_id", kept.Id);
        json.WriteString("model_type", TypeOf(training.Asked));
        json.WriteNumber("model_version", kept.Version);
        json.WriteString("machine_id", kept.Machine.Machine.Id);
        json.WriteString("machine_name", kept.Machine.Machine.Name);
        json.WriteString("energy_type", kept.Energy.Snake());
        json.WriteString("form", own?.Form);
        json.WriteNumber("training_samples", training.Samples);
        json.WriteNumber("missing_samples", training.Missing);
        json.WriteNumber("lookback_days", training.LookbackDays);
        Times(json, training);
        Errors(json, own?.Test);
        json.WriteFinite("aic", training.Aicc ?? double.NaN);
        json.WriteFinite("r2", training.R2 ?? double.NaN);
        json.WriteStartArray("regressors");
        json.WriteEndArray();
        json.WriteString("best_method", trials.Count > 0 ? trials[0].Method : null);
        json.WriteBoolean("loses_to_seasonal_naive", LoadTraining.LosesToNaive(trials, training.Asked));
        json.WriteStartArray("backtests");
        foreach (var trial in LoadHorizon.All.SelectMany(training.At)) Trial(json, trial);
        json.WriteEndArray();
        BaselineJson.Texts(json, "warnings", training.Warnings);
        json.WriteString("trained_at", UtcTime.Format(kept.CreatedAt));
        json.WriteEndObject();
    }

    public static void Trainings(Utf8JsonWriter json, KeptMachine machine, IReadOnlyList<KeptForecast> kept)
    {
        json.WriteStartObject();
        json.WriteString("machine_id", machine.Machine.Id);
        json.WriteString("machine_name", machine.Machine.Name);
        json.WriteNumber("total_models", kept.Count);
        json.WriteStartArray("models");
        foreach (var one in kept) Training(json, one);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Forecast(Utf8JsonWriter json, LookAhead look, LoadHorizon horizon, DateTime now)
    {
        var forecast = look.Forecast;
        var trial = look.Trials.FirstOrDefault(one => one.Method == forecast.Method);
        json.WriteStartObject();
        json.WriteString("model_type", TypeOf(forecast.Method));
        Machine(json, look);
        json.WriteString("form", forecast.Form);
        json.WriteString("horizon", horizon.Name);
        json.WriteNumber("periods", forecast.PowerKw.Length);
        json.WriteString("frequency", horizon.Step < TimeSpan.FromHours(1) ? "15min" : "1h");
        json.WriteString("unit", "kW");
        Powers(json, "predictions", forecast.PowerKw);
        json.WriteStartArray("timestamps");
        for (var step = 0; step < forecast.PowerKw.Length; step++) json.WriteStringValue(UtcTime.Format(forecast.TimeOf(step)));
        json.WriteEndArray();
        Powers(json, "lower_bound", forecast.LowerKw);
        Powers(json, "upper_bound", forecast.UpperKw);
        json.WriteStartObject("confidence_intervals");
        json.WriteNumber("level", Backtest.Confidence);
        json.WriteFinite("measured_coverage", trial?.Test.Coverage ?? double.NaN);
        json.WriteEndObject();
        json.WriteBoolean("loses_to_seasonal_naive", LoadTraining.LosesToNaive(look.Trials, forecast.Method));
        if (trial is not null)
        {
            json.WritePropertyName("backtest");
            Trial(json, trial);
        }

        json.WriteString("data_end", UtcTime.Format(forecast.Start));
        json.WriteString("forecasted_at", UtcTime.Format(now));
        json.WriteEndObject();
    }

    public static void Peak(Utf8JsonWriter json, LookAhead look, DateTime now)
    {
        var forecast = look.Forecast;
        var (peak, mean) = (forecast.PowerKw.Max(), forecast.PowerKw.Average());
        json.WriteStartObject();
        Machine(json, look);
        json.WriteString("peak_time", UtcTime.Format(forecast.TimeOf(forecast.PeakStep)));
        json.WriteFinite("peak_demand_kw", peak);
        json.WriteFinite("average_demand_kw", mean);
        json.WriteFinite("peak_vs_average_percent", mean > 0 ? 100 * ((peak / mean) - 1) : double.NaN);
        json.WriteString("method", forecast.Method);
        json.WriteString("forecasted_at", UtcTime.Format(now));
        json.WriteEndObject();
    }

    public static void Day(Utf8JsonWriter json, DayAhead day)
    {
        var forecast = day.Forecast;
        json.WriteStartObject();
        json.WriteString("machine_id", day.Machine.Machine.Id);
        json.WriteString("machine_name", day.Machine.Machine.Name);
        json.WriteFinite("predicted_energy_kwh", forecast.EnergyKwh);
        json.WriteFinite("predicted_cost_usd", Cost(day));
        json.WriteFinite("predicted_avg_power_kw", forecast.PowerKw.Average());
        json.WriteFinite("predicted_peak_power_kw", forecast.PowerKw.Max());
        json.WriteString("predicted_peak_time", UtcTime.Format(forecast.TimeOf(forecast.PeakStep)));
        json.WriteNumber("confidence", Backtest.Confidence);
        json.WriteNumber("historical_days_used", (int)Math.Ceiling((day.Hours.End - day.Hours.Start).TotalDays));
        json.WriteString("method", forecast.Form);
        json.WriteString("forecast_start", UtcTime.Format(forecast.Start));
        json.WriteEndObject();
    }

    public static void Days(Utf8JsonWriter json, IReadOnlyList<DayAhead> days, IReadOnlyList<(KeptMachine Machine, string Reason)> skipped)
    {
        // Machines whose data end at different hours still add up by the clock.
        var total = new SortedDictionary<DateTime, double>();
        foreach (var day in days)
            for (var step = 0; step < day.Forecast.PowerKw.Length; step++) total[day.Forecast.TimeOf(step)] = total.GetValueOrDefault(day.Forecast.TimeOf(step)) + day.Forecast.PowerKw[step];
        json.WriteStartObject();
        json.WriteFinite("total_predicted_energy_kwh", days.Sum(day => day.Forecast.EnergyKwh));
        json.WriteFinite("total_predicted_cost_usd", days.Sum(Cost));
        json.WriteFinite("total_predicted_avg_power_kw", days.Sum(day => day.Forecast.PowerKw.Average()));
        json.WriteFinite("predicted_peak_demand_kw", total.Count > 0 ? total.Values.Max() : double.NaN);
        json.WriteString("predicted_peak_time", total.Count > 0 ? UtcTime.Format(total.MaxBy(hour => hour.Value).Key) : null);
        json.WriteString("peak_machine", days.MaxBy(day => day.Forecast.PowerKw.Max())?.Machine.Machine.Name);
        json.WriteFinite("average_confidence", days.Count > 0 ? Backtest.Confidence : double.NaN);
        json.WriteNumber("machines_forecasted", days.Count);
        json.WriteStartArray("by_machine");
        foreach (var day in days) Day(json, day);
        json.WriteEndArray();
        json.WriteStartArray("skipped");
        foreach (var (machine, reason) in skipped)
        {
            json.WriteStartObject();
            json.WriteString("machine_id", machine.Machine.Id);
            json.WriteString("machine_name", machine.Machine.Name);
            json.WriteString("reason", reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Schedule(Utf8JsonWriter json, LookAhead look, LocalDate day, double loadKw, LoadSchedule schedule, DateTime now)
    {
        json.WriteStartObject();
        Machine(json, look);
        json.WriteString("date", $"{day:uuuu-MM-dd}");
        json.WriteNumber("load_kw", loadKw);
        json.WriteFinite("peak_demand_threshold", schedule.ThresholdKw);
        json.WriteString("currency", schedule.Currency);
        json.WriteString("method", look.Forecast.Method);
        json.WriteStartArray("recommendations");
        foreach (var hour in schedule.Hours)
        {
            json.WriteStartObject();
            json.WriteString("timestamp", UtcTime.Format(hour.Time));
            json.WriteFinite("predicted_demand_kw", hour.PredictedKw);
            json.WriteNumber("load_kw", loadKw);
            json.WriteFinite("total_demand_kw", hour.TotalKw);
            json.WriteBoolean("is_peak_hour", hour.IsPeak);
            json.WriteFinite("cost_usd", hour.Cost);
            json.WriteFinite("potential_savings_usd", hour.Savings);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("generated_at", UtcTime.Format(now));
        json.WriteEndObject();
    }

    static double Cost(DayAhead day) => day.Forecast.Cost(day.Terms.Clock, day.Terms.Tariffs) ?? double.NaN;

    static void Machine(Utf8JsonWriter json, LookAhead look)
    {
        json.WriteString("machine_id", look.Machine.Machine.Id);
        json.WriteString("machine_name", look.Machine.Machine.Name);
        json.WriteString("model_id", look.Trained.Id);
        json.WriteNumber("model_version", look.Trained.Version);
    }

    static void Times(Utf8JsonWriter json, LoadTraining training)
    {
        json.WriteString("training_start_date", UtcTime.Format(training.Start));
        json.WriteString("training_end_date", UtcTime.Format(training.End));
    }

    static void Trial(Utf8JsonWriter json, MethodTrial trial)
    {
        json.WriteStartObject();
        json.WriteString("horizon", trial.Horizon);
        json.WriteString("method", trial.Method);
        json.WriteString("form", trial.Form);
        Errors(json, trial.Test);
        json.WriteFinite("coverage", trial.Test.Coverage);
        json.WriteNumber("origins", trial.Test.Origins);
        json.WriteNumber("values", trial.Test.Values);
        json.WriteEndObject();
    }

    static void Errors(Utf8JsonWriter json, Backtest? test)
    {
        json.WriteFinite("mae", test?.Mae ?? double.NaN);
        json.WriteFinite("rmse", test?.Rmse ?? double.NaN);
        json.WriteFinite("mape", test?.MapePct ?? double.NaN);
        json.WriteFinite("mase", test?.Mase ?? double.NaN);
    }

    static void Powers(Utf8JsonWriter json, string name, double[] powers)
    {
        json.WriteStartArray(name);
        foreach (var power in powers) json.WriteFinite(power);
        json.WriteEndArray();
    }

    static string TypeOf(string method) => method == ForecastMethod.Additive.Name ? "prophet" : method;
}
