using System.Text.Json;
using Plumbline.Plant;

namespace Plumbline.Reports.Documents.Exchange;

/// <summary>Writes values the same way in every JSON file: no NaN or infinity, times in UTC, names in snake_case.</summary>
static class JsonFields
{
    public static Utf8JsonWriter Begin(Stream stream) => new(stream, new JsonWriterOptions
    {
        Indented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    });

    /// <summary>Null for what JSON has no number for.</summary>
    public static void Number(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number)) json.WriteNumber(name, number);
        else json.WriteNull(name);
    }

    public static void Time(this Utf8JsonWriter json, string name, DateTime? utc)
    {
        if (utc is { } time) json.WriteString(name, DateTime.SpecifyKind(time, DateTimeKind.Utc));
        else json.WriteNull(name);
    }

    public static void Text(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is null) json.WriteNull(name);
        else json.WriteString(name, text.Replace(Wording.NoBreakSpace, ' '));
    }

    public static void Parameter(this Utf8JsonWriter json, string name, PumpParameter? parameter) => json.Text(name, parameter is { } known ? Wording.Name(known) : null);

    /// <summary>The name of an enum's value as snake_case.</summary>
    public static string Snake<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>An object, or null where there is nothing to write.</summary>
    public static void Object<T>(this Utf8JsonWriter json, string name, T? value, Action<Utf8JsonWriter, T> write) where T : class
    {
        if (value is null)
        {
            json.WriteNull(name);
            return;
        }
        json.WriteStartObject(name);
        write(json, value);
        json.WriteEndObject();
    }

    public static void Array<T>(this Utf8JsonWriter json, string name, IEnumerable<T> values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStartObject();
            write(json, value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void Texts(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
