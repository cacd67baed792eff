using System.Diagnostics;
using Plumbline.Detectors;

namespace Plumbline.Bench.Speed.FitPredict;

/// <summary>The engine alone, on one thread: points a second of each detector, all at once and one by one.</summary>
static class ScoringWork
{
    const int Points = 100_000;

    static readonly TimeSpan Long = TimeSpan.FromMilliseconds(300);

    public static void Run()
    {
        var random = new Random(7);
        var values = new double[Points];
        var times = new DateTime[Points];
        for (var i = 0; i < Points; i++) (values[i], times[i]) = (20 + random.NextDouble() - random.NextDouble(), DateTime.UnixEpoch.AddMinutes(i));
        var scores = new double[Points];
        var figures = new Figures();
        foreach (var detector in DetectorCatalogue.All)
        {
            var model = detector.Fit(times, values).Model!;
            figures[$"{detector.Name}_batch"] = Rate(() => model.Score(times, values, new AssessmentColumns(scores)));
            figures[$"{detector.Name}_single"] = Rate(() =>
            {
                for (var i = 0; i < Points; i++) scores[i] = model.Score(times[i], values[i]).Score;
            });
        }
        figures.Print();
    }

    // The best of five: what the machine's other work takes is not the engine's.
    static double Rate(Action score)
    {
        Work(score);
        return Enumerable.Range(0, 5).Max(_ => Work(score));
    }

    static double Work(Action score)
    {
        var start = Stopwatch.GetTimestamp();
        var points = 0L;
        while (Stopwatch.GetElapsedTime(start) < Long)
        {
            score();
            points += Points;
        }
        return points / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
