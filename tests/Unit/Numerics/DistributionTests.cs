using Plumbline.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics;

public sealed class DistributionTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.959963984540054, 0.975)]
    [InlineData(-1.6448536269514722, 0.05)]
    [InlineData(-10, 7.619853024160527e-24)]
    public void Normal_share_agrees_with_the_tables(double z, double share)
    {
        Normal.Cdf(z).ShouldBe(share, 1e-12 * share);
        Normal.Quantile(share).ShouldBe(z, 1e-8);
    }

    [Fact]
    public void Ends_of_the_normal_are_infinite()
    {
        Normal.Quantile(0).ShouldBe(double.NegativeInfinity);
        Normal.Quantile(1).ShouldBe(double.PositiveInfinity);
        Normal.Cdf(double.NaN).ShouldBe(double.NaN);
        Should.Throw<ArgumentOutOfRangeException>(() => Normal.Quantile(1.1)).Message.ShouldContain("1.1");
    }

    [Theory]
    [InlineData(0.95, 1, 6.313751514675043)]
    [InlineData(0.975, 5, 2.570581835636314)]
    [InlineData(0.5, 3, 0)]
    [InlineData(0.05, 30, -1.697260886593957)]
    public void Student_quantile_agrees_with_the_tables(double share, double degreesOfFreedom, double t) =>
        StudentT.Quantile(share, degreesOfFreedom).ShouldBe(t, 1e-7);

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0.5, 0)]
    public void Student_has_no_quantile_outside_its_range(double share, double degreesOfFreedom) =>
        Should.Throw<ArgumentOutOfRangeException>(() => StudentT.Quantile(share, degreesOfFreedom));

    [Theory]
    [InlineData(0.45)]
    [InlineData(0.51)]
    [InlineData(0.75)]
    [InlineData(0.9)]
    [InlineData(0.975)]
    [InlineData(0.0001)]
    public void Student_quantile_agrees_with_the_closed_forms(double share)
    {
        StudentT.Quantile(share, 1).ShouldBe(Math.Tan(Math.PI * (share - 0.5)), 1e-11 * Math.Abs(Math.Tan(Math.PI * (share - 0.5))));
        var two = ((2 * share) - 1) / Math.Sqrt(2 * share * (1 - share));
        StudentT.Quantile(share, 2).ShouldBe(two, 1e-13 * Math.Abs(two));
        var root = Math.Sqrt(4 * share * (1 - share));
        var four = Math.Sign(share - 0.5) * 2 * Math.Sqrt((Math.Cos(Math.Acos(root) / 3) / root) - 1);
        StudentT.Quantile(share, 4).ShouldBe(four, 1e-11 * Math.Abs(four));
    }

    [Theory]
    [InlineData(0.55)]
    [InlineData(0.975)]
    [InlineData(1e-12)]
    public void Student_becomes_normal_without_a_step(double share)
    {
        var (below, above) = (StudentT.Quantile(share, 99_999), StudentT.Quantile(share, 100_000));
        below.ShouldBe(above, 1e-6 * Math.Abs(above));
        Math.Abs(below).ShouldBeGreaterThan(Math.Abs(above));
        StudentT.Quantile(share, 1e15).ShouldBe(Normal.Quantile(share), 1e-12 * Math.Abs(Normal.Quantile(share)));
    }

    [Fact]
    public void Quantiles_of_the_normal_are_those_of_its_shares_in_both_tails()
    {
        for (var z = -37.0; z <= 8; z += 0.0625)
        {
            // Above, a share near 1 does not tell small steps of z apart.
            var tolerance = z < 0 ? 1e-13 * Math.Max(1, -z) : 2e-16 / Math.Exp(-z * z / 2) * 4;
            Normal.Quantile(Normal.Cdf(z)).ShouldBe(z, Math.Max(tolerance, 1e-13));
        }
    }

    [Theory]
    [InlineData(2.1, 10, 0.06207724420221853)]
    [InlineData(-0.5, 3, 0.651447964848151)]
    [InlineData(8, 8750, 1.4029341852035657e-15)]
    [InlineData(40, 56, 7.058156164827371e-43)]
    [InlineData(0, 5, 1)]
    [InlineData(double.PositiveInfinity, 5, 0)]
    public void Student_tail_agrees_with_scipy(double t, double degreesOfFreedom, double p) =>
        StudentT.TwoSidedTail(t, degreesOfFreedom).ShouldBe(p, p == 0 ? 1e-300 : 1e-11 * p);

    [Theory]
    [InlineData(3.2, 3, 56, 0.030126254950622586)]
    [InlineData(1, 1, 5, 0.36321746764912255)]
    [InlineData(0.3, 4, 20, 0.8744672921500908)]
    [InlineData(46.41389027967451, 3, 56, 3.3465417783092642e-15)]
    [InlineData(0, 3, 7, 1)]
    [InlineData(double.PositiveInfinity, 3, 7, 0)]
    public void Fisher_tail_agrees_with_scipy(double ratio, double numerator, double denominator, double p) =>
        FisherF.Tail(ratio, numerator, denominator).ShouldBe(p, p == 0 ? 1e-300 : 1e-10 * p);

    [Fact]
    public void Tails_of_nothing_are_nothing()
    {
        StudentT.TwoSidedTail(double.NaN, 3).ShouldBe(double.NaN);
        FisherF.Tail(double.NaN, 3, 3).ShouldBe(double.NaN);
        FisherF.Tail(250.7, 9, 8750).ShouldBeLessThan(1e-300);
        Should.Throw<ArgumentOutOfRangeException>(() => FisherF.Tail(1, 0, 3)).Message.ShouldContain("above 0");
    }
}
