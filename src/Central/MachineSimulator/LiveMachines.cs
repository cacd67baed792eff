using System.Collections.Concurrent;
using Plumbline.Central.Storage;
using Plumbline.Plant;
using Plumbline.Simulation.Machines;

namespace Plumbline.Central.MachineSimulator;

/// <summary>A machine of the register that is simulated, which its id says.</summary>
/// <param name="Kept">As registered.</param>
/// <param name="Simulated">What makes its readings.</param>
/// <param name="Readings">From the first to just after the last that there is; null where there is none.</param>
sealed record LiveMachine(KeptMachine Kept, SimulatedMachine Simulated, Period? Readings);

/// <summary>
/// Goes on with simulated machines that have readings, from the last of them to now. What they show hangs on their ids and the time alone, so that processes that do the same do no harm;
/// only faults that were asked for are known to the process that was asked, until it ends.
/// </summary>
sealed class LiveMachines(ISimulatorStore store, TimeProvider clock)
{
    /// <summary>Faults of a machine that may be asked for at a time.</summary>
    public const int MostFaults = 20;

    // Of one step, so that a machine which was away for long does not keep the others waiting.
    static readonly TimeSpan LongestStep = TimeSpan.FromDays(7);

    readonly ConcurrentDictionary<Guid, IReadOnlyList<MachineFault>> _faults = [];
    readonly Dictionary<Guid, DateTime> _seen = [];

    public async Task<IReadOnlyList<LiveMachine>> MachinesAsync(CancellationToken cancel) =>
    [
        .. (await store.MachinesAsync(cancel)).Where(entry => SimulationKey.Of(entry.Machine.Machine.Id) is not null)
            .Select(entry => new LiveMachine(entry.Machine, new(SimulationKey.Of(entry.Machine.Machine.Id)!.Value), entry.Readings)),
    ];

    /// <summary>The faults of a machine at this moment, those that it has by itself first.</summary>
    public IReadOnlyList<MachineFault> FaultsOf(LiveMachine machine)
    {
        var now = clock.Now();
        return [.. machine.Simulated.OwnFaults(new(now, now.AddTicks(1))), .. Asked(machine).Where(fault => fault.When.End > now)];
    }

    /// <returns>False where it has as many as it may have.</returns>
    public bool TryInject(LiveMachine machine, MachineFault fault)
    {
        var (now, id) = (clock.Now(), machine.Kept.Machine.Id);
        while (true)
        {
            var before = Asked(machine);
            // Those that have ended are needed as long as their readings are not made.
            IReadOnlyList<MachineFault> after = [.. before.Where(one => one.When.End > now - TimeSpan.FromDays(1)), fault];
            if (after.Count(one => one.When.End > now) > MostFaults) return false;
            if (before.Count == 0 ? _faults.TryAdd(id, after) : _faults.TryUpdate(id, after, before)) return true;
        }
    }

    /// <summary>Makes the readings that are due. Not for several threads at a time.</summary>
    /// <returns>Whether there is more to be made up for.</returns>
    public async Task<bool> StepAsync(CancellationToken cancel)
    {
        var (due, isBehind) = (new List<MachineReadings>(), false);
        foreach (var machine in await MachinesAsync(cancel))
        {
            if (!machine.Kept.Machine.IsActive || machine.Readings is not { } known) continue;
            // While somebody else feeds it, its history for instance, it is left alone.
            var isAlone = _seen.TryGetValue(machine.Kept.Machine.Id, out var before) && before == known.End;
            _seen[machine.Kept.Machine.Id] = known.End;
            var interval = machine.Kept.Machine.Interval;
            var end = clock.Now() - interval;
            if (!isAlone || end <= known.End) continue;
            if (end - known.End > LongestStep) (end, isBehind) = (known.End + LongestStep, true);
            var log = machine.Simulated.Log(new(known.End, end.AddTicks(1)), interval, Asked(machine));
            if (log.Count == 0) continue;
            due.Add(new(machine.Kept, EnergyType.Electricity, log));
            _seen[machine.Kept.Machine.Id] = log.Times[^1].AddTicks(1);
        }

        if (due.Count > 0) await store.AddAsync(due);
        return isBehind;
    }

    IReadOnlyList<MachineFault> Asked(LiveMachine machine) => _faults.GetValueOrDefault(machine.Kept.Machine.Id) ?? [];
}
