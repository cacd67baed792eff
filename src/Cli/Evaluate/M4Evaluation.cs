using System.Diagnostics;
using System.Globalization;
using Plumbline.Numerics.Forecasting;

namespace Plumbline.Cli.Evaluate;

/// <summary>Every forecast method of the product on series of the M4 competition: one configuration for all, nothing fitted to a file.</summary>
static class M4Evaluation
{
    /// <param name="directory">With the files of both frequencies.</param>
    /// <param name="frequencies">Which.</param>
    /// <param name="isRehearsal">Whether the end of what may be looked at is forecast in place of the test part: what a choice among configurations goes by.</param>
    /// <param name="output">Takes the tables.</param>
    /// <param name="cancellation">Looked at before each series.</param>
    public static void Run(string directory, IEnumerable<M4Frequency> frequencies, bool isRehearsal, TextWriter output, CancellationToken cancellation)
    {
        foreach (var frequency in frequencies)
        {
            var series = M4Files.Read(directory, frequency);
            if (isRehearsal) series = [.. series.Select(one => one with { Train = one.Train[..^frequency.Horizon], Test = one.Train[^frequency.Horizon..] })];
            var clock = Stopwatch.StartNew();
            var scores = Terminal.Watch($"M4 {frequency.Name.ToLowerInvariant()}", progress => Scores(series, frequency, progress, cancellation));
            Print(frequency, series.Count, isRehearsal, scores, clock.Elapsed, output);
            if (!isRehearsal) PrintPublished(directory, frequency, output);
            output.WriteLine();
        }
    }

    static IReadOnlyList<M4MethodScore> Scores(IReadOnlyList<M4Series> series, M4Frequency frequency, IProgress<double> progress, CancellationToken cancellation)
    {
        var results = new (M4Score Benchmark, (M4Score Score, int Inside, TimeSpan Time)[] Methods)[series.Count];
        var done = 0;
        Parallel.For(0, series.Count, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            var one = series[i];
            var distance = Backtest.NaiveDistance(one.Train, frequency.Period);
            results[i] = (M4Score.Of(one, Naive2.Forecast(one.Train, frequency.Period, frequency.Horizon), distance), [.. ForecastMethod.All.Select(method => Forecast(method, one, frequency, distance))]);
            progress.Report((double)Interlocked.Increment(ref done) / series.Count);
        });

        var benchmark = new M4Score(results.Average(result => result.Benchmark.Smape), results.Average(result => result.Benchmark.Mase));
        M4MethodScore Total(string method, Func<int, M4Score> score, double coverage, TimeSpan time)
        {
            var (smape, mase) = (Enumerable.Range(0, series.Count).Average(i => score(i).Smape), Enumerable.Range(0, series.Count).Average(i => score(i).Mase));
            return new(method, smape, mase, ((smape / benchmark.Smape) + (mase / benchmark.Mase)) / 2, coverage, time);
        }

        return [
            Total("naive 2", i => results[i].Benchmark, double.NaN, TimeSpan.Zero),
            .. ForecastMethod.All.Select((method, at) => Total(
                method.Name, i => results[i].Methods[at].Score, results.Sum(result => result.Methods[at].Inside) / (double)(series.Count * frequency.Horizon),
                TimeSpan.FromTicks((long)results.Average(result => result.Methods[at].Time.Ticks)))),
        ];
    }

    static (M4Score Score, int Inside, TimeSpan Time) Forecast(ForecastMethod method, M4Series series, M4Frequency frequency, double distance)
    {
        var start = Stopwatch.GetTimestamp();
        var forecast = method.Fit(series.Train, frequency.Periods).Ahead(frequency.Horizon);
        var time = Stopwatch.GetElapsedTime(start);
        var (lower, upper) = forecast.Interval(Backtest.Confidence);
        return (M4Score.Of(series, forecast.Mean, distance), series.Test.Where((truth, step) => truth >= lower[step] && truth <= upper[step]).Count(), time);
    }

    static void Print(M4Frequency frequency, int count, bool isRehearsal, IEnumerable<M4MethodScore> scores, TimeSpan time, TextWriter output)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"M4 {frequency.Name.ToLowerInvariant()}: {count} series, {frequency.Horizon} steps ahead{(isRehearsal ? ", the end of the training part in place of the test part" : "")}, MASE with m = {frequency.Period}"));
        output.WriteLine();
        output.WriteLine("method              sMAPE     MASE      OWA   90 % holds   ms a series");
        foreach (var score in scores)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{score.Method,-16} {score.Smape,8:F3} {score.Mase,8:F3} {score.Owa,8:F3} {score.Coverage,12:P1} {score.TimePerSeries.TotalMilliseconds,13:F1}"));
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The product's default is the combination. Whole run: {time.TotalSeconds:F1} s."));
    }

    // Of the whole competition, where somebody has put them beside the series: the benchmarks, and the best of all.
    static void PrintPublished(string directory, M4Frequency frequency, TextWriter output)
    {
        var path = Path.Combine(directory, "published_scores_by_frequency.csv");
        if (!File.Exists(path)) return;
        var lines = File.ReadLines(path).Select(line => line.Split(',')).ToList();
        int Column(string measure) => Array.IndexOf(lines[0], $"{measure}_{frequency.Name}");
        int[] columns = [Column("sMAPE"), Column("MASE"), Column("OWA")];
        if (columns.Contains(-1)) return;
        var rows = lines.Skip(1).Where(fields => fields.Length == lines[0].Length && double.TryParse(fields[columns[1]], CultureInfo.InvariantCulture, out _)).ToList();
        var best = rows.MinBy(fields => double.Parse(fields[columns[1]], CultureInfo.InvariantCulture));
        output.WriteLine();
        output.WriteLine("published, whole set");
        foreach (var fields in rows.Where(fields => fields == best || !int.TryParse(fields[0], out _)))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(fields == best ? "best entry" : fields[0]),-16} {Figure(fields[columns[0]])} {Figure(fields[columns[1]])} {Figure(fields[columns[2]])}"));
    }

    static string Figure(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value.ToString("F3", CultureInfo.InvariantCulture).PadLeft(8) : "       –";
}
