using Plumbline.Central.Storage;
using Plumbline.Energy;
using Plumbline.Energy.Rollups;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics.Timeseries;

/// <summary>What a machine did in a stretch of time.</summary>
/// <param name="Time">UTC.</param>
/// <param name="Work">Null where there is no reading.</param>
sealed record MachineStretch(Period Time, EnergySlice? Work)
{
    /// <summary>What a machine did, stretch by stretch.</summary>
    public static async Task<IReadOnlyList<MachineStretch>> ReadAsync(IEnergyStore store, KeptMachine machine, EnergyType energy, Period period, Interval interval, CancellationToken cancel)
    {
        var clock = SiteClock.Find(machine.Factory.TimeZone) ?? SiteClock.Utc;
        var stretches = interval.Of(period, clock).ToList();
        if (interval.Step is { } step && step < Rollup.QuarterHour) return await CutAsync(store, machine, energy, period, step, cancel);
        // Quarters of an hour know their power alone; hours know all.
        if (interval.Step is { } quarter && quarter < Rollup.Hour) return await CutAsync(store, machine, energy, period, quarter, cancel);
        if (stretches.TrueForAll(stretch => stretch.Start == period.Start || stretch.Start.Ticks % TimeSpan.TicksPerHour == 0))
        {
            var slices = (await store.WorkAsync([machine], energy, period, withDrivers: true, cancel)).Slices[0];
            var at = 0;
            return [.. stretches.Select(stretch =>
            {
                var first = at;
                while (at < slices.Count && slices[at].Start < stretch.End) at++;
                return new MachineStretch(stretch, Sum(slices, first, at));
            })];
        }

        // Days of a site whose midnight is not on the hour of UTC.
        var found = new List<MachineStretch>();
        foreach (var stretch in stretches)
        {
            var slices = (await store.WorkAsync([machine], energy, stretch, withDrivers: true, cancel)).Slices[0];
            found.Add(new(stretch, Sum(slices, 0, slices.Count)));
        }

        return found;
    }

    static async Task<IReadOnlyList<MachineStretch>> CutAsync(IEnergyStore store, KeptMachine machine, EnergyType energy, Period period, TimeSpan step, CancellationToken cancel)
    {
        var interval = machine.Machine.Interval;
        var log = await store.LogAsync(machine, energy, new(period.Start - (2 * interval), period.End + (2 * interval)), cancel);
        return [.. Rollup.Cut(log, period, step, interval).Select(slice => new MachineStretch(new(slice.Start, slice.End), slice.Power.Seconds > 0 || slice.ProductionReadings > 0 ? slice : null))];
    }

    static EnergySlice? Sum(IReadOnlyList<EnergySlice> slices, int first, int end)
    {
        if (first == end) return null;
        var sum = slices[first];
        for (var i = first + 1; i < end; i++) sum = sum.Plus(slices[i]);
        return sum;
    }
}
