using System.Globalization;
using System.Text.Json;
using Plumbline.Plant;
using Plumbline.Reports.AnomalyCharts;

namespace Plumbline.Cli.Query;

/// <summary>An anomaly as the API gave it, and what is counted of it.</summary>
/// <param name="Json">All of it, as it came.</param>
/// <param name="Id">Its number in the centre.</param>
/// <param name="Time">Of the reading, UTC.</param>
/// <param name="SiteId">Null where the report names none.</param>
/// <param name="PumpId">As the site.</param>
/// <param name="SensorId">As the site.</param>
/// <param name="Status">Unknown where the report names none.</param>
/// <param name="Worst">The largest of all deviations in the report.</param>
sealed record AnomalyItem(JsonElement Json, long Id, DateTime Time, long? SiteId, long? PumpId, long? SensorId, PumpStatus Status, WorstDeviation? Worst)
{
    /// <returns>Null where it is not an anomaly: its number or its time is missing or none.</returns>
    public static AnomalyItem? Read(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || IdOf(json, "id") is not { } id || TimeOf(json) is not { } time) return null;
        var context = Inner(json, "additionalContext");
        var status = Text(json, "status") ?? (context is { } named ? Text(named, "status") : null);
        return new(json, id, time, IdOf(json, "siteId"), IdOf(json, "pumpId"), IdOf(json, "sensorId"), StatusOf(status), context is { } holder ? WorstOf(holder) : null);
    }

    /// <summary>The time as the API wrote it, to be asked for again.</summary>
    public string TimeText => Text(Json, "timestamp")!;

    static DateTime? TimeOf(JsonElement json) =>
        DateTime.TryParse(Text(json, "timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    static long? IdOf(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var id) ? id : null;

    static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static PumpStatus StatusOf(string? name) => Enum.GetValues<PumpStatus>().FirstOrDefault(status => string.Equals(status.ToString(), name, StringComparison.OrdinalIgnoreCase), PumpStatus.Unknown);

    /// <summary>An object in the report, which a device may also have sent as a string that holds one.</summary>
    static JsonElement? Inner(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name, out var value)) return null;
        if (value.ValueKind == JsonValueKind.Object) return value;
        if (value.ValueKind != JsonValueKind.String) return null;
        try
        {
            using var inner = JsonDocument.Parse(value.GetString()!);
            return inner.RootElement.ValueKind == JsonValueKind.Object ? inner.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            // Some other text, which another server may have let in.
            return null;
        }
    }

    static WorstDeviation? WorstOf(JsonElement context)
    {
        if (!context.TryGetProperty("all_deviations", out var all) || all.ValueKind != JsonValueKind.Object) return null;
        return all.EnumerateObject()
            .Where(deviation => deviation.Value.ValueKind == JsonValueKind.Number && double.IsFinite(deviation.Value.GetDouble()))
            .Select(deviation => new WorstDeviation(Terminal.Plain(deviation.Name), deviation.Value.GetDouble()))
            .MaxBy(deviation => Math.Abs(deviation.Pct));
    }
}
