using System.Collections.Concurrent;
using System.Diagnostics;

namespace Plumbline.Central;

/// <summary>Counts every answer by route, method and status, with how long it took.</summary>
sealed class RequestMeter
{
    // Addresses that are no route of ours share one: whoever makes addresses up must not make memory grow.
    readonly ConcurrentDictionary<(string Route, string Method, int Status), Histogram> _answers = new();

    public async Task WatchAsync(HttpContext context, RequestDelegate next)
    {
        var start = Stopwatch.GetTimestamp();
        await next(context);
        var route = context.GetEndpoint() is RouteEndpoint endpoint ? endpoint.RoutePattern.RawText ?? "" : "other";
        _answers.GetOrAdd((route, Method(context.Request.Method), context.Response.StatusCode), _ => new Histogram()).Record(Stopwatch.GetTimestamp() - start);
    }

    public IEnumerable<(string Labels, Histogram Histogram)> Read() => _answers.OrderBy(answer => answer.Key)
        .Select(answer => ($"route=\"{MetricSet.Escaped(answer.Key.Route)}\",method=\"{answer.Key.Method}\",status=\"{answer.Key.Status}\"", answer.Value));

    static string Method(string sent) => sent is "GET" or "POST" or "PATCH" or "PUT" or "DELETE" or "HEAD" or "OPTIONS" ? sent : "other";
}
