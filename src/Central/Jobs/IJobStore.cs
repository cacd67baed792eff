namespace Plumbline.Central.Jobs;

/// <summary>How a run ended.</summary>
enum JobOutcome
{
    /// <summary>It has not, yet.</summary>
    Running,
    Succeeded,
    Failed,

    /// <summary>Its process has gone.</summary>
    Interrupted,
}

/// <summary>A run of a job.</summary>
/// <param name="TimeZone">As of its occasion.</param>
/// <param name="Replica">The process that does it.</param>
/// <param name="EndedAt">Null as long as it has not.</param>
/// <param name="IsRecovery">Whether it takes the place of a run whose process has gone.</param>
/// <param name="Detail">What came of it, a sentence.</param>
sealed record JobRun(long Id, string Job, string? TimeZone, string Replica, DateTime ScheduledAt, DateTime StartedAt, DateTime? EndedAt, JobOutcome Outcome, bool IsRecovery, string? Detail);

/// <summary>What jobs did, and the clocks of the places that they do it for.</summary>
interface IJobStore
{
    /// <summary>Notes that a run has begun; as a job runs once at a time, earlier ones of it that are not known to have ended were interrupted.</summary>
    Task<long> BeginAsync(JobRun run);

    Task EndAsync(long id, DateTime at, JobOutcome outcome, string detail);

    /// <summary>The newest runs, the last to begin first.</summary>
    Task<IReadOnlyList<JobRun>> RunsAsync(int take, CancellationToken cancel);

    /// <summary>The last run of each job.</summary>
    Task<IReadOnlyList<JobRun>> LastRunsAsync(CancellationToken cancel);

    /// <summary>IANA names of the clocks of all factories.</summary>
    Task<IReadOnlyList<string>> TimeZonesAsync(CancellationToken cancel);

    /// <summary>Forgets runs, and rows that intake could not take, from before a time.</summary>
    /// <returns>How many of each.</returns>
    Task<(int Runs, int Rejects)> ForgetAsync(DateTime before);
}
