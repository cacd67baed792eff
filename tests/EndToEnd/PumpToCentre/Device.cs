using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plumbline.EndToEnd.Tests.PumpToCentre;

/// <summary>A device: the artifact unpacked into a folder, and a CSV that grows.</summary>
sealed class Device
{
    /// <summary>Reading time in which a parameter is not told again: longer than the hour between readings, so that it shows.</summary>
    public static readonly TimeSpan Debounce = TimeSpan.FromHours(3);

    readonly PackedPump _pump;
    readonly Dictionary<string, string> _environment;

    /// <param name="pump">What is unpacked.</param>
    /// <param name="folder">Where; need not be there.</param>
    /// <param name="apiUrl">The centre, as the configuration says it.</param>
    /// <param name="token">In the environment of the program.</param>
    /// <param name="pumpId">The pump's number at the centre.</param>
    /// <param name="timeoutSeconds">How long the centre may take to answer.</param>
    /// <param name="trigger">What is reported: <c>status</c> or <c>alarm</c>.</param>
    public Device(PackedPump pump, string folder, string apiUrl, string token, int pumpId = 2, int timeoutSeconds = 60, string trigger = "status")
    {
        _pump = pump;
        Folder = folder;
        ZipFile.ExtractToDirectory(pump.Artifact, folder);
        Home = Path.Combine(folder, "data");
        Configure(apiUrl, pumpId, timeoutSeconds, trigger);
        File.WriteAllText(Readings, pump.Header + "\n");
        _environment = new() { ["ANOMALY_API_TOKEN"] = token };
    }

    public string Folder { get; }

    /// <summary>What the program writes lies here.</summary>
    public string Home { get; set; }

    public string Readings => Path.Combine(Folder, "sensor_data.csv");

    public string Program => Path.Combine(Folder, "inference");

    public IReadOnlyList<string> Arguments => [Readings, Path.Combine(Folder, "results.json"), "--data-dir", Home];

    public IReadOnlyDictionary<string, string> Environment => _environment;

    /// <summary>Readings that have come in.</summary>
    public int Fed { get; private set; }

    public int Unfed => _pump.Rows.Count - Fed;

    /// <summary>Reports that wait.</summary>
    public int Waiting => Files("unsent_anomalies", "*.json").Count;

    /// <summary>Appends the next readings, as whatever measures them would.</summary>
    public void Feed(int rows)
    {
        var next = _pump.Rows.Skip(Fed).Take(rows).ToList();
        File.AppendAllLines(Readings, next);
        Fed += next.Count;
    }

    public Outcome Run() => Plumb.Start(Folder, Program, Arguments, Environment);

    /// <summary>What the results log says of each row, in the order of time.</summary>
    public IReadOnlyList<LoggedRow> Log() => [.. Files("results", "*.jsonl").SelectMany(File.ReadLines).Select(LoggedRow.Read).OrderBy(row => row.Time)];

    void Configure(string apiUrl, int pumpId, int timeoutSeconds, string trigger)
    {
        var path = Path.Combine(Folder, "config", "deployment_config.json");
        var config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        config["api"] = new JsonObject { ["base_url"] = apiUrl, ["bearer_token"] = "${ANOMALY_API_TOKEN}", ["retry_attempts"] = 3, ["retry_delay_seconds"] = 0, ["timeout_seconds"] = timeoutSeconds };
        config["site_info"]!["pump_id"] = pumpId;
        // As old as all of this history: what is told then does not hang on how the history was cut into runs.
        config["anomaly_reporting"] = new JsonObject { ["trigger"] = trigger, ["max_age_hours"] = 8784, ["debounce_minutes"] = Debounce.TotalMinutes };
        config["inference_settings"] = new JsonObject { ["results_retention_days"] = 365 };
        File.WriteAllText(path, config.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    List<string> Files(string folder, string pattern)
    {
        var path = Path.Combine(Home, folder);
        return Directory.Exists(path) ? [.. Directory.EnumerateFiles(path, pattern).Order(StringComparer.Ordinal)] : [];
    }
}

/// <summary>A line of the results log.</summary>
/// <param name="Time">Of the reading, UTC.</param>
/// <param name="Status">As a word.</param>
/// <param name="Violated">Parameters outside their tolerances, by name.</param>
/// <param name="Told">What the centre was told of: parameters, or <c>prediction</c>.</param>
/// <param name="RulDays">Predicted; null without a prediction.</param>
sealed record LoggedRow(DateTime Time, string Status, IReadOnlyList<string> Violated, IReadOnlyList<string> Told, double? RulDays)
{
    public static LoggedRow Read(string line)
    {
        var json = JsonNode.Parse(line)!;
        return new(
            json["timestamp"]!.GetValue<DateTime>(),
            json["status"]!.GetValue<string>(),
            [.. json["violations"]!.AsObject().Select(violation => violation.Key)],
            [.. json["told"]!.AsArray().Select(name => name!.GetValue<string>())],
            json["prediction"]?["rul_days"]?.GetValue<double>());
    }

    /// <summary>What the centre should have of it; null where it was told nothing.</summary>
    public Anomaly? Reported => Told.Count == 0 ? null : new(Time, Status, string.Join(' ', Told.Order(StringComparer.Ordinal)));
}

/// <summary>An anomaly as both sides can tell it.</summary>
/// <param name="Time">Of the reading, UTC.</param>
/// <param name="Status">As a word.</param>
/// <param name="Told">Parameters and <c>prediction</c>, in the order of the alphabet.</param>
sealed record Anomaly(DateTime Time, string Status, string Told)
{
    static readonly string[] Words = ["efficiency", "flow", "head", "power"];

    /// <param name="item">As the centre gave it. What was told is read from the description.</param>
    public static Anomaly Read(JsonNode item)
    {
        var description = item["description"]!.GetValue<string>();
        var told = Words.Where(word => description.Contains(word, StringComparison.OrdinalIgnoreCase)).ToList();
        if (description.Contains("predicted", StringComparison.Ordinal)) told.Add("prediction");
        return new(item["timestamp"]!.GetValue<DateTime>().ToUniversalTime(), item["additionalContext"]!["status"]!.GetValue<string>(), string.Join(' ', told));
    }
}
