using System.Text;
using System.Text.Json;
using Plumbline.Plant;

namespace Plumbline.Central.AnomalyReports;

/// <summary>The body of a report, field by field. Fields that we do not know are ignored: a device may be newer than its server.</summary>
static class AnomalyBody
{
    const int LongestDescription = 4000;

    // What every JSON reader keeps to the digit.
    const long LargestId = (1L << 53) - 1;

    /// <returns>Null where a field is wrong; <paramref name="errors"/> then names each.</returns>
    public static AnomalyReport? Read(JsonElement body, DateTime now, FieldErrors errors)
    {
        var context = ObjectText(body, "additionalContext", errors, out var contextStatus);
        var report = new AnomalyReport
        {
            SourceType = SourceType(body, errors),
            Description = Description(body, errors),
            SiteId = Id(body, "siteId", errors),
            PumpId = Id(body, "pumpId", errors),
            SensorId = Id(body, "sensorId", errors),
            CameraId = Id(body, "cameraId", errors),
            LogId = Id(body, "logId", errors),
            Timestamp = Timestamp(body, errors) ?? now,
            LogValue = Number(body, "logValue", errors),
            AdditionalContext = context,
            Metadata = ObjectText(body, "metadata", errors, out _),
            Status = contextStatus,
        };
        return errors.Any ? null : report;
    }

    /// <summary>Whether the device said when: only then can a repetition of the same body be told from a second event.</summary>
    public static bool HasTimestamp(JsonElement body) => Field(body, "timestamp") is not null;

    static string SourceType(JsonElement body, FieldErrors errors)
    {
        if (Field(body, "sourceType") is { ValueKind: JsonValueKind.String } value && value.GetString() is "log" or "vision") return value.GetString()!;
        errors.Add("sourceType", "is required: \"log\" or \"vision\".");
        return "";
    }

    static string Description(JsonElement body, FieldErrors errors)
    {
        var text = Field(body, "description") is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";
        if (string.IsNullOrWhiteSpace(text)) errors.Add("description", "is required: a sentence for a person to read.");
        else if (text.Length > LongestDescription) errors.Add("description", $"is longer than {LongestDescription} characters.");
        else if (text.Contains('\0')) errors.Add("description", "holds a NUL character.");
        return text;
    }

    static long? Id(JsonElement body, string name, FieldErrors errors)
    {
        if (Field(body, name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var id) && id is >= 0 and <= LargestId) return id;
        errors.Add(name, $"must be an integer from 0 to {LargestId}.");
        return null;
    }

    static double? Number(JsonElement body, string name, FieldErrors errors)
    {
        if (Field(body, name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number) return value.GetDouble();
        errors.Add(name, "must be a number.");
        return null;
    }

    static DateTime? Timestamp(JsonElement body, FieldErrors errors)
    {
        if (Field(body, "timestamp") is not { } value) return null;
        var time = value.ValueKind == JsonValueKind.String ? UtcTime.Parse(value.GetString()) : null;
        if (time is null) errors.Add("timestamp", UtcTime.Wanted);
        return time;
    }

    /// <summary>An object, or a string that holds one, as it was written; and the status in it, if any.</summary>
    static string? ObjectText(JsonElement body, string name, FieldErrors errors, out PumpStatus? status)
    {
        status = null;
        if (Field(body, name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String)
        {
            using var inner = StrictJson.Read(Encoding.UTF8.GetBytes(value.GetString()!), out _);
            if (inner?.RootElement.ValueKind == JsonValueKind.Object)
            {
                status = StatusIn(inner.RootElement);
                return value.GetRawText();
            }
        }
        if (value.ValueKind == JsonValueKind.Object)
        {
            status = StatusIn(value);
            return value.GetRawText();
        }
        errors.Add(name, "must be a JSON object, or a string that holds one.");
        return null;
    }

    static PumpStatus? StatusIn(JsonElement context) =>
        Field(context, "status") is { ValueKind: JsonValueKind.String } text ? StatusNamed(text.GetString()!) : null;

    public static PumpStatus? StatusNamed(string name) =>
        Enum.GetValues<PumpStatus>().Cast<PumpStatus?>().FirstOrDefault(status => string.Equals(status.ToString(), name, StringComparison.OrdinalIgnoreCase));

    /// <returns>Null where the field is missing or null.</returns>
    static JsonElement? Field(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
