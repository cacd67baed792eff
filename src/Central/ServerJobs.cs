using Plumbline.Central.EnergyAnalytics;
using Plumbline.Central.EnergyAnalytics.Anomalies;
using Plumbline.Central.Jobs;

namespace Plumbline.Central;

/// <summary>What this server does by the clock.</summary>
static class ServerJobs
{
    const int VersionsKept = 20;

    static readonly TimeSpan HistoryKept = TimeSpan.FromDays(90);

    public static IReadOnlyList<PlannedJob> Of(IEnergyStore energy, IMachineAnomalyStore anomalies, IJobStore runs, TimeProvider clock) =>
    [
        new("baseline_retrain", "Baselines of all machines, trained again on their last year: Sundays at 02:00 by the clock of the site.", "0 0 2 ? * SUN", IsLocal: true,
            (occasion, cancel) => BaselineRetraining.RunAsync(energy, clock, occasion.TimeZone, cancel)),
        new("anomaly_detect", "Hours whose readings have changed, late ones included, looked at for anomalies: hourly at :05.", "0 5 * * * ?", IsLocal: false,
            async (_, cancel) => (await new HourExamination(energy, anomalies, clock).RunAsync(cancel)).ToString()),
        new("kpi_calculate", "The figures of the day before, and of the week before it again for readings come late: daily at 00:30 by the clock of the site.", "0 30 0 * * ?", IsLocal: true,
            (occasion, cancel) => DailyFigures.RunAsync(energy, clock, occasion.TimeZone, cancel)),
        new("rollup_refresh", "Hours that readings have changed, brought up to date: hourly at :02. (That is done every five seconds as well; here is seen whether it was.)", "0 2 * * * ?", IsLocal: false,
            (_, cancel) => RefreshAsync(energy, cancel)),
        new("retention", $"Runs of jobs, and rows that intake could not take, are forgotten after {HistoryKept.Days} days: daily at 03:15. Readings are kept for good.", "0 15 3 * * ?", IsLocal: false, async (_, _) =>
        {
            var (forgotten, rejects) = await runs.ForgetAsync(clock.Now() - HistoryKept);
            return $"{forgotten} runs and {rejects} rejected rows are forgotten.";
        }),
        new("training_cleanup", $"Versions of baselines that are not in use, and that no anomaly names, are forgotten, but for the newest {VersionsKept} of each machine: Sundays at 03:30.", "0 30 3 ? * SUN", IsLocal: false,
            async (_, _) => $"{await energy.ForgetBaselinesAsync(VersionsKept)} versions of baselines are forgotten."),
    ];

    static async Task<string> RefreshAsync(IEnergyStore energy, CancellationToken cancel)
    {
        var steps = 1;
        for (; await energy.RefreshAsync(); steps++) cancel.ThrowIfCancellationRequested();
        return $"All hours are up to date, after {steps} steps.";
    }
}
