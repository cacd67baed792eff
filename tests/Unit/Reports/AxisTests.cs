using FsCheck;
using FsCheck.Fluent;
using Plumbline.Reports.Drawing;
using Plumbline.Reports.Drawing.Axes;
using Plumbline.Unit.Tests.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports;

public sealed class AxisTests
{
    static Arbitrary<(double From, double To, int Most)> Ranges => (
        from size in Gen.Choose(-12, 30)
        from start in Gen.Choose(-10_000, 10_000)
        from length in Gen.Choose(1, 10_000)
        from most in Gen.Choose(2, 20)
        let unit = Math.Pow(10, size)
        select (start * unit, (start + length) * unit, most)).ToArbitrary();

    [Fact]
    public void Number_ticks_are_sorted_inside_the_range_and_of_the_right_count() => Properties.Hold(Ranges, range =>
    {
        var ticks = NumberTicks.Between(range.From, range.To, range.Most);
        var sorted = ticks.Zip(ticks.Skip(1)).All(pair => pair.First.Value < pair.Second.Value);
        var inside = ticks.All(tick => tick.Value >= range.From && tick.Value <= range.To);
        return sorted && inside && ticks.Count <= range.Most && (ticks.Count >= 2 || range.Most < 6);
    });

    [Fact]
    public void Number_ticks_have_different_labels() => Properties.Hold(Ranges, range =>
        NumberTicks.Between(range.From, range.To, range.Most).Select(tick => tick.Label).Distinct().Count() == NumberTicks.Between(range.From, range.To, range.Most).Count);

    [Fact]
    public void Step_is_one_two_or_five_times_a_power_of_ten() => Properties.Hold(Ranges, range =>
    {
        var step = NumberTicks.Step(range.From, range.To, range.Most);
        var leading = step / Math.Pow(10, Math.Floor(Math.Log10(step) + 1e-9));
        return ((double[])[1, 2, 5]).Any(round => Math.Abs(leading - round) < 1e-6);
    });

    [Theory]
    [InlineData(0, 10, 6, "0 2 4 6 8 10")]
    [InlineData(-1, 1, 5, "−1.0 −0.5 0.0 0.5 1.0")]
    [InlineData(0, 12_000, 4, "0 5,000 10,000")]
    [InlineData(0, 3e6, 4, "0 1M 2M 3M")]
    [InlineData(0, 2e18, 3, "0 1e18 2e18")]
    [InlineData(0, 2e-7, 3, "0 1e−7 2e−7")]
    [InlineData(101.2, 101.4, 5, "101.20 101.25 101.30 101.35 101.40")]
    public void Number_ticks_read_well(double from, double to, int most, string labels) =>
        string.Join(' ', NumberTicks.Between(from, to, most).Select(tick => tick.Label)).ShouldBe(labels);

    static Arbitrary<(double From, double To, int Most)> Periods => (
        from start in Gen.Choose(-2_000_000_000, 2_000_000_000)
        from size in Gen.Choose(0, 9)
        from length in Gen.Choose(2, 99)
        from most in Gen.Choose(2, 24)
        select ((double)start, start + (length * Math.Pow(10, size)), most)).ToArbitrary();

    [Fact]
    public void Time_ticks_are_sorted_inside_the_range_and_of_the_right_count() => Properties.Hold(Periods, period =>
    {
        var ticks = TimeTicks.Between(period.From, period.To, period.Most);
        var sorted = ticks.Zip(ticks.Skip(1)).All(pair => pair.First.Value < pair.Second.Value);
        return sorted && ticks.All(tick => tick.Value >= period.From && tick.Value <= period.To) && ticks.Count <= period.Most && (ticks.Count >= 2 || period.Most < 6);
    });

    [Fact]
    public void First_time_tick_says_the_year() => Properties.Hold(Periods, period =>
    {
        var ticks = TimeTicks.Between(period.From, period.To, period.Most);
        var year = Instants.FromX(ticks.Count > 0 ? ticks[0].Value : 0).Year.ToString("0000");
        return ticks.Count == 0 || ticks[0].Label == year || ticks[0].Context.EndsWith(year, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("2024-06-01", "2025-06-01", 14, "Jun|2024 Jul Aug Sep Oct Nov Dec Jan|2025 Feb Mar Apr May Jun")]
    [InlineData("2024-06-01", "2024-07-30", 10, "Jun 3|2024 Jun 10 Jun 17 Jun 24 Jul 1 Jul 8 Jul 15 Jul 22 Jul 29")]
    [InlineData("2024-12-30 20:00", "2025-01-01 04:00", 8, "00:00|Dec 31, 2024 06:00 12:00 18:00 00:00|Jan 1, 2025")]
    [InlineData("2024-06-01 12:00", "2024-06-01 12:10", 12, "12:00|Jun 1, 2024 12:01 12:02 12:03 12:04 12:05 12:06 12:07 12:08 12:09 12:10")]
    [InlineData("2001-01-01", "2024-01-01", 6, "2005 2010 2015 2020")]
    public void Time_ticks_read_well(string from, string to, int most, string labels)
    {
        var ticks = TimeTicks.Between(Instants.ToX(Utc(from)), Instants.ToX(Utc(to)), most);
        string.Join(' ', ticks.Select(tick => tick.Context.Length > 0 ? tick.Label + "|" + tick.Context : tick.Label)).ShouldBe(labels);
    }

    [Fact]
    public void Instants_come_back_from_their_coordinates()
    {
        foreach (var utc in (DateTime[])[DateTime.UnixEpoch, Utc("2024-06-01 08:30:15.25"), Utc("1969-12-31 23:59:59")]) Instants.FromX(Instants.ToX(utc)).ShouldBe(utc);
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    [InlineData(-1e300, -1e300)]
    [InlineData(double.MinValue, double.MaxValue)]
    [InlineData(1e15, 1e15 + 0.125)]
    public void Range_always_has_two_different_ends(double low, double high)
    {
        var range = new AxisRange();
        range.Reach([low, double.NaN, high, double.PositiveInfinity]);
        var (from, to) = range.Ends(null, null, air: 0.07, least: 1);
        from.ShouldBeLessThan(to);
        double.IsFinite(from).ShouldBeTrue();
        double.IsFinite(to).ShouldBeTrue();
        NumberTicks.Between(from, to, 8).Count.ShouldBeInRange(2, 8);
    }

    static DateTime Utc(string text) => DateTime.SpecifyKind(DateTime.Parse(text, System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
