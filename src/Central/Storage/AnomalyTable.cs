using System.Data.Common;
using Plumbline.Central.AnomalyReports;
using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>Anomalies, with the sites, pumps and sensors that they name, in either database.</summary>
/// <param name="database">Where.</param>
/// <param name="mostSkipped">Rows that are skipped one by one to get to a page; farther into the list, the day is looked for first.</param>
sealed class AnomalyTable(Database database, int mostSkipped = 2_000) : IAnomalyStore
{
    const string Columns = """
        id, source_type, description, site_id, pump_id, sensor_id, camera_id, log_id, timestamp, log_value, additional_context, metadata, status,
        acknowledged_at, acknowledged_by, acknowledged_note, resolved_at, resolved_by, resolved_note, created_at
        """;

    const string Insert = """
        insert into edge_anomalies (source_type, description, site_id, pump_id, sensor_id, camera_id, log_id, timestamp, log_value,
            additional_context, metadata, status, state, token_id, idempotency_key, body_digest, created_at)
        values (@sourceType, @description, @site, @pump, @sensor, @camera, @log, @timestamp, @value,
            @context, @metadata, @status, 'open', @token, @key, @digest, @now)
        on conflict (token_id, idempotency_key) do nothing returning id
        """;

    const string RegisterPlaces = """
        insert into sites (id, first_seen_at) values (@site, @now) on conflict do nothing;
        insert into pumps (site_id, id, first_seen_at)
        select cast(@site as bigint), cast(@pump as bigint), @now where cast(@pump as bigint) is not null on conflict do nothing;
        insert into sensors (site_id, id, pump_id, first_seen_at)
        select cast(@site as bigint), cast(@sensor as bigint), cast(@pump as bigint), @now where cast(@sensor as bigint) is not null on conflict do nothing;
        """;

    public Task<Submission> SubmitAsync(AnomalyReport report, Receipt receipt) => database.WriteAsync(async connection =>
    {
        var now = database.ToColumn(receipt.At);
        var id = await connection.OneAsync(
            Insert, ("sourceType", report.SourceType), ("description", report.Description), ("site", report.SiteId), ("pump", report.PumpId), ("sensor", report.SensorId),
            ("camera", report.CameraId), ("log", report.LogId), ("timestamp", database.ToColumn(report.Timestamp)), ("value", report.LogValue), ("context", report.AdditionalContext),
            ("metadata", report.Metadata), ("status", report.Status?.ToString()), ("token", receipt.TokenId), ("key", receipt.IdempotencyKey), ("digest", receipt.BodyDigest), ("now", now));
        if (id is null) return await FirstAsync(connection, receipt);

        await RegisterAsync(connection, report, now);
        return new Submission(SubmissionOutcome.Stored, new Anomaly((long)id, report, receipt.At));
    });

    public Task<Anomaly?> FindAsync(long id, CancellationToken cancel) => database.ReadAsync(connection => OneAsync(connection, id), cancel);

    public Task<AnomalyPage> ListAsync(AnomalyFilter filter, PageOfAnomalies page, CancellationToken cancel) => database.ReadAsync(async connection =>
    {
        var total = await AnomalyCounts.TotalAsync(connection, database, filter);
        return new AnomalyPage(await PageAsync(connection, filter, page, total), total);
    }, cancel);

    public Task<Advance?> AdvanceAsync(long id, AnomalyState to, Handling handling) => database.WriteAsync(async connection =>
    {
        if (await OneAsync(connection, id) is not { } before) return null;
        var advance = Lifecycle.Next(before, to, handling);
        if (advance.Anomaly.State != before.State) await UpdateAsync(connection, before, advance.Anomaly);
        return advance;
    });

    static async Task RegisterAsync(DbConnection connection, AnomalyReport report, object now)
    {
        var text = report.SiteId is null ? AnomalyCounts.Add : RegisterPlaces + AnomalyCounts.Add;
        await connection.RunAsync(text, [("site", report.SiteId), ("pump", report.PumpId), ("sensor", report.SensorId), ("now", now), .. AnomalyCounts.Values(report, AnomalyState.Open, 1)]);
    }

