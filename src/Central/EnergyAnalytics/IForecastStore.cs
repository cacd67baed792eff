using Plumbline.Central.Storage;
using Plumbline.Energy.Forecasts;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary>What trainings of forecasts found.</summary>
interface IForecastStore
{
    /// <summary>Keeps a training as the next version of its machine and energy type.</summary>
    Task<KeptForecast> AddAsync(KeptMachine machine, EnergyType energy, LoadTraining training, DateTime at);

    /// <summary>All versions of a machine and energy type, the newest first.</summary>
    Task<IReadOnlyList<KeptForecast>> ForecastsAsync(KeptMachine machine, EnergyType energy, CancellationToken cancel);
}

/// <summary>A version of what is known of forecasting a machine.</summary>
sealed record KeptForecast(Guid Id, KeptMachine Machine, EnergyType Energy, int Version, DateTime CreatedAt, LoadTraining Training);
