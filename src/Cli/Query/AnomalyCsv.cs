using System.Buffers;
using System.Text.Json;

namespace Plumbline.Cli.Query;

/// <summary>Anomalies as CSV (RFC 4180, UTF-8, lines ended by a line feed), the newest first.</summary>
/// <remarks>
/// Values are those of the API to the letter, objects as JSON in one field, what is missing is empty: read back, it is what the centre holds. Hence nothing is put before a description that begins
/// with '=', '+', '-' or '@', which a spreadsheet may take for a formula: import the columns as text there.
/// </remarks>
static class AnomalyCsv
{
    static readonly string[] Columns = ["id", "sourceType", "description", "siteId", "pumpId", "sensorId", "timestamp", "logValue", "additionalContext", "metadata", "createdAt"];

    static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");

    public static void Write(IEnumerable<AnomalyItem> items, TextWriter writer)
    {
        writer.Write(string.Join(',', Columns));
        writer.Write('\n');
        foreach (var item in items)
        {
            for (var i = 0; i < Columns.Length; i++)
            {
                if (i > 0) writer.Write(',');
                writer.Write(Quoted(Text(item.Json, Columns[i])));
            }
            writer.Write('\n');
        }
    }

    static string Text(JsonElement item, string name)
    {
        if (!item.TryGetProperty(name, out var value)) return "";
        return value.ValueKind switch
        {
            JsonValueKind.Null => "",
            // Also an object that a device sent as a string: then the string is the JSON.
            JsonValueKind.String => value.GetString()!,
            _ => value.GetRawText(),
        };
    }

    // Blanks at the ends are part of the value, which some readers believe only inside quotes.
    static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(Special) < 0 && text.AsSpan().Trim().Length == text.Length ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
