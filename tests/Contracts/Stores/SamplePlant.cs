using Plumbline.Central.Storage;
using Plumbline.Plant;

namespace Plumbline.Contracts.Tests.Stores;

/// <summary>A factory with machines.</summary>
static class SamplePlant
{
    public static readonly Factory Works = new() { Id = Guid.Parse("6d1f4f50-0000-4000-8000-000000000001"), Name = "Works", SiteId = 7, TimeZone = "Europe/Berlin", Currency = "EUR" };

    public static readonly Machine Mill = new() { Id = Guid.Parse("6d1f4f50-0000-4000-8000-0000000000a1"), FactoryId = Works.Id, Name = "mill", Type = MachineType.Motor, RatedPowerKw = 75 };

    public static readonly Machine Press = Mill with { Id = Guid.Parse("6d1f4f50-0000-4000-8000-0000000000a2"), Name = "press", RatedPowerKw = null };

    /// <summary>The mill and the press, registered.</summary>
    public static async Task<(KeptMachine Mill, KeptMachine Press)> RegisterAsync(Database database)
    {
        var table = new PlantTable(database);
        await table.AddAsync(Works);
        await table.AddAsync(Mill);
        await table.AddAsync(Press);
        return ((await table.MachineAsync(Mill.Id, default))!, (await table.MachineAsync(Press.Id, default))!);
    }
}
