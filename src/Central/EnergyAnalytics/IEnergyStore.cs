using NodaTime;
using Plumbline.Central.Storage;
using Plumbline.Energy.Baselines;
using Plumbline.Energy.Kpis;
using Plumbline.Energy.Rollups;
using Plumbline.Plant;
using Period = Plumbline.Plant.Period;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary>What machines did, hour by hour, and their baselines.</summary>
interface IEnergyStore
{
    /// <returns>Null where there is no such machine.</returns>
    Task<KeptMachine?> MachineAsync(Guid id, CancellationToken cancel);

    Task<IReadOnlyList<KeptMachine>> MachinesAsync(CancellationToken cancel);

    Task<IReadOnlyList<Factory>> FactoriesAsync(CancellationToken cancel);

    /// <summary>What machines of one factory did in a period, all of one moment: as <see cref="EnergyKpis.Of"/> takes it.</summary>
    /// <param name="withDrivers">Whether temperatures, pressure and throughput are wanted, too.</param>
    Task<MachineWork> WorkAsync(IReadOnlyList<KeptMachine> machines, EnergyType energy, Period period, bool withDrivers, CancellationToken cancel);

    /// <summary>Keeps a baseline as the next version of its machine and energy type.</summary>
    /// <param name="activate">Whether it is to be used from now on, given the one in use until now; exactly one is.</param>
    Task<KeptBaseline> AddAsync(KeptMachine machine, EnergyType energy, EnergyBaseline baseline, DateTime at, Func<EnergyBaseline?, bool> activate);

    /// <summary>The baseline in use.</summary>
    Task<KeptBaseline?> BaselineAsync(KeptMachine machine, EnergyType energy, CancellationToken cancel);

    Task<KeptBaseline?> BaselineAsync(Guid id, CancellationToken cancel);

    /// <summary>All versions, the newest first.</summary>
    /// <param name="machine">Null for all machines.</param>
    Task<IReadOnlyList<KeptBaseline>> BaselinesAsync(KeptMachine? machine, CancellationToken cancel);

    /// <summary>Forgets versions that are not in use and that no anomaly names, but for the newest of each machine and energy type.</summary>
    /// <param name="newest">How many of each stay.</param>
    /// <returns>How many were forgotten.</returns>
    Task<int> ForgetBaselinesAsync(int newest);

    /// <summary>Keeps the figures of days, in the place of those that were computed before.</summary>
    Task AddAsync(IReadOnlyList<DayKpis> days);

    /// <summary>The readings of a stretch of time, half open, in order.</summary>
    Task<MachineLog> LogAsync(KeptMachine machine, EnergyType energy, Period period, CancellationToken cancel);

    /// <summary>The last reading that there is, and what is told of that time.</summary>
    /// <returns>The log has one reading, or none.</returns>
    Task<(MachineLog Last, ToldStatus? Told)> LatestAsync(KeptMachine machine, EnergyType energy, CancellationToken cancel);

    /// <summary>Keeps what somebody says that a machine is doing. What was said to be going on ends when this begins; one that begins at the same time takes the place of the other.</summary>
    Task TellAsync(KeptMachine machine, ToldStatus status);

    /// <summary>Puts some hours right that readings have changed.</summary>
    /// <returns>Whether there may be more.</returns>
    Task<bool> RefreshAsync();
}

/// <param name="Slices">Of each machine, in the order asked for.</param>
/// <param name="Told">Of each machine: what somebody has said that it was doing in the period, in order of time.</param>
sealed record MachineWork(KpiTerms Terms, IReadOnlyList<IReadOnlyList<EnergySlice>> Slices, IReadOnlyList<IReadOnlyList<ToldStatus>> Told)
{
    /// <summary>Whole hours of the first machine in a row, those without readings too.</summary>
    /// <param name="hours">What was asked for, on whole hours.</param>
    public EnergyHours HoursOf(Period hours) => HourlyRows.Of(
        EnergyRequest.Filled(Slices[0], hours), Terms.Clock, [.. Told[0].Where(told => told.Mode is OperatingMode.Maintenance or OperatingMode.Fault).Select(told => told.Period)]);
}

/// <summary>What somebody has said that a machine is doing.</summary>
/// <param name="Until">Null: still so.</param>
sealed record ToldStatus(DateTime Start, DateTime? Until, OperatingMode Mode, string Notes)
{
    public Period Period => new(Start, Until ?? DateTime.MaxValue);
}

/// <summary>A version of a machine's baseline.</summary>
sealed record KeptBaseline(Guid Id, KeptMachine Machine, EnergyType Energy, int Version, bool IsActive, DateTime CreatedAt, EnergyBaseline Baseline);

/// <summary>The figures of a machine in a day of its site.</summary>
sealed record DayKpis(KeptMachine Machine, EnergyType Energy, LocalDate Day, EnergyKpis Kpis, DateTime ComputedAt);
