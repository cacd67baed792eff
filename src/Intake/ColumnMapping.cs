using System.Text.Json;
using Plumbline.Intake.Csv;
using Plumbline.Intake.Logs;

namespace Plumbline.Intake;

/// <summary>Which columns of a file hold what, where they are not called as the contract says.</summary>
/// <remarks>
/// A JSON object. Its keys are <c>timestamp</c>, <c>pump</c>, <c>flow</c>, <c>head</c> (or <c>discharge_pressure</c>), <c>suction_pressure</c>, <c>power</c>,
/// <c>efficiency</c> and <c>speed</c>; keys left out stand for the columns of the contract. A value is the name of a column whose unit stands in brackets,
/// <c>"Q [m3/h]"</c>, or, for a column that does not say its unit, an object: <c>{"column": "FT-101", "unit": "m3/h"}</c>.
/// </remarks>
public sealed class ColumnMapping
{
    internal const string Timestamp = "timestamp";
    internal const string Pump = "pump";

    // A mapping is written by hand.
    static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    readonly Dictionary<string, MappedColumn> _columns = [];

    ColumnMapping(string file) => File = file;

    /// <summary>The contract: nothing is renamed.</summary>
    public static ColumnMapping None { get; } = new("mapping");

    internal string File { get; }

    static string[] Keys => [Timestamp, Pump, .. MeasuredColumn.All.SelectMany(column => column.Keys)];

    /// <summary>Reads a mapping.</summary>
    /// <param name="json">UTF-8; read to its end and left open.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="InvalidInputException">Not such a JSON object, an unknown key, or two keys for one thing.</exception>
    public static ColumnMapping Read(Stream json, string name)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentException.ThrowIfNullOrEmpty(name);
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            return Read(document.RootElement, name);
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(name, "not a JSON object that names columns", e.LineNumber + 1);
        }
    }

    static ColumnMapping Read(JsonElement root, string name)
    {
        if (root.ValueKind != JsonValueKind.Object) throw new InvalidInputException(name, "not a JSON object that names columns");
        var mapping = new ColumnMapping(name);
        foreach (var entry in root.EnumerateObject())
        {
            if (!Keys.Contains(entry.Name)) throw new InvalidInputException(name, $"the key {Excerpt.Of(entry.Name)} is not known; there are {string.Join(", ", Keys)}");
            if (!mapping._columns.TryAdd(Canonical(entry.Name), MappedColumn.Read(entry, name)))
                throw new InvalidInputException(name, $"the key {Excerpt.Of(entry.Name)} names a column that another key names already");
        }
        return mapping;
    }

    /// <summary>What was said for a key, or for another key that means the same.</summary>
    internal MappedColumn? this[string key] => _columns.GetValueOrDefault(Canonical(key));

    static string Canonical(string key) => Array.Find(MeasuredColumn.All, column => column.Keys.Contains(key))?.Keys[0] ?? key;
}

/// <summary>A column of the file, as a mapping names it.</summary>
/// <param name="Column">Its header.</param>
/// <param name="Unit">Its unit; null where the header says it.</param>
sealed record MappedColumn(string Column, string? Unit)
{
    public static MappedColumn Read(JsonProperty entry, string name)
    {
        if (entry.Value.ValueKind == JsonValueKind.String) return new(entry.Value.GetString()!, null);
        if (entry.Value.ValueKind == JsonValueKind.Object && Text(entry.Value, "column") is { } column && Text(entry.Value, "unit") is { } unit) return new(column, unit);
        throw new InvalidInputException(name, $$"""the value of '{{entry.Name}}' is neither the name of a column nor {"column": …, "unit": …}""");
    }

    static string? Text(JsonElement of, string key) => of.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
