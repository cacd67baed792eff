using Plumbline.Energy;
using Plumbline.Energy.Baselines;
using Plumbline.Energy.Rollups;
using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Energy.Rollups;

public sealed class RollupTests
{
    static readonly DateTime Start = new(2025, 6, 3, 0, 0, 0, DateTimeKind.Utc);
    static readonly Period Hour = new(Start, Start.AddHours(1));

    [Fact]
    public void Reading_holds_until_the_next_and_one_left_out_is_bridged()
    {
        var slice = Of([(0, 10), (1, 20), (3, 30)]);
        slice.Power.Seconds.ShouldBe(4 * 60); // The last holds for one interval.
        slice.EnergyKwh.ShouldBe((10 + (2 * 20) + 30) / 60.0, 1e-12);
    }

    [Fact]
    public void What_follows_two_readings_left_out_is_a_gap()
    {
        var slice = Of([(0, 10), (4, 30)]);
        slice.Power.Seconds.ShouldBe(2 * 60);
        slice.EnergyKwh.ShouldBe(40 / 60.0, 1e-12);
        slice.Coverage.ShouldBe(2 / 60.0, 1e-12);
    }

    [Fact]
    public void Energy_from_a_meter_counts_before_power_and_none_is_lost()
    {
        var columns = MachineColumns.Missing(3);
        columns.EnergyKwh[0] = 2;
        columns.EnergyKwh[1] = 3;
        columns.PowerKw[1] = 999;
        columns.EnergyKwh[2] = 4;
        var slices = Rollup.Cut(new("m", [Start, Start.AddHours(1), Start.AddHours(2)], columns), new(Start, Start.AddHours(3)), Rollup.QuarterHour, Rollup.Hour);
        slices.Sum(slice => slice.EnergyKwh).ShouldBe(9, 1e-12);
        slices.Select(slice => Math.Round(slice.Power.Mean, 9)).Distinct().ShouldBe([2, 3, 4]); // Spread over its hour, not heaped on a quarter of it.
        slices[4].MaxKw.ShouldBe(999);
    }

    [Fact]
    public void Columns_are_held_each_for_itself()
    {
        var columns = MachineColumns.Missing(3);
        (columns.PowerKw[0], columns.PowerKw[2]) = (10, 10);
        columns.OutdoorTempC[1] = 5;
        columns.Mode[0] = OperatingMode.Fault;
        var slice = Rollup.Cut(new("m", [Start, Start.AddSeconds(30), Start.AddSeconds(60)], columns), Hour, Rollup.Hour, MachineLogs.Minute).ShouldHaveSingleItem();
        (slice.Power.Seconds, slice.OutdoorTempC, slice.Modes.FaultS, slice.Modes.KnownS).ShouldBe((120, new Level(300, 60), 60, 60));
        double.IsNaN(slice.PressureBar.Mean).ShouldBeTrue();
    }

    [Fact]
    public void Quarters_of_an_hour_add_up_to_the_hour()
    {
        var log = MachineLogs.Irregular(3, 500, Start);
        var hours = Rollup.Cut(log, new(Start, Start.AddHours(5)), Rollup.Hour, MachineLogs.Minute);
        var quarters = Rollup.Cut(log, new(Start, Start.AddHours(5)), Rollup.QuarterHour, MachineLogs.Minute);
        for (var hour = 0; hour < hours.Count; hour++)
            ShouldBeSame(quarters.Skip(4 * hour).Take(4).Aggregate((sum, next) => sum.Plus(next)), hours[hour]);
    }

