using System.Data.Common;
using System.Runtime.InteropServices;
using Plumbline.Central.FitPredict;

namespace Plumbline.Central.Storage;

/// <summary>What the processes on one store say of themselves, for the one that is asked how all are. For PostgreSQL: an embedded store has one process.</summary>
sealed class ServiceTable(Database database)
{
    /// <summary>Says how a process is. Who has said nothing for a minute is forgotten.</summary>
    public async Task BeatAsync(string id, ServiceFigures figures)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await connection.RunAsync(
            """
            insert into series_services (id, beat_at, roles, cached_models, is_current, dropped, fits_ms, predictions_ms)
            values (@id, clock_timestamp(), @roles, @cached, @current, @dropped, @fits, @predictions)
            on conflict (id) do update set beat_at = excluded.beat_at, cached_models = excluded.cached_models, is_current = excluded.is_current, dropped = excluded.dropped,
                fits_ms = excluded.fits_ms, predictions_ms = excluded.predictions_ms;
            delete from series_services where beat_at < clock_timestamp() - interval '1 minute'
            """,
            ("id", id), ("roles", (int)figures.Roles), ("cached", figures.CachedModels), ("current", figures.IsCurrent), ("dropped", figures.Dropped),
            ("fits", MemoryMarshal.AsBytes(figures.FitsMs.AsSpan()).ToArray()), ("predictions", MemoryMarshal.AsBytes(figures.PredictionsMs.AsSpan()).ToArray()));
    }

    /// <summary>Takes a process off the list that has ended.</summary>
    public async Task RemoveAsync(string id)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await connection.RunAsync("delete from series_services where id = @id", ("id", id));
    }

    /// <summary>All processes but one that have said something in the last ten seconds, by the clock of the database.</summary>
    public Task<List<ServiceFigures>> OthersAsync(string id, CancellationToken cancel) => database.AskAsync(
        connection => connection.ListAsync(
            row => new ServiceFigures((ServiceRoles)row.GetInt32(0), row.GetInt32(1), row.GetBoolean(2), row.GetInt64(3), Durations(row, 4), Durations(row, 5)),
            "select roles, cached_models, is_current, dropped, fits_ms, predictions_ms from series_services where id <> @id and beat_at > clock_timestamp() - interval '10 seconds'",
            ("id", id)),
        cancel);

    static float[] Durations(DbDataReader row, int column) => MemoryMarshal.Cast<byte, float>(row.GetFieldValue<byte[]>(column)).ToArray();
}
