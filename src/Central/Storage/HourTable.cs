using System.Data.Common;
using System.Runtime.InteropServices;
using Plumbline.Energy.Rollups;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>What machines did hour by hour, in either database: always what their readings say, whether the rows have been brought up to date or not.</summary>
sealed class HourTable(Database database)
{
    static readonly string[] Columns =
    [
        "machine", "energy_type", "start", "energy_kwh", "known_s", "quarters", "max_kw", "units", "good_units", "production_readings", "idle_s", "running_s", "maintenance_s", "fault_s", "offline_s",
        "outdoor_temp_integral", "outdoor_temp_s", "machine_temp_integral", "machine_temp_s", "pressure_integral", "pressure_s", "throughput_integral", "throughput_s",
    ];

    // Those that figures are computed from, then the drivers of baselines.
    const int FirstDriver = 15;
    static readonly string Figures = string.Join(", ", Columns[2..FirstDriver]);
    static readonly string All = string.Join(", ", Columns[2..]);

    // Of one transaction: other writers wait for it.
    const int MostStretches = 64;
    static readonly TimeSpan LongestStretch = TimeSpan.FromDays(7);

    /// <summary>Slices of a period: its whole hours, each with its quarters, and quarters at ends that are no whole hour. Hours without readings are left out.</summary>
    /// <param name="withDrivers">Whether temperatures, pressure and throughput are wanted, too; figures do without, which saves a third of the time.</param>
    public async Task<IReadOnlyList<EnergySlice>> SlicesAsync(DbConnection connection, KeptMachine machine, EnergyType energy, Period period, bool withDrivers = true)
    {
        var whole = new Period(Up(period.Start), Down(period.End));
        if (whole.End <= whole.Start) return [.. (await CutAsync(connection, machine, energy, period)).Where(HasReadings)];
        var slices = await HoursAsync(connection, machine, energy, whole, withDrivers);
        var stale = Joined(await StaleHours.ReadAsync(connection, database, machine.Number, energy, whole), whole);
        if (stale.Count > 0) slices.RemoveAll(slice => stale.Exists(stretch => slice.Start >= stretch.Start && slice.Start < stretch.End));
        foreach (var stretch in stale) slices.AddRange(Hours(await CutAsync(connection, machine, energy, stretch)));
        if (period.Start < whole.Start) slices.AddRange(await CutAsync(connection, machine, energy, period with { End = whole.Start }));
        if (period.End > whole.End) slices.AddRange(await CutAsync(connection, machine, energy, period with { Start = whole.End }));
        if (stale.Count > 0 || whole != period) slices.Sort((one, other) => one.Start.CompareTo(other.Start));
        slices.RemoveAll(slice => !HasReadings(slice));
        return slices;
    }

    /// <summary>Puts some stale hours right.</summary>
    /// <returns>Whether there may be more.</returns>
    public Task<bool> RefreshAsync() => database.WriteAsync(async connection =>
    {
        var marks = await StaleHours.ReadAsync(connection, database, MostStretches);
        var machines = marks.Count == 0 ? [] : (await PlantTable.MachinesAsync(connection)).ToDictionary(machine => machine.Number);
        var (done, areSomeLeft) = (TimeSpan.Zero, marks.Count == MostStretches);
        foreach (var mark in marks)
        {
            if (done >= LongestStretch) return true;
            var until = mark.Hours.Length > LongestStretch ? mark.Hours.Start + LongestStretch : mark.Hours.End;
            await RefreshAsync(connection, machines[mark.Machine], mark.Energy, mark.Hours with { End = until });
            await StaleHours.ClearAsync(connection, database, mark, until);
            done += until - mark.Hours.Start;
            areSomeLeft |= until < mark.Hours.End;
        }

        return areSomeLeft;
    });

    async Task RefreshAsync(DbConnection connection, KeptMachine machine, EnergyType energy, Period hours)
    {
        var slices = Hours(await CutAsync(connection, machine, energy, hours)).Where(HasReadings);
        await connection.RunAsync(
            "delete from machine_hours where machine = @machine and energy_type = @energy and start >= @start and start < @end",
            ("machine", machine.Number), ("energy", (short)energy), ("start", database.ToColumn(hours.Start)), ("end", database.ToColumn(hours.End)));
        await database.InsertAsync(connection, "machine_hours", Columns, slices.Select(slice => Values(machine, energy, slice)));
    }

