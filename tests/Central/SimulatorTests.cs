using System.Net;
using Plumbline.Central.MachineSimulator;
using Plumbline.Central.Storage;
using Plumbline.Plant;
using Plumbline.Simulation.Machines;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>Simulated machines on a server: continued, and made to fail on request.</summary>
public sealed class SimulatorTests
{
    const string Machines = "/api/simulator/machines";

    static readonly SimulatedMachine Compressor = new(new(7, 0, 0));
    static readonly Guid Id = Compressor.Key.MachineId;

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task A_machine_with_readings_is_continued_to_now_and_one_without_is_not(string kind)
    {
        await using var server = await EnergyServer.StartAsync(kind);
        var simulator = await AddAsync(server);
        (await server.OkAsync(Machines))[0]!["last_reading_at"].ShouldBeNull();
        await simulator.StepAsync(default);
        (await server.OkAsync(Machines))[0]!["last_reading_at"].ShouldBeNull();

        var now = server.Clock.Now();
        var begun = now.Date.AddDays(-9);
        await KeepAsync(server, Compressor.Log(new(begun, begun.AddHours(6)), TimeSpan.FromMinutes(15), []));
        // What others feed is left alone until they have stopped; then a week is made up for at a time.
        (await simulator.StepAsync(default)).ShouldBeFalse();
        (await simulator.StepAsync(default)).ShouldBeTrue();
        (await simulator.StepAsync(default)).ShouldBeFalse();

        var machine = (await server.OkAsync($"{Machines}/{Id}"));
        machine["last_reading_at"]!.ToString().ShouldBe("2024-11-18T14:15:00Z");
        machine["first_reading_at"]!.ToString().ShouldBe("2024-11-09T00:00:00Z");
        var kept = await server.Database.ReadAsync(async connection => await ReadingTable.LogAsync(connection, server.Database, (await PlantTable.MachineAsync(connection, Id))!, EnergyType.Electricity, new(begun, now)), default);
        var expected = Compressor.Log(new(begun, now.AddMinutes(-15)), TimeSpan.FromMinutes(15), []);
        kept.Times.ToArray().ShouldBe(expected.Times.ToArray());
        kept.Columns.PowerKw.ShouldBe(expected.Columns.PowerKw);
        kept.Columns.Mode.ShouldBe(expected.Columns.Mode);
    }

    [Fact]
    public async Task A_fault_that_is_asked_for_shows_in_the_next_reading_and_ends()
    {
        await using var server = await EnergyServer.StartAsync();
        var simulator = await AddAsync(server);
        var machine = (await simulator.MachinesAsync(default)).Single();
        var start = server.Clock.Now();
        var due = new DateTime(2024, 11, 18, 14, 30, 0, DateTimeKind.Utc);
        await KeepAsync(server, Compressor.Log(new(due.AddHours(-1), due), TimeSpan.FromMinutes(15), []));
        await simulator.StepAsync(default);

        simulator.TryInject(machine, new() { Kind = MachineFaultKind.PowerSpike, Severity = 5, When = new(start, start.AddMinutes(10)) }).ShouldBeTrue();
        simulator.FaultsOf(machine).Single().Severity.ShouldBe(5);
        server.Clock.Time += TimeSpan.FromMinutes(30);
        await simulator.StepAsync(default);

        simulator.FaultsOf(machine).ShouldBeEmpty();
        var kept = await server.Database.ReadAsync(async connection => await ReadingTable.LogAsync(connection, server.Database, machine.Kept, EnergyType.Electricity, new(due, due.AddHours(1))), default);
        var well = Compressor.Log(new(due, due.AddMinutes(30)), TimeSpan.FromMinutes(15), []);
        kept.Times.ToArray().ShouldBe(well.Times.ToArray());
        kept.Columns.PowerKw[0].ShouldBeGreaterThan(well.Columns.PowerKw[0] * 1.2);
        kept.Columns.PowerKw[1].ShouldBe(well.Columns.PowerKw[1]);
    }

