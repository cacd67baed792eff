using System.Globalization;
using Plumbline.Numerics.Forecasting;

namespace Plumbline.Cli.Evaluate;

/// <summary>What share of the truth the 90 % intervals of forecasts hold, on series made by known laws.</summary>
static class IntervalEvaluation
{
    const int Steps = 24;
    const int WarmUp = 100;

    static readonly (string Name, int Count, IReadOnlyList<int> Periods, Func<int, Func<double>, double, double> Next)[] Laws =
    [
        ("keeps a level, remembers", 240, [], (_, noise, before) => 100 + (0.7 * (before - 100)) + noise()),
        ("wanders", 240, [], (_, noise, before) => before + noise()),
        ("a day, white noise", 24 * 21, [24], (hour, noise, _) => 100 + (20 * Math.Sin(2 * Math.PI * hour / 24)) + (2 * noise())),
        ("a day, noise remembers", 24 * 21, [24], (hour, noise, before) => Day(hour) + (0.6 * (before - Day(hour - 1))) + (2 * noise())),
        ("a day and a week, remembers", 24 * 42, [24, 168], (hour, noise, before) => Week(hour) + (0.6 * (before - Week(hour - 1))) + (2 * noise())),
    ];

    /// <param name="seeds">Series of each law.</param>
    /// <param name="progress">From 0 to 1.</param>
    /// <param name="cancellation">Looked at before each series.</param>
    /// <returns>Of each law and method the share, 0 to 1, and twice its standard error: steps of one series go together.</returns>
    public static IReadOnlyList<(string Law, string Method, double Share, double Uncertainty)> Run(int seeds, IProgress<double> progress, CancellationToken cancellation)
    {
        ForecastMethod[] methods = [.. ForecastMethod.All.Where(method => method != ForecastMethod.SeasonalNaive)];
        var (result, done) = (new List<(string, string, double, double)>(), 0);
        foreach (var law in Laws)
        {
            var shares = new double[seeds][];
            Parallel.For(0, seeds, new ParallelOptions { CancellationToken = cancellation }, seed =>
            {
                var series = Make(law.Next, law.Count + Steps, seed);
                var (known, truth) = (series[..law.Count], series[law.Count..]);
                shares[seed] = [.. methods.Select(method => Inside(method.Fit(known, law.Periods).Ahead(Steps), truth))];
                progress.Report((double)Interlocked.Increment(ref done) / (seeds * Laws.Length));
            });
            for (var i = 0; i < methods.Length; i++)
            {
                var mean = shares.Average(share => share[i]);
                var variance = shares.Sum(share => (share[i] - mean) * (share[i] - mean)) / Math.Max(1, seeds - 1);
                result.Add((law.Name, methods[i].Name, mean, 2 * Math.Sqrt(variance / seeds)));
            }
        }

        return result;
    }

    /// <summary>A row a law, a column a method.</summary>
    public static void Print(IReadOnlyList<(string Law, string Method, double Share, double Uncertainty)> result, int seeds, TextWriter output)
    {
        output.WriteLine($"Share of the next {Steps} values inside the {Backtest.Confidence:P0} interval, {seeds} series of each law, ± twice the standard error, percent");
        output.WriteLine();
        output.WriteLine("law                         " + string.Concat(result.Select(one => one.Method).Distinct().Select(method => method.PadLeft(14))));
        foreach (var law in result.GroupBy(one => one.Law))
            output.WriteLine(law.Key.PadRight(28) + string.Concat(law.Select(one => string.Create(CultureInfo.InvariantCulture, $"{100 * one.Share,8:F1} ± {100 * one.Uncertainty:F1}"))));
    }

    static double Inside(Forecast forecast, double[] truth)
    {
        var (lower, upper) = forecast.Interval(Backtest.Confidence);
        return truth.Where((value, step) => value >= lower[step] && value <= upper[step]).Count() / (double)truth.Length;
    }

    static double[] Make(Func<int, Func<double>, double, double> next, int count, int seed)
    {
        var random = new Random(seed);
        double Noise() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var (series, value) = (new double[WarmUp + count], 100.0);
        for (var i = 0; i < series.Length; i++) series[i] = value = next(i, Noise, value);
        return series[WarmUp..];
    }

    static double Day(int hour) => 100 + (20 * Math.Sin(2 * Math.PI * hour / 24));

    static double Week(int hour) => Day(hour) - (Math.Max(0, hour) / 24 % 7 >= 5 ? 15 : 0);
}
