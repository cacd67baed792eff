using System.Text.Json;
using Plumbline.Intake;

namespace Plumbline.Edge.Artifact;

/// <summary>One JSON object, read field by field. Every complaint names the file, the path from the root, and the value found there.</summary>
sealed class JsonFields
{
    static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    readonly string _file;
    readonly string _path;
    readonly JsonElement _object;
    readonly List<string> _asked = [];

    JsonFields(string file, string path, JsonElement element)
    {
        (_file, _path, _object) = (file, path, element);
        if (element.ValueKind != JsonValueKind.Object) throw Wrong(path.Length > 0 ? path : "the root", element, "an object");
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="read">Asks for the fields.</param>
    /// <param name="only">Whether a field that was not asked for is refused.</param>
    /// <exception cref="InvalidInputException">Not JSON, or not as <paramref name="read"/> asks.</exception>
    public static T Read<T>(byte[] json, string file, Func<JsonFields, T> read, bool only = true)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return new JsonFields(file, "", document.RootElement).Take(read, only);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(file, "it cannot be read as JSON", e.LineNumber + 1);
        }
    }

    public T Object<T>(string name, Func<JsonFields, T> read) => new JsonFields(_file, At(name), Need(name)).Take(read, only: true);

    public bool IsNull(string name) => Need(name).ValueKind == JsonValueKind.Null;

    public T? OptionalObject<T>(string name, Func<JsonFields, T> read)
        where T : class => IsNull(name) ? null : Object(name, read);

    public string Text(string name) => OptionalText(name) ?? throw Wrong(name, "text");

    public string? OptionalText(string name) => Need(name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        { ValueKind: JsonValueKind.Null } => null,
        _ => throw Wrong(name, "text"),
    };

    public double Number(string name, double low = double.NegativeInfinity, double high = double.PositiveInfinity) =>
        OptionalNumber(name, low, high) ?? throw Wrong(name, "a number");

    public double? OptionalNumber(string name, double low = double.NegativeInfinity, double high = double.PositiveInfinity)
    {
        var value = Need(name);
        if (value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number) || !double.IsFinite(number)) throw Wrong(name, "a number");
        if (number < low || number > high) throw Wrong(name, double.IsInfinity(high) ? low == double.Epsilon ? "above 0" : $"at least {low}" : $"from {(low == double.Epsilon ? "above 0" : low)} to {high}");
        return number;
    }

    public double Above0(string name, double high = double.PositiveInfinity) => Number(name, double.Epsilon, high);

    public int Whole(string name, int low, int high) => Number(name, low, high) is var number && Math.Floor(number) == number ? (int)number : throw Wrong(name, "a whole number");

    public bool Flag(string name) => Need(name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, "true or false"),
    };

    public T OneOf<T>(string name, IReadOnlyDictionary<string, T> known) => known.TryGetValue(Text(name), out var value) ? value : throw Wrong(name, "one of " + string.Join(", ", known.Keys));

    public IReadOnlyList<T> ListOf<T>(string name, IReadOnlyDictionary<string, T> known)
    {
        var list = Need(name);
        if (list.ValueKind != JsonValueKind.Array) throw Wrong(name, "a list");
        var values = new List<T>();
        foreach (var entry in list.EnumerateArray())
            values.Add(entry.ValueKind == JsonValueKind.String && known.TryGetValue(entry.GetString()!, out var value) ? value : throw Wrong(At(name), entry, "one of " + string.Join(", ", known.Keys)));
        return values;
    }

    /// <summary>Every field of an object whose values are all text.</summary>
    public IReadOnlyDictionary<string, string> Texts(string name)
    {
        var value = Need(name);
        if (value.ValueKind != JsonValueKind.Object) throw Wrong(name, "an object");
        return value.EnumerateObject().ToDictionary(
            entry => entry.Name, entry => entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString()! : throw Wrong($"{At(name)}.{entry.Name}", entry.Value, "text"), StringComparer.Ordinal);
    }

    T Take<T>(Func<JsonFields, T> read, bool only)
    {
        var taken = read(this);
        if (!only) return taken;
        foreach (var entry in _object.EnumerateObject())
            if (!_asked.Contains(entry.Name)) throw new InvalidInputException(_file, $"'{At(entry.Name)}' is not known here; known are: {string.Join(", ", _asked)}");
        return taken;
    }

    JsonElement Need(string name)
    {
        if (!_asked.Contains(name)) _asked.Add(name);
        return _object.TryGetProperty(name, out var value) ? value : throw new InvalidInputException(_file, $"'{At(name)}' is missing");
    }

    string At(string name) => _path.Length > 0 ? $"{_path}.{name}" : name;

    InvalidInputException Wrong(string name, string wanted) => Wrong(At(name), Need(name), wanted);

    InvalidInputException Wrong(string path, JsonElement found, string wanted)
    {
        const int Shown = 40;
        var raw = found.GetRawText();
        return new(_file, $"'{path}' is {(raw.Length <= Shown ? raw : raw[..Shown] + "…")}; it must be {wanted}");
    }
}
