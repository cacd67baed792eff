using Plumbline.Central.Storage;

namespace Plumbline.Central.ReadingsIntake;

/// <summary>Which machine a row means. What the store says is believed for a second.</summary>
sealed class MachineNames(IReadingStore store, TimeProvider clock)
{
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    volatile Known _known = new([], [], DateTime.MinValue);

    /// <summary>The machines that there are, for a sender who may write to some sites; null for all of them.</summary>
    /// <param name="sites">Null for all.</param>
    /// <param name="besides">Not what was believed here: a machine may have been added since. Null for anything.</param>
    /// <param name="cancel">Ends the question to the store.</param>
    public async Task<NamedMachines> OfAsync(IReadOnlyList<long>? sites, NamedMachines? besides, CancellationToken cancel)
    {
        var (known, now) = (_known, clock.Now());
        if (now - known.At >= Lease || now < known.At || besides?.IsOf(known.ByName) == true)
        {
            var machines = await store.MachinesAsync(cancel);
            _known = known = new(machines.ToDictionary(machine => machine.Machine.Name), machines.ToDictionary(machine => machine.Machine.Id), now);
        }

        return new(known.ByName, known.ById, sites);
    }

    sealed record Known(Dictionary<string, KeptMachine> ByName, Dictionary<Guid, KeptMachine> ById, DateTime At);
}

/// <summary>Machines by what rows call them. A machine of another site is not there, for this sender.</summary>
/// <param name="sites">Null for all.</param>
sealed class NamedMachines(Dictionary<string, KeptMachine> byName, Dictionary<Guid, KeptMachine> byId, IReadOnlyList<long>? sites)
{
    public KeptMachine this[string name] => byName[name];

    public bool IsOf(Dictionary<string, KeptMachine> names) => ReferenceEquals(names, byName);

    /// <summary>The name of the machine that a row calls by name or id; null where there is none.</summary>
    public string? NameOf(string called)
    {
        if (!byName.TryGetValue(called, out var machine) && (!Guid.TryParse(called, out var id) || !byId.TryGetValue(id, out machine))) return null;
        return sites is null || (machine.Factory.SiteId is { } site && sites.Contains(site)) ? machine.Machine.Name : null;
    }
}
