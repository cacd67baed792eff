using Plumbline.Central.Storage;
using Plumbline.Energy;
using Plumbline.Energy.Carbon;
using Plumbline.Energy.Tariffs;
using Plumbline.Plant;

namespace Plumbline.Central.PlantRegister;

/// <summary>Keeps factories and machines, and what energy costs and emits there.</summary>
interface IPlantStore
{
    Task<IReadOnlyList<Factory>> FactoriesAsync(CancellationToken cancel);

    /// <returns>False where the name or the id is taken.</returns>
    Task<bool> AddAsync(Factory factory);

    /// <returns>False where the name is taken by another.</returns>
    Task<bool> ChangeAsync(Factory factory);

    Task<IReadOnlyList<KeptMachine>> MachinesAsync(CancellationToken cancel);

    Task<KeptMachine?> MachineAsync(Guid id, CancellationToken cancel);

    /// <returns>False where the name or the id is taken.</returns>
    Task<bool> AddAsync(Machine machine);

    /// <summary>Where the interval is another one, everything that was computed from the machine's readings is computed anew.</summary>
    /// <returns>False where the name is taken by another.</returns>
    Task<bool> ChangeAsync(Machine machine);

    Task<IReadOnlyList<KeptTariff>> TariffsAsync(Guid factory, CancellationToken cancel);

    /// <returns>The sentence that refuses it, where another holds on one of its days; else null.</returns>
    Task<string?> AddAsync(KeptTariff tariff);

    /// <summary>Puts a tariff in the place of the one with its id.</summary>
    /// <returns>The sentence that refuses it, where another holds on one of its days; else null.</returns>
    Task<string?> ChangeAsync(KeptTariff tariff);

    Task<IReadOnlyList<KeptCarbonFactor>> CarbonFactorsAsync(Guid factory, CancellationToken cancel);

    /// <returns>The sentence that refuses it, where another holds on one of its days; else null.</returns>
    Task<string?> AddAsync(KeptCarbonFactor factor);

    /// <summary>Puts a carbon factor in the place of the one with its id.</summary>
    /// <returns>The sentence that refuses it, where another holds on one of its days; else null.</returns>
    Task<string?> ChangeAsync(KeptCarbonFactor factor);

    /// <summary>Ends a tariff or a carbon factor that should never have been.</summary>
    /// <returns>Whether there was one.</returns>
    Task<bool> RemoveTermsAsync(Guid id);
}

/// <summary>A tariff of a factory.</summary>
sealed record KeptTariff(Guid Id, Guid FactoryId, string Name, Dated<Tariff> Terms);

/// <summary>A carbon factor of a factory.</summary>
sealed record KeptCarbonFactor(Guid Id, Guid FactoryId, Dated<CarbonFactor> Terms);
