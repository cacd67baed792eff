using Plumbline.Numerics;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Numerics;

public sealed class MomentsTests
{
    [Theory]
    [InlineData("Lew", 13)]
    [InlineData("Lottery", 13)]
    [InlineData("Mavro", 13)]
    [InlineData("Michelso", 13)]
    [InlineData("NumAcc1", 15)]
    [InlineData("NumAcc2", 13)]
    [InlineData("NumAcc3", 9)] // 1000000.1 is no double
    public void Nist_certified_digits_are_met_in_one_pass(string set, double std)
    {
        var values = Nist.Rows(set).Select(row => row[0]).ToArray();
        var certified = Nist.Univariate(set);

        var moments = Moments.Of(values);

        moments.Count.ShouldBe(values.Length);
        Nist.ShouldHaveDigits(moments.Mean, certified.Mean, 15, "mean");
        Nist.ShouldHaveDigits(Math.Sqrt(moments.SquaredDistances / (values.Length - 1)), certified.Std, std, "standard deviation");
    }

    [Fact]
    public void Nist_numacc4_is_met_to_the_digits_that_doubles_can_hold()
    {
        var moments = Moments.Of([10000000.2, .. Enumerable.Range(0, 1000).Select(i => i % 2 == 0 ? 10000000.1 : 10000000.3)]);

        Nist.ShouldHaveDigits(moments.Mean, 10000000.2, 15, "mean");
        Nist.ShouldHaveDigits(Math.Sqrt(moments.SquaredDistances / 1000), 0.1, 8, "standard deviation");
    }

    [Fact]
    public void A_first_value_far_from_a_hundred_thousand_others_leaves_eleven_digits()
    {
        double[] values = [1e9, .. Enumerable.Range(0, 100_000).Select(i => i % 2 == 0 ? 1.0 : 2.0)];
        var mean = values.Select(value => (decimal)value).Sum() / values.Length;
        var squares = values.Sum(value => ((decimal)value - mean) * ((decimal)value - mean));

        var moments = Moments.Of(values);

        Nist.ShouldHaveDigits(moments.Mean, (double)mean, 13, "mean");
        Nist.ShouldHaveDigits(moments.SquaredDistances, (double)squares, 11, "squares");
    }

    [Fact]
    public void Missing_values_are_skipped_and_none_at_all_gives_NaN()
    {
        Moments.Of([3, double.NaN, 5, double.PositiveInfinity]).ShouldBe(new Moments(2, 4, 2));
        Moments.Of([3, 5]).PopulationStd.ShouldBe(1);
        Moments.Of([0.1, 0.1, 0.1]).ShouldBe(new Moments(3, 0.1, 0));
        Moments.Of([]).Count.ShouldBe(0);
        Moments.Of([double.NaN]).PopulationStd.ShouldBe(double.NaN);
    }
}
