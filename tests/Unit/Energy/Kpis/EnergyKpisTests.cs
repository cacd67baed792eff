using NodaTime;
using Plumbline.Energy;
using Plumbline.Energy.Carbon;
using Plumbline.Energy.Kpis;
using Plumbline.Energy.Rollups;
using Plumbline.Energy.Tariffs;
using Plumbline.Plant;
using Shouldly;
using Xunit;
using Period = Plumbline.Plant.Period;

namespace Plumbline.Unit.Tests.Energy.Kpis;

public sealed class EnergyKpisTests
{
    static readonly DateTime Day = new(2025, 6, 3, 0, 0, 0, DateTimeKind.Utc); // A Tuesday.

    [Fact]
    public void Worked_check_comes_out()
    {
        var kpis = Of(MachineLogs.Worked(Day, 1440), new(Day, Day.AddDays(1)), KpiTerms.Default);

        kpis.EnergyKwh.Value!.Value.ShouldBe(966.0, 1e-9);
        kpis.Units.Value.ShouldBe(14_400);
        kpis.Sec.Value!.Value.ShouldBe(0.06708, 5e-6);
        kpis.Peak.Value!.Kw.ShouldBe(41.0, 1e-9);
        kpis.Peak.Value.Time.ShouldBe(Day.AddMinutes(15));
        kpis.MaxKw.Value.ShouldBe(55);
        kpis.LoadFactor.Value!.Value.ShouldBe(0.982, 5e-4);
        kpis.Utilisation.Value.ShouldBe(1);
        kpis.Coverage.ShouldBe(1);
        kpis.Cost.Value!.Energy.ShouldBe((12 * 40.25 * 0.20) + (12 * 40.25 * 0.10), 1e-9);
        kpis.Carbon.Value!.Kg.ShouldBe(966 * 0.45, 1e-9);
        kpis.CarbonPerUnit.Value!.Value.ShouldBe(966 * 0.45 / 14_400, 1e-12);
        kpis.CostPerUnit.Value!.Value.ShouldBe(12 * 40.25 * 0.30 / 14_400, 1e-12);
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Asia/Kathmandu")] // A quarter of an hour off: hours of UTC are no hours there.
    public void Hours_and_days_that_remember_their_quarters_give_what_the_quarters_give(string zone)
    {
        var (log, period) = (MachineLogs.Irregular(21, 6000, Day), new Period(Day, Day.AddDays(6)));
        var night = new Tariff(0.30, new TariffWindow("night", 0.08, TariffWindow.EveryDay, new(22, 15), new(6, 0))) { DemandChargePerKw = 9 };
        var terms = Terms(night) with { Clock = SiteClock.Find(zone)! };
        var quarters = Rollup.Cut(log, period, Rollup.QuarterHour, MachineLogs.Minute);

        var of = EnergyKpis.Of(quarters, period, terms);
        EnergySlice[] hours = [.. quarters.Chunk(4).Select(four => EnergySlice.HourOf(four))];
        ShouldBeTheSame(EnergyKpis.Of(hours, period, terms));
        ShouldBeTheSame(EnergyKpis.Of([.. hours.Chunk(24).Select(EnergySlice.DayOf)], period, terms));

        void ShouldBeTheSame(EnergyKpis longer)
        {
            longer.Peak.ShouldBe(of.Peak);
            longer.MaxKw.ShouldBe(of.MaxKw);
            longer.Cost.Value!.Demand.ShouldBe(of.Cost.Value!.Demand);
            longer.Cost.Value.Windows.ShouldBe(of.Cost.Value.Windows);
            longer.Carbon.ShouldBe(of.Carbon);
            longer.EnergyKwh.Value!.Value.ShouldBe(of.EnergyKwh.Value!.Value, 1e-9);
            longer.Utilisation.Value!.Value.ShouldBe(of.Utilisation.Value!.Value, 1e-12);
        }
    }

    [Theory]
    [InlineData("2025-03-30", 23)]
    [InlineData("2025-10-26", 25)]
    [InlineData("2025-06-03", 24)]
    [InlineData("2024-02-29", 24)]
    public void Local_day_has_the_hours_that_the_calendar_gives_it(string date, int hours)
    {
        var clock = SiteClock.Find("Europe/Berlin")!;
        var day = NodaTime.Text.LocalDatePattern.Iso.Parse(date).Value;
        var period = new Period(clock.StartOf(day), clock.StartOf(day.PlusDays(1)));
        var kpis = Of(MachineLogs.Worked(period.Start.AddDays(-1), 4 * 1440), period, KpiTerms.Default with { Clock = clock });

        kpis.Period.Length.TotalHours.ShouldBe(hours);
        kpis.EnergyKwh.Value!.Value.ShouldBe(hours * 40.25, 1e-9);
        kpis.Units.Value.ShouldBe(hours * 600);
        kpis.Cost.Value!.Windows.Sum(window => window.EnergyKwh).ShouldBe(hours * 40.25, 1e-9); // No hour is counted twice.
    }

    [Fact]
    public void Tariff_hours_are_those_of_the_factory()
    {
        var day = new Period(Day, Day.AddDays(1));
        var log = MachineLogs.Worked(Day, 1440);
        var tokyo = Of(log, new(Day, Day.AddHours(12)), KpiTerms.Default with { Clock = SiteClock.Find("Asia/Tokyo")! }); // 09:00 to 21:00 there.
        tokyo.Cost.Value!.Windows.Select(window => (window.Window, Math.Round(window.EnergyKwh, 6))).ShouldBe([("peak", 11 * 40.25), (Tariff.OffPeak, 40.25)]);
        Of(log, day, KpiTerms.Default with { Clock = SiteClock.Find("Asia/Kathmandu")! }).Cost.Value!.Windows.Single(window => window.Window == "peak").EnergyKwh.ShouldBe(12 * 40.25, 1e-9);
    }

    [Fact]
    public void Window_over_midnight_belongs_to_the_day_on_which_it_begins()
    {
        var night = new Tariff(0.30, new TariffWindow("night", 0.08, [IsoDayOfWeek.Tuesday], new(22, 0), new(6, 0)));
        var cost = Of(MachineLogs.Worked(Day, 2880), new(Day, Day.AddDays(2)), Terms(night)).Cost.Value!;
        cost.Windows.Single(window => window.Window == "night").EnergyKwh.ShouldBe(8 * 40.25, 1e-9); // Tuesday 22:00 to Wednesday 06:00, not Tuesday before 06:00.
        cost.Windows.Single(window => window.Window == Tariff.OffPeak).EnergyKwh.ShouldBe(40 * 40.25, 1e-9);
    }

    [Fact]
    public void Tariffs_and_carbon_factors_change_on_their_days()
    {
        var change = new LocalDate(2025, 6, 4);
        var terms = new KpiTerms(
            SiteClock.Utc,
            new(new Dated<Tariff>(Tariff.Flat(0.10), Until: change), new Dated<Tariff>(Tariff.Flat(0.30), change, new(2025, 6, 5))),
            new(new Dated<CarbonFactor>(new("DE", 0.4), Until: change), new Dated<CarbonFactor>(new("DE", 0.2), change)));
        var log = MachineLogs.Worked(Day, 3 * 1440);

        var two = Of(log, new(Day, Day.AddDays(2)), terms);
        two.Cost.Value!.Energy.ShouldBe(966 * 0.40, 1e-9);
        two.Carbon.Value!.Kg.ShouldBe(966 * 0.6, 1e-9);
        two.Carbon.Value.KgPerKwh.ShouldBe(0.3, 1e-12);
        var three = Of(log, new(Day, Day.AddDays(3)), terms);
        (three.Cost.Value, three.Cost.Unavailable).ShouldBe((null, "No tariff holds on 2025-06-05."));
        three.EnergyKwh.Value!.Value.ShouldBe(3 * 966, 1e-9);
    }

    [Fact]
    public void Demand_is_charged_by_the_month_and_compared_with_a_constant_load()
    {
        var tariff = new Tariff(0.10, new TariffWindow("peak", 0.20, TariffWindow.Weekdays, new(8, 0), new(20, 0))) { DemandChargePerKw = 15 };
        var start = new DateTime(2025, 6, 30, 0, 0, 0, DateTimeKind.Utc);
        var cost = Of(MachineLogs.Worked(start, 2880), new(start, start.AddDays(2)), Terms(tariff)).Cost.Value!;

        cost.Demand.Select(month => (month.Month, Math.Round(month.PeakKw, 9), Math.Round(month.Cost, 9))).ShouldBe([(6, 41, 615), (7, 41, 615)]);
        cost.Total.ShouldBe(cost.Energy + 1230, 1e-9);
        tariff.MeanRatePerKwh.ShouldBe(((60 * 0.20) + (108 * 0.10)) / 168, 1e-12);
        cost.FlatCost.ShouldBe(2 * 966 * tariff.MeanRatePerKwh, 1e-9);
        cost.FlatCost.ShouldBeLessThan(cost.Energy); // Weekdays alone are dearer than a whole week.
    }

    [Fact]
    public void What_is_not_known_is_not_zero_and_says_why()
    {
        var empty = Of(MachineLogs.Worked(Day, 60), new(Day.AddDays(5), Day.AddDays(6)), KpiTerms.Default);
        (empty.EnergyKwh.Value, empty.EnergyKwh.Unavailable, empty.Coverage).ShouldBe((null, "No data for this machine in this period.", 0));
        (empty.Cost.Unavailable, empty.Carbon.Unavailable, empty.Peak.Unavailable).ShouldBe(("No data for this machine in this period.", "No data for this machine in this period.", "No data for this machine in this period."));
        empty.Utilisation.Unavailable.ShouldBe("The mode is not known at any time of this period.");

        var idle = MachineColumns.Missing(60);
        Array.Fill(idle.PowerKw, 2);
        var hour = new Period(Day, Day.AddHours(1));
        var times = MachineLogs.Worked(Day, 60).Times.ToArray();
        var unproductive = Of(new("press", times, idle), hour, KpiTerms.Default);
        unproductive.Sec.Unavailable.ShouldBe("No reading of this period tells of production.");
        unproductive.Utilisation.Value.ShouldBe(0);
        var nothing = idle with { ProductionCount = new double[60], PowerKw = new double[60] };
        Of(new("press", times, nothing), hour, KpiTerms.Default).Sec.Unavailable.ShouldBe("Nothing was produced in this period.");
        Of(new("press", times, nothing), hour, KpiTerms.Default).LoadFactor.Unavailable.ShouldBe("No power was taken in this period.");
        Of(MachineLogs.Worked(Day, 5), hour, KpiTerms.Default).Peak.Unavailable.ShouldBe("No quarter of an hour of this period is known well enough.");
    }

    [Fact]
    public void Sums_of_parts_are_the_totals_over_a_thousand_random_periods()
    {
        var log = MachineLogs.Irregular(11, 4000, new(2025, 10, 24, 3, 17, 5, DateTimeKind.Utc));
        var terms = KpiTerms.Default with { Clock = SiteClock.Find("Europe/Berlin")! };
        var (random, whole, compared) = (new Random(12), log.Times[^1] - log.Times[0], 0);
        for (var trial = 0; trial < 1000; trial++)
        {
            DateTime[] cuts = [.. Enumerable.Range(0, 3).Select(_ => log.Times[0].AddSeconds(random.Next((int)whole.TotalSeconds))).Order()];
            if (cuts[0] == cuts[1] || cuts[1] == cuts[2]) continue;
            var (all, first, second) = (Of(log, new(cuts[0], cuts[2]), terms), Of(log, new(cuts[0], cuts[1]), terms), Of(log, new(cuts[1], cuts[2]), terms));
            ShouldAddUp(all.EnergyKwh.Value, first.EnergyKwh.Value, second.EnergyKwh.Value);
            ShouldAddUp(all.Units.Value, first.Units.Value, second.Units.Value);
            ShouldAddUp(all.Cost.Value?.Energy, first.Cost.Value?.Energy, second.Cost.Value?.Energy);
            ShouldAddUp(all.Carbon.Value?.Kg, first.Carbon.Value?.Kg, second.Carbon.Value?.Kg);
            ShouldAddUp(all.Coverage * all.Period.Length.TotalSeconds, first.Coverage * first.Period.Length.TotalSeconds, second.Coverage * second.Period.Length.TotalSeconds);
            if (all.EnergyKwh.Value > 0) compared++;
        }

        compared.ShouldBeGreaterThan(950);
    }

    [Fact]
    public void Slices_that_do_not_belong_are_a_mistake()
    {
        var slices = Rollup.Cut(MachineLogs.Worked(Day, 60), new(Day, Day.AddHours(1)), Rollup.Hour, MachineLogs.Minute);
        Should.Throw<ArgumentException>(() => EnergyKpis.Of(slices, new(Day, Day.AddHours(1)), KpiTerms.Default)).Message.ShouldContain("longer than a quarter");
        Should.Throw<ArgumentException>(() => EnergyKpis.Of(slices, new(Day, Day), KpiTerms.Default)).Message.ShouldContain("empty");
        Should.Throw<ArgumentException>(() => EnergyKpis.Of(slices, new(Day.AddHours(1), Day.AddHours(2)), KpiTerms.Default)).Message.ShouldContain("outside");
    }

    static void ShouldAddUp(double? all, double? first, double? second) => (all ?? 0).ShouldBe((first ?? 0) + (second ?? 0), 1e-9 * Math.Max(1, Math.Abs(all ?? 0)));

    static EnergyKpis Of(MachineLog log, Period period, KpiTerms terms) => EnergyKpis.Of(Rollup.Cut(log, period, Rollup.QuarterHour, MachineLogs.Minute), period, terms);

    static KpiTerms Terms(Tariff tariff) => KpiTerms.Default with { Tariffs = new(new Dated<Tariff>(tariff)) };
}
