using System.Text;
using System.Text.Json;
using Plumbline.Plant;

namespace Plumbline.Central.PlantRegister;

/// <summary>
/// A whole plant in one JSON file: <c>{ "factories": [ { name, ..., "machines": [...], "tariffs": [...], "carbon_factors": [...] } ] }</c>, with the fields of the API. Factories and
/// machines that are there by name are changed, tariffs of the same name replaced; nothing that the file does not name is removed.
/// </summary>
sealed class PlantFile
{
    readonly IPlantStore _store;

    PlantFile(IPlantStore store) => _store = store;

    public int Factories { get; private set; }

    public int Machines { get; private set; }

    public int Tariffs { get; private set; }

    public int CarbonFactors { get; private set; }

    /// <summary>Reads a file and brings the store to what it says. The whole file is read first: where a field is wrong, nothing is changed.</summary>
    /// <exception cref="InvalidDataException">The file is not that; the message names every wrong field.</exception>
    public static async Task<PlantFile> ApplyAsync(ReadOnlyMemory<byte> text, IPlantStore store, CancellationToken cancel)
    {
        // Some editors write a byte order mark.
        if (text.Span.StartsWith(Encoding.UTF8.Preamble)) text = text[Encoding.UTF8.Preamble.Length..];
        using var document = StrictJson.Read(text, out var defect) ?? throw new InvalidDataException(defect);
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("factories", out var factories) || factories.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException("the file must be a JSON object with a list \"factories\".");
        var file = new PlantFile(store);
        foreach (var isDry in (bool[])[true, false])
        {
            foreach (var (factory, i) in factories.EnumerateArray().Select((factory, i) => (factory, i))) await file.FactoryAsync(factory, $"factories[{i}]", isDry, cancel);
        }

        return file;
    }

    async Task FactoryAsync(JsonElement element, string place, bool isDry, CancellationToken cancel)
    {
        var name = Name(element, place);
        var before = (await _store.FactoriesAsync(cancel)).FirstOrDefault(factory => factory.Name == name);
        var factory = Read(element, place, body => body.Factory(before));
        if (!isDry && !await (before is null ? _store.AddAsync(factory) : _store.ChangeAsync(factory))) throw new InvalidDataException($"{place}: the id is taken by another factory.");
        if (!isDry) Factories++;

        var machines = await _store.MachinesAsync(cancel);
        foreach (var (machine, where) in Items(element, "machines", place))
        {
            var called = Name(machine, where);
            await MachineAsync(machine, where, machines.FirstOrDefault(kept => kept.Machine.Name == called)?.Machine, factory, isDry);
        }

        foreach (var (tariff, where) in Items(element, "tariffs", place)) await TariffAsync(tariff, where, factory, isDry, cancel);
        var factors = Items(element, "carbon_factors", place).ToList();
        if (factors.Count > 0 && !isDry)
            foreach (var kept in await _store.CarbonFactorsAsync(factory.Id, cancel)) await _store.RemoveTermsAsync(kept.Id);
        foreach (var (factor, where) in factors) await CarbonFactorAsync(factor, where, factory, isDry);
    }

    async Task MachineAsync(JsonElement element, string place, Machine? before, Factory factory, bool isDry)
    {
        // The factory is the one that it stands under.
        var machine = Read(element, place, body => body.Machine(before ?? new() { Id = body.Id ?? Guid.CreateVersion7(), FactoryId = factory.Id, Name = "" })) with { FactoryId = factory.Id };
        if (isDry) return;
        if (!await (before is null ? _store.AddAsync(machine) : _store.ChangeAsync(machine))) throw new InvalidDataException($"{place}: the id is taken by another machine.");
        Machines++;
    }

    async Task TariffAsync(JsonElement element, string place, Factory factory, bool isDry, CancellationToken cancel)
    {
        var tariff = Read(element, place, body => body.Tariff(factory.Currency, factory.Id));
        if (isDry) return;
        foreach (var kept in (await _store.TariffsAsync(factory.Id, cancel)).Where(kept => kept.Name == tariff.Name)) await _store.RemoveTermsAsync(kept.Id);
        if (await _store.AddAsync(tariff) is { } clash) throw new InvalidDataException($"{place}: {clash}");
        Tariffs++;
    }

    async Task CarbonFactorAsync(JsonElement element, string place, Factory factory, bool isDry)
    {
        var factor = Read(element, place, body => body.CarbonFactor(factory.Id));
        if (isDry) return;
        if (await _store.AddAsync(factor) is { } clash) throw new InvalidDataException($"{place}: {clash}");
        CarbonFactors++;
    }

    static T Read<T>(JsonElement element, string place, Func<PlantBody, T?> read)
        where T : class
    {
        var errors = new FieldErrors();
        var value = read(new(element, errors));
        return value is null || errors.Any ? throw new InvalidDataException($"{place}: {errors.Detail}") : value;
    }

    static string Name(JsonElement element, string place) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String && name.GetString() is { Length: > 0 } text
            ? text
            : throw new InvalidDataException($"{place}: name: is required.");

    static IEnumerable<(JsonElement Element, string Place)> Items(JsonElement element, string list, string place)
    {
        if (!element.TryGetProperty(list, out var items)) return [];
        if (items.ValueKind != JsonValueKind.Array || items.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object)) throw new InvalidDataException($"{place}.{list}: must be a list of JSON objects.");
        return items.EnumerateArray().Select((item, i) => (item, $"{place}.{list}[{i}]"));
    }
}
