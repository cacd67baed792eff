using Plumbline.Energy.Kpis;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary>Computes and keeps the figures of the last days of all machines, each by the clock of its site; of a week, for readings come late.</summary>
static class DailyFigures
{
    const int Days = 7;

    /// <param name="timeZone">Machines at places with this clock; null for all.</param>
    /// <returns>A sentence on what came of it.</returns>
    public static async Task<string> RunAsync(IEnergyStore store, TimeProvider clock, string? timeZone, CancellationToken cancel)
    {
        var (kept, machines) = (0, 0);
        foreach (var machine in (await store.MachinesAsync(cancel)).Where(machine => machine.Machine.IsActive && (timeZone is null || machine.Factory.TimeZone == timeZone)))
        {
            var days = new List<DayKpis>();
            foreach (var energy in Enum.GetValues<EnergyType>())
            {
                cancel.ThrowIfCancellationRequested();
                days.AddRange(await OfAsync(store, machine, energy, clock.Now(), cancel));
            }

            if (days.Count == 0) continue;
            await store.AddAsync(days);
            (kept, machines) = (kept + days.Count, machines + 1);
        }

        return $"The figures of {kept} days of {machines} machines are kept.";
    }

    static async Task<List<DayKpis>> OfAsync(IEnergyStore store, Storage.KeptMachine machine, EnergyType energy, DateTime now, CancellationToken cancel)
    {
        var days = new List<DayKpis>();
        if (Plumbline.Energy.SiteClock.Find(machine.Factory.TimeZone) is not { } site) return days;
        var today = site.At(now).Date;
        for (var back = Days; back > 0; back--)
        {
            var period = new Period(site.StartOf(today.PlusDays(-back)), site.StartOf(today.PlusDays(1 - back)));
            var work = await store.WorkAsync([machine], energy, period, withDrivers: false, cancel);
            if (work.Slices[0].Any(slice => slice.Power.Seconds > 0)) days.Add(new(machine, energy, today.PlusDays(-back), EnergyKpis.Of(work.Slices[0], period, work.Terms), now));
        }

        return days;
    }
}
