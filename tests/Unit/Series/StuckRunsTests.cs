using Plumbline.Series;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Series;

public sealed class StuckRunsTests
{
    static readonly DateTime Start = new(2025, 7, 15, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Value_kept_for_longer_than_the_limit_is_stuck()
    {
        var values = Noise(100);
        values.AsSpan(20, 30).Fill(85);

        var run = Find(values, hours: 24).ShouldHaveSingleItem();

        run.ShouldBe(new StuckRun(20, 49, 85, TimeSpan.FromHours(29)));
    }

    [Fact]
    public void Exactly_the_limit_is_not_longer()
    {
        var values = Noise(100);
        values.AsSpan(20, 25).Fill(85);

        Find(values, hours: 24).ShouldBeEmpty();
        Find(values, hours: 23).ShouldHaveSingleItem().Length.ShouldBe(TimeSpan.FromHours(24));
    }

    [Fact]
    public void Sensor_that_never_moves_is_one_run_to_the_end()
    {
        var values = new double[50];

        Find(values, hours: 24).ShouldHaveSingleItem().ShouldBe(new StuckRun(0, 49, 0, TimeSpan.FromHours(49)));
    }

    [Fact]
    public void Change_in_the_last_digit_breaks_the_run()
    {
        var values = Enumerable.Repeat(85.0, 40).ToArray();
        values[20] = Math.BitIncrement(85.0);

        Find(values, hours: 24).ShouldBeEmpty();
    }

    [Fact]
    public void Missing_values_neither_break_nor_lengthen_a_run()
    {
        var values = Enumerable.Repeat(85.0, 40).ToArray();
        values.AsSpan(10, 5).Fill(double.NaN);
        values.AsSpan(35, 5).Fill(double.NaN);

        Find(values, hours: 24).ShouldHaveSingleItem().ShouldBe(new StuckRun(0, 34, 85, TimeSpan.FromHours(29)));
    }

    [Fact]
    public void Rest_neither_breaks_nor_lengthens_a_run()
    {
        var values = Enumerable.Repeat(85.0, 60).ToArray();
        values.AsSpan(10, 30).Fill(0);
        var running = values.Select(v => v > 0).ToArray();

        StuckRuns.Find(Hourly(60), values, running, TimeSpan.FromHours(29)).ShouldBeEmpty();
        StuckRuns.Find(Hourly(60), values, running, TimeSpan.FromHours(28)).ShouldHaveSingleItem().ShouldBe(new StuckRun(0, 59, 85, TimeSpan.FromHours(29)));
    }

    [Fact]
    public void Outage_counts_for_three_intervals_at_most()
    {
        var times = Hourly(20);
        for (var i = 10; i < times.Length; i++) times[i] = times[i].AddDays(5);

        StuckRuns.Find(times, new double[20], AllRunning(20), TimeSpan.FromHours(20)).ShouldHaveSingleItem().Length.ShouldBe(TimeSpan.FromHours(18 + 3));
        StuckRuns.Find(times, new double[20], AllRunning(20), TimeSpan.FromHours(21)).ShouldBeEmpty();
    }

    [Fact]
    public void Too_little_to_say_is_no_run()
    {
        Find([], hours: 0).ShouldBeEmpty();
        Find([1], hours: 0).ShouldBeEmpty();
        Find([double.NaN, double.NaN, double.NaN], hours: 0).ShouldBeEmpty();
    }

    [Fact]
    public void Mistakes_of_the_caller_are_named()
    {
        Should.Throw<ArgumentException>(() => StuckRuns.Find(Hourly(3), new double[2], AllRunning(3), TimeSpan.Zero)).Message.ShouldContain("2 values");
        Should.Throw<ArgumentOutOfRangeException>(() => StuckRuns.Find(Hourly(3), new double[3], AllRunning(3), TimeSpan.FromHours(-1)));
    }

    static IReadOnlyList<StuckRun> Find(double[] values, double hours) =>
        StuckRuns.Find(Hourly(values.Length), values, AllRunning(values.Length), TimeSpan.FromHours(hours));

    static DateTime[] Hourly(int count) => [.. Enumerable.Range(0, count).Select(i => Start.AddHours(i))];

    static bool[] AllRunning(int count) => [.. Enumerable.Repeat(true, count)];

    static double[] Noise(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];
    }
}
