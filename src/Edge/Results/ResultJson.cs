using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plumbline.Edge.Artifact;
using Plumbline.Edge.Delivery;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;

namespace Plumbline.Edge.Results;

/// <summary>Results as JSON. Written and read field by field: the serializer's start would cost more than all else that a run does.</summary>
static class ResultJson
{
    static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A line of the results log, UTF-8, without its end.</summary>
    public static byte[] Line(RowResult row) => Bytes(OneLine, json =>
    {
        json.WriteString("timestamp", row.Timestamp);
        if (row.Follows is { } follows) json.WriteString("follows", follows);
        json.WriteString("status", row.Status.ToString());
        json.WriteStartObject("reading");
        ArtifactJson.Write(json, "flow_gpm", row.Reading.FlowGpm);
        ArtifactJson.Write(json, "discharge_psi", row.Reading.DischargePsi);
        ArtifactJson.Write(json, "suction_psi", row.Reading.SuctionPsi);
        ArtifactJson.Write(json, "power_hp", row.Reading.PowerHp);
        ArtifactJson.Write(json, "efficiency_pct", row.Reading.EfficiencyPct);
        ArtifactJson.Write(json, "speed_rpm", row.Reading.SpeedRpm);
        json.WriteEndObject();
        Deviations(json, row.Deviations);
        json.WriteStartObject("unjudged");
        foreach (var (parameter, why) in row.Unjudged) json.WriteString(parameter, why.ToString());
        json.WriteEndObject();
        Violations(json, row.Violations);
        Prediction(json, row);
        json.WriteStartArray("told");
        foreach (var told in row.Told) json.WriteStringValue(told);
        json.WriteEndArray();
        if (row.Key is { } key) json.WriteString("key", key);
        json.WriteString("reason", row.Reason);
        json.WriteString("model_version", row.ModelVersion);
    });

    /// <summary>The content of <c>results.json</c>, UTF-8: the latest row, for people and programs beside the pump.</summary>
    /// <param name="row">The latest.</param>
    /// <param name="isReported">Whether the centre has it.</param>
    /// <param name="reason">Why, or why not.</param>
    public static byte[] File(RowResult row, bool isReported, string reason) => Bytes(ArtifactJson.Writing, json =>
    {
        json.WriteString("timestamp", ReportTime.Format(row.Timestamp));
        json.WriteString("status", row.Status.ToString());
        Deviations(json, row.Deviations);
        Violations(json, row.Violations);
        Prediction(json, row);
        json.WriteBoolean("reported_to_api", isReported);
        json.WriteString("report_reason", reason);
        json.WriteString("model_version", row.ModelVersion);
    });

    /// <summary>Null where the line is none of ours.</summary>
    public static RowResult? OfLine(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            return Row(document.RootElement) is { Timestamp.Kind: DateTimeKind.Utc } row && !(row.Follows >= row.Timestamp) ? row : null;
        }
        // What JsonElement throws on a field that is missing, of another kind, or no such number or time.
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    static RowResult Row(JsonElement line) => new()
    {
        Timestamp = line.GetProperty("timestamp").GetDateTime(),
        Follows = line.TryGetProperty("follows", out var follows) ? follows.GetDateTime() : null,
        Status = Word<PumpStatus>(line.GetProperty("status")),
        Reading = Reading(line.GetProperty("reading")),
        Deviations = Deviations(line.GetProperty("deviations")),
        Unjudged = line.GetProperty("unjudged").EnumerateObject().ToDictionary(entry => entry.Name, entry => Word<Unjudged>(entry.Value)),
        Violations = line.GetProperty("violations").EnumerateObject().ToDictionary(entry => entry.Name, entry => Violation(entry.Value)),
        Prediction = Prediction(line.GetProperty("prediction")),
        PredictionUnavailable = Text(line, "prediction_unavailable"),
        Told = Words(line.GetProperty("told")),
        Key = Text(line, "key"),
        Reason = Text(line, "reason") ?? throw new FormatException(),
        ModelVersion = Text(line, "model_version") ?? throw new FormatException(),
    };

    static LoggedReading Reading(JsonElement of) =>
        new(Number(of, "flow_gpm"), Number(of, "discharge_psi"), Number(of, "suction_psi"), Number(of, "power_hp"), Number(of, "efficiency_pct"), Number(of, "speed_rpm"));

    static LoggedValues Deviations(JsonElement of) => new(Number(of, "flow"), Number(of, "head"), Number(of, "power"), Number(of, "efficiency"));

    static LoggedPrediction? Prediction(JsonElement of) =>
        of.ValueKind == JsonValueKind.Null ? null : new(of.GetProperty("rul_days").GetDouble(), of.GetProperty("probability").GetDouble(), of.GetProperty("confidence").GetDouble());

    static LoggedViolation Violation(JsonElement entry) => new(
        entry.GetProperty("deviation").GetDouble(), entry.GetProperty("threshold").GetDouble(),
        entry.GetProperty("threshold_type").GetString() switch { "max" => LimitSide.Max, "min" => LimitSide.Min, _ => throw new FormatException() }, entry.GetProperty("mandatory").GetBoolean());

    static double? Number(JsonElement of, string name) => of.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.GetDouble() : null;

    static string? Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.GetString() : null;

    static List<string> Words(JsonElement list)
    {
        var words = new List<string>();
        foreach (var word in list.EnumerateArray()) words.Add(word.GetString() ?? throw new FormatException());
        return words;
    }

    static T Word<T>(JsonElement value)
        where T : struct, Enum => Enum.TryParse<T>(value.GetString(), out var word) && Enum.IsDefined(word) ? word : throw new FormatException();

    static void Deviations(Utf8JsonWriter json, LoggedValues values)
    {
        json.WriteStartObject("deviations");
        ArtifactJson.Write(json, "flow", values.Flow);
        ArtifactJson.Write(json, "head", values.Head);
        ArtifactJson.Write(json, "power", values.Power);
        ArtifactJson.Write(json, "efficiency", values.Efficiency);
        json.WriteEndObject();
    }

    static void Violations(Utf8JsonWriter json, IReadOnlyDictionary<string, LoggedViolation> violations)
    {
        json.WriteStartObject("violations");
        foreach (var (parameter, violation) in violations)
        {
            json.WriteStartObject(parameter);
            json.WriteNumber("deviation", violation.Deviation);
            json.WriteNumber("threshold", violation.Threshold);
            json.WriteString("threshold_type", violation.ThresholdType == LimitSide.Max ? "max" : "min");
            json.WriteBoolean("mandatory", violation.Mandatory);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    static void Prediction(Utf8JsonWriter json, RowResult row)
    {
        if (row.Prediction is { } prediction)
        {
            json.WriteStartObject("prediction");
            json.WriteNumber("rul_days", prediction.RulDays);
            json.WriteNumber("probability", prediction.Probability);
            json.WriteNumber("confidence", prediction.Confidence);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("prediction");
        }
        if (row.PredictionUnavailable is { } why) json.WriteString("prediction_unavailable", why);
    }

    static byte[] Bytes(JsonWriterOptions options, Action<Utf8JsonWriter> fields)
    {
        var bytes = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(bytes, options))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }
        return bytes.WrittenSpan.ToArray();
    }
}
