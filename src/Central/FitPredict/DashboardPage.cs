using Plumbline.Reports.Drawing.Interactive;

namespace Plumbline.Central.FitPredict;

/// <summary><c>GET /dashboard</c>: how the services are, which series there are, and one of them over its training points. It refreshes itself.</summary>
static class DashboardPage
{
    const int SeriesShown = 50;
    const int DetectionsShown = 20;
    const int RefreshS = 15;

    static readonly Access MayRead = new(Scopes.Read | Scopes.Write | Scopes.Admin, IsPage: true);

    public static void Map(IEndpointRouteBuilder app, SeriesService service) => app.MapGet("/dashboard", context => ShowAsync(context, service)).WithMetadata(MayRead);

    static async Task ShowAsync(HttpContext context, SeriesService service)
    {
        var (asked, version) = (context.Request.Query["series_id"], (long?)null);
        if (asked.Count > 0 && (asked is not [{ } id] || !SeriesId.IsValid(id)))
        {
            await SeriesRoute.RefuseAsync(context, "series_id", SeriesId.Wanted);
            return;
        }
        if (!SeriesRoute.TryVersion(context, out version))
        {
            await SeriesRoute.RefuseAsync(context, "version", SeriesId.WantedVersion);
            return;
        }

        var counts = await ServiceHealth.CountAsync(service, context.RequestAborted);
        var all = await service.Heartbeat.AllAsync(context.RequestAborted);
        if (counts is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await HtmlPage.WriteAsync(context, "Dashboard", page => WriteHead(page, service, counts, all), RefreshS);
            return;
        }
        var series = await service.Store.ListAsync(0, SeriesShown, context.RequestAborted);
        var shown = asked.Count > 0 ? asked[0] : series.Items.Count > 0 ? series.Items[0].SeriesId : null;
        var plot = shown is null ? null : await SeriesPlot.FindAsync(service.Store, shown, version, context.RequestAborted);
        if (plot is null && asked.Count > 0)
        {
            await SeriesRoute.NotFoundAsync(context, shown!, version);
            return;
        }
        var detections = await service.Store.DetectionsAsync(shown, DetectionsShown, context.RequestAborted);
        await HtmlPage.WriteAsync(
            context,
            "Dashboard",
            page =>
            {
                WriteHead(page, service, counts, all);
                if (plot is not null) WritePlot(page, plot, detections);
                WriteSeries(page, series);
            },
            RefreshS);
    }

    static void WriteHead(TextWriter page, SeriesService service, SeriesCounts? counts, AllServices all)
    {
        page.Write($"<h1>Series</h1>\n<p class=\"soft\">{service.Clock.Now():yyyy-MM-dd HH:mm:ss} UTC; refreshes every {RefreshS} s</p>\n<div class=\"cards\">\n");
        WriteCard(page, "Training", Status(all.Training, counts, counts is null ? "unhealthy" : "healthy"),
            ("series", $"{counts?.Series}"), ("versions", $"{counts?.Models}"), ("fitted in 24 h", $"{counts?.ModelsOfLastDay}"), ("fit, mean / p95", Text(all.Fits)));
        WriteCard(page, "Inference", Status(all.Inference, counts, ServiceHealth.InferenceStatus(all, counts)),
            ("predictions in 1 h", $"{(counts?.PredictionsOfLastHour ?? 0) + service.Log.Uncounted}"), ("models in memory", $"{all.CachedModels}"),
            ("anomalies not kept", $"{all.Dropped}"), ("answer, mean / p95", Text(all.Predictions)));
        WriteCard(page, "Store", counts is null ? "unreachable" : "connected",
            ("training processes", $"{all.Training}"), ("inference processes", $"{all.Inference}"), ("models in memory are", all.AreCurrent ? "current" : "being checked"));
        page.Write("</div>\n");
    }

    // Other processes are heard of through the store.
    static string Status(int processes, SeriesCounts? counts, string status) => processes > 0 ? status : counts is null ? "unknown" : "not running";

    static void WriteCard(TextWriter page, string title, string status, params (string Name, string Value)[] rows)
    {
        page.Write($"<section class=\"card\"><h3>{title} <span class=\"{(status is "healthy" or "connected" ? "good" : "bad")}\">{status}</span></h3><dl>");
        foreach (var (name, value) in rows) page.Write($"<dt>{name}</dt><dd>{HtmlPage.Text(value.Length == 0 ? "?" : value)}</dd>");
        page.Write("</dl></section>\n");
    }

    static void WritePlot(TextWriter page, SeriesPlot plot, IReadOnlyList<Detection> detections)
    {
        var chart = plot.ToChart(HtmlPage.ChartWidth);
        page.Write("<h2>Training points and bounds</h2>\n");
        InteractiveChart.Write(chart, page);
        InteractiveChart.WriteScript([chart], page);
        page.Write("<h2>Latest anomalies of this series</h2>\n");
        if (detections.Count == 0)
        {
            page.Write("<p class=\"soft\">No prediction was an anomaly yet.</p>\n");
            return;
        }
        page.Write("<div class=\"scroll\"><table class=\"numbers\"><tr><th>time (UTC)</th><th>value</th><th>score</th><th>version</th></tr>\n");
        foreach (var one in detections)
            page.Write($"<tr><td>{one.Timestamp:yyyy-MM-dd HH:mm:ss}</td><td>{one.Value:G6}</td><td>{(one.Score is { } score ? $"{score:0.00}" : "∞")}</td><td>v{one.Version}</td></tr>\n");
        page.Write("</table></div>\n");
    }

    static void WriteSeries(TextWriter page, PageOfSeries series)
    {
        page.Write($"<h2>Series <span class=\"soft\">{series.TotalSeries}</span></h2>\n");
        if (series.Items.Count == 0)
        {
            page.Write("<p class=\"soft\">Nothing was fitted yet. Send points with POST /fit/{series_id}; /docs shows how.</p>\n");
            return;
        }
        page.Write("<div class=\"scroll\"><table><tr><th>series</th><th>versions</th></tr>\n");
        foreach (var one in series.Items)
        {
            var address = $"dashboard?series_id={Uri.EscapeDataString(one.SeriesId)}";
            page.Write($"<tr><td><a href=\"{HtmlPage.Text(address)}\">{HtmlPage.Text(one.SeriesId)}</a></td><td>");
            foreach (var version in one.Versions.Take(10)) page.Write($"<a href=\"{HtmlPage.Text(address)}&amp;version=v{version}\">v{version}</a> ");
            if (one.Versions.Count > 10) page.Write($"and {one.Versions.Count - 10} more");
            page.Write("</td></tr>\n");
        }
        page.Write("</table></div>\n");
        if (series.TotalSeries > series.Items.Count) page.Write($"<p class=\"soft\">The first {series.Items.Count} of {series.TotalSeries}; GET /models lists all.</p>\n");
    }

    static string Text(Latency latency) => $"{latency.AverageMs:0.00} / {latency.P95Ms:0.00} ms";
}
