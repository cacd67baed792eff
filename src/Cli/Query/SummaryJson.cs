using System.Text.Encodings.Web;
using System.Text.Json;
using Plumbline.Reports.AnomalyCharts;

namespace Plumbline.Cli.Query;

/// <summary>Summary and anomalies for programs; the fields are described in docs/query.md.</summary>
static class SummaryJson
{
    // Text of devices as they sent it, not as \u escapes: the output is no page.
    static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(AnomalySummary summary, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, Readable);
        var found = summary.Found;
        json.WriteStartObject();
        json.WriteNumber("total", found.Total);
        json.WriteNumber("fetched", found.Items.Count);
        json.WriteBoolean("complete", !found.IsCut);
        json.WriteStartObject("days");
        json.WriteString("first", Day(summary.Selection.Days.First));
        json.WriteString("last", Day(summary.Selection.Days.Last));
        json.WriteNumber("count", summary.Selection.Days.Count);
        json.WriteEndObject();
        Time(json, "firstTimestamp", found.Items.LastOrDefault()?.Time);
        Time(json, "lastTimestamp", found.Items.FirstOrDefault()?.Time);
        json.WriteStartObject("byStatus");
        foreach (var (status, count) in summary.ByStatus) json.WriteNumber(status.ToString(), count);
        json.WriteEndObject();
        Counts(json, "bySensor", "sensorId", summary.BySensor);
        Counts(json, "bySite", "siteId", summary.BySite);
        Pumps(json, summary);
        json.WriteStartArray("items");
        foreach (var item in found.Items) item.Json.WriteTo(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Counts(Utf8JsonWriter json, string name, string idName, IReadOnlyList<(long? Id, int Count)> counts)
    {
        json.WriteStartArray(name);
        foreach (var (id, count) in counts)
        {
            json.WriteStartObject();
            Id(json, idName, id);
            json.WriteNumber("count", count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void Pumps(Utf8JsonWriter json, AnomalySummary summary)
    {
        var keys = summary.Pumps.ToDictionary(summary.Name, StringComparer.Ordinal);
        json.WriteStartArray("byPump");
        foreach (var tally in summary.Tallies)
        {
            json.WriteStartObject();
            Id(json, "siteId", keys[tally.Pump].SiteId);
            Id(json, "pumpId", keys[tally.Pump].PumpId);
            json.WriteNumber("count", tally.Count);
            json.WriteStartObject("byStatus");
            foreach (var (status, count) in tally.ByStatus) json.WriteNumber(status.ToString(), count);
            json.WriteEndObject();
            json.WriteNumber("perDay", Math.Round(tally.PerDay, 4));
            Worst(json, tally.Worst);
            Time(json, "lastSeen", tally.LastSeen);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void Worst(Utf8JsonWriter json, WorstDeviation? worst)
    {
        if (worst is null)
        {
            json.WriteNull("worstDeviation");
            return;
        }
        json.WriteStartObject("worstDeviation");
        json.WriteString("parameter", worst.Parameter);
        json.WriteNumber("percent", worst.Pct);
        json.WriteEndObject();
    }

    static void Id(Utf8JsonWriter json, string name, long? id)
    {
        if (id is { } number) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    static void Time(Utf8JsonWriter json, string name, DateTime? time) => json.WriteString(name, time is { } at ? AnomalyFilter.Instant(at) : null);

    static string Day(DateOnly day) => day.ToString("yyyy-MM-dd");
}
