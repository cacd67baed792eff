using System.Diagnostics;
using System.Text;
using Plumbline.Central.Storage;

namespace Plumbline.Central;

/// <summary><c>/metrics</c>, for Prometheus and whatever reads its text format.</summary>
static class MetricsPage
{
    public static void Map(IEndpointRouteBuilder app, MetricSet metrics, RequestMeter requests, Database database)
    {
        metrics.Durations("plumbline_http_request_duration_seconds", "Answers by route, method and status.", requests.Read);
        metrics.Durations("plumbline_store_duration_seconds", "Reads and writes of the store, waiting included.", () => [("operation=\"read\"", database.ReadTimes), ("operation=\"write\"", database.WriteTimes)]);
        metrics.Counter("process_cpu_seconds_total", "Processor time of this process.", () => Environment.CpuUsage.TotalTime.TotalSeconds);
        metrics.Gauge("process_resident_memory_bytes", "Memory of this process.", () => Environment.WorkingSet);
        metrics.Gauge("process_start_time_seconds", "When this process started, since 1970.", () => (Process.GetCurrentProcess().StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds);
        metrics.Gauge("dotnet_gc_heap_bytes", "Managed memory in use.", () => GC.GetTotalMemory(forceFullCollection: false));
        metrics.Counter("dotnet_gc_pause_seconds_total", "Time in which the program stood still to collect memory.", () => GC.GetTotalPauseDuration().TotalSeconds);
        app.MapGet("/metrics", async context =>
        {
            context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(await metrics.TextAsync(context.RequestAborted)), context.RequestAborted);
        }).WithMetadata(Access.Page);
    }
}
