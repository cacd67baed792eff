using Plumbline.Detectors;

namespace Plumbline.Contracts.Tests.Detectors;

/// <summary>A seeded series: normal noise around a level for training, then the same with stretches that are shifted.</summary>
sealed class LabelledSeries
{
    const double Level = 50;
    const double Noise = 2;
    const int ShiftLength = 20;

    static readonly DateTime Start = new(2024, 11, 18, 0, 0, 0, DateTimeKind.Utc);

    readonly Random _random;

    public LabelledSeries(int seed, int training = 500, int test = 1000, double shift = 3)
    {
        _random = new Random(seed);
        Training = [.. Enumerable.Range(0, training).Select(_ => Level + (Noise * NextNormal()))];
        Test = new double[test];
        Labels = new bool[test];
        for (var i = 0; i < test; i++)
        {
            Labels[i] = i % 200 >= 200 - ShiftLength;
            var direction = i / 200 % 2 == 0 ? 1 : -1;
            Test[i] = Level + (Noise * (NextNormal() + (Labels[i] ? direction * shift : 0)));
        }
        TrainingTimes = Minutes(0, training);
        TestTimes = Minutes(training, test);
    }

    public DateTime[] TrainingTimes { get; }

    public double[] Training { get; }

    public DateTime[] TestTimes { get; }

    public double[] Test { get; }

    public bool[] Labels { get; }

    public static DateTime[] Minutes(int from, int count) => [.. Enumerable.Range(from, count).Select(i => Start.AddMinutes(i))];

    public DetectorModel Fit(Detector detector, FitOptions? options = null) => detector.Fit(TrainingTimes, Training, options).Model!;

    public double[] Scores(DetectorModel model) => ScoresOf(model, TestTimes, Test);

    public static double[] ScoresOf(DetectorModel model, DateTime[] times, double[] values)
    {
        var scores = new double[values.Length];
        model.Score(times, values, new AssessmentColumns(scores));
        return scores;
    }

    double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
