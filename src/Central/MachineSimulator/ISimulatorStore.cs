using Plumbline.Central.Storage;
using Plumbline.Plant;

namespace Plumbline.Central.MachineSimulator;

/// <summary>The machines that there are, and what has been read of them.</summary>
interface ISimulatorStore
{
    /// <summary>All machines, each with the period from its first reading of electricity to just after its last; null where there is none.</summary>
    Task<IReadOnlyList<(KeptMachine Machine, Period? Readings)>> MachinesAsync(CancellationToken cancel);

    /// <summary>Keeps readings, once each.</summary>
    Task AddAsync(IReadOnlyList<MachineReadings> readings);
}