    [Fact]
    public void Late_and_corrected_readings_change_the_slices_named_and_lead_to_the_same_rollup()
    {
        var final = MachineLogs.Irregular(5, 2000, Start);
        var period = new Period(Start, final.Times[^1].AddHours(1));
        var random = new Random(6);
        // At first every other reading is missing, and some are wrong; then they come, one by one.
        bool[] isThere = [.. Enumerable.Range(0, final.Count).Select(_ => random.Next(2) == 0)];
        bool[] isWrong = [.. Enumerable.Range(0, final.Count).Select(row => isThere[row] && random.Next(20) == 0)];
        var slices = Rollup.Cut(State(), period, Rollup.QuarterHour, MachineLogs.Minute).ToArray();
        int[] pending = [.. Enumerable.Range(0, final.Count).Where(row => !isThere[row] || isWrong[row])];
        random.Shuffle(pending);
        foreach (var row in pending)
        {
            (isThere[row], isWrong[row]) = (true, false);
            var affected = Rollup.Affected(final.Times[row], Rollup.QuarterHour, MachineLogs.Minute);
            var part = new Period(affected.Start < period.Start ? period.Start : affected.Start, affected.End > period.End ? period.End : affected.End);
            // No more than two intervals around it are looked at.
            var readings = State().Between(part.Start.AddMinutes(-2), part.End.AddMinutes(2));
            foreach (var slice in Rollup.Cut(readings, part, Rollup.QuarterHour, MachineLogs.Minute)) slices[Array.FindIndex(slices, other => other.Start == slice.Start)] = slice;
        }

        pending.Length.ShouldBeGreaterThan(900);
        var expected = Rollup.Cut(final, period, Rollup.QuarterHour, MachineLogs.Minute);
        for (var i = 0; i < slices.Length; i++) ShouldBeSame(slices[i], expected[i]);

        MachineLog State()
        {
            int[] rows = [.. Enumerable.Range(0, final.Count).Where(row => isThere[row])];
            var c = final.Columns;
            return new("mill", [.. rows.Select(row => final.Times[row])], new()
            {
                PowerKw = [.. rows.Select(row => isWrong[row] ? 1e6 : c.PowerKw[row])],
                EnergyKwh = [.. rows.Select(row => c.EnergyKwh[row])],
                ProductionCount = [.. rows.Select(row => c.ProductionCount[row])],
                GoodCount = [.. rows.Select(row => c.GoodCount[row])],
                ThroughputUnitsPerHour = [.. rows.Select(row => c.ThroughputUnitsPerHour[row])],
                OutdoorTempC = [.. rows.Select(row => c.OutdoorTempC[row])],
                MachineTempC = [.. rows.Select(row => c.MachineTempC[row])],
                PressureBar = [.. rows.Select(row => c.PressureBar[row])],
                Mode = [.. rows.Select(row => c.Mode[row])],
            });
        }
    }

    [Fact]
    public void Hours_with_too_little_known_teach_nothing_and_those_of_a_fault_are_excluded()
    {
        var log = MachineLogs.Worked(Start, 180);
        for (var minute = 60; minute < 70; minute++) log.Columns.PowerKw[minute] = double.NaN;
        Array.Fill(log.Columns.Mode, OperatingMode.Running);
        log.Columns.Mode[125] = OperatingMode.Fault;
        var hours = HourlyRows.Of(Rollup.Cut(log, new(Start, Start.AddHours(3)), Rollup.Hour, MachineLogs.Minute), SiteClock.Utc);

        hours.EnergyKwh[0].ShouldBe(40.25, 1e-9);
        double.IsNaN(hours.EnergyKwh[1]).ShouldBeTrue();
        hours.IsExcluded.ToArray().ShouldBe([false, false, true]);
        hours.Measured.Keys.ShouldBe([Driver.ProductionCount]);
        hours.Measured[Driver.ProductionCount].ShouldBe([600, 600, 600]);
    }

    [Fact]
    public void Steps_and_intervals_out_of_range_are_a_mistake()
    {
        var log = MachineLogs.Worked(Start, 3);
        Should.Throw<ArgumentOutOfRangeException>(() => Rollup.Cut(log, Hour, TimeSpan.FromMinutes(7), MachineLogs.Minute)).Message.ShouldContain("divides a day");
        Should.Throw<ArgumentOutOfRangeException>(() => Rollup.Cut(log, Hour, Rollup.Hour, TimeSpan.Zero));
        Should.Throw<ArgumentException>(() => Rollup.Cut(log, new(Hour.End, Hour.Start), Rollup.Hour, MachineLogs.Minute)).Message.ShouldContain("before it starts");
        Rollup.Cut(log, new(Start, Start), Rollup.Hour, MachineLogs.Minute).ShouldBeEmpty();
    }

    static void ShouldBeSame(EnergySlice actual, EnergySlice expected)
    {
        (actual.Start, actual.End, actual.Units, actual.ProductionReadings).ShouldBe((expected.Start, expected.End, expected.Units, expected.ProductionReadings));
        actual.EnergyKwh.ShouldBe(expected.EnergyKwh, 1e-9);
        actual.MaxKw.ShouldBe(expected.MaxKw);
        actual.Power.Seconds.ShouldBe(expected.Power.Seconds, 1e-6);
        actual.OutdoorTempC.Integral.ShouldBe(expected.OutdoorTempC.Integral, 1e-6);
        actual.Modes.KnownS.ShouldBe(expected.Modes.KnownS, 1e-6);
        actual.Modes.FaultS.ShouldBe(expected.Modes.FaultS, 1e-6);
    }

    static EnergySlice Of((int Minute, double Kw)[] readings)
    {
        var columns = MachineColumns.Missing(readings.Length) with { PowerKw = [.. readings.Select(reading => reading.Kw)] };
        return Rollup.Cut(new("m", [.. readings.Select(reading => Start.AddMinutes(reading.Minute))], columns), Hour, Rollup.Hour, MachineLogs.Minute).ShouldHaveSingleItem();
    }
}
