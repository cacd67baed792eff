using System.Buffers;
using System.Text.Json;

namespace Plumbline.Central.AnomalyReports;

/// <summary>Anomalies as the API writes them: every field each time, null where there is nothing to say.</summary>
static class AnomalyJson
{
    public static AnomalyState? StateNamed(string name) => name.ToLowerInvariant() switch
    {
        "open" => AnomalyState.Open,
        "acknowledged" => AnomalyState.Acknowledged,
        "resolved" => AnomalyState.Resolved,
        _ => null,
    };

    public static Task WriteAsync(HttpContext context, Anomaly anomaly) => WriteAsync(context, json => Write(json, anomaly));

    public static Task WriteAsync(HttpContext context, AnomalyPage page, PageOfAnomalies asked) => WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("items");
        foreach (var anomaly in page.Items) Write(json, anomaly);
        json.WriteEndArray();
        json.WriteNumber("total", page.Total);
        json.WriteNumber("skip", asked.Skip);
        json.WriteNumber("take", asked.Take);
        json.WriteEndObject();
    });

    static Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(body, StrictJson.Plain)) write(json);
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.WrittenCount;
        return context.Response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask();
    }

    static void Write(Utf8JsonWriter json, Anomaly anomaly)
    {
        var report = anomaly.Report;
        json.WriteStartObject();
        json.WriteNumber("id", anomaly.Id);
        json.WriteString("sourceType", report.SourceType);
        json.WriteString("description", report.Description);
        WriteId(json, "siteId", report.SiteId);
        WriteId(json, "pumpId", report.PumpId);
        WriteId(json, "sensorId", report.SensorId);
        WriteId(json, "cameraId", report.CameraId);
        WriteId(json, "logId", report.LogId);
        json.WriteString("timestamp", UtcTime.Format(report.Timestamp));
        if (report.LogValue is { } value) json.WriteNumber("logValue", value);
        else json.WriteNull("logValue");
        WriteRaw(json, "additionalContext", report.AdditionalContext);
        WriteRaw(json, "metadata", report.Metadata);
        json.WriteString("status", report.Status?.ToString());
        json.WriteString("state", anomaly.State.ToString().ToLowerInvariant());
        WriteHandling(json, "acknowledgement", anomaly.Acknowledgement);
        WriteHandling(json, "resolution", anomaly.Resolution);
        json.WriteString("createdAt", UtcTime.Format(anomaly.CreatedAt));
        json.WriteEndObject();
    }

    static void WriteId(Utf8JsonWriter json, string name, long? id)
    {
        if (id is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    // Was checked when it came in, and is given back as it came.
    static void WriteRaw(Utf8JsonWriter json, string name, string? text)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(text ?? "null", skipInputValidation: true);
    }

    static void WriteHandling(Utf8JsonWriter json, string name, Handling? handling)
    {
        if (handling is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        json.WriteString("at", UtcTime.Format(handling.At));
        json.WriteString("by", handling.By);
        json.WriteString("note", handling.Note);
        json.WriteEndObject();
    }
}
