using Plumbline.Central.Storage;
using Plumbline.Energy.Rollups;
using Plumbline.Plant;
using Plumbline.Stores;
using Plumbline.Unit.Tests.Energy;
using Shouldly;
using Xunit;

namespace Plumbline.Contracts.Tests.Stores;

public sealed class ReadingStoreTests
{
    static readonly DateTime Start = new(2025, 2, 27, 0, 0, 0, DateTimeKind.Utc);
    static readonly TimeSpan Minute = MachineLogs.Minute;

    public static TheoryData<string> Kinds => TestStore.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public async Task Hours_are_what_the_readings_say_however_late_and_often_they_came(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (mill, press) = await SamplePlant.RegisterAsync(store.Database);
        var (readings, hours) = (new ReadingTable(store.Database), new HourTable(store.Database));
        var log = MachineLogs.Irregular(11, 4000, Start);
        var other = MachineLogs.Irregular(12, 300, Start);
        var whole = new Period(Start, Up(log.Times[^1].AddHours(1)));
        var random = new Random(13);
        var came = new List<MachineLog>();

        // The first half in order, with every second part left out; then parts from anywhere, some of them wrong at first.
        var parts = Parts(log, 80);
        foreach (var part in parts.Take(40).Where((_, i) => i % 2 == 0)) await AddAsync(part);
        await readings.AddAsync([new(press, EnergyType.Electricity, other)], []);
        foreach (var part in parts.OrderBy(_ => random.Next()))
        {
            if (random.Next(3) == 0) await AddAsync(Wrong(part));
            await AddAsync(part);
            if (random.Next(4) == 0) await hours.RefreshAsync();
            if (random.Next(8) == 0) await ShouldBeAsync(Somewhere(), MachineLog.Joined(came));
        }

        came.Count.ShouldBeGreaterThan(100);
        await ShouldBeAsync(whole, log);
        while (await hours.RefreshAsync())
        {
        }

        (await CountAsync("machine_hours_stale")).ShouldBe(0);
        (await CountAsync("machine_readings")).ShouldBe(log.Count + other.Count);
        await ShouldBeAsync(whole, log);
        await ShouldBeAsync(new(Start.AddMinutes(7), Start.AddMinutes(9)), log);
        await ShouldBeAsync(new(Start.AddMinutes(7.5), Start.AddHours(30).AddMinutes(50)), log);
        var days = await SlicesAsync(store, hours, mill, new(Start, Start.AddDays(2)), withDrivers: false);
        days.Select(day => day.End - day.Start).ShouldBe([Rollup.Day, Rollup.Day]);

        async Task AddAsync(MachineLog part)
        {
            came.Add(part);
            await readings.AddAsync([new(mill, EnergyType.Electricity, part)], []);
        }

        async Task ShouldBeAsync(Period period, MachineLog expected)
        {
            Rounded(await SlicesAsync(store, hours, mill, period)).ShouldBe(Rounded(Cut(expected, period)));
            Figures(await SlicesAsync(store, hours, mill, period, withDrivers: false)).ShouldBe(Figures(Cut(expected, period)));
        }

        Period Somewhere()
        {
            var at = Start.AddMinutes(random.Next((int)whole.Length.TotalMinutes - 700));
            return new(at, at.AddMinutes(random.Next(1, 700)));
        }

        Task<long> CountAsync(string table) => store.Database.ReadAsync(async connection => (long)(await connection.OneAsync($"select count(*) from {table}"))!, default);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Readings_of_one_time_are_one_whichever_part_comes_first(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (mill, _) = await SamplePlant.RegisterAsync(store.Database);
        var table = new ReadingTable(store.Database);
        var (power, weather, correction) = (MachineColumns.Missing(1), MachineColumns.Missing(1), MachineColumns.Missing(1));
        power.PowerKw[0] = 40;
        (weather.OutdoorTempC[0], weather.Mode[0]) = (-3, OperatingMode.Fault);
        correction.PowerKw[0] = 41;

        foreach (var columns in (MachineColumns[])[weather, power, correction, weather]) await table.AddAsync([new(mill, EnergyType.Electricity, new("mill", [Start], columns))], []);
        await table.AddAsync([new(mill, EnergyType.Gas, new("mill", [Start], power))], []);

        var log = await store.Database.ReadAsync(connection => ReadingTable.LogAsync(connection, store.Database, mill, EnergyType.Electricity, new(Start, Start.AddDays(1))), default);
        (log.Count, log.Columns.PowerKw[0], log.Columns.OutdoorTempC[0], log.Columns.Mode[0]).ShouldBe((1, 41, -3, OperatingMode.Fault));
        double.IsNaN(log.Columns.EnergyKwh[0]).ShouldBeTrue();
        var gas = await store.Database.ReadAsync(connection => ReadingTable.LogAsync(connection, store.Database, mill, EnergyType.Gas, new(Start, Start.AddDays(1))), default);
        gas.Columns.PowerKw.ShouldBe([40]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_machine_that_begins_to_say_its_mode_is_believed_from_the_first_hour_on(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (mill, _) = await SamplePlant.RegisterAsync(store.Database);
        var (table, hours) = (new ReadingTable(store.Database), new HourTable(store.Database));
        var day = new Period(Start, Start.AddDays(1));
        await table.AddAsync([new(mill, EnergyType.Electricity, MachineLogs.Worked(Start, 60))], []);
        await hours.RefreshAsync();
        (await SlicesAsync(store, hours, mill, day)).Sum(slice => slice.Modes.RunningS).ShouldBe(3600);

        var columns = MachineColumns.Missing(1);
        columns.Mode[0] = OperatingMode.Idle;
        await table.AddAsync([new(mill, EnergyType.Electricity, new("mill", [Start.AddHours(12)], columns))], []);

        foreach (var _ in (int[])[1, 2])
        {
            var slices = await SlicesAsync(store, hours, mill, day);
            (slices.Sum(slice => slice.Modes.RunningS), slices.Sum(slice => slice.Modes.IdleS)).ShouldBe((0, 60));
            await hours.RefreshAsync();
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Another_interval_holds_for_what_was_read_before(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (mill, _) = await SamplePlant.RegisterAsync(store.Database);
        var (table, plants, hours) = (new ReadingTable(store.Database), new PlantTable(store.Database), new HourTable(store.Database));
        var columns = MachineColumns.Missing(2);
        columns.PowerKw[0] = columns.PowerKw[1] = 10;
        await table.AddAsync([new(mill, EnergyType.Electricity, new("mill", [Start, Start.AddHours(1)], columns))], []);
        await hours.RefreshAsync();
        var day = new Period(Start, Start.AddDays(1));
        (await SlicesAsync(store, hours, mill, day)).Sum(slice => slice.Power.Seconds).ShouldBe(120);

        await plants.ChangeAsync(mill.Machine with { Interval = TimeSpan.FromHours(1) });

        var changed = (await plants.MachineAsync(mill.Machine.Id, default))!;
        (await SlicesAsync(store, hours, changed, day)).Sum(slice => slice.Power.Seconds).ShouldBe(7200);
        await hours.RefreshAsync();
        (await SlicesAsync(store, hours, changed, day)).Sum(slice => slice.Power.Seconds).ShouldBe(7200);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task Refreshing_goes_on_until_the_last_of_many_weeks_is_right(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var (mill, _) = await SamplePlant.RegisterAsync(store.Database);
        var hours = new HourTable(store.Database);
        const int Weeks = 5;
        var columns = MachineColumns.Missing(Weeks * 7 * 24);
        Array.Fill(columns.PowerKw, 10);
        await new ReadingTable(store.Database).AddAsync([new(mill, EnergyType.Electricity, new("mill", [.. Enumerable.Range(0, columns.PowerKw.Length).Select(hour => Start.AddHours(hour))], columns))], []);

        var rounds = 1;
        while (await hours.RefreshAsync()) rounds++;

        rounds.ShouldBeInRange(Weeks, Weeks + 2);
        (await store.Database.ReadAsync(async connection => (long)(await connection.OneAsync("select count(*) from machine_hours_stale"))!, default)).ShouldBe(0);
        (await store.Database.ReadAsync(async connection => (long)(await connection.OneAsync("select count(*) from machine_hours"))!, default)).ShouldBe(Weeks * 7 * 24);
    }

    [Theory, MemberData(nameof(Kinds))]
    public async Task A_plain_series_keeps_the_last_value_of_each_time(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var table = new ReadingTable(store.Database);
        await table.AddAsync([], [new("cpu.usage,host=a", [Start, Start.AddMinutes(1)], [1, 2]), new("cpu.usage,host=b", [Start], [7])]);
        await table.AddAsync([], [new("cpu.usage,host=a", [Start.AddMinutes(1), Start.AddDays(40)], [3, 4])]);

        var kept = await store.Database.ReadAsync(
            connection => connection.ListAsync(
                row => (row.GetString(0), store.Database.ToTime(row, 1), row.GetDouble(2)), "select s.name, r.time, r.value from plain_readings r join plain_series s on s.number = r.series order by s.name, r.time"),
            default);

        kept.ShouldBe([("cpu.usage,host=a", Start, 1), ("cpu.usage,host=a", Start.AddMinutes(1), 3), ("cpu.usage,host=a", Start.AddDays(40), 4), ("cpu.usage,host=b", Start, 7)]);
    }

    static Task<IReadOnlyList<EnergySlice>> SlicesAsync(TestStore store, HourTable hours, KeptMachine machine, Period period, bool withDrivers = true) =>
        store.Database.ReadAsync(connection => hours.SlicesAsync(connection, machine, EnergyType.Electricity, period, withDrivers), default);

    static MachineLog[] Parts(MachineLog log, int count) =>
        [.. Enumerable.Range(0, count).Select(part => log.Between(log.Times[log.Count * part / count], part == count - 1 ? DateTime.MaxValue : log.Times[log.Count * (part + 1) / count]))];

    static MachineLog Wrong(MachineLog part)
    {
        var columns = MachineColumns.Missing(part.Count);
        // Only values that the right ones will replace.
        for (var row = 0; row < part.Count; row++)
            if (double.IsFinite(part.Columns.PowerKw[row])) columns.PowerKw[row] = 1e6;
        return new(part.Machine, part.Times.ToArray(), columns);
    }

    // As the store has it: whole hours, with their quarters, and quarters at the ends.
    static List<EnergySlice> Cut(MachineLog log, Period period)
    {
        var cut = Rollup.Cut(log, period, Rollup.QuarterHour, Minute, saysMode: Array.Exists(log.Columns.Mode, mode => mode != OperatingMode.Unknown));
        var (first, end) = (Up(period.Start), period.End.AddTicks(-(period.End.Ticks % TimeSpan.TicksPerHour)));
        if (end <= first) return [.. cut.Where(IsKnown)];
        var whole = cut.Where(slice => slice.Start >= first && slice.End <= end).Chunk(4).Select(four => EnergySlice.HourOf(four));
        return [.. cut.Where(slice => slice.Start < first), .. whole, .. cut.Where(slice => slice.Start >= end)];
    }

    // Sums of the same numbers in another order differ in their last digits.
    static List<string> Rounded(IReadOnlyList<EnergySlice> slices) =>
    [
        .. slices.Where(IsKnown).Select(slice => FormattableString.Invariant(
            $"{slice.Start:O} {slice.End:O} {slice.Power.Integral:0.000} {slice.Power.Seconds:0.000} {slice.MaxKw} {slice.Units} {slice.ProductionReadings} {slice.Modes.RunningS:0.000} {slice.Modes.FaultS:0.000} {slice.OutdoorTempC.Integral:0.000} {string.Join(' ', (slice.Quarters ?? []).Select(quarter => $"{quarter.Integral:0.000}"))}")),
    ];

    // However the slices are cut: their quarters, and what they add up to.
    static List<string> Figures(IReadOnlyList<EnergySlice> slices) =>
    [
        .. EnergySlice.QuartersOf(slices).Where(quarter => quarter.Power.Seconds > 0).Select(quarter => FormattableString.Invariant($"{quarter.Start:O} {quarter.Power.Integral:0.000} {quarter.Power.Seconds:0.000}")),
        FormattableString.Invariant($"{slices.Sum(slice => slice.Units)} {slices.Sum(slice => slice.GoodUnits)} {slices.Sum(slice => slice.ProductionReadings)} {slices.Where(slice => !double.IsNaN(slice.MaxKw)).Select(slice => slice.MaxKw).DefaultIfEmpty(-1).Max()}"),
        FormattableString.Invariant($"{slices.Sum(slice => slice.Modes.RunningS):0.000} {slices.Sum(slice => slice.Modes.FaultS):0.000} {slices.Sum(slice => slice.Modes.IdleS):0.000}"),
    ];

    static bool IsKnown(EnergySlice slice) => slice.Power.Seconds > 0 || slice.ProductionReadings > 0 || slice.Modes.KnownS > 0 || slice.OutdoorTempC.Seconds > 0;

    static DateTime Up(DateTime time) => time.AddTicks((TimeSpan.TicksPerHour - (time.Ticks % TimeSpan.TicksPerHour)) % TimeSpan.TicksPerHour);
}
