using System.Net;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class PlantTests
{
    const string Factories = "/api/v1/factories";
    const string Machines = "/api/v1/machines";

    [Fact]
    public async Task A_plant_is_built_and_changed_over_the_API()
    {
        await using var server = await TestServer.StartAsync();
        var factory = (await server.SendJsonAsync(HttpMethod.Post, Factories, """{ "name": "Works", "time_zone": "Europe/Berlin", "currency": "EUR" }""")).Body;
        var id = factory["id"]!.ToString();
        var machine = (await server.SendJsonAsync(HttpMethod.Post, Machines, $$"""{ "factory_id": "{{id}}", "name": "press-1", "type": "injection_molding", "rated_power_kw": 75, "data_interval_seconds": 10 }""")).Body;
        (machine["type"]!.ToString(), machine["factory_name"]!.ToString(), machine.Number("data_interval_seconds"), machine["is_active"]!.GetValue<bool>()).ShouldBe(("injection_molding", "Works", 10, true));

        var changed = (await server.SendJsonAsync(HttpMethod.Patch, $"{Machines}/{machine["id"]}", """{ "name": "press-2", "is_active": false }""")).Body;
        (changed["name"]!.ToString(), changed["is_active"]!.GetValue<bool>(), changed.Number("rated_power_kw")).ShouldBe(("press-2", false, 75));
        (await server.OkAsync(Machines + "?search=PRESS&is_active=false")).AsArray().Count.ShouldBe(1);
        (await server.OkAsync(Machines + "?is_active=true")).AsArray().ShouldBeEmpty();
        (await server.OkAsync($"{Machines}/{machine["id"]}")).ToJsonString().ShouldBe(changed.ToJsonString());
        (await server.OkAsync(Factories))[0]!.ToJsonString().ShouldBe((await server.OkAsync($"{Factories}/{id}")).ToJsonString());

        var tariff = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/tariffs", $$"""{ "factory_id": "{{id}}", "name": "2025", "valid_from": "2025-01-01", "rate_per_kwh": 0.1, "windows": [{ "name": "peak", "rate_per_kwh": 0.2, "from": "08:00", "to": "20:00" }] }""");
        (tariff.Body["currency"]!.ToString(), tariff.Body["windows"]![0]!["days"]!.AsArray().Count).ShouldBe(("EUR", 5));
        var clash = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/tariffs", $$"""{ "factory_id": "{{id}}", "name": "again", "rate_per_kwh": 0.1 }""");
        (clash.Status, clash.Body["detail"]!.ToString()).ShouldBe((HttpStatusCode.Conflict, "the tariff cannot stand beside the others of the factory: Two entries hold on 2025-01-01."));
        (await server.OkAsync("/api/v1/tariffs"))[0]!.ToJsonString().ShouldBe(tariff.Body.ToJsonString());
        (await server.SendAsync(HttpMethod.Delete, $"/api/v1/tariffs/{tariff.Body["id"]}", null, null)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await server.SendAsync(HttpMethod.Delete, $"/api/v1/tariffs/{tariff.Body["id"]}", null, null)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(Factories, "{}", 422, "name")]
    [InlineData(Factories, """{ "name": "x", "time_zone": "Mars/Olympus", "currency": "euro", "site_id": -1, "address": 7 }""", 422, "address, currency, site_id, time_zone")]
    [InlineData(Factories, """{ "name": "Works" }""", 409, "")]
    [InlineData(Factories, "[]", 400, "")]
    [InlineData(Machines, """{ "name": "x" }""", 422, "factory_id")]
    [InlineData(Machines, """{ "name": "x", "factory_id": "6d1f4f50-0000-4000-8000-000000000009" }""", 404, "")]
    [InlineData(Machines, """{ "name": "press-1", "factory_id": "6d1f4f50-0000-4000-8000-000000000001" }""", 409, "")]
    [InlineData(Machines, """{ "name": "x\u0000", "factory_id": "6d1f4f50-0000-4000-8000-000000000001", "type": "toaster", "rated_power_kw": -1, "data_interval_seconds": 0, "is_active": "yes" }""", 422, "data_interval_seconds, is_active, name, rated_power_kw, type")]
    [InlineData("/api/v1/tariffs", """{ "factory_id": "6d1f4f50-0000-4000-8000-000000000001", "name": "x", "rate_per_kwh": "free", "valid_from": "2025-13-01", "windows": {} }""", 422, "rate_per_kwh, valid_from, windows")]
    [InlineData("/api/v1/tariffs", """{ "factory_id": "6d1f4f50-0000-4000-8000-000000000001", "name": "x", "rate_per_kwh": 1, "windows": [{ "name": "p", "rate_per_kwh": 1, "from": "08:00", "to": "25:00" }, 7, { "name": "p", "rate_per_kwh": 1, "from": "08:00", "to": "09:00", "days": ["sunday", "doomsday"] }] }""", 422, "windows[0], windows[1], windows[2]")]
    [InlineData("/api/v1/tariffs", """{ "factory_id": "6d1f4f50-0000-4000-8000-000000000001", "name": "x", "rate_per_kwh": 1, "windows": [{ "name": "p", "rate_per_kwh": 1, "from": "08:05", "to": "09:00" }] }""", 422, "windows")]
    [InlineData("/api/v1/tariffs", """{ "factory_id": "6d1f4f50-0000-4000-8000-000000000001", "name": "x", "rate_per_kwh": 1, "valid_from": "2025-02-01", "valid_until": "2025-02-01" }""", 422, "valid_until")]
    [InlineData("/api/v1/carbon-factors", """{ "factory_id": "6d1f4f50-0000-4000-8000-000000000001", "kg_per_kwh": -1 }""", 422, "kg_per_kwh")]
    public async Task What_is_wrong_is_named_and_nothing_is_kept(string path, string body, int status, string fields)
    {
        await using var server = await EnergyServer.StartAsync();
        var before = (await server.GetAsync(path)).Text;

        var answer = await server.SendJsonAsync(HttpMethod.Post, path, body);

        ((int)answer.Status).ShouldBe(status, answer.Text);
        string.Join(", ", answer.WrongFields).ShouldBe(fields);
        (await server.GetAsync(path)).Text.ShouldBe(before);
    }

    [Fact]
    public async Task A_token_of_some_sites_changes_nothing_of_others()
    {
        await using var server = await EnergyServer.StartAsync(options: new CentralOptions { Address = IPAddress.Any });
        var (other, own) = (await server.TokenAsync(Scopes.Write, 8), await server.TokenAsync(Scopes.Write, 7));
        var machine = $"{Machines}/{EnergyServer.Press.Id}";

        (await server.SendJsonAsync(HttpMethod.Patch, machine, """{ "name": "mine" }""", other)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.SendJsonAsync(HttpMethod.Patch, $"{Factories}/{EnergyServer.Works.Id}", """{ "site_id": 8 }""", other)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.SendJsonAsync(HttpMethod.Patch, $"{Factories}/{EnergyServer.Works.Id}", """{ "site_id": 8 }""", own)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await server.SendJsonAsync(HttpMethod.Post, Factories, """{ "name": "New" }""", own)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await server.SendJsonAsync(HttpMethod.Post, "/api/v1/tariffs", $$"""{ "factory_id": "{{EnergyServer.Works.Id}}", "name": "x", "rate_per_kwh": 0 }""", other)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.SendJsonAsync(HttpMethod.Patch, machine, """{ "rated_power_kw": 5 }""", own)).Status.ShouldBe(HttpStatusCode.OK);
    }
}
