using System.Data.Common;
using System.Runtime.InteropServices;
using Plumbline.Energy.Rollups;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>What machines did, by the hour and by the day (UTC), in either database: always what their readings say, whether the rows have been brought up to date or not.</summary>
sealed class HourTable(Database database)
{
    const string Hours = "machine_hours";
    const string Days = "machine_days";

    static readonly string[] Columns =
    [
        "machine", "energy_type", "start", "energy_kwh", "known_s", "quarters", "max_kw", "units", "good_units", "production_readings", "idle_s", "running_s", "maintenance_s", "fault_s", "offline_s",
        "outdoor_temp_integral", "outdoor_temp_s", "machine_temp_integral", "machine_temp_s", "pressure_integral", "pressure_s", "throughput_integral", "throughput_s",
    ];

    // Those that figures are computed from, then the drivers of baselines, which are kept by the hour only.
    const int FirstDriver = 15;
    static readonly string Figures = string.Join(", ", Columns[2..FirstDriver]);
    static readonly string All = string.Join(", ", Columns[2..]);

    // Of one transaction: other writers wait for it.
    const int MostStretches = 64;
    static readonly TimeSpan LongestStretch = TimeSpan.FromDays(7);

    /// <summary>Slices of a period, each with its quarters: whole hours, or whole days where drivers are not asked for; and quarters at ends that are no whole hour. Stretches without readings are left out.</summary>
    /// <param name="withDrivers">Whether temperatures, pressure and throughput are wanted, too. Figures do without: a year of them is 366 rows.</param>
    public async Task<IReadOnlyList<EnergySlice>> SlicesAsync(DbConnection connection, KeptMachine machine, EnergyType energy, Period period, bool withDrivers = true)
    {
        var whole = Inside(period, Rollup.Hour);
        if (whole.End <= whole.Start) return [.. (await CutAsync(connection, machine, energy, period)).Where(HasReadings)];
        var stale = Joined(await StaleHours.ReadAsync(connection, database, machine.Number, energy, whole), whole);
        List<Period> days = withDrivers ? [] : [.. Without(Inside(whole, Rollup.Day), stale.Select(stretch => Around(stretch, Rollup.Day)))];
        var slices = new List<EnergySlice>();
        foreach (var stretch in days) slices.AddRange(await ReadAsync(connection, Days, machine, energy, stretch, withDrivers));
        foreach (var stretch in Without(whole, days.Concat(stale).OrderBy(hole => hole.Start))) slices.AddRange(await ReadAsync(connection, Hours, machine, energy, stretch, withDrivers));
        foreach (var stretch in stale) slices.AddRange(HoursOf(await CutAsync(connection, machine, energy, stretch)));
        if (period.Start < whole.Start) slices.AddRange(await CutAsync(connection, machine, energy, period with { End = whole.Start }));
        if (period.End > whole.End) slices.AddRange(await CutAsync(connection, machine, energy, period with { Start = whole.End }));
        slices.Sort((one, other) => one.Start.CompareTo(other.Start));
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
            await UnexaminedHours.AddAsync(connection, database, mark with { Hours = mark.Hours with { End = until } });
            done += until - mark.Hours.Start;
            areSomeLeft |= until < mark.Hours.End;
        }

        return areSomeLeft;
    });

    async Task RefreshAsync(DbConnection connection, KeptMachine machine, EnergyType energy, Period hours)
    {
        await ReplaceAsync(connection, Hours, machine, energy, hours, HoursOf(await CutAsync(connection, machine, energy, hours)).Where(HasReadings), Columns.Length);
        // Hours beside them may still be stale, and their days with them: those are written again with the last of them.
        var days = Around(hours, Rollup.Day);
        var byDay = (await ReadAsync(connection, Hours, machine, energy, days, withDrivers: false)).GroupBy(hour => hour.Start.Date);
        await ReplaceAsync(connection, Days, machine, energy, days, byDay.Select(day => EnergySlice.DayOf([.. day])), FirstDriver);
    }

    async Task ReplaceAsync(DbConnection connection, string table, KeptMachine machine, EnergyType energy, Period period, IEnumerable<EnergySlice> slices, int columns)
    {
        await connection.RunAsync(
            $"delete from {table} where machine = @machine and energy_type = @energy and start >= @start and start < @end",
            ("machine", machine.Number), ("energy", (short)energy), ("start", database.ToColumn(period.Start)), ("end", database.ToColumn(period.End)));
        await database.InsertAsync(connection, table, Columns[..columns], slices.Select(slice => Values(machine, energy, slice)[..columns]));
    }

    async Task<IReadOnlyList<EnergySlice>> CutAsync(DbConnection connection, KeptMachine machine, EnergyType energy, Period period)
    {
        var interval = machine.Machine.Interval;
        var log = await ReadingTable.LogAsync(connection, database, machine, energy, new(period.Start - (2 * interval), period.End + (2 * interval)));
        var heads = log.Count == 0 ? [] : await ReadingHeads.ReadAsync(connection, database, [machine.Number]);
        return Rollup.Cut(log, period, Rollup.QuarterHour, interval, heads.GetValueOrDefault((machine.Number, energy))?.SaysMode ?? false);
    }

    Task<List<EnergySlice>> ReadAsync(DbConnection connection, string table, KeptMachine machine, EnergyType energy, Period period, bool withDrivers) => connection.ListAsync(
        row => Read(row, withDrivers), $"select {(withDrivers ? All : Figures)} from {table} where machine = @machine and energy_type = @energy and start >= @start and start < @end order by start",
        ("machine", machine.Number), ("energy", (short)energy), ("start", database.ToColumn(period.Start)), ("end", database.ToColumn(period.End)));

    EnergySlice Read(DbDataReader row, bool withDrivers)
    {
        var start = database.ToTime(row, 0);
        var quarters = MemoryMarshal.Cast<byte, double>(row.GetFieldValue<byte[]>(3));
        var (levels, power) = (new Level[quarters.Length / 2], default(Level));
        for (var i = 0; i < levels.Length; i++)
        {
            levels[i] = new(quarters[i], quarters[levels.Length + i]);
            power = power.Plus(levels[i]);
        }

        return new()
        {
            Start = start,
            End = start + (levels.Length * Rollup.QuarterHour),
            Power = power,
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

    static IEnumerable<EnergySlice> HoursOf(IReadOnlyList<EnergySlice> quarters) => quarters.Chunk(4).Select(four => EnergySlice.HourOf(four));

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

    /// <summary>What of a period is in no hole.</summary>
    /// <param name="holes">In order; they may overlap, and lie outside.</param>
    static IEnumerable<Period> Without(Period whole, IEnumerable<Period> holes)
    {
        var from = whole.Start;
        foreach (var hole in holes)
        {
            var until = hole.Start < whole.End ? hole.Start : whole.End;
            if (until > from) yield return new(from, until);
            if (hole.End > from) from = hole.End;
        }

        if (whole.End > from) yield return whole with { Start = from };
    }

    /// <summary>The whole hours or days in a period; there may be none, and its end before its start.</summary>
    static Period Inside(Period period, TimeSpan step) => new(Down(period.Start.AddTicks(step.Ticks - 1), step), Down(period.End, step));

    static Period Around(Period period, TimeSpan step) => new(Down(period.Start, step), Down(period.End.AddTicks(step.Ticks - 1), step));

    static DateTime Down(DateTime time, TimeSpan step) => time.AddTicks(-(time.Ticks % step.Ticks));
}
