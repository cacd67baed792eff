using Plumbline.Detectors;
using Plumbline.Detectors.Cusum;
using Plumbline.Detectors.Ewma;
using Plumbline.Detectors.Iqr;
using Plumbline.Detectors.RobustMad;
using Plumbline.Detectors.ThreeSigma;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Detectors;

public sealed class OracleTests
{
    const double Tolerance = 1e-10;

    static readonly double[] Training = Oracle.Noise(1, 1003, level: 20, std: 3);
    static readonly double[] Values = [.. Oracle.Noise(2, 400, level: 20, std: 3), .. Oracle.Noise(3, 101, level: 24, std: 3)];

    [Fact]
    public void Three_sigma_scores_as_its_formula()
    {
        var (mean, std) = (Oracle.Mean(Training), Oracle.PopulationStd(Training));
        Same(Oracle.Scores(Oracle.Fit(new ThreeSigmaDetector(), Training), Values), value => Math.Abs(value - mean) / (3 * std));
    }

    [Fact]
    public void Robust_mad_scores_as_its_formula()
    {
        var median = Oracle.Median(Training);
        var mad = Oracle.Median([.. Training.Select(value => Math.Abs(value - median))]);
        Same(Oracle.Scores(Oracle.Fit(new RobustMadDetector(), Training), Values), value => Math.Abs(value - median) / (3.5 * 1.482602218505602 * mad));
    }

    [Fact]
    public void Robust_mad_falls_back_on_the_mean_absolute_deviation_where_most_values_are_the_same()
    {
        double[] training = [5, 5, 5, 5, 5, 5, 7, 1];
        var model = Oracle.Fit(new RobustMadDetector(), training);
        model.Score(default, 6).Score.ShouldBe(1 / (3.5 * Math.Sqrt(Math.PI / 2) * 6 / 8), Tolerance);
    }

    [Fact]
    public void Iqr_scores_as_its_formula()
    {
        var (q1, median, q3) = (Oracle.Quantile(Training, 0.25), Oracle.Median(Training), Oracle.Quantile(Training, 0.75));
        var (lower, upper) = (q1 - (1.5 * (q3 - q1)), q3 + (1.5 * (q3 - q1)));
        Same(Oracle.Scores(Oracle.Fit(new IqrDetector(), Training), Values), value => value > median ? (value - median) / (upper - median) : (median - value) / (median - lower));
    }

    [Fact]
    public void Iqr_refuses_what_has_no_middle_half_and_says_so()
    {
        var refusal = new IqrDetector().Fit(Oracle.Minutes(8), [5, 5, 5, 5, 5, 5, 5, 1]).Refusal!;
        refusal.Code.ShouldBe("detectors.no_spread");
        refusal.What.ShouldStartWith("the interquartile range of the 8 values is 0");
    }

    [Fact]
    public void Ewma_scores_as_its_formula()
    {
        var (mean, std, weight) = (Oracle.Mean(Training), Oracle.PopulationStd(Training), 0.2);
        var limit = 3 * std * Math.Sqrt(weight / (2 - weight));
        var z = mean;
        foreach (var value in Training) z = Held((weight * value) + ((1 - weight) * z));
        Same(Oracle.Scores(Oracle.Fit(new EwmaDetector(), Training), Values), value =>
        {
            var next = (weight * value) + ((1 - weight) * z);
            z = Held(next);
            return Math.Abs(next - mean) / limit;
        });

        double Held(double of) => Math.Clamp(of, mean - limit, mean + limit);
    }

    [Fact]
    public void Cusum_scores_as_its_formula()
    {
        var (mean, std) = (Oracle.Mean(Training), Oracle.PopulationStd(Training));
        var (high, low) = (0.0, 0.0);
        foreach (var value in Training) Step(value);
        Same(Oracle.Scores(Oracle.Fit(new CusumDetector(), Training), Values), Step);

        double Step(double value)
        {
            var z = (value - mean) / std;
            var (up, down) = (Math.Max(0, high + z - 0.5), Math.Max(0, low - z - 0.5));
            (high, low) = (Math.Min(up, 5), Math.Min(down, 5));
            return Math.Max(up, down) / 5;
        }
    }

    [Theory]
    [InlineData(5, 465.0, 0.0)]
    [InlineData(5, 38.0, 0.5)]
    [InlineData(5, 10.4, 1.0)]
    [InlineData(4, 168.0, 0.0)]
    [InlineData(4, 26.6, 0.5)]
    [InlineData(4, 8.38, 1.0)]
    public void Cusum_runs_as_long_as_published(double threshold, double published, double shift) =>
        RunLength(new CusumDetector(), shift, ("threshold", threshold), ("slack", 0.5), ("high", 0), ("low", 0)).ShouldBe(published, 0.04 * published);

    [Theory]
    [InlineData(0.25, 2.998, 500.0, 0.0)]
    [InlineData(0.25, 2.998, 48.2, 0.5)]
    [InlineData(0.25, 2.998, 11.1, 1.0)]
    [InlineData(0.1, 2.814, 500.0, 0.0)]
    [InlineData(0.1, 2.814, 31.3, 0.5)]
    [InlineData(0.1, 2.814, 10.3, 1.0)]
    public void Ewma_runs_as_long_as_published(double weight, double threshold, double published, double shift) =>
        RunLength(new EwmaDetector(), shift, ("threshold", threshold), ("weight", weight), ("offset", 0)).ShouldBe(published, 0.04 * published);

    static void Same(double[] scores, Func<double, double> formula)
    {
        scores.Count(score => score > 1).ShouldBeGreaterThan(0);
        for (var i = 0; i < scores.Length; i++) scores[i].ShouldBe(formula(Values[i]), Tolerance * Math.Max(1, scores[i]), $"row {i}");
    }

    /// <summary>Readings up to the first signal, the mean of many seeded runs: Montgomery's tables 9.4 and 9.11 (Lucas and Saccucci 1990).</summary>
    static double RunLength(Detector detector, double shift, params (string Name, double Number)[] numbers)
    {
        const int Runs = 6000;
        var model = detector.Restore(new DetectorState
        {
            Detector = detector.Name,
            Version = 1,
            Direction = Direction.Both,
            MinDeviation = 0,
            Numbers = new[] { ("mean", 0.0), ("std", 1.0) }.Concat(numbers).ToDictionary(pair => pair.Item1, pair => new[] { pair.Item2 }),
        });
        var noise = Oracle.Noise(5, 4_000_000, shift);
        var (total, at) = (0L, 0);
        for (var i = 0; i < Runs; i++)
        {
            var run = model.Start();
            do total++;
            while (!run.Next(default, noise[at++ % noise.Length]).IsAnomaly);
        }
        return (double)total / Runs;
    }
}
