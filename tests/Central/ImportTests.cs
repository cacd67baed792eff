using System.Text;
using Plumbline.Central.Storage;
using Plumbline.Plant;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class ImportTests : IDisposable
{
    const string Plant = """
        { "factories": [ { "name": "Works", "site_id": 7, "time_zone": "Europe/Berlin", "currency": "EUR",
            "machines": [ { "name": "press-1", "type": "injection_molding" }, { "name": "mill", "data_interval_seconds": 900 } ],
            "tariffs": [ { "name": "2025", "rate_per_kwh": 0.1, "valid_from": "2025-01-01", "windows": [ { "name": "peak", "rate_per_kwh": 0.2, "from": "08:00", "to": "20:00" } ] } ],
            "carbon_factors": [ { "region": "DE", "kg_per_kwh": 0.38 } ] } ] }
        """;

    const string Log = "time,machine,power_kw\n2025-06-03 00:00,press-1,40\n2025-06-03 00:01,press-1,-1\n2025-06-03 00:01,press-1,41\n2025-06-03 00:15,mill,8\n";

    readonly string _folder = Directory.CreateTempSubdirectory("plumbline-import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_plant_and_a_log_are_taken_in_and_a_second_time_changes_nothing()
    {
        var (plant, log) = (File("plant.json", Plant), File("log.csv", Log));

        foreach (var _ in (int[])[1, 2])
        {
            var run = await ServeProcess.RunAsync(["import", log, "--plant", plant, "--data", _folder]);
            run.Output.ShouldBe($"{plant}: factories: 1, machines: 2, tariffs: 1, carbon factors: 1.\n{log}: 3 rows of 2 machines kept, 1 left out.\n");
        }

        await using var store = await TestStore.CreateInAsync(_folder);
        var machines = await new PlantTable(store.Database).MachinesAsync(default);
        machines.Select(machine => (machine.Machine.Name, machine.Machine.Type, machine.Machine.Interval, machine.Factory.SiteId)).ShouldBe(
            [("mill", MachineType.Other, TimeSpan.FromMinutes(15), 7), ("press-1", MachineType.InjectionMolding, TimeSpan.FromMinutes(1), 7)]);
        var kept = await store.Database.ReadAsync(
            connection => ReadingTable.LogAsync(connection, store.Database, machines[1], EnergyType.Electricity, new(new(2025, 6, 3, 0, 0, 0, DateTimeKind.Utc), new(2025, 6, 4, 0, 0, 0, DateTimeKind.Utc))), default);
        kept.Columns.PowerKw.ShouldBe([40, 41]);
    }

    [Fact]
    public async Task A_log_of_pumps_is_taken_in_as_readings_of_machines_in_other_units()
    {
        var plant = File("wells.json", """{ "factories": [ { "name": "Wells", "machines": [ { "name": "Well 1", "type": "pump", "data_interval_seconds": 3600 } ] } ] }""");
        var log = File("wells.csv", "timestamp,Well ID,Flow (gpm),Discharge Pressure (psi),Suction Pressure (psi),Motor Power (hp),Pump Efficiency (%),Motor Speed (rpm)\n2024-01-01T00:00:00Z,Well 1,1000,100,6,100,80,1770\n2024-01-01T01:00:00Z,Well 1,1000,100,6,50,80,1770\n");

        var run = await ServeProcess.RunAsync(["import", "--plant", plant, "--pumps", log, "--data", _folder]);

        run.Code.ShouldBe(0, run.Messages);
        run.Output.ShouldContain($"{log}: 2 rows of 1 machine kept.");
        await using var store = await TestStore.CreateInAsync(_folder);
        var well = (await new PlantTable(store.Database).MachinesAsync(default)).Single();
        var kept = await store.Database.ReadAsync(
            connection => ReadingTable.LogAsync(connection, store.Database, well, EnergyType.Electricity, new(new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc), new(2024, 1, 2, 0, 0, 0, DateTimeKind.Utc))), default);
        kept.Columns.PowerKw[0].ShouldBe(74.57, 0.01);
        kept.Columns.PressureBar[0].ShouldBe(6.895, 0.001);
        kept.Columns.ThroughputUnitsPerHour[0].ShouldBe(227.12, 0.01);
    }

    [Fact]
    public async Task A_log_of_an_unknown_machine_is_refused_as_a_whole()
    {
        var log = File("log.csv", Log);
        var run = await ServeProcess.RunAsync(["import", log, "--data", _folder]);
        run.Code.ShouldBe(1);
        run.Messages.ShouldContain($"log '{log}': there is no machine 'press-1', nor 1 others that it names: add it first, with --plant or over the API.");
        await using var store = await TestStore.CreateInAsync(_folder);
        (await store.Database.ReadAsync(async connection => await connection.OneAsync("select count(*) from machine_readings"), default)).ShouldBe(0L);
    }

    [Theory]
    [InlineData("[]", "the file must be a JSON object with a list \"factories\".")]
    [InlineData("""{ "factories": [ { "name": "A" }, { "name": "B", "time_zone": "Mars" } ] }""", "factories[1]: time_zone: 'Mars' is not in the IANA database, as Europe/Berlin and UTC are.")]
    [InlineData("""{ "factories": [ { "name": "A", "machines": [ { "name": "m", "type": "toaster" } ] } ] }""", "factories[0].machines[0]: type: must be one of ")]
    [InlineData("""{ "factories": [ { "name": "A", "machines": { } } ] }""", "factories[0].machines: must be a list of JSON objects.")]
    public async Task A_plant_with_anything_wrong_changes_nothing(string plant, string sentence)
    {
        var run = await ServeProcess.RunAsync(["import", "--plant", File("plant.json", plant), "--data", _folder]);
        run.Code.ShouldBe(1);
        run.Messages.ShouldContain(sentence);
        await using var store = await TestStore.CreateInAsync(_folder);
        (await new PlantTable(store.Database).FactoriesAsync(default)).ShouldBeEmpty();
    }

    string File(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text, Encoding.UTF8);
        return path;
    }
}
