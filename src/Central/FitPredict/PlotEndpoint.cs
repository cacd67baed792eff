using System.Text;
using System.Text.Json;
using Microsoft.Net.Http.Headers;
using Plumbline.Reports.Drawing.Interactive;
using Plumbline.Reports.Drawing.Vector;

namespace Plumbline.Central.FitPredict;

/// <summary><c>GET /plot</c>: the training points of a model with its bounds and what it flags, as JSON, as SVG or as a page.</summary>
static class PlotEndpoint
{
    static readonly MediaTypeHeaderValue Json = new("application/json") { Charset = "utf-8" };
    static readonly MediaTypeHeaderValue Svg = new("image/svg+xml") { Charset = "utf-8" };
    static readonly MediaTypeHeaderValue Html = new("text/html") { Charset = "utf-8" };
    static readonly Access MayRead = new(Scopes.Edge | Scopes.Read | Scopes.Write | Scopes.Admin, IsPage: true);

    public static void Map(IEndpointRouteBuilder app, SeriesService service) => app.MapGet("/plot", context => PlotAsync(context, service)).WithMetadata(MayRead);

    static async Task PlotAsync(HttpContext context, SeriesService service)
    {
        if (context.Request.Query["series_id"] is not [{ } seriesId] || !SeriesId.IsValid(seriesId)) await SeriesRoute.RefuseAsync(context, "series_id", SeriesId.Wanted);
        else if (!SeriesRoute.TryVersion(context, out var version)) await SeriesRoute.RefuseAsync(context, "version", SeriesId.WantedVersion);
        else if (await SeriesPlot.FindAsync(service.Store, seriesId, version, context.RequestAborted) is not { } plot) await SeriesRoute.NotFoundAsync(context, seriesId, version);
        else await WriteAsync(context, plot);
    }

    static Task WriteAsync(HttpContext context, SeriesPlot plot)
    {
        context.Response.Headers.Vary = "Accept";
        var form = Preferred(context.Request.GetTypedHeaders().Accept);
        if (form.Equals(Html)) return HtmlPage.WriteAsync(context, plot.SeriesId, page => WritePage(page, plot), refreshS: null);
        if (form.Equals(Json)) return JsonAnswer.StreamAsync(context, json => WriteJsonAsync(context, json, plot));

        var svg = new StringWriter();
        SvgWriter.Write(plot.ToChart(HtmlPage.ChartWidth), svg);
        context.Response.ContentType = Svg.ToString();
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(svg.ToString()), context.RequestAborted).AsTask();
    }

    /// <summary>The form with the greatest weight; of those the one that is named most exactly; JSON where none is asked for.</summary>
    static MediaTypeHeaderValue Preferred(IList<MediaTypeHeaderValue> accepted) => new[] { Json, Svg, Html }
        .Select(form => (Form: form, Range: accepted.Where(form.IsSubsetOf).MaxBy(Exactness)))
        .Where(one => one.Range is not null && Weight(one.Range) > 0)
        .OrderByDescending(one => Weight(one.Range!)).ThenByDescending(one => Exactness(one.Range!))
        .Select(one => one.Form).FirstOrDefault(Json);

    static double Weight(MediaTypeHeaderValue range) => range.Quality ?? 1;

    static int Exactness(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2 + range.Parameters.Count;

    static void WritePage(TextWriter page, SeriesPlot plot)
    {
        var chart = plot.ToChart(HtmlPage.ChartWidth);
        InteractiveChart.Write(chart, page);
        page.Write($"<p><a href=\"dashboard?series_id={HtmlPage.Text(Uri.EscapeDataString(plot.SeriesId))}\">Dashboard</a></p>\n");
        InteractiveChart.WriteScript([chart], page);
    }

    static async Task WriteJsonAsync(HttpContext context, Utf8JsonWriter json, SeriesPlot plot)
    {
        const int RowsAtOnce = 1024;
        json.WriteStartObject();
        json.WriteString("series_id", plot.SeriesId);
        json.WriteString("model_version", $"v{plot.Version}");
        json.WriteStartArray("data_points");
        for (var row = 0; row < plot.Scored.Rows; row++)
        {
            json.WriteStartObject();
            json.WriteNumber("timestamp", plot.Training.TimesS[row]);
            json.WriteNumber("value", plot.Training.Values[row]);
            json.WriteBoolean("is_anomaly", plot.Scored.Scores[row] > 1);
            json.WriteEndObject();
            if (row % RowsAtOnce == 0) await JsonAnswer.SendIfMuchAsync(context, json);
        }
        json.WriteEndArray();
        json.WriteStartObject("model_stats");
        json.WriteNumber("data_points_count", plot.Scored.Rows);
        json.WriteString("series_id", plot.SeriesId);
        json.WriteString("detector", plot.State.Detector);
        json.WriteString("direction", plot.State.Direction.ToString().ToLowerInvariant());
        json.WriteNumber("min_deviation", plot.State.MinDeviation);
        json.WriteNumber("anomalies", plot.Scored.Anomalies.Count);
        foreach (var (name, number) in plot.Numbers()) json.WriteFinite(name, number);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
