using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Plumbline.Edge.Delivery;

/// <summary>A report that waits in the outbox: the bytes that will be sent, and what must be known to send them.</summary>
/// <param name="FileName">In the outbox.</param>
/// <param name="Key">Its idempotency key.</param>
/// <param name="Timestamp">Of the reading; UTC.</param>
/// <param name="SiteId">The site that it is of; null where it names none.</param>
/// <param name="Body">JSON, UTF-8.</param>
sealed record PendingReport(string FileName, string Key, DateTime Timestamp, long? SiteId, byte[] Body)
{
    // As much as the centre takes.
    public const int LargestBytes = 256 * 1024;

    const string Beginning = "anomaly_";
    const string Ending = ".json";
    const string TimeInName = "yyyyMMdd'_'HHmmss";
    const int TimeLength = 15;
    const int KeyLength = 32;

    /// <summary>The name under which a payload waits: names in order are readings in order, to the second.</summary>
    public static string NameOf(AnomalyPayload payload) => NameOf(payload.Timestamp, payload.Key);

    /// <inheritdoc cref="NameOf(AnomalyPayload)"/>
    public static string NameOf(DateTime reading, string key) => $"{Beginning}{Said(reading)}_{key}{Ending}";

    /// <summary>What the names of all reports of a reading have in common, as a pattern.</summary>
    public static string PatternOf(DateTime reading) => $"{Beginning}{Said(reading)}_*{Ending}";

    /// <summary>Whether it is the name of a report of a later reading than this, by the second.</summary>
    public static bool IsAfter(string fileName, DateTime reading) => Parts(fileName).Time is { } time && string.CompareOrdinal(time, Said(reading)) > 0;

    /// <param name="fileName">As in the outbox.</param>
    /// <param name="body">Its content.</param>
    /// <param name="defect">Why it is no report: the rest of a sentence; null where it is one.</param>
    public static PendingReport? Read(string fileName, byte[] body, out string? defect)
    {
        var (timeInName, key) = Parts(fileName);
        defect = key is null ? "its name is not that of a report" : body.Length > LargestBytes ? "it is larger than any report" : null;
        if (defect is not null) return null;
        defect = "it is damaged";
        if (!Utf8.IsValid(body)) return null;
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || TextIn(root, "sourceType") is null || TextIn(root, "description") is null) return null;
            if (ReportTime.Parse(TextIn(root, "timestamp")) is not { } time || Said(time) != timeInName) return null;
            defect = null;
            return new(fileName, key!, time, root.TryGetProperty("siteId", out var site) && site.ValueKind == JsonValueKind.Number && site.TryGetInt64(out var id) ? id : null, body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, or text in it that is not Unicode.
            return null;
        }
    }

    static string Said(DateTime reading) => reading.ToString(TimeInName, CultureInfo.InvariantCulture);

    static string? TextIn(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Of a name like <c>anomaly_20240725_143200_KEY.json</c>, also with a number behind the key, where one that was set apart was put back.</summary>
    static (string? Time, string? Key) Parts(string name)
    {
        const int keyAt = 8 + TimeLength + 1;
        if (name.Length < keyAt + KeyLength + Ending.Length || !name.StartsWith(Beginning, StringComparison.Ordinal) || !name.EndsWith(Ending, StringComparison.Ordinal) || name[keyAt - 1] != '_') return default;
        var key = name.Substring(keyAt, KeyLength);
        var number = name.AsSpan(keyAt + KeyLength, name.Length - keyAt - KeyLength - Ending.Length);
        if (!key.All(char.IsAsciiHexDigitLower) || (number.Length > 0 && (number[0] != '-' || number.Length == 1 || number[1..].ContainsAnyExceptInRange('0', '9')))) return default;
        return (name.Substring(Beginning.Length, TimeLength), key);
    }
}
