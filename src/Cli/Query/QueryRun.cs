using System.Text;

namespace Plumbline.Cli.Query;

/// <summary>Asks, counts, shows, writes.</summary>
static class QueryRun
{
    public static async Task<int> ExecuteAsync(QueryRequest request, CancellationToken cancel)
    {
        var connection = Connection.Of(request.Server, Environment.GetEnvironmentVariable);
        using var server = new AnomalyServer(connection);
        var found = await Terminal.WatchAsync("Fetching anomalies", progress => AnomalyListing.FetchAsync(query => server.AskAsync(query, cancel), request.Filter, request.MaxResults, progress));
        var summary = new AnomalySummary(found, request.Filter, TimeProvider.System.GetUtcNow().UtcDateTime);

        if (request.ExportPath is { } csv)
        {
            OutputFile.Write(csv, stream =>
            {
                using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true);
                AnomalyCsv.Write(found.Items, writer);
            });
        }
        if (request.PicturePath is { } picture) OutputFile.Write(picture, stream => Picture.Write(summary.Selection, request.ComparePumps, picture, request.Dpi, stream));
        Show(request, summary);
        return ExitCode.Done;
    }

    static void Show(QueryRequest request, AnomalySummary summary)
    {
        if (request.Json)
        {
            using var output = Console.OpenStandardOutput();
            SummaryJson.Write(summary, output);
            output.WriteByte((byte)'\n');
            return;
        }
        if (summary.Found.Items.Count == 0) Console.WriteLine(PrintedSummary.Nothing(request.Filter));
        else PrintedSummary.Print(summary, request.ComparePumps);
        if (request.ExportPath is { } csv) Console.WriteLine($"CSV: {csv}");
        if (request.PicturePath is { } picture) Console.WriteLine($"Picture: {picture}");
    }
}
