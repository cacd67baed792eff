using System.Data.Common;
using System.Runtime.InteropServices;
using Plumbline.Central.FitPredict;

namespace Plumbline.Central.Storage;

/// <summary>Models of series, in either database.</summary>
sealed class SeriesModelTable(Database database) : ISeriesModelStore
{
    /// <summary>On which processes hear that there is a change to be taken in.</summary>
    public const string Channel = "plumbline_models";

    const int MostChanges = 10_000;
    static readonly string[] DetectionColumns = ["series_id", "version", "timestamp", "value", "score", "created_at"];
    static readonly TimeSpan CountsKept = TimeSpan.FromHours(2);

    // All writers run one after another, and so the greatest change is the last one.
    const string NextChange = "(select coalesce(max(change_id), 0) + 1 from series_heads)";

    public Task<long> AddAsync(NewModel model) => database.WriteAsync(async connection =>
    {
        var version = Convert.ToInt64(await connection.OneAsync(
            $"insert into series_heads (series_id, last_version, change_id) values (@series, 1, {NextChange}) on conflict (series_id) do update set last_version = series_heads.last_version + 1, change_id = {NextChange} returning last_version",
            ("series", model.SeriesId)));
        await connection.RunAsync(
            """
            insert into series_models (series_id, version, created_at, points, fit_ms, state) values (@series, @version, @at, @points, @ms, @state);
            insert into series_training (series_id, version, times, "values") values (@series, @version, @times, @values);
            """,
            ("series", model.SeriesId), ("version", version), ("at", database.ToColumn(model.CreatedAt)), ("points", model.PointsUsed), ("ms", model.FitMs), ("state", model.State),
            ("times", Bytes<long>(model.Training.TimesS)), ("values", Bytes<double>(model.Training.Values)));
        await database.NotifyAsync(connection, Channel, "");
        return version;
    });

    public Task<StoredModel?> FindAsync(string seriesId, long? version, CancellationToken cancel) => database.AskAsync(
        async connection => (await connection.ListAsync(
            row => new StoredModel(row.GetInt64(0), database.ToTime(row, 1), row.GetInt32(2), row.GetFieldValue<byte[]>(3)),
            $"select version, created_at, points, state from series_models where series_id = @series {(version is null ? "order by version desc limit 1" : "and version = @version")}",
            ("series", seriesId), ("version", version ?? 0))).SingleOrDefault(),
        cancel);

    public Task<TrainingPoints?> TrainingAsync(string seriesId, long version, CancellationToken cancel) => database.ReadAsync(
        async connection => (await connection.ListAsync(
            row => new TrainingPoints(Numbers<long>(row.GetFieldValue<byte[]>(0)), Numbers<double>(row.GetFieldValue<byte[]>(1))),
            """select times, "values" from series_training where series_id = @series and version = @version""",
            ("series", seriesId), ("version", version))).SingleOrDefault(),
        cancel);

    public Task<PageOfSeries> ListAsync(int skip, int take, CancellationToken cancel) => database.ReadAsync(async connection =>
    {
        var totals = (await connection.ListAsync(row => (row.GetInt64(0), row.GetInt64(1)), "select count(distinct series_id), count(*) from series_models")).Single();
        var rows = await connection.ListAsync(
            row => (Series: row.GetString(0), Version: row.GetInt64(1)),
            """
            select series_id, version from series_models
            where series_id in (select distinct series_id from series_models order by series_id limit @take offset @skip)
            order by series_id, version desc
            """,
            ("take", take), ("skip", skip));
        return new PageOfSeries([.. rows.GroupBy(row => row.Series, row => row.Version).Select(group => new SeriesVersions(group.Key, [.. group]))], totals.Item1, totals.Item2);
    }, cancel);

