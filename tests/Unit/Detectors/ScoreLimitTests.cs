using Plumbline.Detectors;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Detectors;

public sealed class ScoreLimitTests
{
    [Theory]
    [InlineData(0, 9)]
    [InlineData(0.05, 9)]
    [InlineData(0.1, 8)]
    [InlineData(0.3, 6)]
    [InlineData(0.9, 0)]
    [InlineData(1, double.NegativeInfinity)]
    public void No_more_than_the_share_of_the_scores_lies_above(double share, double limit) => ScoreLimit.For([3, 1, double.NaN, 4, 0, 5, 9, 2, 6, 8, 7], share).ShouldBe(limit);

    [Theory]
    [InlineData(0, 9)]
    [InlineData(0.05, 9)]
    [InlineData(0.1, 9)]
    [InlineData(0.2, 8)]
    [InlineData(0.5, 5)]
    [InlineData(1, 0)]
    public void Of_what_is_to_come_no_more_than_the_share_lies_above(double share, double limit) => ScoreLimit.ForNext([3, 1, double.NaN, 4, 0, 5, 9, 2, 6, 8, 7], share).ShouldBe(limit);

    [Fact]
    public void Of_a_hundred_thousand_to_come_as_many_lie_above_as_was_promised()
    {
        var random = new Random(4);
        var above = Enumerable.Range(0, 1000).Average(_ =>
        {
            var limit = ScoreLimit.ForNext([.. Enumerable.Range(0, 99).Select(_ => random.NextDouble())], 0.05);
            return Enumerable.Range(0, 100).Count(_ => random.NextDouble() > limit);
        });
        above.ShouldBe(5, 0.3);
    }

    [Fact]
    public void Scores_that_are_the_same_are_all_above_or_none() => ScoreLimit.For([1, 5, 5, 5], 0.5).ShouldBe(5);

    [Fact]
    public void Without_scores_nothing_is_above() => (ScoreLimit.For([double.NaN], 0.5), ScoreLimit.ForNext([], 0.5)).ShouldBe((double.PositiveInfinity, double.PositiveInfinity));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_share_is_from_0_to_1(double share) => Should.Throw<ArgumentOutOfRangeException>(() => ScoreLimit.For([1], share));
}
