namespace Plumbline.Central.Jobs;

/// <summary>Why a job runs, and for which places.</summary>
/// <param name="TimeZone">Only places with this clock, IANA name; null for all places.</param>
/// <param name="ScheduledAt">When it was due, UTC.</param>
sealed record JobOccasion(string? TimeZone, DateTime ScheduledAt);

/// <summary>Work that is done by the clock: one run at a time over all processes, and once for each time that it is due.</summary>
/// <param name="Name">What addresses call it.</param>
/// <param name="Description">A sentence.</param>
/// <param name="Cron">Quartz's expression, with seconds.</param>
/// <param name="IsLocal">Whether it is due by the clock of each place, and done for places of that clock; else by UTC, whose hours neither come twice nor are left out.</param>
/// <param name="Work">What is done; returns a sentence on what came of it. May be run again where a process ended half-way.</param>
sealed record PlannedJob(string Name, string Description, string Cron, bool IsLocal, Func<JobOccasion, CancellationToken, Task<string>> Work);