    async Task<Submission> FirstAsync(DbConnection connection, Receipt receipt)
    {
        var found = await connection.ListAsync(
            row => (Anomaly: Read(row), Digest: row.GetFieldValue<byte[]>(20)),
            $"select {Columns}, body_digest from edge_anomalies where token_id = @token and idempotency_key = @key",
            ("token", receipt.TokenId), ("key", receipt.IdempotencyKey));
        var first = found.Single();
        return new Submission(first.Digest.AsSpan().SequenceEqual(receipt.BodyDigest) ? SubmissionOutcome.Repeated : SubmissionOutcome.Differs, first.Anomaly);
    }

    async Task<IReadOnlyList<Anomaly>> PageAsync(DbConnection connection, AnomalyFilter filter, PageOfAnomalies page, long total)
    {
        var take = Math.Min(page.Take, total - page.Skip);
        if (take <= 0) return [];

        // A page in the second half is nearer to the other end: walk the index from there.
        var fromEnd = page.Skip > total / 2;
        var skip = fromEnd ? total - page.Skip - take : page.Skip;
        var isAscending = page.IsDescending == fromEnd;
        var conditions = new AnomalyConditions(filter, database);
        var (where, values) = (conditions.OfAnomalies, conditions.Values);
        var rank = page.IsDescending ? total - page.Skip - take : page.Skip;
        if (skip > mostSkipped && await AnomalyCounts.DayOfAsync(connection, database, filter, rank) is var (day, before))
        {
            (isAscending, skip, where, values) = (true, rank - before, where + " and timestamp >= @day", [.. values, ("day", database.ToColumn(day))]);
        }
        var order = isAscending ? "timestamp, id" : "timestamp desc, id desc";
        // The inner statement skips rows in an index; only those of the page are fetched.
        var found = await connection.ListAsync(
            Read,
            $"select {Columns} from edge_anomalies where id in (select id from edge_anomalies where {where} order by {order} limit {take} offset {skip}) order by {order}",
            values);
        if (isAscending == page.IsDescending) found.Reverse();
        return found;
    }

    async Task<Anomaly?> OneAsync(DbConnection connection, long id) =>
        (await connection.ListAsync(Read, $"select {Columns} from edge_anomalies where id = @id", ("id", id))).SingleOrDefault();

    async Task UpdateAsync(DbConnection connection, Anomaly before, Anomaly after)
    {
        await connection.RunAsync(
            """
            update edge_anomalies set state = @state, acknowledged_at = @ackAt, acknowledged_by = @ackBy, acknowledged_note = @ackNote,
                resolved_at = @doneAt, resolved_by = @doneBy, resolved_note = @doneNote
            where id = @id
            """,
            ("id", after.Id), ("state", after.State.ToString().ToLowerInvariant()),
            ("ackAt", Column(after.Acknowledgement?.At)), ("ackBy", after.Acknowledgement?.By), ("ackNote", after.Acknowledgement?.Note),
            ("doneAt", Column(after.Resolution?.At)), ("doneBy", after.Resolution?.By), ("doneNote", after.Resolution?.Note));
        await connection.RunAsync(AnomalyCounts.Add, AnomalyCounts.Values(before.Report, before.State, -1));
        await connection.RunAsync(AnomalyCounts.Add, AnomalyCounts.Values(after.Report, after.State, 1));
    }

    object? Column(DateTime? time) => time is { } utc ? database.ToColumn(utc) : null;

    Anomaly Read(DbDataReader row) => new(row.GetInt64(0), ReadReport(row), database.ToTime(row, 19))
    {
        Acknowledgement = ReadHandling(row, 13),
        Resolution = ReadHandling(row, 16),
    };

    AnomalyReport ReadReport(DbDataReader row) => new()
    {
        SourceType = row.GetString(1),
        Description = row.GetString(2),
        SiteId = row.Whole(3),
        PumpId = row.Whole(4),
        SensorId = row.Whole(5),
        CameraId = row.Whole(6),
        LogId = row.Whole(7),
        Timestamp = database.ToTime(row, 8),
        LogValue = row.IsDBNull(9) ? null : row.GetDouble(9),
        AdditionalContext = row.Text(10),
        Metadata = row.Text(11),
        Status = row.Text(12) is { } status ? Enum.Parse<PumpStatus>(status) : null,
    };

    Handling? ReadHandling(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : new Handling(database.ToTime(row, column), row.GetString(column + 1), row.Text(column + 2));
}
