using Quartz;

namespace Plumbline.Central.Jobs;

/// <summary>When jobs are due, in the words of Quartz.</summary>
static class JobTriggers
{
    public const string ZoneKey = "time_zone";

    const string AllPlaces = "all";

    public static JobKey KeyOf(PlannedJob job) => new(job.Name);

    public static IJobDetail DetailOf(PlannedJob job) => JobBuilder.Create<JobWork>().WithIdentity(KeyOf(job)).WithDescription(job.Description).StoreDurably().RequestRecovery().Build();

    /// <summary>The triggers of a job: one for each clock of a place, or one by UTC. What was missed is made up for, once.</summary>
    /// <param name="zones">IANA names of the clocks of all places.</param>
    public static IEnumerable<ITrigger> Of(PlannedJob job, IReadOnlyList<string> zones)
    {
        if (!job.IsLocal) return [Of(job, AllPlaces, TimeZoneInfo.Utc)];
        return zones.Where(zone => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)).Select(zone => Of(job, zone, TimeZoneInfo.FindSystemTimeZoneById(zone)));
    }

    static ITrigger Of(PlannedJob job, string name, TimeZoneInfo clock)
    {
        var trigger = TriggerBuilder.Create().WithIdentity(name, job.Name).ForJob(KeyOf(job)).WithCronSchedule(job.Cron, cron => cron.InTimeZone(clock).WithMisfireHandlingInstructionFireAndProceed());
        return (job.IsLocal ? trigger.UsingJobData(ZoneKey, name) : trigger).Build();
    }
}
