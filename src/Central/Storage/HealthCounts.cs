namespace Plumbline.Central.Storage;

/// <summary>What there is in a store, for whoever asks whether all is well.</summary>
/// <param name="Schema">Version of the tables.</param>
/// <param name="ActiveMachines">Machines that are watched.</param>
/// <param name="BaselinesInUse">One at most of each machine and energy type.</param>
/// <param name="RecentAnomalies">Of machines.</param>
sealed record HealthCounts(long Schema, long ActiveMachines, long BaselinesInUse, long RecentAnomalies)
{
    /// <param name="since">Anomalies from then on are recent.</param>
    public static async Task<HealthCounts> ReadAsync(Database database, DateTime since, CancellationToken cancel) => (await database.AskAsync(
        connection => connection.ListAsync(
            row => new HealthCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)),
            """
            select (select max(version) from schema_migrations), (select count(*) from machines where is_active), (select count(*) from machine_baselines where is_active),
                (select count(*) from machine_anomalies where detected_at >= @since)
            """,
            ("since", database.ToColumn(since))),
        cancel)).Single();
}
