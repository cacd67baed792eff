using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plumbline.Edge.Configuration;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;

namespace Plumbline.Edge.Delivery;

/// <summary>What the model says of a pump's future.</summary>
/// <param name="RulDays">Remaining useful life, days.</param>
/// <param name="Probability">Of failure, 0 to 1.</param>
/// <param name="Confidence">0 to 1.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct ReportedPrediction(double RulDays, double Probability, double Confidence);

/// <summary>One anomaly as the centre is told of it. Equal values give equal bytes and an equal key, in whatever run they are written.</summary>
sealed record AnomalyPayload
{
    /// <summary>What stands for the model's warning among the parameters of a report.</summary>
    public const string Prediction = "prediction";

    static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required SiteOptions Site { get; init; }

    /// <summary>Of the reading; UTC.</summary>
    public required DateTime Timestamp { get; init; }

    public required PumpStatus Status { get; init; }

    /// <summary>The acceptance grade, such as 1U.</summary>
    public required string ToleranceCategory { get; init; }

    /// <summary>In the order of the parameters; empty where the model's warning alone is told, or a status that outlasts its violation.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>Percent of baseline; NaN where not judged.</summary>
    public required ParameterValues DeviationsPct { get; init; }

    public required ParameterValues Baseline { get; init; }

    /// <summary>In the units of the baseline; NaN where not judged.</summary>
    public required ParameterValues Current { get; init; }

    public required string ModelVersion { get; init; }

    /// <summary>What the model was made with.</summary>
    public string Framework { get; init; } = "plumbline";

    /// <summary>Null where there is none, or it is not to be told.</summary>
    public ReportedPrediction? Forecast { get; init; }

    /// <summary>Whether a predicted failure is a reason for this report: it then stands in the description.</summary>
    public bool WarnsOfFailure { get; init; }

    /// <summary>Digest of device, site, pump, time of the reading and the parameters that are told: 32 hexadecimal digits. The centre keeps one anomaly for it.</summary>
    public string Key
    {
        get
        {
            IEnumerable<string> parameters = Violations.Select(violation => Name(violation.Parameter));
            if (WarnsOfFailure) parameters = parameters.Append(Prediction);
            var text = string.Join('\n', [Site.DeviceId, $"{Site.SiteId}", $"{Site.PumpId}", Timestamp.Ticks.ToString(CultureInfo.InvariantCulture), .. parameters]);
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
        }
    }

    /// <summary>For a person: <c>Flow exceeded 15.0% (threshold: 10.0%), Head exceeded 10.0% (threshold: 6.0%)</c>.</summary>
    public string Description
    {
        get
        {
            var parts = Violations.Select(Words).ToList();
            if (WarnsOfFailure && Forecast is { } forecast) parts.Add(string.Create(CultureInfo.InvariantCulture, $"Failure predicted in {forecast.RulDays:F1} days (confidence: {forecast.Confidence:F2})"));
            return parts.Count > 0 ? string.Join(", ", parts) : $"Status is {Status}";
        }
    }

    /// <summary>The body of the request, UTF-8.</summary>
    public byte[] ToJson()
    {
        var body = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(body, Plain)) Write(json);
        return body.WrittenSpan.ToArray();
    }

    void Write(Utf8JsonWriter json)
    {
        var worst = Worst();
        json.WriteStartObject();
        json.WriteString("sourceType", "log");
        json.WriteString("description", Description);
        Write(json, "siteId", Site.SiteId);
        Write(json, "pumpId", Site.PumpId);
        Write(json, "sensorId", worst is { } one && Site.SensorIds.TryGetValue(one, out var sensor) ? sensor : null);
        json.WriteString("timestamp", ReportTime.Format(Timestamp));
        Write(json, "logValue", worst is { } parameter ? Current[parameter] : double.NaN);

        json.WriteStartObject("additionalContext");
        json.WriteString("status", Status.ToString());
        json.WriteString("tolerance_category", ToleranceCategory);
        Write(json, "all_deviations", DeviationsPct);
        Write(json, "baseline_values", Baseline);
        Write(json, "current_values", Current);
        json.WriteEndObject();

        json.WriteStartObject("metadata");
        json.WriteString("modelName", "pump-anomaly-detector");
        json.WriteString("modelVersion", ModelVersion);
        json.WriteString("framework", Framework);
        Write(json, "confidence", Forecast?.Confidence ?? double.NaN);
        Write(json, "prediction_rul_days", Forecast?.RulDays ?? double.NaN);
        Write(json, "prediction_probability", Forecast?.Probability ?? double.NaN);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    // The first of equals, so that it is always the same one.
    PumpParameter? Worst() => Violations.Count == 0 ? null : Violations.MaxBy(violation => violation.Severity).Parameter;

    static string Words(Violation violation)
    {
        var threshold = violation.ThresholdPct.ToString("0.0##", CultureInfo.InvariantCulture);
        // A hair beyond the threshold is not shown as the threshold itself.
        var digits = 1;
        while (digits < 9 && Math.Round(violation.DeviationPct, digits) == Math.Round(violation.ThresholdPct, digits)) digits++;
        var deviation = violation.DeviationPct.ToString($"F{digits}", CultureInfo.InvariantCulture);
        return $"{violation.Parameter} {(violation.Side == LimitSide.Max ? "exceeded" : "fell to")} {deviation}% (threshold: {threshold}%)";
    }

    static string Name(PumpParameter parameter) => parameter.ToString().ToLowerInvariant();

    static void Write(Utf8JsonWriter json, string name, ParameterValues values)
    {
        json.WriteStartObject(name);
        foreach (var parameter in ParameterSets.All) Write(json, Name(parameter), values[parameter]);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }

    static void Write(Utf8JsonWriter json, string name, long? id)
    {
        if (id is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }
}

/// <summary>Times as reports carry them.</summary>
static class ReportTime
{
    const string Iso = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'";

    // Of a whole second it is the sortable format of .NET, which needs no pattern to be read.
    public static string Format(DateTime utc) => utc.Ticks % TimeSpan.TicksPerSecond == 0 ? utc.ToString("s", CultureInfo.InvariantCulture) + "Z" : utc.ToString(Iso, CultureInfo.InvariantCulture);

    public static DateTime? Parse(string? text) =>
        DateTime.TryParseExact(text, Iso, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