    public Task<IReadOnlyList<long>> DeleteAsync(string seriesId, long? version) => database.WriteAsync<IReadOnlyList<long>>(async connection =>
    {
        var which = version is null ? "series_id = @series" : "series_id = @series and version = @version";
        (string, object?)[] values = [("series", seriesId), ("version", version ?? 0)];
        var deleted = await connection.ListAsync(row => row.GetInt64(0), $"delete from series_models where {which} returning version", values);
        if (deleted.Count == 0) return deleted;
        await connection.RunAsync($"delete from series_training where {which}", values);
        await connection.RunAsync($"update series_heads set change_id = {NextChange} where series_id = @series", ("series", seriesId));
        await database.NotifyAsync(connection, Channel, "");
        return deleted;
    });

    /// <summary>The series that changed after a change, in the order of their last changes: all of them, or the first many.</summary>
    public static async Task<SeriesChanges> ChangesAsync(DbConnection connection, long after)
    {
        var changed = await connection.ListAsync(
            row => (Series: row.GetString(0), Change: row.GetInt64(1)),
            $"select series_id, change_id from series_heads where change_id > @after order by change_id limit {MostChanges}", ("after", after));
        return new SeriesChanges(changed.Count == 0 ? after : changed[^1].Change, [.. changed.Select(row => row.Series)], AreAll: changed.Count < MostChanges);
    }

    /// <summary>The number of the last change; 0 where nothing was ever fitted.</summary>
    public static async Task<long> LastChangeAsync(DbConnection connection) => Convert.ToInt64(await connection.OneAsync("select coalesce(max(change_id), 0) from series_heads"));

    public Task RecordAsync(DateTime at, long predictions, IReadOnlyList<Detection> detections) => database.WriteAsync(async connection =>
    {
        var minute = Minute(at);
        await connection.RunAsync(
            "insert into prediction_counts (minute, n) values (@minute, @n) on conflict (minute) do update set n = prediction_counts.n + excluded.n; delete from prediction_counts where minute < @old",
            ("minute", minute), ("n", predictions), ("old", Minute(at - CountsKept)));
        if (detections.Count > 0)
        {
            await database.InsertAsync(connection, "series_anomalies", DetectionColumns, detections.Select(detection => new object?[]
            {
                detection.SeriesId, detection.Version, database.ToColumn(detection.Timestamp), detection.Value, detection.Score, database.ToColumn(detection.At),
            }));
        }
        return detections.Count;
    });

    public Task<SeriesCounts> CountAsync(DateTime now, CancellationToken cancel) => database.ReadAsync(async connection => (await connection.ListAsync(
        row => new SeriesCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), Convert.ToInt64(row.GetValue(3))),
        """
        select (select count(distinct series_id) from series_models), (select count(*) from series_models), (select count(*) from series_models where created_at > @day),
            (select coalesce(sum(n), 0) from prediction_counts where minute > @hour)
        """,
        ("day", database.ToColumn(now.AddDays(-1))), ("hour", Minute(now.AddHours(-1))))).Single(), cancel);

    public Task<IReadOnlyList<Detection>> DetectionsAsync(string? seriesId, int most, CancellationToken cancel) => database.ReadAsync<IReadOnlyList<Detection>>(
        async connection => await connection.ListAsync(
            row => new Detection(row.GetString(0), row.GetInt64(1), database.ToTime(row, 2), row.GetDouble(3), row.IsDBNull(4) ? null : row.GetDouble(4), database.ToTime(row, 5)),
            $"select series_id, version, timestamp, value, score, created_at from series_anomalies {(seriesId is null ? "" : "where series_id = @series")} order by id desc limit {most}",
            ("series", seriesId ?? "")),
        cancel);

    static long Minute(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMinute;

    static byte[] Bytes<T>(ReadOnlySpan<T> numbers)
        where T : struct => MemoryMarshal.AsBytes(numbers).ToArray();

    static T[] Numbers<T>(ReadOnlySpan<byte> bytes)
        where T : struct => MemoryMarshal.Cast<byte, T>(bytes).ToArray();
}
