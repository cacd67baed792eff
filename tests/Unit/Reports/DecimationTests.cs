using Plumbline.Reports.Drawing;
using Plumbline.Reports.Drawing.Axes;
using Plumbline.Reports.Drawing.Placing;
using Plumbline.Unit.Tests.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Reports;

public sealed class DecimationTests
{
    [Fact]
    public void No_extreme_of_any_column_is_lost() => Properties.Hold(Properties.Gappy, y =>
    {
        var x = Enumerable.Range(0, y.Length).Select(i => i * 0.13).ToArray();
        var spots = Thin(x, y).SelectMany(piece => piece).ToList();
        foreach (var column in Enumerable.Range(0, y.Length).Where(i => double.IsFinite(y[i])).GroupBy(i => (int)Math.Floor(x[i])))
        {
            if (!spots.Contains(new Spot(x[column.First()], column.Max(i => y[i])) with { X = x[column.MaxBy(i => y[i])] })) return false;
            if (!spots.Contains(new Spot(x[column.MinBy(i => y[i])], column.Min(i => y[i])))) return false;
        }
        return true;
    });

    [Fact]
    public void A_column_has_at_most_four_spots_in_the_order_of_time()
    {
        var random = new Random(5);
        var x = Enumerable.Range(0, 100_000).Select(i => i / 100.0).ToArray();
        var y = x.Select(_ => random.NextDouble()).ToArray();
        var pieces = Thin(x, y);
        pieces.Count.ShouldBe(1);
        pieces[0].GroupBy(spot => Math.Floor(spot.X)).Max(column => column.Count()).ShouldBeLessThanOrEqualTo(4);
        pieces[0].Zip(pieces[0].Skip(1)).ShouldAllBe(pair => pair.First.X <= pair.Second.X);
    }

    [Fact]
    public void A_single_spike_among_100_000_readings_survives()
    {
        var x = Enumerable.Range(0, 100_000).Select(i => i / 100.0).ToArray();
        var y = new double[x.Length];
        y[54_321] = 99;
        Thin(x, y).SelectMany(piece => piece).ShouldContain(new Spot(x[54_321], 99));
    }

    [Fact]
    public void A_gap_parts_the_line_and_a_lone_value_is_a_dot()
    {
        var pieces = Thin([0, 10, 20, 30, 40, 50], [1, 2, double.NaN, 4, double.NaN, 6]);
        pieces.Select(piece => piece.Length).ShouldBe([2, 1, 1]);
    }

    [Fact]
    public void A_gap_narrower_than_a_column_does_not_part_the_line()
    {
        var x = Enumerable.Range(0, 1000).Select(i => i / 10.0).ToArray();
        var y = x.Select((_, i) => i % 50 == 9 ? double.NaN : i).ToArray();
        Thin(x, y).Count.ShouldBe(1);
    }

    [Fact]
    public void No_line_is_drawn_across_a_long_silence()
    {
        var scale = new LinearScale(0, 1, 0, 1);
        Decimation.Thin([0, 10, 20, 200, 210], [1, 1, 1, 1, 1], scale, scale, 1, longestStep: 50).Select(piece => piece.Length).ShouldBe([3, 2]);
    }

    static List<Spot[]> Thin(double[] x, double[] y)
    {
        var scale = new LinearScale(0, 1, 0, 1);
        return Decimation.Thin(x, y, scale, scale, 1, double.PositiveInfinity);
    }
}
