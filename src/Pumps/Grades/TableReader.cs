using System.Text.Json;
using Plumbline.Plant;

namespace Plumbline.Pumps.Grades;

/// <summary>Reads the JSON of a tolerance table. Every complaint names the place as a path from the root, and the value found there.</summary>
sealed class TableReader
{
    // Written in the table for a side that is not checked.
    const double NotChecked = 999;

    static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    readonly string _displayName;

    TableReader(string displayName) => _displayName = displayName;

    public static IReadOnlyDictionary<string, ToleranceProfile> Read(ReadOnlySpan<byte> json, string displayName)
    {
        ArgumentException.ThrowIfNullOrEmpty(displayName);
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (json.StartsWith(mark)) json = json[mark.Length..];
        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), Lenient);
            return new TableReader(displayName).Profiles(document.RootElement);
        }
        catch (JsonException e)
        {
            var place = e.LineNumber is { } line ? $", line {line + 1}" : "";
            throw new ToleranceTableException($"{displayName}{place}: not readable as JSON: {Sentence(e.Message)}", e);
        }
    }

    Dictionary<string, ToleranceProfile> Profiles(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) throw Wrong("the root", root, "an object with 'profiles'");
        OnlyNames(root, "the root", ["note", "profiles"]);
        var profiles = new Dictionary<string, ToleranceProfile>(StringComparer.Ordinal);
        foreach (var entry in Entries(Need(root, "profiles", ""), "profiles"))
        {
            var path = $"profiles.{entry.Name}";
            if (entry.Value.ValueKind != JsonValueKind.Object) throw Wrong(path, entry.Value, "an object");
            OnlyNames(entry.Value, path, ["note", "categories", "applications"]);
            var grades = Grades(Need(entry.Value, "categories", path), $"{path}.categories", entry.Name);
            profiles.Add(entry.Name, new(entry.Name, grades, Services(Need(entry.Value, "applications", path), $"{path}.applications", grades)));
        }
        return profiles;
    }

    Dictionary<string, ToleranceGrade> Grades(JsonElement categories, string path, string profile)
    {
        var grades = new Dictionary<string, ToleranceGrade>(StringComparer.Ordinal);
        foreach (var category in Entries(categories, path))
        {
            var at = $"{path}.{category.Name}";
            if (category.Value.ValueKind != JsonValueKind.Object) throw Wrong(at, category.Value, "an object");
            OnlyNames(category.Value, at, ["flow", "head", "power", "efficiency"]);
            grades.Add(category.Name, new(category.Name, profile,
                Limits(category.Value, "flow", at), Limits(category.Value, "head", at), Limits(category.Value, "power", at), Limits(category.Value, "efficiency", at)));
        }
        return grades;
    }

    ToleranceLimits Limits(JsonElement category, string parameter, string categoryPath)
    {
        var path = $"{categoryPath}.{parameter}";
        var limits = Need(category, parameter, categoryPath);
        if (limits.ValueKind != JsonValueKind.Object) throw Wrong(path, limits, "an object");
        OnlyNames(limits, path, ["mandatory", "max_deviation", "min_deviation", "bidirectional", "note"]);

        var mandatory = Bool(Need(limits, "mandatory", path), $"{path}.mandatory");
        var max = Number(Need(limits, "max_deviation", path), $"{path}.max_deviation");
        var min = Number(Need(limits, "min_deviation", path), $"{path}.min_deviation");
        if (max < 0) throw Wrong($"{path}.max_deviation", limits.GetProperty("max_deviation"), $"0 or more ({NotChecked}: not checked)");
        if (min > 0) throw Wrong($"{path}.min_deviation", limits.GetProperty("min_deviation"), $"0 or less (-{NotChecked}: not checked)");

        var both = max < NotChecked && min > -NotChecked;
        if (limits.TryGetProperty("bidirectional", out var stated) && Bool(stated, $"{path}.bidirectional") != both)
            throw Wrong($"{path}.bidirectional", stated, both ? "true, for both sides have a limit" : "false, for not both sides have a limit");
        var note = limits.TryGetProperty("note", out var text) ? Text(text, $"{path}.note") : "";
        // Adding 0 makes 0 of −0.
        return new(mandatory, max < NotChecked ? max : null, min > -NotChecked ? min + 0.0 : null, note);
    }

    Dictionary<string, ServiceGrades> Services(JsonElement applications, string path, Dictionary<string, ToleranceGrade> grades)
    {
        var services = new Dictionary<string, ServiceGrades>(StringComparer.Ordinal);
        foreach (var application in Entries(applications, path))
        {
            var at = $"{path}.{application.Name}";
            if (services.Keys.FirstOrDefault(known => ToleranceTable.Same(known, application.Name)) is { } twin)
                throw new ToleranceTableException($"{_displayName}, {at}: the same application as '{twin}'.");
            if (application.Value.ValueKind != JsonValueKind.Array) throw Wrong(at, application.Value, "a list of lines with a category");
            var lines = new List<ServiceLine>();
            foreach (var line in application.Value.EnumerateArray()) lines.Add(Line(line, $"{at}[{lines.Count}]", grades));
            if (lines.Count == 0 || !lines[^1].IsOpen) throw new ToleranceTableException($"{_displayName}, {at}: the last line must hold for every motor, without a limit.");
            services.Add(application.Name, new(application.Name, lines));
        }
        return services;
    }

    ServiceLine Line(JsonElement line, string path, Dictionary<string, ToleranceGrade> grades)
    {
        if (line.ValueKind != JsonValueKind.Object) throw Wrong(path, line, "an object with a category");
        OnlyNames(line, path, ["category", "below_hp", "up_to_kw"]);
        var category = Need(line, "category", path);
        if (!grades.ContainsKey(Text(category, $"{path}.category"))) throw Wrong($"{path}.category", category, $"one of {string.Join(", ", grades.Keys)}");
        return new(category.GetString()!, Limit("below_hp"), Limit("up_to_kw"));

        double? Limit(string name)
        {
            if (!line.TryGetProperty(name, out var value)) return null;
            return Number(value, $"{path}.{name}") is > 0 and var limit ? limit : throw Wrong($"{path}.{name}", value, "above 0");
        }
    }

    IEnumerable<JsonProperty> Entries(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Wrong(path, element, "an object");
        if (!element.EnumerateObject().Any()) throw new ToleranceTableException($"{_displayName}, {path}: is empty.");
        OnlyOnce(element, path);
        return element.EnumerateObject();
    }

    JsonElement Need(JsonElement parent, string name, string path) =>
        parent.TryGetProperty(name, out var value) ? value : throw new ToleranceTableException($"{_displayName}, {(path.Length > 0 ? path : "the root")}: '{name}' is missing.");

    void OnlyOnce(JsonElement parent, string path)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in parent.EnumerateObject())
            if (!seen.Add(entry.Name)) throw new ToleranceTableException($"{_displayName}, {path}: '{entry.Name}' is given twice.");
    }

    void OnlyNames(JsonElement parent, string path, string[] known)
    {
        OnlyOnce(parent, path);
        foreach (var entry in parent.EnumerateObject())
            if (!known.Contains(entry.Name)) throw new ToleranceTableException($"{_displayName}, {path}: '{entry.Name}' is not known here; known are: {string.Join(", ", known)}.");
    }

    double Number(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : throw Wrong(path, value, "a number");

    bool Bool(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(path, value, "true or false"),
    };

    string Text(JsonElement value, string path) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(path, value, "text");

    ToleranceTableException Wrong(string path, JsonElement found, string wanted)
    {
        const int Shown = 40;
        var raw = found.GetRawText();
        return new($"{_displayName}, {path}: is {(raw.Length <= Shown ? raw : raw[..Shown] + "…")}, must be {wanted}.");
    }

    // The parser's own place counts from 0: the line is told in our words, before the message.
    static string Sentence(string message)
    {
        var end = message.IndexOf(" Path:", StringComparison.Ordinal);
        if (end < 0) end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).TrimEnd('.') + ".";
    }
}
