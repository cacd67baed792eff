using Plumbline.Edge.Configuration;
using Plumbline.Intake;
using Shouldly;

namespace Plumbline.Unit.Tests.Edge.Configuration;

/// <summary>A <c>deployment_config.json</c> in a folder of its own, and the environment of the device that reads it.</summary>
sealed class ConfigFile : IDisposable
{
    public const string Secret = "plumb_0123456789ab_Zm9vYmFyYmF6cXV4";

    public const string Full = """
        { "api": { "base_url": "https://central.example/api/v1", "bearer_token": "${ANOMALY_API_TOKEN}", "retry_attempts": 4, "retry_delay_seconds": 2.5, "timeout_seconds": 20, "flush_limit_seconds": 90, "allow_insecure": false, "ca_file": "" },
          "site_info": { "site_id": 35482, "pump_id": 1, "device_id": "well1-edge", "time_zone": "America/Chicago", "sensor_ids": { "flow": 101, "head": 102, "power": 103, "efficiency": 104 } },
          "anomaly_reporting": { "enabled": true, "trigger": "alarm", "report_on_status": ["Critical", "Failure"], "max_age_hours": 12, "debounce_minutes": 30, "include_ml_predictions": false },
          "inference_settings": { "min_data_points_for_ml": 200, "save_results_locally": false, "results_retention_days": 7 } }
        """;

    readonly string _path;

    public ConfigFile(string json)
    {
        _path = Path.Combine(Folder, "deployment_config.json");
        File.WriteAllText(_path, json);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("plumbline-edge-").FullName;

    public Dictionary<string, string> Environment { get; } = new() { ["ANOMALY_API_TOKEN"] = Secret };

    /// <summary>One that reports there, with more fields in its section <c>api</c>.</summary>
    public static string With(string url, string more = "") =>
        $$"""{"api": {"base_url": "{{url}}", "bearer_token": "t"{{more}} }, "site_info":{"site_id":1,"pump_id":1} }""";

    public void WriteBeside(string name, string text) => File.WriteAllText(Path.Combine(Folder, name), text);

    public DeploymentConfig Read() => DeploymentConfig.Read(_path, name => Environment.GetValueOrDefault(name));

    /// <summary>Why it cannot be read.</summary>
    public string Trouble() => Should.Throw<InvalidInputException>(Read).Message;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
