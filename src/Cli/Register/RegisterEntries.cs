using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Plumbline.Cli.Register;

/// <summary>The entries of one kind on a server.</summary>
sealed class RegisterEntries(PlantServer server, RegisterKind kind)
{
    static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<IReadOnlyList<JsonElement>> ListAsync(string? factory, CancellationToken cancel)
    {
        var all = await server.ListAsync(kind.Path, cancel);
        if (factory is null) return all;
        var id = await FactoryAsync(factory, cancel);
        return [.. all.Where(entry => Text(entry, "factory_id") == id)];
    }

    /// <exception cref="BadInputException">There is none of that name, or several.</exception>
    public async Task<JsonElement> FindAsync(string called, string? factory, CancellationToken cancel)
    {
        var all = await ListAsync(factory, cancel);
        var found = all.Where(entry => Text(entry, "id").Equals(called, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count == 0) found = [.. all.Where(entry => Text(entry, kind.NameField) == called)];
        return found.Count switch
        {
            1 => found[0],
            0 => throw new BadInputException($"there is no {kind.Word} '{Terminal.Plain(called)}'{(all.Count == 0 ? $", and no other{(factory is null ? "" : $" at '{Terminal.Plain(factory)}'")}" : $"; there {(all.Count == 1 ? "is" : "are")} {Some(all)}")}."),
            _ => throw new BadInputException($"there are {found.Count} {kind.Plural} '{Terminal.Plain(called)}': name one by its id ({string.Join(", ", found.Take(5).Select(entry => Text(entry, "id")))}) or give --factory."),
        };
    }

    public async Task<JsonElement> AddAsync(IReadOnlyList<(string Field, JsonNode? Value)> said, string? factory, CancellationToken cancel)
    {
        var body = Body(said);
        if (kind.IsOfFactory) body["factory_id"] = await FactoryAsync(factory!, cancel);
        return await server.SendAsync(HttpMethod.Post, kind.Path, body.ToJsonString(), cancel);
    }

    public async Task<JsonElement> ChangeAsync(string called, IReadOnlyList<(string Field, JsonNode? Value)> said, string? factory, CancellationToken cancel)
    {
        var body = Body(said);
        if (body.Count == 0) throw new BadInputException($"nothing is said that should change: give one of {string.Join(", ", kind.Fields.Select(field => field.Option.Name).Prepend($"--{kind.NameField}"))}.");
        var entry = await FindAsync(called, factory, cancel);
        return await server.SendAsync(HttpMethod.Patch, $"{kind.Path}/{Text(entry, "id")}", body.ToJsonString(), cancel);
    }

    public async Task RemoveAsync(string called, string? factory, CancellationToken cancel)
    {
        var entry = await FindAsync(called, factory, cancel);
        await server.SendAsync(HttpMethod.Delete, $"{kind.Path}/{Text(entry, "id")}", body: null, cancel);
        Console.WriteLine($"{kind.Word} '{Terminal.Plain(Text(entry, kind.NameField))}' is removed.");
    }

    public void Show(JsonElement entry, bool asJson)
    {
        if (asJson)
        {
            Print(entry.WriteTo);
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).HideHeaders().AddColumns("", "");
        foreach (var field in entry.EnumerateObject()) table.AddRow(Markup.Escape(Terminal.Plain(field.Name)), Cell(field.Value, Window));
        Terminal.Results.Write(table);
    }

    public void Show(IReadOnlyList<JsonElement> entries, bool asJson)
    {
        if (asJson)
        {
            Print(json =>
            {
                json.WriteStartArray();
                foreach (var one in entries) one.WriteTo(json);
                json.WriteEndArray();
            });
            return;
        }

        if (entries.Count == 0)
        {
            Console.WriteLine($"There are no {kind.Plural}. (plumb {kind.Word} add --help)");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded).AddColumns([new TableColumn(kind.NameField).NoWrap(), .. kind.Columns.Select(column => new TableColumn(column)), new TableColumn("id").NoWrap()]);
        foreach (var entry in entries) table.AddRow([.. kind.Columns.Prepend(kind.NameField).Append("id").Select(column => entry.TryGetProperty(column, out var value) ? Cell(value, window => Text(window, "name")) : "")]);
        Terminal.Results.Write(table);
    }

    static void Print(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Readable)) write(json);
        Console.WriteLine(Encoding.UTF8.GetString(text.WrittenSpan));
    }

    async Task<string> FactoryAsync(string called, CancellationToken cancel) => Text(await new RegisterEntries(server, RegisterKind.Factory()).FindAsync(called, factory: null, cancel), "id");

    static JsonObject Body(IReadOnlyList<(string Field, JsonNode? Value)> said) => new(said.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Field, field.Value)));

    string Some(IReadOnlyList<JsonElement> entries)
    {
        const int Most = 10;
        return string.Join(", ", entries.Take(Most).Select(entry => $"'{Terminal.Plain(Text(entry, kind.NameField))}'")) + (entries.Count > Most ? $" and {entries.Count - Most} more" : "");
    }

    static string Text(JsonElement entry, string field) => entry.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    static string Cell(JsonElement value, Func<JsonElement, string> window) => Markup.Escape(value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => Terminal.Plain(value.GetString()!),
        JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(window).Select(Terminal.Plain)),
        _ => value.GetRawText(),
    });

    // A window of a tariff, as the command line takes it.
    static string Window(JsonElement window) => window.ValueKind == JsonValueKind.Object && window.TryGetProperty("days", out var days) && days.ValueKind == JsonValueKind.Array
        ? $"{Text(window, "name")} {window.GetProperty("rate_per_kwh").GetRawText()} {Text(window, "from")}-{Text(window, "to")} {string.Join(',', days.EnumerateArray().Select(day => day.GetString()))}"
        : window.ToString();
}
