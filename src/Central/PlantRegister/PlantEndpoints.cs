using System.Text.Json;
using Plumbline.Plant;

namespace Plumbline.Central.PlantRegister;

/// <summary><c>/api/v1/factories</c>, <c>/machines</c>, <c>/tariffs</c> and <c>/carbon-factors</c>: what there is, and what energy costs and emits there. What belongs to a site that a token is not good for is not there.</summary>
static class PlantEndpoints
{
    const string Root = "/api/v1/";

    static readonly Access MayRead = new(Scopes.Edge | Scopes.Read | Scopes.Write | Scopes.Admin, IsPage: true);
    static readonly Access MayChange = new(Scopes.Write | Scopes.Admin, IsPage: true);

    public static void Map(IEndpointRouteBuilder app, IPlantStore store)
    {
        app.MapGet(Root + "factories", async context => await WriteAllAsync(context, await FactoriesAsync(context, store), PlantJson.Write)).WithMetadata(MayRead);
        app.MapPost(Root + "factories", context => AddFactoryAsync(context, store)).WithMetadata(MayChange);
        app.MapGet(Root + "factories/{id}", context => FindFactoryAsync(context, store)).WithMetadata(MayRead);
        app.MapPatch(Root + "factories/{id}", context => ChangeFactoryAsync(context, store)).WithMetadata(MayChange);
        app.MapGet(Root + "machines", context => MachinesAsync(context, store)).WithMetadata(MayRead);
        app.MapPost(Root + "machines", context => AddMachineAsync(context, store)).WithMetadata(MayChange);
        app.MapGet(Root + "machines/{id}", context => FindMachineAsync(context, store)).WithMetadata(MayRead);
        app.MapPatch(Root + "machines/{id}", context => ChangeMachineAsync(context, store)).WithMetadata(MayChange);
        app.MapGet(Root + "tariffs", context => TermsAsync(context, store, store.TariffsAsync, PlantJson.Write)).WithMetadata(MayRead);
        app.MapPost(Root + "tariffs", context => AddTariffAsync(context, store)).WithMetadata(MayChange);
        app.MapGet(Root + "carbon-factors", context => TermsAsync(context, store, store.CarbonFactorsAsync, PlantJson.Write)).WithMetadata(MayRead);
        app.MapPost(Root + "carbon-factors", context => AddCarbonFactorAsync(context, store)).WithMetadata(MayChange);
        app.MapPatch(Root + "tariffs/{id}", context => ChangeTariffAsync(context, store)).WithMetadata(MayChange);
        app.MapPatch(Root + "carbon-factors/{id}", context => ChangeCarbonFactorAsync(context, store)).WithMetadata(MayChange);
        app.MapDelete(Root + "tariffs/{id}", context => RemoveAsync(context, store, "tariff", store.TariffsAsync, tariff => tariff.Id)).WithMetadata(MayChange);
        app.MapDelete(Root + "carbon-factors/{id}", context => RemoveAsync(context, store, "carbon factor", store.CarbonFactorsAsync, factor => factor.Id)).WithMetadata(MayChange);
    }

    static async Task FindFactoryAsync(HttpContext context, IPlantStore store)
    {
        if (await FactoryAsync(context, store) is { } factory) await JsonAnswer.WriteAsync(context, json => PlantJson.Write(json, factory));
    }

