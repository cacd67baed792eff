using Plumbline.Series;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Series;

public sealed class HourlyGridTests
{
    static readonly DateTime Start = new(2025, 7, 15, 22, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Readings_of_a_clock_hour_are_averaged_and_an_empty_hour_is_missing()
    {
        var grid = new HourlyGrid([Start.AddMinutes(5), Start.AddMinutes(59.999), Start.AddMinutes(60), Start.AddMinutes(200)]);

        grid.Hours.ToArray().ShouldBe([Start, Start.AddHours(1), Start.AddHours(2), Start.AddHours(3)]);
        grid.Mean([1, 3, 10, 7]).ShouldBe([2, 10, double.NaN, 7]);
        grid.Hours[0].Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Fact]
    public void Missing_readings_are_left_out_of_the_mean()
    {
        var grid = new HourlyGrid([Start, Start.AddMinutes(10), Start.AddMinutes(20), Start.AddMinutes(70)]);

        grid.Mean([double.NaN, 4, 8, double.PositiveInfinity]).ShouldBe([6, double.NaN]);
    }

    [Fact]
    public void Hourly_readings_come_back_as_they_are()
    {
        DateTime[] times = [.. Enumerable.Range(0, 500).Select(i => Start.AddHours(i))];
        var random = new Random(4);
        double[] values = [.. times.Select(_ => random.NextDouble())];

        var grid = new HourlyGrid(times);

        grid.Hours.ToArray().ShouldBe(times);
        grid.Mean(values).ShouldBe(values);
    }

    [Fact]
    public void Agrees_with_grouping_by_hour()
    {
        var random = new Random(6);
        var times = new List<DateTime> { Start };
        while (times.Count < 2000) times.Add(times[^1].AddMinutes(0.1 + (50 * random.NextDouble())));
        double[] values = [.. times.Select(_ => random.NextDouble())];
        var expected = times.Zip(values).GroupBy(r => r.First.Date.AddHours(r.First.Hour)).ToDictionary(g => g.Key, g => g.Average(r => r.Second));

        var grid = new HourlyGrid([.. times]);
        var means = grid.Mean(values);

        for (var i = 0; i < grid.Count; i++)
            if (expected.Remove(grid.Hours[i], out var mean)) means[i].ShouldBe(mean, 1e-12);
            else means[i].ShouldBe(double.NaN);
        expected.ShouldBeEmpty();
    }

    [Fact]
    public void No_readings_make_no_hours()
    {
        var grid = new HourlyGrid([]);

        grid.Count.ShouldBe(0);
        grid.Mean([]).ShouldBeEmpty();
    }

    [Fact]
    public void Mistakes_of_the_caller_are_named()
    {
        Should.Throw<ArgumentException>(() => new HourlyGrid([Start, Start.AddHours(-1)])).Message.ShouldContain("row 1 is");
        Should.Throw<ArgumentException>(() => new HourlyGrid([Start]).Mean([1, 2])).Message.ShouldContain("2 values for 1 readings");
    }
}
