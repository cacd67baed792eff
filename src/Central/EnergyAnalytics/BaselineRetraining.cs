using Plumbline.Central.Storage;
using Plumbline.Energy.Baselines;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary>Trains the baselines of all machines again on their last year. As by hand, a new one is used only if it is no worse out of sample than the one in use.</summary>
static class BaselineRetraining
{
    static readonly TimeSpan Lookback = TimeSpan.FromDays(365);

    /// <param name="timeZone">Machines at places with this clock; null for all.</param>
    /// <returns>A sentence on what came of it.</returns>
    public static async Task<string> RunAsync(IEnergyStore store, TimeProvider clock, string? timeZone, CancellationToken cancel)
    {
        var now = clock.Now();
        var end = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour));
        var (trained, used, refused) = (0, 0, 0);
        foreach (var machine in (await store.MachinesAsync(cancel)).Where(machine => machine.Machine.IsActive && (timeZone is null || machine.Factory.TimeZone == timeZone)))
        {
            foreach (var energy in Enum.GetValues<EnergyType>())
            {
                cancel.ThrowIfCancellationRequested();
                if (await OutcomeAsync(store, machine, energy, new(end - Lookback, end), cancel) is not { } outcome) continue;
                if (outcome.Baseline is not { } baseline)
                {
                    refused++;
                    continue;
                }

                var kept = await store.AddAsync(machine, energy, baseline, now, before => BaselineEndpoints.IsNoWorse(baseline, before));
                trained++;
                if (kept.IsActive) used++;
            }
        }

        return $"{trained} baselines trained, {used} of them in use from now on; {refused} could not be trained.";
    }

    /// <returns>Null where nothing was read.</returns>
    static async Task<BaselineOutcome?> OutcomeAsync(IEnergyStore store, KeptMachine machine, EnergyType energy, Period hours, CancellationToken cancel)
    {
        var work = await store.WorkAsync([machine], energy, hours, withDrivers: true, cancel);
        return work.Slices[0].Count == 0 ? null : BaselineTraining.Train(HourlyRows.Of(EnergyRequest.Filled(work.Slices[0], hours), work.Terms.Clock), new());
    }
}
