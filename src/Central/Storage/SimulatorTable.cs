using Plumbline.Central.MachineSimulator;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>Machines and how far they have been read, in either database.</summary>
sealed class SimulatorTable(Database database) : ISimulatorStore
{
    readonly ReadingTable _readings = new(database);

    public Task<IReadOnlyList<(KeptMachine Machine, Period? Readings)>> MachinesAsync(CancellationToken cancel) => database.ReadAsync<IReadOnlyList<(KeptMachine, Period?)>>(
        async connection =>
        {
            var machines = await PlantTable.MachinesAsync(connection);
            if (machines.Count == 0) return [];
            var heads = await ReadingHeads.ReadAsync(connection, database, machines.Select(machine => machine.Number));
            return [.. machines.Select(machine => (machine, heads.TryGetValue((machine.Number, EnergyType.Electricity), out var head) ? (Period?)new Period(head.First, head.Last.AddTicks(1)) : null))];
        },
        cancel);

    public Task AddAsync(IReadOnlyList<MachineReadings> readings) => _readings.AddAsync(readings, []);
}
