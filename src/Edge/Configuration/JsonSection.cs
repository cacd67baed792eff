using System.Text.Json;

namespace Plumbline.Edge.Configuration;

/// <summary>An object of the configuration, field by field. What is wrong is noted with its path, and reading goes on with the default.</summary>
/// <param name="element">Null where the section is left out: every field then has its default.</param>
/// <param name="path">From the root; empty for the root.</param>
/// <param name="complaints">Of the whole file.</param>
sealed class JsonSection(JsonElement? element, string path, List<string> complaints)
{
    readonly List<string> _known = [];

    public void Complain(string name, string what) => complaints.Add($"{PathOf(name)} {what}");

    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    public JsonSection Section(string name)
    {
        var value = Field(name);
        if (value is { ValueKind: not JsonValueKind.Object }) Complain(name, $"must be an object, and is {Kind(value.Value)}");
        return new JsonSection(value is { ValueKind: JsonValueKind.Object } ? value : null, PathOf(name), complaints);
    }

    public string? Text(string name)
    {
        if (Field(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String) return value.GetString();
        // Without the value: a token may stand there without its quotes.
        Complain(name, $"must be text in quotes, and is {(value.ValueKind == JsonValueKind.Number ? "a number" : Kind(value))}");
        return null;
    }

    public bool Flag(string name, bool otherwise)
    {
        if (Field(name) is not { } value) return otherwise;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Complain(name, $"must be true or false, and is {Kind(value)}");
        return otherwise;
    }

    public double Number(string name, double low, double high, double otherwise)
    {
        if (Field(name) is not { } value) return otherwise;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= low && number <= high) return number;
        Complain(name, $"must be a number from {low} to {high}, and is {Kind(value)}");
        return otherwise;
    }

    public long? Whole(string name, long low, long high)
    {
        if (Field(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= low && number <= high) return number;
        Complain(name, $"must be an integer from {low} to {high}, and is {Kind(value)}");
        return null;
    }

    /// <summary>One word of several, by case.</summary>
    public T Word<T>(string name, IReadOnlyDictionary<string, T> words, T otherwise)
    {
        if (Field(name) is not { } value) return otherwise;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && words.TryGetValue(text, out var meaning)) return meaning;
        Complain(name, $"must be {AnyOf(words.Keys)}, and is {Kind(value)}");
        return otherwise;
    }

    public IReadOnlyList<T> Words<T>(string name, IReadOnlyDictionary<string, T> words, IReadOnlyList<T> otherwise)
    {
        if (Field(name) is not { } value) return otherwise;
        if (value.ValueKind != JsonValueKind.Array)
        {
            Complain(name, $"must be a list of {AnyOf(words.Keys)}, and is {Kind(value)}");
            return otherwise;
        }
        var meant = new List<T>();
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && item.GetString() is { } text && words.TryGetValue(text, out var meaning)) meant.Add(meaning);
            else Complain($"{name}[{index}]", $"must be {AnyOf(words.Keys)}, and is {Kind(item)}");
            index++;
        }
        return meant;
    }

    /// <summary>Names every field that was not asked for, and each that stands twice. Without its value: it may be a token under a misspelt name.</summary>
    public void RefuseOthers()
    {
        if (element is not { } fields) return;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in fields.EnumerateObject())
        {
            var name = field.Name;
            if (!seen.Add(name)) Complain(Shown(name), "stands twice");
            else if (!_known.Contains(name)) Complain(Shown(name), $"is not known; there {(_known.Count == 1 ? "is" : "are")} {string.Join(", ", _known)}");
        }
    }

    JsonElement? Field(string name)
    {
        _known.Add(name);
        return element is { } fields && fields.TryGetProperty(name, out var value) ? value : null;
    }

    static string AnyOf(IEnumerable<string> words) => string.Join(" or ", words.Select(word => $"\"{word}\""));

    static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text \"{Shown(value.GetString()!)}\"",
        JsonValueKind.Number => $"the number {Shown(value.GetRawText())}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    static string Shown(string text)
    {
        var shown = text.Length > 40 ? text.AsSpan(0, 40).ToString() + "…" : text;
        return string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
    }
}
