using System.Globalization;
using Quartz;
using Quartz.Spi;

namespace Plumbline.Central.Jobs;

/// <summary>One run of a job: does its work, and notes how it went. Quartz sees to it that there is one at a time over all processes, and that another process takes over from one that has gone.</summary>
[DisallowConcurrentExecution]
sealed class JobWork(PlannedJob job, IJobStore store, TimeProvider clock, string replica, ILogger log) : IJob
{
    const int LongestDetail = 500;

    public async Task Execute(IJobExecutionContext context)
    {
        var now = clock.Now();
        // Of a run that takes over, Quartz tells the time at which the other was due apart.
        var scheduled = context.Recovering && DateTimeOffset.TryParse(Text(context, SchedulerConstants.FailedJobOriginalTriggerScheduledFiretime), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var due)
            ? due
            : context.ScheduledFireTimeUtc ?? context.FireTimeUtc;
        var occasion = new JobOccasion(Text(context, JobTriggers.ZoneKey), scheduled.UtcDateTime);
        var id = await store.BeginAsync(new(0, job.Name, occasion.TimeZone, replica, occasion.ScheduledAt, now, EndedAt: null, JobOutcome.Running, context.Recovering, Detail: null));
        try
        {
            var detail = await job.Work(occasion, context.CancellationToken);
            await store.EndAsync(id, clock.Now(), JobOutcome.Succeeded, detail);
        }
        // The outermost loop of what runs by the clock: whatever it is, the next run is due all the same.
        catch (Exception trouble)
        {
            JobLog.Failed(log, job.Name, trouble.Message, trouble);
            await store.EndAsync(id, clock.Now(), JobOutcome.Failed, trouble.Message.Length <= LongestDetail ? trouble.Message : trouble.Message[..LongestDetail] + "…");
        }
    }

    static string? Text(IJobExecutionContext context, string key) => context.MergedJobDataMap.TryGetValue(key, out var value) ? value as string : null;
}

/// <summary>Makes the run of a planned job.</summary>
sealed class JobWorkFactory(IReadOnlyDictionary<string, PlannedJob> jobs, IJobStore store, TimeProvider clock, string replica, ILogger log) : IJobFactory
{
    public IJob NewJob(TriggerFiredBundle bundle, IScheduler scheduler) => jobs.TryGetValue(bundle.JobDetail.Key.Name, out var job)
        ? new JobWork(job, store, clock, replica, log)
        : throw new SchedulerException($"this program knows no job '{bundle.JobDetail.Key.Name}': a newer one planned it.");

    public void ReturnJob(IJob job)
    {
    }
}

static partial class JobLog
{
    [LoggerMessage(60, LogLevel.Error, "the job {Job} failed: {Message}")]
    public static partial void Failed(ILogger log, string job, string message, Exception trouble);

    [LoggerMessage(61, LogLevel.Warning, "the scheduler cannot be started, and will be tried again: {Message}")]
    public static partial void NotStarted(ILogger log, string message);

    [LoggerMessage(62, LogLevel.Warning, "the times at which jobs are due cannot be brought up to date, and will be tried again: {Message}")]
    public static partial void NotPlanned(ILogger log, string message);
}
