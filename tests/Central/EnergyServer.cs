using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Central.Storage;
using Plumbline.Plant;
using Plumbline.Unit.Tests.Energy;
using Shouldly;

namespace Plumbline.Central.Tests;

/// <summary>A server with a factory in Berlin and a machine, and the words in which tests ask it.</summary>
static class EnergyServer
{
    public static readonly Factory Works = new() { Id = Guid.Parse("6d1f4f50-0000-4000-8000-000000000001"), Name = "Works", SiteId = 7 };

    public static readonly Machine Press = new() { Id = Guid.Parse("6d1f4f50-0000-4000-8000-0000000000a1"), FactoryId = Works.Id, Name = "press-1", Type = MachineType.InjectionMolding };

    public static async Task<TestServer> StartAsync(string kind = "sqlite", CentralOptions? options = null)
    {
        var server = await TestServer.StartAsync(kind, options);
        var plants = new PlantTable(server.Database);
        await plants.AddAsync(Works);
        await plants.AddAsync(Press);
        return server;
    }

    /// <summary>40 kW with 55 kW for one minute in each hour, ten units a minute.</summary>
    public static Task WorkedAsync(TestServer server, DateTime start, int minutes) => KeepAsync(server, MachineLogs.Worked(start, minutes));

    public static async Task KeepAsync(TestServer server, MachineLog log, EnergyType energy = EnergyType.Electricity)
    {
        var machine = (await new PlantTable(server.Database).MachineAsync(Press.Id, default))!;
        await new ReadingTable(server.Database).AddAsync([new(machine, energy, log)], []);
    }

    public static async Task<JsonNode> OkAsync(this TestServer server, string path)
    {
        var answer = await server.GetAsync(path);
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Body;
    }

    public static async Task<Answer> SendJsonAsync(this TestServer server, HttpMethod method, string path, string body, string? token = null)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await server.SendAsync(method, path, token, content);
    }

    public static double Number(this JsonNode node, string path) => path.Split('.').Aggregate(node, (at, name) => at[name]!).GetValue<double>();
}
