using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Plumbline.Central.Jobs;
using Plumbline.Central.Storage;
using Plumbline.Plant;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>What is done by the clock: once, by one of all processes, also after a process has gone or while none ran.</summary>
public sealed class SchedulerTests
{
    const string EverySecond = "* * * * * ?";
    const string Never = "0 0 0 1 1 ? 2099";

    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Three_processes_on_one_database_run_a_job_once_for_each_time_that_it_is_due()
    {
        const int Ticks = 6;
        await using var store = await TestStore.CreateAsync("postgres");
        var runs = new ConcurrentQueue<(DateTime Due, int Process)>();
        var isDone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var schedulers = new List<JobScheduler>();
        for (var i = 0; i < 3; i++)
        {
            var process = i;
            schedulers.Add(Scheduler(store.Database, Job(EverySecond, occasion =>
            {
                runs.Enqueue((occasion.ScheduledAt, process));
                if (runs.Count >= Ticks) isDone.TrySetResult();
            })));
        }

        await Task.WhenAll(schedulers.Select(scheduler => scheduler.StartAsync(default)));
        await isDone.Task.WaitAsync(LongestWait);
        await Task.WhenAll(schedulers.Select(scheduler => scheduler.StopAsync(default)));

        runs.Select(run => run.Due).ShouldBeUnique();
        runs.Count.ShouldBeGreaterThanOrEqualTo(Ticks);
        runs.Select(run => run.Due).ShouldAllBe(due => due.Millisecond == 0);
        var history = await new JobTable(store.Database).RunsAsync(100, default);
        history.Count.ShouldBe(runs.Count);
        history.ShouldAllBe(run => run.Outcome == JobOutcome.Succeeded && run.Detail == "done" && run.EndedAt >= run.StartedAt);
    }

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task What_was_due_while_no_process_ran_is_made_up_for_once(string kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        var ran = new TaskCompletionSource<JobOccasion>(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        var job = Job(Never, occasion =>
        {
            Interlocked.Increment(ref count);
            ran.TrySetResult(occasion);
        });
        using (var before = Scheduler(store.Database, job)) await RunAsync(before);
        count.ShouldBe(0);
        // As if three times had come and gone.
        var missed = DateTimeOffset.UtcNow.AddDays(-3).Ticks;
        await store.Database.WriteAsync(connection => connection.RunAsync("update qrtz_triggers set next_fire_time = @missed", ("missed", missed)));

        using var after = Scheduler(store.Database, job);
        await after.StartAsync(default);
        await ran.Task.WaitAsync(LongestWait);
        await after.StopAsync(default);

        count.ShouldBe(1);
        (await new JobTable(store.Database).RunsAsync(10, default)).Single().Outcome.ShouldBe(JobOutcome.Succeeded);
    }

    [Fact]
    public async Task A_run_whose_process_is_killed_is_taken_over_by_another()
    {
        var connection = await PrivatePostgres.NewDatabaseAsync();
        string[] arguments = ["serve", "--port", "0", "--store", connection];
        using var first = await ServeProcess.StartAsync(arguments);
        using var second = await ServeProcess.StartAsync(arguments);
        await using var database = new PostgresDatabase(connection);
        var runs = new JobTable(database);
        ServeProcess killed;
        await using (var blocking = new NpgsqlConnection(connection))
        {
            await blocking.OpenAsync();
            await using var transaction = await blocking.BeginTransactionAsync();
            // What the job looks at: it waits here for as long as we like.
            await blocking.RunAsync("lock table machine_hours_stale in access exclusive mode");
            await UntilAsync(async () => await TriggeredAsync(first.Url));
            var run = await UntilAsync(async () => (await runs.RunsAsync(1, default)).SingleOrDefault(run => run.Outcome == JobOutcome.Running));
            killed = run.Replica.Contains($"-{first.Process.Id}-", StringComparison.Ordinal) ? first : second;
            killed.Process.Kill();
            await killed.Process.WaitForExitAsync();
            await transaction.RollbackAsync();
        }

        var taken = await UntilAsync(async () => (await runs.RunsAsync(10, default)).FirstOrDefault(run => run.IsRecovery && run.Outcome == JobOutcome.Succeeded));

        taken.Job.ShouldBe("rollup_refresh");
        taken.Replica.ShouldNotContain($"-{killed.Process.Id}-");
        (await runs.RunsAsync(10, default)).ShouldContain(run => run.Outcome == JobOutcome.Interrupted && run.Replica.Contains($"-{killed.Process.Id}-", StringComparison.Ordinal));
    }

    [Fact]
    public void Local_jobs_are_due_once_a_day_whatever_the_clocks_do_and_others_every_hour()
    {
        var job = new PlannedJob("daily", "x", "0 30 2 * * ?", IsLocal: true, (_, _) => Task.FromResult(""));
        foreach (var (zone, spring, autumn) in new[] { ("Europe/Berlin", new DateOnly(2026, 3, 29), new DateOnly(2026, 10, 25)), ("America/New_York", new DateOnly(2026, 3, 8), new DateOnly(2026, 11, 1)) })
        {
            var clock = TimeZoneInfo.FindSystemTimeZoneById(zone);
            var trigger = JobTriggers.Of(job, [zone]).Single();
            foreach (var change in new[] { spring, autumn })
            {
                // Three days around a night in which 02:30 does not come, or comes twice.
                var start = new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(change.AddDays(-1).ToDateTime(default), clock));
                var due = Due(trigger, start, start.AddDays(3));
                due.Select(time => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, clock).DateTime)).ShouldBe([change.AddDays(-1), change, change.AddDays(1)], $"{zone} {change}");
            }
        }

        var hourly = JobTriggers.Of(job with { Cron = "0 5 * * * ?", IsLocal = false }, ["Europe/Berlin"]).Single();
        var night = new DateTimeOffset(2026, 10, 24, 22, 0, 0, TimeSpan.Zero);
        Due(hourly, night, night.AddHours(25)).Count.ShouldBe(25, "the repeated hour is an hour, too");
    }

    [Fact]
    public async Task Places_with_clocks_of_their_own_have_times_of_their_own()
    {
        await using var store = await TestStore.CreateAsync("sqlite");
        var plants = new PlantTable(store.Database);
        await plants.AddAsync(new Factory { Id = Guid.CreateVersion7(), Name = "A", TimeZone = "Europe/Berlin" });
        await plants.AddAsync(new Factory { Id = Guid.CreateVersion7(), Name = "B", TimeZone = "Asia/Kolkata" });
        await plants.AddAsync(new Factory { Id = Guid.CreateVersion7(), Name = "C", TimeZone = "Europe/Berlin" });
        var job = Job("0 30 0 * * ?", _ => { }) with { IsLocal = true };
        using var scheduler = Scheduler(store.Database, job);
        await scheduler.StartAsync(default);
        await scheduler.Started.WaitAsync(LongestWait);

        var next = await scheduler.NextAsync(job, default);
        await scheduler.StopAsync(default);

        next.Select(due => due.TimeZone).ShouldBe(["Asia/Kolkata", "Europe/Berlin"]);
        foreach (var (zone, time) in next) TimeZoneInfo.ConvertTimeFromUtc(time!.Value, TimeZoneInfo.FindSystemTimeZoneById(zone)).TimeOfDay.ShouldBe(TimeSpan.FromMinutes(30));
    }

    [Fact]
    public async Task A_job_that_fails_is_told_and_the_next_is_done()
    {
        await using var store = await TestStore.CreateAsync("sqlite");
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var count = 0;
        using var scheduler = Scheduler(store.Database, Job(EverySecond, _ =>
        {
            if (Interlocked.Increment(ref count) == 1) throw new InvalidOperationException("the press is on fire");
            done.TrySetResult();
        }));
        await scheduler.StartAsync(default);
        await done.Task.WaitAsync(LongestWait);
        await scheduler.StopAsync(default);

        var history = await new JobTable(store.Database).RunsAsync(100, default);
        (history[^1].Outcome, history[^1].Detail).ShouldBe((JobOutcome.Failed, "the press is on fire"));
        history[^2].Outcome.ShouldBe(JobOutcome.Succeeded);
    }

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task Each_job_of_the_server_can_be_triggered_and_says_what_it_did(string kind)
    {
        await using var server = await EnergyServer.StartAsync(kind, new() { Schedules = true });
        await EnergyServer.WorkedAsync(server, server.Clock.Now().Date.AddDays(-3), 2 * 24 * 60);
        string[] jobs = [.. (await server.OkAsync("/api/v1/scheduler/status"))["jobs"]!.AsArray().Select(job => job!["id"]!.ToString())];
        jobs.ShouldBe(["baseline_retrain", "anomaly_detect", "kpi_calculate", "rollup_refresh", "retention", "training_cleanup"]);
        await UntilAsync(async () => (await server.OkAsync("/api/v1/scheduler/status"))["running"]!.GetValue<bool>());

        foreach (var job in jobs)
        {
            (await server.SendAsync(HttpMethod.Post, $"/api/v1/scheduler/trigger/{job}", token: null, content: null)).Status.ShouldBe(HttpStatusCode.OK);
            var run = await UntilAsync(async () => (await server.OkAsync("/api/v1/scheduler/status?limit=100"))["history"]!.AsArray().FirstOrDefault(run => run!["job"]!.ToString() == job && run["ended_at"] is not null));
            run["outcome"]!.ToString().ShouldBe("succeeded", run.ToJsonString());
            run["detail"]!.ToString().ShouldNotBeEmpty();
            run.Number("duration_seconds").ShouldBeGreaterThanOrEqualTo(0);
        }

        var days = await server.Database.ReadAsync(connection => connection.ListAsync(row => (row.GetString(0), row.GetDouble(1), row.GetDouble(2)), "select day, energy_kwh, sec_kwh_per_unit from machine_day_kpis order by day"), default);
        days.Select(day => day.Item1).ShouldBe(["2024-11-15", "2024-11-16"]);
        days.ShouldAllBe(day => Math.Abs(day.Item2 - 966) < 1e-6 && Math.Abs(day.Item3 - (966 / 14_400.0)) < 1e-9);
    }

    [Fact]
    public async Task Bad_requests_are_refused_in_words()
    {
        await using var server = await EnergyServer.StartAsync();
        var status = await server.OkAsync("/api/v1/scheduler/status");
        status["status"]!.ToString().ShouldBe("stopped");
        var unknown = await server.SendAsync(HttpMethod.Post, "/api/v1/scheduler/trigger/tidy_up", token: null, content: null);
        unknown.Status.ShouldBe(HttpStatusCode.NotFound);
        unknown.Body["detail"]!.ToString().ShouldContain("there is no job 'tidy_up'; there are baseline_retrain, ");
        (await server.SendAsync(HttpMethod.Post, "/api/v1/scheduler/trigger/retention", token: null, content: null)).Status.ShouldBe(HttpStatusCode.Conflict);
        (await server.GetAsync("/api/v1/scheduler/status?limit=many")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_token_of_some_sites_triggers_nothing()
    {
        await using var server = await EnergyServer.StartAsync(options: new() { Address = IPAddress.Any });
        var token = await server.TokenAsync(Scopes.Write, 7);
        (await server.SendAsync(HttpMethod.Post, "/api/v1/scheduler/trigger/retention", token, content: null)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    static async Task<bool> TriggeredAsync(string url)
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsync($"{url}/api/v1/scheduler/trigger/rollup_refresh", content: null);
        return answer.IsSuccessStatusCode;
    }

    static PlannedJob Job(string cron, Action<JobOccasion> work) => new("test", "A job.", cron, IsLocal: false, (occasion, _) =>
    {
        work(occasion);
        return Task.FromResult("done");
    });

    static JobScheduler Scheduler(Database database, PlannedJob job) => new([job], new JobTable(database), database, TimeProvider.System, NullLogger.Instance);

    static async Task RunAsync(JobScheduler scheduler)
    {
        await scheduler.StartAsync(default);
        await scheduler.Started.WaitAsync(LongestWait);
        await scheduler.StopAsync(default);
    }

    static List<DateTimeOffset> Due(Quartz.ITrigger trigger, DateTimeOffset start, DateTimeOffset end)
    {
        var due = new List<DateTimeOffset>();
        // A trigger is due from its making on.
        trigger = trigger.GetTriggerBuilder().StartAt(start.AddDays(-1)).Build();
        for (var time = trigger.GetFireTimeAfter(start.AddTicks(-1)); time < end; time = trigger.GetFireTimeAfter(time)) due.Add(time.Value);
        return due;
    }

    /// <summary>Asks again and again for what another process, or another thread, will have done.</summary>
    static async Task<T> UntilAsync<T>(Func<Task<T?>> ask)
        where T : class
    {
        using var limit = new CancellationTokenSource(LongestWait);
        while (true)
        {
            if (await ask() is { } answer) return answer;
            await Task.Delay(100, limit.Token);
        }
    }

    static Task UntilAsync(Func<Task<bool>> ask) => UntilAsync(async () => await ask() ? "so it is" : null);
}
