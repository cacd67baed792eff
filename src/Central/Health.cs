using System.Data.Common;
using System.Reflection;
using Plumbline.Central.FitPredict;
using Plumbline.Central.Jobs;
using Plumbline.Central.Storage;

namespace Plumbline.Central;

/// <summary><c>/health</c>, and the same under <c>/api/v1</c>, for load balancers, start scripts and clients: 200 where the store answers, 503 where it does not.</summary>
static class Health
{
    public static readonly string Version = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    static readonly TimeSpan Recent = TimeSpan.FromHours(24);

    public static void Map(IEndpointRouteBuilder app, Database database, SeriesService series, JobScheduler scheduler, TimeProvider clock)
    {
        foreach (var path in (string[])["/health", "/api/v1/health"]) app.MapGet(path, context => AnswerAsync(context, database, series, scheduler, clock)).WithMetadata(Access.Anyone);
    }

    static async Task AnswerAsync(HttpContext context, Database database, SeriesService series, JobScheduler scheduler, TimeProvider clock)
    {
        var now = clock.Now();
        HealthCounts counts;
        try
        {
            counts = await HealthCounts.ReadAsync(database, now - Recent, context.RequestAborted).WaitAsync(ServiceHealth.LongestQuestion, context.RequestAborted);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            await Problem.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "the store does not answer.");
            return;
        }

        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("status", "healthy");
            json.WriteString("service", "Plumbline");
            json.WriteString("version", Version);
            json.WriteString("timestamp", UtcTime.Format(now));
            json.WriteStartObject("components");
            json.WriteString("database", "connected");
            json.WriteEndObject();
            json.WriteString("store", database.Kind);
            json.WriteNumber("schema", counts.Schema);
            json.WriteNumber("models_loaded", series.Cache.Count);
            json.WriteStartObject("scheduler");
            json.WriteString("status", scheduler.Running is null ? "stopped" : "running");
            json.WriteBoolean("running", scheduler.Running is not null);
            json.WriteNumber("job_count", scheduler.Jobs.Count);
            json.WriteEndObject();
            json.WriteNumber("active_machines", counts.ActiveMachines);
            json.WriteNumber("baseline_models", counts.BaselinesInUse);
            json.WriteNumber("recent_anomalies", counts.RecentAnomalies);
            json.WriteEndObject();
        });
    }
}
