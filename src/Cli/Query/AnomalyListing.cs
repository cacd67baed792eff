using System.Text.Json;

namespace Plumbline.Cli.Query;

/// <summary>What was found.</summary>
/// <param name="Items">The newest first, each once.</param>
/// <param name="Total">How many there are; more than were fetched where that was limited.</param>
sealed record FoundAnomalies(IReadOnlyList<AnomalyItem> Items, long Total)
{
    public bool IsCut => Total > Items.Count;
}

/// <summary>Fetches anomalies page by page, the newest first.</summary>
static class AnomalyListing
{
    const int LargestPage = 100;

    /// <param name="ask">Gives the answer to a query string.</param>
    /// <param name="filter">Which.</param>
    /// <param name="most">How many at most; null for all.</param>
    /// <param name="progress">Told the share that is done.</param>
    /// <exception cref="BadInputException">The answers are not those of the anomaly API.</exception>
    /// <remarks>
    /// Each page begins where the last one ended, by time and not by number: what comes in, or leaves the list because somebody resolves it, shifts numbers, and
    /// would be skipped or doubled. The item on the seam comes twice, and is kept once. Only among items of one instant are pages counted.
    /// </remarks>
    public static async Task<FoundAnomalies> FetchAsync(Func<string, Task<JsonElement>> ask, AnomalyFilter filter, int? most, IProgress<double> progress)
    {
        var found = new List<AnomalyItem>();
        var seen = new HashSet<long>();
        var limit = most ?? int.MaxValue;
        var take = Math.Min(LargestPage, limit);
        var until = filter.End is { } end ? AnomalyFilter.Instant(end) : null;
        long? total = null;
        for (var (page, repeats) = (1, 0); ;)
        {
            var (items, now) = Read(await ask(QueryString(filter, until, page, take)));
            total ??= now;
            var before = found.Count;
            foreach (var item in items)
                if (found.Count < limit && seen.Add(item.Id)) found.Add(item);
            progress.Report(total > 0 ? Math.Min(1, (double)found.Count / Math.Min(limit, total.Value)) : 1);
            if (found.Count == limit) return new(found, Math.Max(total.Value, found.Count));
            if (items.Count < take) return new(found, found.Count);

            repeats = found.Count > before ? 0 : repeats + 1;
            if (repeats > 1) throw new BadInputException("the server gives the same page again and again; this is not the anomaly API as it should be.");
            (until, page) = items[^1].TimeText == until ? (until, page + 1) : (items[^1].TimeText, 1);
        }
    }

    static string QueryString(AnomalyFilter filter, string? until, int page, int take)
    {
        var parameters = filter.Parameters().ToList();
        if (until is not null) parameters.Add(("endDate", until));
        parameters.AddRange([("page", $"{page}"), ("pageSize", $"{take}"), ("sortDirection", "desc")]);
        return string.Join('&', parameters.Select(parameter => $"{parameter.Name}={Uri.EscapeDataString(parameter.Value)}"));
    }

    static (List<AnomalyItem> Items, long Total) Read(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array
            || !answer.TryGetProperty("total", out var total) || total.ValueKind != JsonValueKind.Number || !total.TryGetInt64(out var count))
        {
            throw new BadInputException("the answer is JSON, but no list of anomalies: it has no 'items' and 'total'. Is --api-url the address of the anomaly API? It usually ends in /api/v1.");
        }
        var read = new List<AnomalyItem>();
        foreach (var item in items.EnumerateArray())
            read.Add(AnomalyItem.Read(item) ?? throw new BadInputException($"item {read.Count + 1} of the answer is no anomaly: it has no 'id' and 'timestamp' that can be read."));
        return (read, count);
    }
}
