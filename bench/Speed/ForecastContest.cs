using System.Globalization;
using System.Text;

namespace Plumbline.Bench.Speed;

/// <summary>Forecast models of the same order on the same series beside statsmodels, on one core each, in turn.</summary>
sealed class ForecastContest(string root, int rounds)
{
    public async Task<string> RunAsync(CancellationToken cancel)
    {
        var file = Path.GetTempFileName();
        try
        {
            ForecastWork.WriteSeries(file);
            var duel = await new Duel(new(Environment.ProcessPath!, "forecast-work", file), new("/usr/bin/python3", Path.Combine(root, "bench", "peers", "forecast.py"), file)).FightAsync(rounds, cancel);
            var page = new StringBuilder();
            page.AppendLine(CultureInfo.InvariantCulture, $"## Forecast models fitted to {ForecastWork.Series} series of {ForecastWork.Hours} hours, one core on both sides ({rounds} rounds)\n\n| CPU milliseconds a series | ours | statsmodels | ratio | log likelihood, ours | theirs | asked |\n|---|---:|---:|---:|---:|---:|---|");
            foreach (var name in ForecastWork.Names)
            {
                var (figure, likelihood) = (name + "_cpu", name + "_likelihood");
                var ratio = duel.Ratio(figure, figure);
                page.AppendLine(CultureInfo.InvariantCulture, $"| {Title(name)} | {Millis(duel.Ours(figure))} | {Millis(duel.Peer(figure))} | {ratio.Median:0.0}× ({ratio.Low:0.0}–{ratio.High:0.0}) | {duel.Ours(likelihood).Median:0.00} | {duel.Peer(likelihood).Median:0.00} | at least 10× |");
            }

            page.AppendLine("\nThe likelihoods are the sum over the series: higher is a better fit. statsmodels' SARIMAX is given the differenced series (`simple_differencing`), as ours works on it, which is the faster way for it too.\n");
            return page.ToString();
        }
        finally
        {
            File.Delete(file);
        }
    }

    static string Millis(Spread seconds) => (1000 * seconds.Median / ForecastWork.Series).ToString("0.0", CultureInfo.InvariantCulture);

    static string Title(string name) => name switch
    {
        "arima_plain" => "ARIMA(1,1,1)",
        "arima_seasonal" => "ARIMA(2,0,1)(0,1,1)[24]",
        "ets_damped" => "ETS(A,Ad,N)",
        _ => "ETS(A,A,A)[24]",
    };
}