    static Task AddFactoryAsync(HttpContext context, IPlantStore store) => PutAsync(context, body => Task.FromResult<Factory?>(body.Factory(before: null)), async factory =>
    {
        if (!context.MaySee(factory.SiteId)) await Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "the token is good for some sites only: give the factory the site_id of one of them.");
        else if (!await store.AddAsync(factory)) await TakenAsync(context, "factory", factory.Name);
        else await JsonAnswer.WriteAsync(context, json => PlantJson.Write(json, factory));
    });

    static async Task ChangeFactoryAsync(HttpContext context, IPlantStore store)
    {
        if (await FactoryAsync(context, store) is not { } before) return;
        await PutAsync(context, body => Task.FromResult<Factory?>(body.Factory(before)), async factory =>
        {
            if (!context.MaySee(factory.SiteId)) await Problem.WriteAsync(context, StatusCodes.Status403Forbidden, "the token is good for some sites only: give the factory the site_id of one of them.");
            else if (!await store.ChangeAsync(factory)) await TakenAsync(context, "factory", factory.Name);
            else await JsonAnswer.WriteAsync(context, json => PlantJson.Write(json, factory));
        });
    }

    static async Task MachinesAsync(HttpContext context, IPlantStore store)
    {
        var errors = new FieldErrors();
        var query = new QueryFields(context.Request.Query, errors);
        var (active, search) = (query.Flag("is_active"), query.Text("search"));
        if (errors.Any)
        {
            await Problem.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, errors.Detail, errors);
            return;
        }

        var machines = (await store.MachinesAsync(context.RequestAborted)).Where(kept => context.MaySee(kept.Factory.SiteId) && (active is null || kept.Machine.IsActive == active)
            && (search is null || kept.Machine.Name.Contains(search, StringComparison.OrdinalIgnoreCase)));
        await WriteAllAsync(context, machines, PlantJson.Write);
    }

    static async Task FindMachineAsync(HttpContext context, IPlantStore store)
    {
        if (await MachineAsync(context, store) is { } machine) await JsonAnswer.WriteAsync(context, json => PlantJson.Write(json, machine));
    }

    static Task AddMachineAsync(HttpContext context, IPlantStore store) => PutAsync(context, body => Task.FromResult<Machine?>(body.Machine(before: null)), async machine =>
    {
        if (!await HasFactoryAsync(context, store, machine.FactoryId)) return;
        if (!await store.AddAsync(machine)) await TakenAsync(context, "machine", machine.Name);
        else await WriteMachineAsync(context, store, machine.Id);
    });

    static async Task ChangeMachineAsync(HttpContext context, IPlantStore store)
    {
        if (await MachineAsync(context, store) is not { } before) return;
        await PutAsync(context, body => Task.FromResult<Machine?>(body.Machine(before.Machine)), async machine =>
        {
            if (!await HasFactoryAsync(context, store, machine.FactoryId)) return;
            if (!await store.ChangeAsync(machine)) await TakenAsync(context, "machine", machine.Name);
            else await WriteMachineAsync(context, store, machine.Id);
        });
    }

    static Task AddTariffAsync(HttpContext context, IPlantStore store) => PutAsync(
        context,
        async body => body.Tariff((await FactoriesAsync(context, store)).FirstOrDefault(factory => factory.Id == body.FactoryId)?.Currency ?? "USD"),
        async tariff =>
        {
            if (!await HasFactoryAsync(context, store, tariff.FactoryId)) return;
            if (await store.AddAsync(tariff) is { } clash) await Problem.WriteAsync(context, StatusCodes.Status409Conflict, $"the tariff cannot stand beside the others of the factory: {clash}");
            else await JsonAnswer.WriteAsync(context, json => PlantJson.Write(json, tariff));
        });

    static Task AddCarbonFactorAsync(HttpContext context, IPlantStore store) => PutAsync(context, body => Task.FromResult(body.CarbonFactor()), async factor =>
    {
        if (!await HasFactoryAsync(context, store, factor.FactoryId)) return;
        if (await store.AddAsync(factor) is { } clash) await Problem.WriteAsync(context, StatusCodes.Status409Conflict, $"the carbon factor cannot stand beside the others of the factory: {clash}");
        else await JsonAnswer.WriteAsync(context, json => PlantJson.Write(json, factor));
    });

    static async Task ChangeTariffAsync(HttpContext context, IPlantStore store)
    {
        if (await TermAsync(context, store, "tariff", store.TariffsAsync, tariff => tariff.Id) is not { } before) return;
        await PutAsync(context, body => Task.FromResult(body.Tariff(before.Terms.Value.Currency, before: before)), async tariff =>
        {
            if (await store.ChangeAsync(tariff) is { } clash) await Problem.WriteAsync(context, StatusCodes.Status409Conflict, $"the tariff cannot stand beside the others of the factory: {clash}");
            else await JsonAnswer.WriteAsync(context, json => PlantJson.Write(json, tariff));
        });
    }

    static async Task ChangeCarbonFactorAsync(HttpContext context, IPlantStore store)
    {
        if (await TermAsync(context, store, "carbon factor", store.CarbonFactorsAsync, factor => factor.Id) is not { } before) return;
        await PutAsync(context, body => Task.FromResult(body.CarbonFactor(before: before)), async factor =>
        {
            if (await store.ChangeAsync(factor) is { } clash) await Problem.WriteAsync(context, StatusCodes.Status409Conflict, $"the carbon factor cannot stand beside the others of the factory: {clash}");
            else await JsonAnswer.WriteAsync(context, json => PlantJson.Write(json, factor));
        });
    }

    static async Task TermsAsync<T>(HttpContext context, IPlantStore store, Func<Guid, CancellationToken, Task<IReadOnlyList<T>>> list, Action<Utf8JsonWriter, T> write)
    {
        var errors = new FieldErrors();
        var query = new QueryFields(context.Request.Query, errors);
        Guid? one = query.Text("factory_id") is null ? null : query.Id("factory_id");
        if (errors.Any)
        {
            await Problem.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, errors.Detail, errors);
            return;
        }

        var all = new List<T>();
        foreach (var factory in (await FactoriesAsync(context, store)).Where(factory => one is null || factory.Id == one)) all.AddRange(await list(factory.Id, context.RequestAborted));
        await WriteAllAsync(context, all, write);
    }

    static async Task RemoveAsync<T>(HttpContext context, IPlantStore store, string what, Func<Guid, CancellationToken, Task<IReadOnlyList<T>>> list, Func<T, Guid> idOf)
        where T : class
    {
        if (await TermAsync(context, store, what, list, idOf) is not { } terms) return;
        // Somebody else may have been faster.
        if (await store.RemoveTermsAsync(idOf(terms))) context.Response.StatusCode = StatusCodes.Status204NoContent;
        else await NotFoundAsync(context, what, $"{idOf(terms)}");
    }

    /// <returns>Null where the request was answered: there is none, for this caller.</returns>
    static async Task<T?> TermAsync<T>(HttpContext context, IPlantStore store, string what, Func<Guid, CancellationToken, Task<IReadOnlyList<T>>> list, Func<T, Guid> idOf)
        where T : class
    {
        var text = (string)context.GetRouteValue("id")!;
        if (Guid.TryParse(text, out var id))
        {
            foreach (var factory in await FactoriesAsync(context, store))
                if ((await list(factory.Id, context.RequestAborted)).FirstOrDefault(terms => idOf(terms) == id) is { } found) return found;
        }

        await NotFoundAsync(context, what, text);
        return null;
    }

    static async Task PutAsync<T>(HttpContext context, Func<PlantBody, Task<T?>> read, Func<T, Task> put)
        where T : class
    {
        using var body = await RequestBody.ReadObjectAsync(context);
        if (body is null) return;
        var errors = new FieldErrors();
        var value = await read(new(body.RootElement, errors));
        if (value is null || errors.Any) await Problem.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, errors.Detail, errors);
        else await put(value);
    }

    static async Task<IEnumerable<Factory>> FactoriesAsync(HttpContext context, IPlantStore store) => (await store.FactoriesAsync(context.RequestAborted)).Where(factory => context.MaySee(factory.SiteId));

    static async Task<Factory?> FactoryAsync(HttpContext context, IPlantStore store)
    {
        var text = (string)context.GetRouteValue("id")!;
        var factory = Guid.TryParse(text, out var id) ? (await FactoriesAsync(context, store)).FirstOrDefault(factory => factory.Id == id) : null;
        if (factory is null) await NotFoundAsync(context, "factory", text);
        return factory;
    }

    static async Task<Storage.KeptMachine?> MachineAsync(HttpContext context, IPlantStore store)
    {
        var text = (string)context.GetRouteValue("id")!;
        var machine = Guid.TryParse(text, out var id) ? await store.MachineAsync(id, context.RequestAborted) : null;
        if (machine is not null && context.MaySee(machine.Factory.SiteId)) return machine;
        await NotFoundAsync(context, "machine", text);
        return null;
    }

    static async Task<bool> HasFactoryAsync(HttpContext context, IPlantStore store, Guid id)
    {
        if ((await FactoriesAsync(context, store)).Any(factory => factory.Id == id)) return true;
        await NotFoundAsync(context, "factory", $"{id}");
        return false;
    }

    static async Task WriteMachineAsync(HttpContext context, IPlantStore store, Guid id)
    {
        var machine = (await store.MachineAsync(id, context.RequestAborted))!;
        await JsonAnswer.WriteAsync(context, json => PlantJson.Write(json, machine));
    }

    static Task WriteAllAsync<T>(HttpContext context, IEnumerable<T> items, Action<Utf8JsonWriter, T> write) => JsonAnswer.WriteAsync(context, json =>
    {
        json.WriteStartArray();
        foreach (var item in items) write(json, item);
        json.WriteEndArray();
    });

    static Task NotFoundAsync(HttpContext context, string what, string id) => Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"there is no {what} {(id.Length <= 40 ? id : id[..40] + "…")}.");

    static Task TakenAsync(HttpContext context, string what, string name) => Problem.WriteAsync(context, StatusCodes.Status409Conflict, $"there is a {what} '{name}' already, or one with this id.");
}
