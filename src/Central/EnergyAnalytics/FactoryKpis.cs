using Plumbline.Central.Storage;
using Plumbline.Energy.Kpis;
using Plumbline.Energy.Rollups;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary>The figures of a factory: sums over its machines, each by its own engine. Electricity.</summary>
sealed record FactoryKpis
{
    public required Factory Factory { get; init; }

    public required Period Period { get; init; }

    public required double EnergyKwh { get; init; }

    /// <summary>Each machine's own cost, its demand charge included.</summary>
    public required double Cost { get; init; }

    public required double CarbonKg { get; init; }

    /// <summary>Mean power of all machines together, over the time that each is known: kW.</summary>
    public required double MeanKw { get; init; }

    /// <summary>Highest quarter-hour mean of all machines together, kW; NaN where none is known.</summary>
    public required double PeakKw { get; init; }

    public required double Units { get; init; }

    public required double GoodUnits { get; init; }

    /// <summary>Machines, and those of them that ran, were idle or off in the last hour in which each was known.</summary>
    public required int Machines { get; init; }

    public required int Running { get; init; }

    public required int Idle { get; init; }

    public required int Stopped { get; init; }

    public int WithReadings => Running + Idle + Stopped;

    public static async Task<FactoryKpis> OfAsync(IEnergyStore store, Factory factory, IReadOnlyList<KeptMachine> all, Period period, CancellationToken cancel)
    {
        var machines = all.Where(machine => machine.Machine.FactoryId == factory.Id).ToList();
        var (energy, cost, carbon, mean, units, good) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        var (running, idle, stopped) = (0, 0, 0);
        var together = new Dictionary<DateTime, double>();
        var work = machines.Count == 0 ? null : await store.WorkAsync(machines, EnergyType.Electricity, period, withDrivers: false, cancel);
        foreach (var slices in (work?.Slices ?? []).Where(slices => slices.Any(slice => slice.Power.Seconds > 0)))
        {
            var kpis = EnergyKpis.Of(slices, period, work!.Terms);
            energy += kpis.EnergyKwh.Value ?? 0;
            cost += kpis.Cost.Value?.Total ?? 0;
            carbon += kpis.Carbon.Value?.Kg ?? 0;
            mean += kpis.MeanKw.Value ?? 0;
            units += slices.Sum(slice => slice.Units);
            good += slices.Sum(slice => slice.GoodUnits);
            var last = (Hour: DateTime.MinValue, Power: default(Level));
            foreach (var quarter in EnergySlice.QuartersOf(slices).Where(quarter => quarter.Power.Seconds > 0))
            {
                together[quarter.Start] = together.GetValueOrDefault(quarter.Start) + quarter.Power.Mean;
                var hour = quarter.Start.AddTicks(-(quarter.Start.Ticks % TimeSpan.TicksPerHour));
                last = (hour, hour == last.Hour ? last.Power.Plus(quarter.Power) : quarter.Power);
            }

            switch (Rollup.ModeAt(last.Power.Mean))
            {
                case OperatingMode.Running: running++; break;
                case OperatingMode.Idle: idle++; break;
                default: stopped++; break;
            }
        }

        return new()
        {
            Factory = factory,
            Period = period,
            EnergyKwh = energy,
            Cost = cost,
            CarbonKg = carbon,
            MeanKw = mean,
            PeakKw = together.Count > 0 ? together.Values.Max() : double.NaN,
            Units = units,
            GoodUnits = good,
            Machines = machines.Count,
            Running = running,
            Idle = idle,
            Stopped = stopped,
        };
    }
}