    async Task<IReadOnlyList<EnergySlice>> CutAsync(DbConnection connection, KeptMachine machine, EnergyType energy, Period period)
    {
        var interval = machine.Machine.Interval;
        var log = await ReadingTable.LogAsync(connection, database, machine, energy, new(period.Start - (2 * interval), period.End + (2 * interval)));
        var heads = log.Count == 0 ? [] : await ReadingHeads.ReadAsync(connection, database, [machine.Number]);
        return Rollup.Cut(log, period, Rollup.QuarterHour, interval, heads.GetValueOrDefault((machine.Number, energy))?.SaysMode ?? false);
    }

    Task<List<EnergySlice>> HoursAsync(DbConnection connection, KeptMachine machine, EnergyType energy, Period hours, bool withDrivers) => connection.ListAsync(
        row => Read(row, withDrivers), $"select {(withDrivers ? All : Figures)} from machine_hours where machine = @machine and energy_type = @energy and start >= @start and start < @end order by start",
        ("machine", machine.Number), ("energy", (short)energy), ("start", database.ToColumn(hours.Start)), ("end", database.ToColumn(hours.End)));

    EnergySlice Read(DbDataReader row, bool withDrivers)
    {
        var start = database.ToTime(row, 0);
        Span<double> quarters = stackalloc double[8];
        row.GetFieldValue<byte[]>(3).CopyTo(MemoryMarshal.AsBytes(quarters));
        Level[] levels = [new(quarters[0], quarters[4]), new(quarters[1], quarters[5]), new(quarters[2], quarters[6]), new(quarters[3], quarters[7])];
        return new()
        {
            Start = start,
            End = start + Rollup.Hour,
            Power = levels[0].Plus(levels[1]).Plus(levels[2]).Plus(levels[3]),
            Quarters = levels,
            MaxKw = row.IsDBNull(4) ? double.NaN : row.GetDouble(4),
            Units = row.GetDouble(5),
            GoodUnits = row.GetDouble(6),
            ProductionReadings = row.GetInt32(7),
            Modes = new(row.GetDouble(8), row.GetDouble(9), row.GetDouble(10), row.GetDouble(11), row.GetDouble(12)),
            OutdoorTempC = Driver(0),
            MachineTempC = Driver(1),
            PressureBar = Driver(2),
            Throughput = Driver(3),
        };

        Level Driver(int i) => withDrivers ? new(row.GetDouble(13 + (2 * i)), row.GetDouble(14 + (2 * i))) : default;
    }

    object?[] Values(KeptMachine machine, EnergyType energy, EnergySlice slice)
    {
        double[] quarters = [.. slice.Quarters!.Select(quarter => quarter.Integral), .. slice.Quarters!.Select(quarter => quarter.Seconds)];
        return
        [
            machine.Number, (short)energy, database.ToColumn(slice.Start), slice.EnergyKwh, slice.Power.Seconds, MemoryMarshal.AsBytes(quarters.AsSpan()).ToArray(), double.IsNaN(slice.MaxKw) ? null : slice.MaxKw,
            slice.Units, slice.GoodUnits, slice.ProductionReadings, slice.Modes.IdleS, slice.Modes.RunningS, slice.Modes.MaintenanceS, slice.Modes.FaultS, slice.Modes.OfflineS,
            slice.OutdoorTempC.Integral, slice.OutdoorTempC.Seconds, slice.MachineTempC.Integral, slice.MachineTempC.Seconds, slice.PressureBar.Integral, slice.PressureBar.Seconds, slice.Throughput.Integral, slice.Throughput.Seconds,
        ];
    }

    static IEnumerable<EnergySlice> Hours(IReadOnlyList<EnergySlice> quarters) => quarters.Chunk(4).Select(four => EnergySlice.HourOf(four));

    static bool HasReadings(EnergySlice slice) =>
        slice.Power.Seconds > 0 || slice.ProductionReadings > 0 || slice.Modes.KnownS > 0 || slice.OutdoorTempC.Seconds + slice.MachineTempC.Seconds + slice.PressureBar.Seconds + slice.Throughput.Seconds > 0;

    /// <summary>Stretches, cut at the ends of a period, those that touch as one.</summary>
    static List<Period> Joined(List<Period> stretches, Period within)
    {
        var joined = new List<Period>();
        foreach (var (start, end) in stretches)
        {
            var next = new Period(start > within.Start ? start : within.Start, end < within.End ? end : within.End);
            if (joined.Count > 0 && next.Start <= joined[^1].End) joined[^1] = joined[^1] with { End = next.End > joined[^1].End ? next.End : joined[^1].End };
            else joined.Add(next);
        }

        return joined;
    }

    static DateTime Down(DateTime time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerHour));

    static DateTime Up(DateTime time) => Down(time.AddTicks(TimeSpan.TicksPerHour - 1));
}
