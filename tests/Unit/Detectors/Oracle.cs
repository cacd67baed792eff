using Plumbline.Detectors;

namespace Plumbline.Unit.Tests.Detectors;

/// <summary>The formulas as a textbook has them, slowly: what the detectors are held to.</summary>
static class Oracle
{
    static readonly DateTime Start = new(2024, 11, 18, 0, 0, 0, DateTimeKind.Utc);

    public static DateTime[] Minutes(int count) => [.. Enumerable.Range(0, count).Select(i => Start.AddMinutes(i))];

    public static double Mean(double[] values) => values.Sum() / values.Length;

    public static double PopulationStd(double[] values)
    {
        var mean = Mean(values);
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length);
    }

    public static double Quantile(double[] values, double share)
    {
        var sorted = values.Order().ToArray();
        var place = share * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        return below + 1 < sorted.Length ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    public static double Median(double[] values) => Quantile(values, 0.5);

    public static DetectorModel Fit(Detector detector, double[] training, FitOptions? options = null) => detector.Fit(Minutes(training.Length), training, options).Model!;

    public static double[] Scores(DetectorModel model, double[] values)
    {
        var scores = new double[values.Length];
        model.Score(Minutes(values.Length), values, new AssessmentColumns(scores));
        return scores;
    }

    public static double[] Noise(int seed, int count, double level = 0, double std = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => level + (std * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }
}
