using NodaTime;
using Plumbline.Energy;
using Plumbline.Energy.Tariffs;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Energy.Tariffs;

public sealed class TariffTests
{
    [Theory]
    [InlineData(2025, 6, 3, 7, 45, Tariff.OffPeak)]
    [InlineData(2025, 6, 3, 8, 0, "peak")]
    [InlineData(2025, 6, 3, 19, 45, "peak")]
    [InlineData(2025, 6, 3, 20, 0, Tariff.OffPeak)]
    [InlineData(2025, 6, 7, 12, 0, Tariff.OffPeak)]
    public void Peak_is_on_weekdays_from_eight_to_twenty(int year, int month, int day, int hour, int minute, string window) =>
        Tariff.Default.At(new(year, month, day, hour, minute)).Window.ShouldBe(window);

    [Fact]
    public void First_of_two_windows_that_overlap_counts()
    {
        var tariff = new Tariff(1, new TariffWindow("noon", 3, TariffWindow.EveryDay, new(11, 0), new(13, 0)), new TariffWindow("day", 2, TariffWindow.EveryDay, new(6, 0), new(22, 0)));
        tariff.At(new(2025, 6, 3, 12, 0)).ShouldBe(("noon", 3));
        tariff.At(new(2025, 6, 3, 13, 0)).ShouldBe(("day", 2));
    }

    [Fact]
    public void Window_that_ends_where_it_begins_is_a_whole_day() =>
        new Tariff(1, new TariffWindow("all", 2, TariffWindow.EveryDay, LocalTime.Midnight, LocalTime.Midnight)).MeanRatePerKwh.ShouldBe(2);

    [Fact]
    public void Tariff_that_cannot_be_is_refused()
    {
        Should.Throw<ArgumentException>(() => new Tariff(1, new TariffWindow("odd", 2, TariffWindow.EveryDay, new(6, 5), new(7, 0)))).Message.ShouldContain("The window odd has 06:05:00");
        Should.Throw<ArgumentException>(() => Tariff.Flat(double.NaN)).Message.ShouldContain("NaN");
    }

    [Fact]
    public void Timetable_holds_one_thing_at_a_time()
    {
        var (first, second) = (Tariff.Flat(1), Tariff.Flat(2));
        var june = new LocalDate(2025, 6, 1);
        var timetable = new Timetable<Tariff>(new Dated<Tariff>(second, june.PlusDays(10)), new Dated<Tariff>(first, Until: june));
        timetable.On(june.PlusDays(-1)).ShouldBe(first);
        timetable.On(june).ShouldBeNull();
        timetable.On(june.PlusDays(10)).ShouldBe(second);
        Should.Throw<ArgumentException>(() => new Timetable<Tariff>(new Dated<Tariff>(first), new Dated<Tariff>(second, june))).Message.ShouldContain("Two entries hold on 2025-06-01");
        Should.Throw<ArgumentException>(() => new Timetable<Tariff>(new Dated<Tariff>(first, june, june))).Message.ShouldContain("on no day");
    }
}
