using Plumbline.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics;

public sealed class RocCurveTests
{
    [Fact]
    public void The_area_is_the_share_of_pairs_in_the_right_order_ties_counted_as_half()
    {
        var random = new Random(8);
        var scores = Enumerable.Range(0, 200).Select(_ => (double)random.Next(30)).ToArray();
        var wanted = scores.Select(score => random.Next(60) < score).ToArray();
        var pairs =
            from i in Enumerable.Range(0, 200)
            where wanted[i]
            from j in Enumerable.Range(0, 200)
            where !wanted[j]
            select scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        RocCurve.Area(scores, wanted).ShouldBe(pairs.Average(), 1e-12);
        RocCurve.Area(scores, wanted).ShouldBeInRange(0.6, 0.95);
    }

    [Fact]
    public void Scores_of_one_kind_have_no_area() => RocCurve.Area([1, 2], [true, true]).ShouldBe(double.NaN);

    [Fact]
    public void What_has_no_order_is_refused()
    {
        Should.Throw<ArgumentException>(() => RocCurve.Area([1, double.NaN], [true, false]));
        Should.Throw<ArgumentException>(() => RocCurve.Area([1], [true, false]));
    }
}
