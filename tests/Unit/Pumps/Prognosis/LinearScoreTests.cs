using Plumbline.Numerics;
using Plumbline.Pumps.Prognosis;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps;

public sealed class LinearScoreTests
{
    // y = 3 + 2a − b, and a column that never varies.
    static (ColumnMatrix X, double[] Y) Known()
    {
        var random = new Random(1);
        var x = new ColumnMatrix(500, 3);
        var y = new double[500];
        for (var row = 0; row < y.Length; row++)
        {
            (x[row, 0], x[row, 1], x[row, 2]) = (random.NextDouble(), 10 * random.NextDouble(), 7);
            y[row] = 3 + (2 * x[row, 0]) - x[row, 1];
        }

        return (x, y);
    }

    [Fact]
    public void Known_line_is_found()
    {
        var (x, y) = Known();
        var score = LinearScore.Fit(x, y);

        score.Of([0.5, 4, 7]).ShouldBe(0, 0.01);
        score.Importance[2].ShouldBe(0);
        score.Importance[1].ShouldBeGreaterThan(score.Importance[0]);
        score.Of(x)[3].ShouldBe(score.Of([x[3, 0], x[3, 1], x[3, 2]]), 1e-12);
    }

    [Fact]
    public void Contributions_are_weights_times_distances_from_the_means()
    {
        var (x, y) = Known();
        var score = LinearScore.Fit(x, y);
        var into = new double[3];
        score.Contributions([0.5, 4, 7], into);

        into[1].ShouldBe(-(4 - Statistics.Mean(x.Column(1))), 0.01);
        (score.Of([0.5, 4, 7]) - into.Sum()).ShouldBe(Statistics.Mean(y), 1e-9);
    }

    [Fact]
    public void Missing_value_counts_as_the_mean()
    {
        var (x, y) = Known();
        var score = LinearScore.Fit(x, y);

        score.Of([double.NaN, 4, double.NaN]).ShouldBe(score.Of([Statistics.Mean(x.Column(0)), 4, 7]), 1e-9);
    }
}
