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
}
