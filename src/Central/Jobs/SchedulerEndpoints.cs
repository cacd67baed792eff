using System.Text.Json;

namespace Plumbline.Central.Jobs;

/// <summary><c>/api/v1/scheduler/...</c>: what is done by the clock, when next, and how it went.</summary>
static class SchedulerEndpoints
{
    const string Root = "/api/v1/scheduler/";
    const int LargestHistory = 1000;
    const int UsualHistory = 50;

    static readonly Access MayRead = new(Scopes.Read | Scopes.Write | Scopes.Admin, IsPage: true);
    static readonly Access MayTrigger = new(Scopes.Write | Scopes.Admin, IsPage: true);

    public static void Map(IEndpointRouteBuilder app, JobScheduler scheduler, IJobStore store, TimeProvider clock)
    {
        app.MapGet(Root + "status", context => ShowAsync(context, scheduler, store)).WithMetadata(MayRead);
        app.MapPost(Root + "trigger/{job}", context => TriggerAsync(context, scheduler, clock)).WithMetadata(MayTrigger);
    }

    static async Task ShowAsync(HttpContext context, JobScheduler scheduler, IJobStore store)
    {
        var errors = new FieldErrors();
        var limit = (int)new QueryFields(context.Request.Query, errors).Whole("limit", 0, LargestHistory, UsualHistory);
        if (errors.Any)
        {
            await Problem.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, errors.Detail, errors);
            return;
        }

        var history = await store.RunsAsync(limit, context.RequestAborted);
        var last = (await store.LastRunsAsync(context.RequestAborted)).ToDictionary(run => run.Job);
        var next = new Dictionary<string, IReadOnlyList<(string TimeZone, DateTime? Next)>>();
        foreach (var job in scheduler.Jobs) next[job.Name] = await scheduler.NextAsync(job, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("status", scheduler.Running is null ? "stopped" : "running");
            json.WriteBoolean("running", scheduler.Running is not null);
            json.WriteString("replica", scheduler.Replica);
            json.WriteNumber("job_count", scheduler.Jobs.Count);
            json.WriteStartArray("jobs");
            foreach (var job in scheduler.Jobs) Write(json, job, next[job.Name], last.GetValueOrDefault(job.Name));
            json.WriteEndArray();
            json.WriteStartArray("history");
            foreach (var run in history) Write(json, run);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    static async Task TriggerAsync(HttpContext context, JobScheduler scheduler, TimeProvider clock)
    {
        var name = (string)context.GetRouteValue("job")!;
        if (scheduler.Jobs.FirstOrDefault(job => job.Name == name) is not { } job)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"there is no job '{(name.Length <= 40 ? name : name[..40] + "…")}'; there are {string.Join(", ", scheduler.Jobs.Select(job => job.Name))}.");
            return;
        }

        // Every job is done for all places.
        if (context.Features.Get<Caller>() is { IsGoodForAllSites: false } caller)
        {
            await Problem.WriteAsync(context, StatusCodes.Status403Forbidden, $"the token '{caller.Name}' is good for some sites only: a job is done for all of them.");
            return;
        }

        var at = clock.Now();
        if (!await scheduler.TriggerAsync(job, context.RequestAborted))
        {
            await Problem.WriteAsync(context, StatusCodes.Status409Conflict, "no scheduler runs in this process: ask one with the role scheduler.");
            return;
        }

        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("job", job.Name);
            json.WriteString("status", "triggered");
            json.WriteString("triggered_at", UtcTime.Format(at));
            json.WriteString("message", $"{job.Name} runs as soon as no other run of it does; {Root}status says how it went.");
            json.WriteEndObject();
        });
    }

    static void Write(Utf8JsonWriter json, PlannedJob job, IReadOnlyList<(string TimeZone, DateTime? Next)> next, JobRun? last)
    {
        json.WriteStartObject();
        json.WriteString("id", job.Name);
        json.WriteString("name", job.Description);
        json.WriteString("cron", job.Cron);
        Time(json, "next_run_time", next.Min(due => due.Next));
        json.WriteStartArray("due");
        foreach (var (zone, time) in next)
        {
            json.WriteStartObject();
            json.WriteString("time_zone", zone);
            Time(json, "next_run_time", time);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePropertyName("last_run");
        if (last is null) json.WriteNullValue();
        else Write(json, last);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, JobRun run)
    {
        json.WriteStartObject();
        json.WriteNumber("id", run.Id);
        json.WriteString("job", run.Job);
        if (run.TimeZone is { } zone) json.WriteString("time_zone", zone);
        else json.WriteNull("time_zone");
        json.WriteString("replica", run.Replica);
        json.WriteString("scheduled_at", UtcTime.Format(run.ScheduledAt));
        json.WriteString("started_at", UtcTime.Format(run.StartedAt));
        Time(json, "ended_at", run.EndedAt);
        json.WriteFinite("duration_seconds", run.EndedAt is { } end ? (end - run.StartedAt).TotalSeconds : double.NaN);
        json.WriteString("outcome", run.Outcome.Snake());
        json.WriteBoolean("is_recovery", run.IsRecovery);
        if (run.Detail is { } detail) json.WriteString("detail", detail);
        else json.WriteNull("detail");
        json.WriteEndObject();
    }

    static void Time(Utf8JsonWriter json, string name, DateTime? time)
    {
        if (time is { } known) json.WriteString(name, UtcTime.Format(known));
        else json.WriteNull(name);
    }
}
