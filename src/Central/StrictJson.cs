using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;

namespace Plumbline.Central;

/// <summary>JSON that can mean one thing only: no key twice, no number beyond a double, no broken Unicode, no deep nesting.</summary>
static class StrictJson
{
    public const int DeepestNesting = 32;

    static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = DeepestNesting };

    // Keys that occur twice are found here and named; the document's own check would only throw.
    static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = DeepestNesting };

    /// <summary>How answers are written: as JSON alone, never inside a page, so that nothing but JSON's own characters is escaped.</summary>
    public static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a whole text.</summary>
    /// <param name="defect">What is wrong, as a sentence; null where nothing is.</param>
    /// <returns>The document, which the caller disposes of; null where there is a defect.</returns>
    public static JsonDocument? Read(ReadOnlyMemory<byte> text, out string? defect)
    {
        defect = Utf8.IsValid(text.Span) ? DefectOf(text.Span) : "the text is not UTF-8.";
        return defect is null ? JsonDocument.Parse(text, DocumentOptions) : null;
    }

    /// <summary>SHA-256 of a value in canonical form (keys in order, no space): equal for texts that say the same in the same numbers and strings.</summary>
    public static byte[] Digest(JsonElement value)
    {
        var canonical = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(canonical)) WriteCanonical(json, value);
        return SHA256.HashData(canonical.WrittenSpan);
    }

    static void WriteCanonical(Utf8JsonWriter json, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    json.WritePropertyName(property.Name);
                    WriteCanonical(json, property.Value);
                }
                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray()) WriteCanonical(json, item);
                json.WriteEndArray();
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    static string? DefectOf(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, ReaderOptions);
        var open = new Stack<HashSet<string>?>();
        try
        {
            while (reader.Read())
            {
                if (DefectOf(ref reader, open) is { } defect) return $"{defect} (byte {reader.TokenStartIndex}).";
            }
            return null;
        }
        catch (JsonException e)
        {
            return $"the text is not JSON, or nested deeper than {DeepestNesting} levels (line {(e.LineNumber ?? 0) + 1}, byte {e.BytePositionInLine ?? 0}).";
        }
    }

    static string? DefectOf(ref Utf8JsonReader reader, Stack<HashSet<string>?> open)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                open.Push([]);
                return null;
            case JsonTokenType.StartArray:
                open.Push(null);
                return null;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                open.Pop();
                return null;
            case JsonTokenType.Number:
                return reader.TryGetDouble(out var number) && double.IsFinite(number) ? null : "a number is too large";
            case JsonTokenType.String:
                return HasLoneSurrogate(reader.ValueSpan) ? "a string holds half of a surrogate pair" : null;
            case JsonTokenType.PropertyName:
                if (HasLoneSurrogate(reader.ValueSpan)) return "a key holds half of a surrogate pair";
                return open.Peek()!.Add(reader.GetString()!) ? null : $"the key '{Shortened(reader.GetString()!)}' occurs twice";
            default:
                return null;
        }
    }

    static string Shortened(string key) => key.Length <= 40 ? key : key[..40] + "…";

    /// <summary>Whether the escapes of a string (already known to be well formed) name one half of a pair without the other.</summary>
    static bool HasLoneSurrogate(ReadOnlySpan<byte> text)
    {
        var isHighBefore = false;
        for (var at = 0; at < text.Length;)
        {
            var unit = 0;
            var length = 1;
            if (text[at] == '\\')
            {
                length = text[at + 1] == 'u' ? 6 : 2;
                if (length == 6) unit = int.Parse(text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            }
            if (isHighBefore != char.IsLowSurrogate((char)unit)) return true;
            isHighBefore = char.IsHighSurrogate((char)unit);
            at += length;
        }
        return isHighBefore;
    }
}