    [Fact]
    public async Task A_request_for_a_fault_is_answered_with_what_happens()
    {
        await using var server = await EnergyServer.StartAsync();
        await AddAsync(server);

        var answer = await server.SendJsonAsync(HttpMethod.Post, $"{Machines}/{Id}/anomaly", """{ "anomaly_type": "power_spike", "duration_seconds": 300, "severity": 2.5 }""");

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        answer.Body["anomaly_type"]!.ToString().ShouldBe("power_spike");
        answer.Body.Number("severity").ShouldBe(2.5);
        answer.Body["end"]!.ToString().ShouldBe("2024-11-18T14:37:05Z");
        var shown = (await server.OkAsync(Machines)).AsArray().Single()!;
        shown["active_anomalies"]![0]!["anomaly_type"]!.ToString().ShouldBe("power_spike");
        shown["anomaly_types"]!.AsArray().Select(type => type!.ToString()).ShouldContain("leak");
    }

    [Theory]
    [InlineData("""{ }""", "anomaly_type: is required")]
    [InlineData("""{ "anomaly_type": "dirty_coils" }""", "'dirty_coils' is none of the faults of compressor-1: power_spike, leak, efficiency_loss, bearing_fault, overheating.")]
    [InlineData("""{ "anomaly_type": "leak", "duration_seconds": 9 }""", "duration_seconds: must be a number from 10 to 3600.")]
    [InlineData("""{ "anomaly_type": "leak", "severity": 6 }""", "severity: must be a number from 1 to 5.")]
    [InlineData("""{ "anomaly_type": "leak", "severity": "bad" }""", "severity: must be a number from 1 to 5.")]
    public async Task Bad_requests_for_faults_are_refused_in_words(string body, string sentence)
    {
        await using var server = await EnergyServer.StartAsync();
        await AddAsync(server);
        var answer = await server.SendJsonAsync(HttpMethod.Post, $"{Machines}/{Id}/anomaly", body);
        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        answer.Body["detail"]!.ToString().ShouldContain(sentence);
        (await server.OkAsync($"{Machines}/{Id}"))["active_anomalies"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_machines_are_not_simulated_and_faults_are_limited()
    {
        await using var server = await EnergyServer.StartAsync();
        await AddAsync(server);
        const string Leak = """{ "anomaly_type": "leak", "duration_seconds": 60 }""";
        (await server.SendJsonAsync(HttpMethod.Post, $"{Machines}/{EnergyServer.Press.Id}/anomaly", Leak)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.SendJsonAsync(HttpMethod.Post, $"{Machines}/nobody/anomaly", Leak)).Status.ShouldBe(HttpStatusCode.NotFound);
        for (var i = 0; i < LiveMachines.MostFaults; i++) (await server.SendJsonAsync(HttpMethod.Post, $"{Machines}/{Id}/anomaly", Leak)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.SendJsonAsync(HttpMethod.Post, $"{Machines}/{Id}/anomaly", Leak)).Status.ShouldBe(HttpStatusCode.Conflict);
        server.Clock.Time += TimeSpan.FromMinutes(2);
        (await server.SendJsonAsync(HttpMethod.Post, $"{Machines}/{Id}/anomaly", Leak)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_token_of_another_site_sees_no_simulated_machine()
    {
        await using var server = await EnergyServer.StartAsync(options: new() { Address = IPAddress.Any });
        await AddAsync(server);
        var (own, other) = (await server.TokenAsync(Scopes.Write, 7), await server.TokenAsync(Scopes.Write, 8));
        (await server.GetAsync(Machines, own)).Body.AsArray().Count.ShouldBe(1);
        (await server.GetAsync(Machines, other)).Body.AsArray().ShouldBeEmpty();
        (await server.SendJsonAsync(HttpMethod.Post, $"{Machines}/{Id}/anomaly", """{ "anomaly_type": "leak" }""", other)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.SendJsonAsync(HttpMethod.Post, $"{Machines}/{Id}/anomaly", """{ "anomaly_type": "leak" }""", own)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_process_without_the_role_has_no_simulator()
    {
        await using var server = await TestServer.StartAsync(options: new() { Simulates = false });
        (await server.GetAsync(Machines)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    static async Task<LiveMachines> AddAsync(TestServer server)
    {
        await new PlantTable(server.Database).AddAsync(new Machine { Id = Id, FactoryId = EnergyServer.Works.Id, Name = Compressor.Name, Type = Compressor.Type, Interval = TimeSpan.FromMinutes(15) });
        return new(new SimulatorTable(server.Database), server.Clock);
    }

    static async Task KeepAsync(TestServer server, MachineLog log)
    {
        var machine = (await new PlantTable(server.Database).MachineAsync(Id, default))!;
        await new ReadingTable(server.Database).AddAsync([new(machine, EnergyType.Electricity, log)], []);
    }
}
