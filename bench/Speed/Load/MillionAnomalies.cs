using System.Data.Common;
using Plumbline.Central.Storage;

namespace Plumbline.Bench.Speed.Load;

/// <summary>A year of a million anomalies at 100 sites. Pump 1 of site 1 has half of them, so that it has ten thousand pages.</summary>
static class MillionAnomalies
{
    public const int Count = 1_000_000;

    const int SecondsApart = 31;
    const long FirstSecond = 1_704_067_200; // 2024-01-01

    const string Context = """{"status":"Warning","tolerance_category":"1U","all_deviations":{"flow":15.0,"head":3.2,"power":8.5,"efficiency":-6.3}}""";

    public static DateTime End => Time(Count);

    public static DateTime Time(int i) => DateTime.UnixEpoch.AddSeconds(FirstSecond + ((long)i * SecondsApart));

    public static int Site(int i) => i % 2 == 0 ? 1 : 2 + (i / 2 % 99);

    public static int Pump(int i) => i % 2 == 0 ? 1 : 1 + (i / 2 % 20);

    public static int Sensor(int i) => (Pump(i) * 10) + (i % 4);

    public static bool IsOpen(int i) => i % 3 == 0;

    /// <summary>Rows first, then the tables that are kept beside them, as an upgrade of an old store would make them.</summary>
    public static async Task FillAsync(Database database)
    {
        await database.MigrateAsync(upTo: 2);
        var (numbers, time) = database.Kind == "sqlite"
            ? ($"(with recursive n(i) as (select 0 union all select i + 1 from n where i < {Count - 1}) select i from n)", $"({FirstSecond} + i * {SecondsApart}) * 1000000")
            : ($"(select i from generate_series(0, {Count - 1}) i)", $"to_timestamp({FirstSecond} + i::bigint * {SecondsApart})");
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await RunLongAsync(
            connection,
            $"""
            insert into edge_anomalies (source_type, description, site_id, pump_id, sensor_id, timestamp, log_value, additional_context, metadata, status, state, token_id, body_digest, created_at)
            select 'log', 'Flow exceeded 15.0% (threshold: 10.0%)', case when i % 2 = 0 then 1 else 2 + i / 2 % 99 end, pump, pump * 10 + i % 4, {time}, 575.0, @context, @context,
                case when i % 10 < 6 then 'Warning' when i % 10 < 9 then 'Critical' else 'Failure' end, case i % 3 when 0 then 'open' when 1 then 'acknowledged' else 'resolved' end, 1, @digest, {time}
            from (select i, case when i % 2 = 0 then 1 else 1 + i / 2 % 20 end as pump from {numbers} numbers) rows_
            """,
            ("context", Context), ("digest", new byte[32]));
        await database.MigrateAsync();
        if (database.Kind != "postgres") return;
        // Its server does so by itself within a minute of such a load.
        await RunLongAsync(connection, "vacuum analyze edge_anomalies");
        await RunLongAsync(connection, "vacuum analyze anomaly_counts");
    }

    static async Task RunLongAsync(DbConnection connection, string text, params (string Name, object? Value)[] values)
    {
        await using var command = connection.Command(text, values);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
