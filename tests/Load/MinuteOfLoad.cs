using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Plumbline.EndToEnd.Tests;

namespace Plumbline.Load;

/// <summary>Predictions without pause, and a fit now and then.</summary>
static class MinuteOfLoad
{
    const int Series = 100;
    const int PredictionsPerFit = 1000;

    static readonly MediaTypeHeaderValue Json = new("application/json");

    public static async Task<int> RunAsync(TimeSpan lasting, int connections)
    {
        using var scratch = new Scratch();
        await using var server = await ServerProcess.StartAsync(scratch.Path, "--data", scratch["data"], "--port", "0");
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections }) { BaseAddress = new Uri(server.Url) };
        for (var series = 0; series < Series; series++) await AskAsync(client, $"/fit/s{series}", Points(series));
        Console.WriteLine($"{connections} connections, {Series} series, {lasting.TotalSeconds} s ...");

        var start = Stopwatch.GetTimestamp();
        var clients = await Task.WhenAll(Enumerable.Range(0, connections).Select(seed => Task.Run(() => AskOnAsync(client, new Random(seed), start, lasting))));
        var elapsed = Stopwatch.GetElapsedTime(start);

        Print("predictions", [.. clients.SelectMany(one => one.Predictions)], elapsed);
        Print("fits", [.. clients.SelectMany(one => one.Fits)], elapsed);
        var errors = clients.Sum(one => one.Errors);
        Console.WriteLine($"errors        {errors,9:N0}");
        return errors == 0 ? 0 : 1;
    }

    static async Task<(List<double> Predictions, List<double> Fits, int Errors)> AskOnAsync(HttpClient client, Random random, long start, TimeSpan lasting)
    {
        var (predictions, fits, errors) = (new List<double>(), new List<double>(), 0);
        while (Stopwatch.GetElapsedTime(start) < lasting)
        {
            var series = random.Next(Series);
            var isFit = random.Next(PredictionsPerFit) == 0;
            var asked = Stopwatch.GetTimestamp();
            if (!await AskAsync(client, isFit ? $"/fit/s{series}" : $"/predict/s{series}", isFit ? Points(series) : $$"""{"timestamp":1609459500,"value":{{series + random.Next(10)}}}""")) errors++;
            (isFit ? fits : predictions).Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }
        return (predictions, fits, errors);
    }

    static async Task<bool> AskAsync(HttpClient client, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, Json);
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        await answer.Content.CopyToAsync(Stream.Null);
        return answer.IsSuccessStatusCode;
    }

    static string Points(int level) => $$"""{"timestamps":[{{string.Join(',', Enumerable.Range(1_609_459_200, 100))}}],"values":[{{string.Join(',', Enumerable.Range(0, 100).Select(i => level + (i % 7)))}}]}""";

    static void Print(string what, List<double> milliseconds, TimeSpan elapsed)
    {
        milliseconds.Sort();
        double At(double share) => milliseconds.Count == 0 ? 0 : milliseconds[(int)Math.Ceiling(share * milliseconds.Count) - 1];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-12}  {milliseconds.Count,9:N0}  {milliseconds.Count / elapsed.TotalSeconds,9:N0}/s   p50 {At(0.5):0.00} ms   p95 {At(0.95):0.00} ms   p99 {At(0.99):0.00} ms   longest {At(1):0.0} ms"));
    }
}
