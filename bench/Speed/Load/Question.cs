using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Plumbline.Bench.Speed.Load;

/// <summary>A kind of question to the list of anomalies, and what its total must be.</summary>
/// <param name="IsDeep">Page 10,000; else one of the first five.</param>
/// <param name="Ask">Query and predicate of one such question.</param>
sealed record Question(string Words, string Token, bool IsDeep, Func<Random, (string Query, Func<int, bool> Matches)> Ask)
{
    const int DeepPage = 10_000;

    readonly Dictionary<string, int> _totals = [];

    public static IEnumerable<Question> All(string all, string several)
    {
        yield return new("first pages, by pump and date", all, IsDeep: false, random => OfPump(random, site: false));
        yield return new("first pages, by site, pump and date", all, IsDeep: false, random => OfPump(random, site: true));
        yield return new("first pages, several-site token", several, random => And(Period(random), ("", i => MillionAnomalies.Site(i) <= 5)));
        yield return new("first pages, by sensor", all, random => ("&sensorId=10", i => MillionAnomalies.Sensor(i) == 10));
        yield return new("first pages, open ones by date", all, random => And(Period(random), ("&state=open", MillionAnomalies.IsOpen)));
        yield return new("page 10,000, by pump and date", all, IsDeep: true, random => And(LongPeriod(random), ("&pumpId=1", i => MillionAnomalies.Pump(i) == 1)));
        yield return new("page 10,000, by site, pump and date", all, IsDeep: true, random => And(LongPeriod(random), ("&pumpId=1&siteId=1", i => i % 2 == 0)));
        yield return new("page 10,000 of all", all, IsDeep: true, _ => ("", _ => true));
        yield return new("page 10,000, open ones", all, IsDeep: true, _ => ("&state=open", MillionAnomalies.IsOpen));
        yield return new("page 10,000, several-site token", several, IsDeep: true, _ => ("", i => MillionAnomalies.Site(i) <= 5));
    }

    Question(string words, string token, Func<Random, (string Query, Func<int, bool> Matches)> ask)
        : this(words, token, IsDeep: false, ask)
    {
    }

    public async Task<(Latencies Latencies, int WrongTotals)> AskAsync(HttpClient client, int requests)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        var random = new Random(2024);
        var milliseconds = new double[requests];
        var wrong = 0;
        for (var i = 0; i < requests; i++)
        {
            var (query, matches) = Ask(random);
            var page = IsDeep ? DeepPage : random.Next(1, 6);
            var direction = random.Next(2) == 0 ? "asc" : "desc";
            var began = Stopwatch.GetTimestamp();
            var text = await client.GetByteArrayAsync($"/api/v1/edge/anomalies?pageSize=25&page={page}&sortDirection={direction}{query}");
            milliseconds[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            using var answer = JsonDocument.Parse(text);
            var total = answer.RootElement.GetProperty("total").GetInt32();
            if (total != Expected(query, matches)) wrong++;
            var items = answer.RootElement.GetProperty("items").GetArrayLength();
            if (items != Math.Clamp(total - ((page - 1) * 25), 0, 25)) throw new InvalidDataException($"{items} items on page {page} of {total}: {query}");
        }
        return (new Latencies(milliseconds, TimeSpan.FromMilliseconds(milliseconds.Sum())), wrong);
    }

    int Expected(string query, Func<int, bool> matches)
    {
        if (!_totals.TryGetValue(query, out var total)) _totals[query] = total = Enumerable.Range(0, MillionAnomalies.Count).Count(matches);
        return total;
    }

    static (string Query, Func<int, bool> Matches) OfPump(Random random, bool site)
    {
        var row = random.Next(MillionAnomalies.Count);
        var (query, within) = Period(random);
        var pump = MillionAnomalies.Pump(row);
        var of = MillionAnomalies.Site(row);
        return site
            ? ($"{query}&pumpId={pump}&siteId={of}", i => within(i) && MillionAnomalies.Pump(i) == pump && MillionAnomalies.Site(i) == of)
            : ($"{query}&pumpId={pump}", i => within(i) && MillionAnomalies.Pump(i) == pump);
    }

    // From a row to a later one: hours to months, and hardly ever on the border of a day.
    static (string Query, Func<int, bool> Matches) Period(Random random)
    {
        var start = random.Next(MillionAnomalies.Count);
        return Between(start, start + random.Next(MillionAnomalies.Count - start));
    }

    // Long enough for 10,000 pages of the pump that has half of the rows.
    static (string Query, Func<int, bool> Matches) LongPeriod(Random random) => Between(random.Next(200_000), MillionAnomalies.Count - random.Next(200_000));

    static (string Query, Func<int, bool> Matches) Between(int first, int last) =>
        ($"&startDate={Text(first)}&endDate={Text(last)}", i => i >= first && i <= last);

    static (string Query, Func<int, bool> Matches) And((string Query, Func<int, bool> Matches) one, (string Query, Func<int, bool> Matches) other) =>
        (one.Query + other.Query, i => one.Matches(i) && other.Matches(i));

    static string Text(int row) => MillionAnomalies.Time(row).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
