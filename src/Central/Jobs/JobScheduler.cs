using System.Data.Common;
using Plumbline.Central.Storage;
using Quartz;
using Quartz.Impl;
using Quartz.Impl.Matchers;
using Quartz.Logging;

namespace Plumbline.Central.Jobs;

/// <summary>
/// Runs planned jobs by the clock, on Quartz with its job store in our own database: on PostgreSQL any number of processes share the work, one run of a job at a time; what was due while none ran is made up for.
/// </summary>
sealed class JobScheduler(IReadOnlyList<PlannedJob> jobs, IJobStore store, Database database, TimeProvider clock, ILogger log) : BackgroundService
{
    // One name for all processes: it is part of the keys of its tables.
    const string Name = "plumbline";
    const int RunsAtOnce = 3;

    static readonly TimeSpan BetweenPlans = TimeSpan.FromMinutes(1);
    static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(5);

    // Who has not been heard of for this long has gone: others take over.
    static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(5);

    // Quartz keeps schedulers by name in the process, where tests have several.
    static readonly SemaphoreSlim Building = new(1);

    readonly TaskCompletionSource<IScheduler> _running = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<PlannedJob> Jobs => jobs;

    /// <summary>Of this process: host, process id and a number.</summary>
    public string Replica { get; } = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}";

    /// <summary>Null until it runs, and in a process without the role.</summary>
    public IScheduler? Running => _running.Task.IsCompletedSuccessfully ? _running.Task.Result : null;

    /// <summary>Done once it runs.</summary>
    public Task Started => _running.Task;

    /// <summary>Has a job run as soon as none of it runs, by whichever process.</summary>
    /// <returns>False where no scheduler runs in this process.</returns>
    public async Task<bool> TriggerAsync(PlannedJob job, CancellationToken cancel)
    {
        if (Running is not { } scheduler) return false;
        await scheduler.TriggerJob(JobTriggers.KeyOf(job), cancel);
        return true;
    }

    /// <summary>When a job is due next, UTC, by the clock of each place (or by UTC).</summary>
    public async Task<IReadOnlyList<(string TimeZone, DateTime? Next)>> NextAsync(PlannedJob job, CancellationToken cancel)
    {
        if (Running is not { } scheduler) return [];
        var triggers = await scheduler.GetTriggersOfJob(JobTriggers.KeyOf(job), cancel);
        return [.. triggers.OfType<ICronTrigger>().OrderBy(trigger => trigger.Key.Name, StringComparer.Ordinal).Select(trigger => (trigger.TimeZone.Id, trigger.GetNextFireTimeUtc()?.UtcDateTime))];
    }

    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        IScheduler? scheduler = null;
        try
        {
            scheduler = await StartAsync(() => BuildAsync(cancel), cancel);
            _running.TrySetResult(scheduler);
            using var timer = new PeriodicTimer(BetweenPlans, TimeProvider.System);
            while (await timer.WaitForNextTickAsync(cancel)) await PlanAgainAsync(scheduler, cancel);
        }
        catch (OperationCanceledException)
        {
            // The end of the server.
        }
        finally
        {
            // Runs under way end first. Those that do not are taken over: by others, or at the next start.
            if (scheduler is not null) await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
        }
    }

    async Task<IScheduler> StartAsync(Func<Task<IScheduler>> build, CancellationToken cancel)
    {
        while (true)
        {
            try
            {
                return await build();
            }
            catch (Exception trouble) when (trouble is SchedulerException or DbException)
            {
                JobLog.NotStarted(log, trouble.Message);
                await Task.Delay(BetweenTries, cancel);
            }
        }
    }

    async Task<IScheduler> BuildAsync(CancellationToken cancel)
    {
        LogContext.SetCurrentLogProvider(new QuartzLog(log));
        var builder = SchedulerBuilder.Create(Replica, Name).UseDefaultThreadPool(RunsAtOnce);
        builder.UsePersistentStore(kept =>
        {
            kept.UseProperties = true;
            kept.PerformSchemaValidation = true;
            kept.UseSerializer<QuartzText>();
            // The name of the connection is one of the process.
            if (database.IsShared)
            {
                kept.UsePostgres(ado => Connect(ado), Replica);
                kept.UseClustering(cluster => (cluster.CheckinInterval, cluster.CheckinMisfireThreshold) = (Heartbeat, Heartbeat));
            }
            else
            {
                kept.UseMicrosoftSQLite(ado => Connect(ado), Replica);
            }
        });
        await Building.WaitAsync(cancel);
        IScheduler scheduler;
        try
        {
            scheduler = await builder.BuildScheduler();
            SchedulerRepository.Instance.Remove(Name);
        }
        finally
        {
            Building.Release();
        }

        try
        {
            scheduler.JobFactory = new JobWorkFactory(jobs.ToDictionary(job => job.Name), store, clock, Replica, log);
            await PlanAsync(scheduler, cancel);
            await scheduler.Start(cancel);
            return scheduler;
        }
        catch (Exception)
        {
            await scheduler.Shutdown(CancellationToken.None);
            throw;
        }

        void Connect(SchedulerBuilder.AdoProviderOptions ado)
        {
            ado.ConnectionString = database.ConnectionString;
            ado.TablePrefix = "qrtz_";
        }
    }

    async Task PlanAgainAsync(IScheduler scheduler, CancellationToken cancel)
    {
        try
        {
            await PlanAsync(scheduler, cancel);
        }
        catch (Exception trouble) when (trouble is SchedulerException or DbException)
        {
            JobLog.NotPlanned(log, trouble.Message);
        }
    }

    /// <summary>Brings the triggers to what is planned, and to the clocks of all places. What is as it should be is left alone: it knows when it was due last.</summary>
    async Task PlanAsync(IScheduler scheduler, CancellationToken cancel)
    {
        var zones = await store.TimeZonesAsync(cancel);
        foreach (var job in jobs)
        {
            if (!await scheduler.CheckExists(JobTriggers.KeyOf(job), cancel)) await IfFirstAsync(() => scheduler.AddJob(JobTriggers.DetailOf(job), replace: false, cancel));
            var wanted = JobTriggers.Of(job, zones).ToDictionary(trigger => trigger.Key);
            foreach (var key in await scheduler.GetTriggerKeys(GroupMatcher<TriggerKey>.GroupEquals(job.Name), cancel))
                if (!wanted.ContainsKey(key)) await scheduler.UnscheduleJob(key, cancel);
            foreach (var (key, trigger) in wanted)
            {
                var there = await scheduler.GetTrigger(key, cancel) as ICronTrigger;
                if (there is null) await IfFirstAsync(() => scheduler.ScheduleJob(trigger, cancel));
                else if (there.CronExpressionString != job.Cron) await scheduler.RescheduleJob(key, trigger, cancel);
            }
        }
    }

    // Another process may have been faster.
    static async Task IfFirstAsync(Func<Task> add)
    {
        try
        {
            await add();
        }
        catch (ObjectAlreadyExistsException)
        {
            // It is there.
        }
    }
}
