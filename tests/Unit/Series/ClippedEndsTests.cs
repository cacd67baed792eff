using Plumbline.Series;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Series;

public sealed class ClippedEndsTests
{
    [Fact]
    public void Floor_is_found_with_its_share_and_its_rows()
    {
        var values = Falling(1000, i => 60 - (0.015 * i));
        var floor = ClippedEnds.Find(Array.ConvertAll(values, v => Math.Max(v, 50)), All(1000)).ShouldHaveSingleItem();

        floor.IsFloor.ShouldBeTrue();
        floor.Value.ShouldBe(50);
        floor.Rows.ShouldBe(values.Count(v => v <= 50));
        floor.Share.ShouldBe(floor.Rows / 1000.0);
        floor.First.ShouldBe(Array.FindIndex(values, v => v <= 50));
        floor.Last.ShouldBe(Array.FindLastIndex(values, v => v <= 50));
        ClippedEnds.Find(values, All(1000)).ShouldBeEmpty();
    }

    [Fact]
    public void Ceiling_is_the_mirror_of_a_floor()
    {
        var values = Falling(1000, i => 60 - (0.015 * i));
        var (floor, ceiling) = (ClippedEnds.Find(Array.ConvertAll(values, v => Math.Max(v, 50)), All(1000)).Single(), ClippedEnds.Find(Array.ConvertAll(values, v => Math.Min(-v, -50)), All(1000)).Single());

        ceiling.ShouldBe(floor with { Value = -50, IsFloor = false });
    }

    [Fact]
    public void Both_ends_can_be_clipped() =>
        ClippedEnds.Find(Array.ConvertAll(Falling(2000, i => 10 * Math.Sin(i / 40.0)), v => Math.Clamp(v, -8, 8)), All(2000)).Select(end => end.Value).ShouldBe([-8, 8]);

    [Theory]
    [InlineData("constant")]
    [InlineData("drops out to zero")]
    [InlineData("a coarse display")]
    [InlineData("a daily round on a coarse display")]
    [InlineData("two speeds")]
    [InlineData("the lowest value four times in a row")]
    [InlineData("a few in ten thousand")]
    public void What_is_no_clipping_is_not_called_so(string what)
    {
        Func<int, double, double> value = what switch
        {
            "constant" => (_, _) => 25,
            "drops out to zero" => (i, noise) => i % 100 < 10 ? 0 : 500 + (5 * noise),
            "a coarse display" => (_, noise) => Math.Round(50 + (4 * noise)),
            "a daily round on a coarse display" => (i, _) => Math.Round(50 + (8 * Math.Sin(i * 2 * Math.PI / 24))),
            "two speeds" => (i, _) => i / 50 % 2 == 0 ? 1450 : 1480,
            "the lowest value four times in a row" => (i, noise) => i % 100 < 4 ? 40 : 41 + Math.Abs(noise),
            _ => (i, noise) => i is >= 5000 and < 5020 ? 40 : 40.01 + Math.Abs(noise),
        };
        var random = new Random(11);
        var values = Enumerable.Range(0, 10_000).Select(i => value(i, random.NextDouble() + random.NextDouble() - 1)).ToArray();

        ClippedEnds.Find(values, All(values.Length)).ShouldBeEmpty();
        // What is added to the same readings is found: the cases above are not passed over for another reason.
        var high = values.Max() + 0.03;
        double[] climbing = [.. values, .. Enumerable.Range(0, 3000).Select(i => high + (0.001 * Math.Min(i, 1000)))];
        ClippedEnds.Find(climbing, All(climbing.Length)).ShouldContain(end => !end.IsFloor && end.Rows == 2000);
    }

    [Fact]
    public void Rows_that_do_not_count_and_missing_values_are_passed_over()
    {
        double[] values = [.. Falling(200, i => 100 - (0.1 * i)), double.NaN, double.NegativeInfinity, .. Enumerable.Repeat(70.0, 40)];
        var counted = All(values.Length);

        ClippedEnds.Find([.. values.Select(v => v < 82 ? 82 : v)], counted).ShouldHaveSingleItem().IsFloor.ShouldBeTrue();
        Array.Fill(counted, false, 202, 40);
        ClippedEnds.Find(values, counted).ShouldBeEmpty();
        ClippedEnds.Find(values, new bool[values.Length]).ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => ClippedEnds.Find(values, counted[1..]));
    }

    static double[] Falling(int rows, Func<int, double> value)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, rows).Select(i => value(i) + random.NextDouble())];
    }

    static bool[] All(int rows)
    {
        var all = new bool[rows];
        Array.Fill(all, true);
        return all;
    }
}
