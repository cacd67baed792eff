using System.Text.Json;

namespace Plumbline.Central;

/// <summary>Fields of a JSON object that a client sent; those that are wrong are named. Fields that we do not know are ignored: a client may be newer than its server.</summary>
sealed class BodyFields(JsonElement body, FieldErrors errors)
{
    public bool Has(string name) => Field(name) is not null;

    /// <returns>Null where it is missing or null.</returns>
    public JsonElement? Field(string name) => body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <returns>Null where it is missing, or wrong, and named as an error then.</returns>
    public string? Text(string name, int longest)
    {
        if (Field(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && text.Length <= longest && !text.Any(char.IsControl)) return text;
        errors.Add(name, $"must be a text of at most {longest} characters, in one line.");
        return null;
    }

    /// <returns>Empty where it is missing or wrong, and named as an error then.</returns>
    public string Required(string name, int longest)
    {
        var text = Text(name, longest);
        if (string.IsNullOrWhiteSpace(text)) errors.Add(name, $"is required: a text of 1 to {longest} characters.");
        return text ?? "";
    }

    public double? Number(string name, double least, double most)
    {
        if (Field(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number && number >= least && number <= most) return number;
        errors.Add(name, FormattableString.Invariant($"must be a number from {least} to {most}."));
        return null;
    }

    public bool? Flag(string name)
    {
        if (Field(name) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        errors.Add(name, "must be true or false.");
        return null;
    }

    public Guid? Id(string name)
    {
        if (Field(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String && value.TryGetGuid(out var id)) return id;
        errors.Add(name, "must be a UUID.");
        return null;
    }

    /// <returns>The default value where it is missing or wrong, and named as an error then.</returns>
    public Guid RequiredId(string name)
    {
        if (!Has(name)) errors.Add(name, "is required: a UUID.");
        return Id(name) ?? default;
    }

    /// <returns>The default value where it is missing or wrong, and named as an error then.</returns>
    public DateTime RequiredTime(string name)
    {
        if (Field(name) is { ValueKind: JsonValueKind.String } value && UtcTime.Parse(value.GetString()) is { } time) return time;
        errors.Add(name, Has(name) ? UtcTime.Wanted : "is required: an ISO 8601 time such as 2024-11-18T14:32:00Z.");
        return default;
    }

    /// <returns>Null where it is missing, or wrong, and named as an error then.</returns>
    public IReadOnlyList<string>? Texts(string name, int most)
    {
        if (Field(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= most && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)) return [.. value.EnumerateArray().Select(one => one.GetString()!)];
        errors.Add(name, $"must be a list of at most {most} texts.");
        return null;
    }
}
