using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Plumbline.Central;
using Plumbline.Cli.Query;
using Plumbline.Cli.Register;
using Plumbline.Plant;
using Plumbline.Simulation.Machines;

namespace Plumbline.Cli.Simulate;

/// <summary>Feeds a running server with a simulated plant through its public addresses. What it has already is not sent again.</summary>
static class PlantFeed
{
    // About 3 MB.
    const int RowsAtOnce = 10_000;

    /// <exception cref="BadInputException">The server cannot be asked, refuses, or has other machines of these names.</exception>
    public static async Task<int> SendAsync(SimulatedPlant plant, PlantServer server, CancellationToken cancel)
    {
        await RegisterAsync(plant, server, cancel);
        var there = await ReadingsThereAsync(server, cancel);
        var sent = await Terminal.WatchAsync("feeding the server", async progress =>
        {
            var (rows, done) = (0L, 0);
            foreach (var machine in plant.Machines)
            {
                foreach (var part in Missing(plant.Period, there.GetValueOrDefault(machine.Key.MachineId))) rows += await SendAsync(plant.Log(machine, part), machine, server, cancel);
                progress.Report((double)++done / plant.Machines.Count);
            }

            return rows;
        });
        Console.WriteLine(sent == 0
            ? $"{server.Root} has the readings of these {plant.Machines.Count} machines already."
            : $"{plant.Machines.Count} {(plant.Machines.Count == 1 ? "machine" : "machines")} of '{plant.Factory}', {sent.ToString("N0", CultureInfo.InvariantCulture)} readings sent to {server.Root}, with {plant.Faults().Count} faults in them.");
        return ExitCode.Done;
    }

    static async Task RegisterAsync(SimulatedPlant plant, PlantServer server, CancellationToken cancel)
    {
        var factory = plant.Machines[0].Key.FactoryId;
        var factories = await server.ListAsync("factories", cancel);
        var known = (await server.ListAsync("machines", cancel)).ToDictionary(kept => kept.GetProperty("name").GetString()!, kept => kept.GetProperty("id").GetGuid());
        var isNew = factories.All(kept => kept.GetProperty("id").GetGuid() != factory);
        // All that may be in the way is looked at before anything is added.
        if (isNew && factories.Any(kept => kept.GetProperty("name").GetString() == plant.Factory)) throw new BadInputException($"the server has another factory '{Terminal.Plain(plant.Factory)}' already, which is not that of this simulation: name this one with --factory, and its machines with --prefix.");
        if (plant.Machines.FirstOrDefault(machine => known.TryGetValue(plant.NameOf(machine), out var id) && id != machine.Key.MachineId) is { } taken)
            throw new BadInputException($"the server has another machine '{Terminal.Plain(plant.NameOf(taken))}' already, which is not that of this simulation: give the machines names of their own with --prefix.");
        if (isNew)
        {
            await server.SendAsync(HttpMethod.Post, "factories", Object(plant.WriteFactory), cancel);
            await server.SendAsync(HttpMethod.Post, "tariffs", Object(json => WithFactory(json, SimulatedPlant.WriteTariff)), cancel);
            await server.SendAsync(HttpMethod.Post, "carbon-factors", Object(json => WithFactory(json, SimulatedPlant.WriteCarbonFactor)), cancel);
        }

        foreach (var machine in plant.Machines.Where(machine => !known.ContainsKey(plant.NameOf(machine))))
            await server.SendAsync(HttpMethod.Post, "machines", Object(json => WithFactory(json, into => plant.WriteMachine(into, machine))), cancel);

        void WithFactory(Utf8JsonWriter json, Action<Utf8JsonWriter> rest)
        {
            json.WriteString("factory_id", factory);
            rest(json);
        }
    }

    /// <summary>What of a period lies before and after the readings that are there.</summary>
    static IEnumerable<Period> Missing(Period period, Period? there)
    {
        if (there is not { } known || known.End <= period.Start || known.Start >= period.End) return [period];
        return ((Period[])[period with { End = known.Start }, period with { Start = known.End }]).Where(part => part.End > part.Start);
    }

    /// <summary>From when to when a server has readings of each simulated machine; none where it does not simulate itself.</summary>
    static async Task<Dictionary<Guid, Period?>> ReadingsThereAsync(PlantServer server, CancellationToken cancel)
    {
        var (status, body) = await server.TryAsync(HttpMethod.Get, $"{server.Root}/api/simulator/machines", content: null, cancel);
        if (status != HttpStatusCode.OK || PlantServer.Json(body) is not { ValueKind: JsonValueKind.Array } machines) return [];
        return machines.EnumerateArray().Where(machine => machine.GetProperty("last_reading_at").ValueKind == JsonValueKind.String)
            .ToDictionary(machine => machine.GetProperty("id").GetGuid(), machine => (Period?)new Period(Time(machine, "first_reading_at"), Time(machine, "last_reading_at").AddTicks(1)));

        static DateTime Time(JsonElement machine, string name) => machine.GetProperty(name).GetDateTime().ToUniversalTime();
    }

    static async Task<long> SendAsync(MachineLog log, SimulatedMachine machine, PlantServer server, CancellationToken cancel)
    {
        for (var first = 0; first < log.Count; first += RowsAtOnce)
        {
            cancel.ThrowIfCancellationRequested();
            var rows = Math.Min(RowsAtOnce, log.Count - first);
            using var content = new ByteArrayContent(Rows(log, machine, first, rows)) { Headers = { ContentType = new("application/x-ndjson") } };
            var (status, body) = await server.TryAsync(HttpMethod.Post, $"{server.Root}/api/v1/readings", content, cancel);
            if (status != HttpStatusCode.OK) throw new BadInputException($"the server does not take the readings: {Trouble.Detail(body)}");
            var rejected = PlantServer.Json(body)?.GetProperty("rejected").GetInt64() ?? 0;
            if (rejected > 0) throw new BadInputException($"the server has refused {rejected} of {rows} readings of {machine.Name}; GET /api/v1/readings/rejects on it says why.");
        }

        return log.Count;
    }

    static byte[] Rows(MachineLog log, SimulatedMachine machine, int first, int count)
    {
        var text = new ArrayBufferWriter<byte>(count * 400);
        var columns = log.Columns;
        for (var row = first; row < first + count; row++)
        {
            using (var json = new Utf8JsonWriter(text))
            {
                json.WriteStartObject();
                json.WriteString("machine_id", machine.Key.MachineId);
                json.WriteString("time", log.Times[row]);
                json.WriteStartObject("energy");
                Number(json, "power_kw", columns.PowerKw[row]);
                json.WriteEndObject();
                json.WriteStartObject("production");
                Number(json, "production_count", columns.ProductionCount[row]);
                Number(json, "good", columns.GoodCount[row]);
                Number(json, "throughput_units_per_hour", columns.ThroughputUnitsPerHour[row]);
                json.WriteString("operating_mode", columns.Mode[row].Snake());
                json.WriteEndObject();
                json.WriteStartObject("environment");
                Number(json, "outdoor_temp_c", columns.OutdoorTempC[row]);
                Number(json, "machine_temp_c", columns.MachineTempC[row]);
                Number(json, "pressure_bar", columns.PressureBar[row]);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            text.Write("\n"u8);
        }

        return text.WrittenSpan.ToArray();
    }

    static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
    }

    static string Object(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
