using Plumbline.Series;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Series;

public sealed class SamplingTests
{
    static readonly DateTime Start = new(2025, 7, 15, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Usual_interval_is_the_median_step() =>
        SamplingInterval.Usual(At(0, 10, 20, 25, 35, 200)).ShouldBe(TimeSpan.FromMinutes(10));

    [Fact]
    public void Usual_interval_of_an_even_number_of_steps_is_one_that_occurs() =>
        SamplingInterval.Usual(At(0, 60, 6000)).ShouldBe(TimeSpan.FromMinutes(60));

    [Theory]
    [InlineData(1)] // all steps alike
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(50)] // hardly two alike
    public void Usual_interval_agrees_with_sorting_the_steps(int kinds)
    {
        var random = new Random(kinds);
        for (var count = 1; count < 80; count++)
        {
            double[] steps = [.. Enumerable.Range(0, count).Select(_ => 1.0 + random.Next(kinds))];
            double[] minutes = [0, .. steps.Select((_, i) => steps.Take(i + 1).Sum())];

            SamplingInterval.Usual(At(minutes)).ShouldBe(TimeSpan.FromMinutes(steps.Order().ElementAt((count - 1) / 2)));
        }
    }

    [Fact]
    public void One_reading_has_no_interval() => SamplingInterval.Usual(At(0)).ShouldBeNull();

    [Fact]
    public void Times_that_do_not_increase_are_a_mistake() =>
        Should.Throw<ArgumentException>(() => SamplingInterval.Usual(At(0, 10, 10))).Message.ShouldContain("row 2 is 2025-07-15T00:10");

    [Fact]
    public void Gap_tells_its_ends_and_what_is_missing()
    {
        var times = At([.. Steps(20, 10), 240, .. Steps(20, 10).Select(m => m + 250)]);

        var gap = Gaps.Find(times, TimeSpan.FromMinutes(10)).ShouldHaveSingleItem();

        gap.ShouldBe(new Gap(Start.AddMinutes(190), Start.AddMinutes(240), 4));
        gap.Length.ShouldBe(TimeSpan.FromMinutes(50));
    }

    [Fact]
    public void Jitter_and_extra_readings_are_not_gaps_and_one_reading_left_out_is()
    {
        var random = new Random(1);
        var minutes = Steps(200, 10).Select(m => m + (random.NextDouble() * 4) - 2).ToList();
        minutes.RemoveAt(100);
        minutes.AddRange([7.5, 152.4, 1313.3]);

        var gap = Gaps.Find(At([.. minutes.Order()]), TimeSpan.FromMinutes(10)).ShouldHaveSingleItem();

        gap.Missing.ShouldBe(1);
        gap.After.ShouldBe(Start.AddMinutes(minutes[99]), TimeSpan.FromTicks(1));
    }

    [Fact]
    public void Readings_that_come_irregularly_have_a_gap_only_where_it_is_clearly_longer_than_normal()
    {
        var random = new Random(2);
        var minutes = new List<double> { 0 };
        for (var i = 0; i < 1000; i++) minutes.Add(minutes[^1] - (10 * Math.Log(1 - random.NextDouble())) + (i == 500 ? 300 : 0) + 0.01);
        var times = At([.. minutes]);

        var gaps = Gaps.Find(times, SamplingInterval.Usual(times)!.Value);

        gaps.ShouldContain(g => g.Length > TimeSpan.FromMinutes(300));
        gaps.Count.ShouldBeLessThan(5);
        minutes.Zip(minutes.Skip(1)).Count(pair => pair.Second - pair.First > 15).ShouldBeGreaterThan(100); // what a regular series' limit would have said
    }

    [Fact]
    public void Fewer_than_two_readings_have_no_gaps()
    {
        Gaps.Find([], TimeSpan.FromHours(1)).ShouldBeEmpty();
        Gaps.Find(At(5), TimeSpan.FromHours(1)).ShouldBeEmpty();
        Should.Throw<ArgumentOutOfRangeException>(() => Gaps.Find(At(5), TimeSpan.Zero));
    }

    static IEnumerable<double> Steps(int count, double minutes) => Enumerable.Range(0, count).Select(i => i * minutes);

    static DateTime[] At(params double[] minutes) => [.. minutes.Select(m => Start.AddMinutes(m))];
}
