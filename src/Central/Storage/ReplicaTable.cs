using System.Data.Common;

namespace Plumbline.Central.Storage;

/// <summary>A process that may answer from memory.</summary>
/// <param name="Renewals">How often it has renewed its lease.</param>
/// <param name="Seen">The last change of models that it has taken in.</param>
sealed record Replica(string Id, long Renewals, long Seen);

/// <summary>The processes that may answer from memory, and how far each of them has come. For PostgreSQL: an embedded store has one process.</summary>
sealed class ReplicaTable(Database database)
{
    /// <summary>On which processes tell what they have seen: "id change".</summary>
    public const string Channel = "plumbline_replicas";

    /// <summary>From when this is on the disk, writers reckon with the process.</summary>
    public static Task RegisterAsync(DbConnection connection, string id) =>
        connection.RunAsync("select set_config('synchronous_commit', 'on', true); insert into series_replicas (id, renewals, seen) values (@id, 0, 0)", ("id", id));

    /// <summary>Renews a lease. It need not reach the disk: of a lease that is forgotten there, a writer believes that it has not been renewed, and waits for its end.</summary>
    /// <param name="tell">Whether writers are told.</param>
    /// <returns>False where a writer has struck the process off.</returns>
    public static async Task<bool> RenewAsync(DbConnection connection, string id, long seen, bool tell) =>
        await connection.RunAsync(
            "select set_config('synchronous_commit', 'off', true); update series_replicas set renewals = renewals + 1, seen = @seen where id = @id" + (tell ? "; select pg_notify(@channel, @word)" : ""),
            [("id", id), ("seen", seen), .. tell ? new (string, object?)[] { ("channel", Channel), ("word", $"{id} {seen}") } : []]) == 1;

    public static Task RemoveAsync(DbConnection connection, string id) => connection.RunAsync("delete from series_replicas where id = @id", ("id", id));

    /// <summary>All of them, and the last change of models that there is.</summary>
    public Task<(long LastChange, IReadOnlyList<Replica> Replicas)> ListAsync() => database.ReadAsync<(long, IReadOnlyList<Replica>)>(
        async connection =>
        {
            var last = await SeriesModelTable.LastChangeAsync(connection);
            return (last, await connection.ListAsync(row => new Replica(row.GetString(0), row.GetInt64(1), row.GetInt64(2)), "select id, renewals, seen from series_replicas"));
        },
        CancellationToken.None);

    /// <summary>Removes a process that has not renewed its lease since it was listed.</summary>
    public async Task StrikeOffAsync(Replica replica)
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await connection.RunAsync("delete from series_replicas where id = @id and renewals = @renewals", ("id", replica.Id), ("renewals", replica.Renewals));
    }
}
