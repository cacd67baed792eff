using System.Data.Common;
using Plumbline.Central.Jobs;

namespace Plumbline.Central.Storage;

/// <summary>What jobs did, in either database.</summary>
/// <remarks>Notes go past the queue of writes: a job that waits for that is under way all the same.</remarks>
sealed class JobTable(Database database) : IJobStore
{
    const string Columns = "id, job, time_zone, replica, scheduled_at, started_at, ended_at, outcome, is_recovery, detail";

    public async Task<long> BeginAsync(JobRun run)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await connection.RunAsync(
            "update job_runs set outcome = @interrupted, ended_at = @now, detail = @detail where job = @job and outcome = @running",
            ("interrupted", $"{JobOutcome.Interrupted}"), ("now", database.ToColumn(run.StartedAt)), ("detail", "The process that did it has gone."), ("job", run.Job), ("running", $"{JobOutcome.Running}"));
        return Convert.ToInt64(await connection.OneAsync(
            """
            insert into job_runs (job, time_zone, replica, scheduled_at, started_at, outcome, is_recovery)
            values (@job, @zone, @replica, @scheduled, @started, @outcome, @recovery) returning id
            """,
            ("job", run.Job), ("zone", run.TimeZone), ("replica", run.Replica), ("scheduled", database.ToColumn(run.ScheduledAt)), ("started", database.ToColumn(run.StartedAt)), ("outcome", $"{run.Outcome}"), ("recovery", run.IsRecovery)));
    }

    public async Task EndAsync(long id, DateTime at, JobOutcome outcome, string detail)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await connection.RunAsync(
            "update job_runs set ended_at = @at, outcome = @outcome, detail = @detail where id = @id", ("at", database.ToColumn(at)), ("outcome", $"{outcome}"), ("detail", detail), ("id", id));
    }

    public Task<IReadOnlyList<JobRun>> RunsAsync(int take, CancellationToken cancel) => ListAsync($"select {Columns} from job_runs order by id desc limit {take}", cancel);

    public Task<IReadOnlyList<JobRun>> LastRunsAsync(CancellationToken cancel) => ListAsync($"select {Columns} from job_runs where id in (select max(id) from job_runs group by job)", cancel);

    public Task<IReadOnlyList<string>> TimeZonesAsync(CancellationToken cancel) => database.AskAsync<IReadOnlyList<string>>(
        connection => ListTextsAsync(connection, "select distinct time_zone from factories order by time_zone"), cancel);

    public Task<(int Runs, int Rejects)> ForgetAsync(DateTime before) => database.WriteAsync(async connection => (
        await connection.RunAsync("delete from job_runs where started_at < @before", ("before", database.ToColumn(before))),
        await connection.RunAsync("delete from intake_rejects where received_at < @before", ("before", database.ToColumn(before)))));

    static async Task<IReadOnlyList<string>> ListTextsAsync(DbConnection connection, string text) => await connection.ListAsync(row => row.GetString(0), text);

    Task<IReadOnlyList<JobRun>> ListAsync(string text, CancellationToken cancel) => database.AskAsync<IReadOnlyList<JobRun>>(async connection => await connection.ListAsync(Read, text), cancel);

    JobRun Read(DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.Text(2), row.GetString(3), database.ToTime(row, 4), database.ToTime(row, 5), row.IsDBNull(6) ? null : database.ToTime(row, 6),
        Enum.Parse<JobOutcome>(row.GetString(7)), row.GetBoolean(8), row.Text(9));
}
