using System.Text.Encodings.Web;
using System.Text.Json;
using Plumbline.Edge.Configuration;
using Plumbline.Plant;

namespace Plumbline.Cli.Package;

/// <summary>The <c>deployment_config.json</c> of an artifact.</summary>
static class DeploymentFile
{
    const string Variable = "${ANOMALY_API_TOKEN}";

    /// <summary>The file that was given, or one made of the options; checked as the device will.</summary>
    /// <exception cref="BadInputException">It cannot be read, or its time zone is not the one given.</exception>
    /// <exception cref="Intake.InvalidInputException">Fields are wrong, all of them by name.</exception>
    public static byte[] Make(Deployment deployment, string slug, string timeZone)
    {
        if (deployment.ConfigPath is not { } path)
        {
            var made = Write(deployment, slug, timeZone);
            DeploymentConfig.Check(made, "deployment configuration");
            return made;
        }
        var given = InputFile.ReadAll(path, "deployment configuration");
        var config = DeploymentConfig.Check(given, Path.GetFileName(path));
        if (timeZone != "UTC" && config.Site.TimeZone != timeZone)
            throw new BadInputException($"--time-zone is {timeZone}, site_info.time_zone of {Path.GetFileName(path)} is {config.Site.TimeZone}: the device would read other times.");
        if (config.Api.Token is not null)
            Terminal.Notice($"{Path.GetFileName(path)} holds a token, and whoever has the artifact has it too. Write \"bearer_token\": \"{Variable}\", and give the device that variable.");
        return given;
    }

    static byte[] Write(Deployment deployment, string slug, string timeZone)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteApi(json, deployment.ApiUrl);
            WriteSite(json, deployment, slug, timeZone);
            WriteUsual(json);
            json.WriteEndObject();
        }
        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }

    static void WriteApi(Utf8JsonWriter json, string url)
    {
        var usual = new ApiOptions();
        json.WriteStartObject("api");
        json.WriteString("base_url", url);
        json.WriteString("bearer_token", Variable);
        json.WriteNumber("retry_attempts", usual.RetryAttempts);
        json.WriteNumber("retry_delay_seconds", usual.RetryDelay.TotalSeconds);
        json.WriteEndObject();
    }

    static void WriteSite(Utf8JsonWriter json, Deployment deployment, string slug, string timeZone)
    {
        json.WriteStartObject("site_info");
        if (deployment.SiteId is { } site) json.WriteNumber("site_id", site);
        if (deployment.PumpId is { } pump) json.WriteNumber("pump_id", pump);
        json.WriteString("device_id", deployment.DeviceId ?? slug + "-edge");
        json.WriteString("time_zone", timeZone);
        json.WriteStartObject("sensor_ids");
        foreach (var parameter in Enum.GetValues<PumpParameter>())
            if (deployment.SensorIds.TryGetValue(parameter, out var id)) json.WriteNumber(parameter.ToString().ToLowerInvariant(), id);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // What a device does where nothing is said, said: for people who will want to change it.
    static void WriteUsual(Utf8JsonWriter json)
    {
        var (reporting, inference) = (new ReportingOptions(), new InferenceOptions());
        json.WriteStartObject("anomaly_reporting");
        json.WriteBoolean("enabled", reporting.Enabled);
        json.WriteString("trigger", reporting.Trigger.ToString().ToLowerInvariant());
        json.WriteStartArray("report_on_status");
        foreach (var status in reporting.ReportOnStatus) json.WriteStringValue(status.ToString());
        json.WriteEndArray();
        json.WriteNumber("max_age_hours", reporting.MaxAge.TotalHours);
        json.WriteNumber("debounce_minutes", reporting.Debounce.TotalMinutes);
        json.WriteBoolean("include_ml_predictions", reporting.IncludePredictions);
        json.WriteEndObject();
        json.WriteStartObject("inference_settings");
        json.WriteNumber("min_data_points_for_ml", inference.FewestPointsForPrediction);
        json.WriteBoolean("save_results_locally", inference.KeepResults);
        json.WriteNumber("results_retention_days", inference.ResultsRetention.TotalDays);
        json.WriteEndObject();
    }
}
