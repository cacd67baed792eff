using System.Globalization;
using Plumbline.Numerics.Forecasting;

namespace Plumbline.Bench.Speed;

/// <summary>Models of a given form fitted to series that both sides read: the counterpart of forecast.py.</summary>
static class ForecastWork
{
    public const int Series = 3;
    public const int Hours = 672;
    const int Day = 24;

    static readonly (string Name, Func<double[], (IForecastModel Model, double LogLikelihood)> Fit)[] Models =
    [
        ("arima_plain", values => Of(Arima.Fit(values, new(1, 1, 1)))),
        ("arima_seasonal", values => Of(Arima.Fit(values, new(2, 0, 1, 0, 1, 1, Day)))),
        ("ets_damped", values => Of(Ets.Fit(values, new(EtsPart.Additive, EtsPart.Additive, true, EtsPart.None)))),
        ("ets_seasonal", values => Of(Ets.Fit(values, new(EtsPart.Additive, EtsPart.Additive, false, EtsPart.Additive), Day))),
    ];

    public static IEnumerable<string> Names => Models.Select(model => model.Name);

    /// <summary>Loads by the hour with a day, a drift and noise that remembers: a line a series.</summary>
    public static void WriteSeries(string path)
    {
        var random = new Random(24);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        File.WriteAllLines(path, Enumerable.Range(0, Series).Select(_ =>
        {
            var (noise, level) = (0.0, 100.0);
            return string.Join(',', Enumerable.Range(0, Hours).Select(hour =>
            {
                noise = (0.6 * noise) + (2 * Normal());
                level += 0.1 * Normal();
                return (level + (20 * Math.Sin(2 * Math.PI * hour / Day)) + noise).ToString("R", CultureInfo.InvariantCulture);
            }));
        }));
    }

    public static void Run(string path)
    {
        double[][] series = [.. File.ReadLines(path).Select(line => line.Split(',').Select(double.Parse).ToArray())];
        WarmUp.Run(() =>
        {
            foreach (var (_, fit) in Models) fit(series[0][..(4 * Day)]);
        });
        var figures = new Figures();
        foreach (var (name, fit) in Models) figures[name + "_likelihood"] = figures.Time(name, () => series.Sum(values => fit(values).LogLikelihood));
        figures.Print();
    }

    static (IForecastModel, double) Of(ArimaModel model) => (model, model.LogLikelihood);

    static (IForecastModel, double) Of(EtsModel model) => (model, model.LogLikelihood);
}
