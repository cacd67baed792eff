using System.Data.Common;
using Plumbline.Central.Tokens;

namespace Plumbline.Central.Storage;

/// <summary>Tokens in either database.</summary>
sealed class TokenTable(Database database) : ITokenStore
{
    const string Columns = "id, handle, hash, name, scopes, sites, requests_per_hour, created_at, expires_at, revoked_at, last_used_at";

    public Task<bool> AddAsync(AccessToken token) => database.WriteAsync(async connection =>
        await connection.RunAsync(
            """
            insert into tokens (handle, hash, name, scopes, sites, requests_per_hour, created_at, expires_at)
            values (@handle, @hash, @name, @scopes, @sites, @rate, @created, @expires) on conflict do nothing
            """,
            ("handle", token.Handle), ("hash", token.Hash), ("name", token.Name), ("scopes", token.Scopes.ToString()), ("sites", string.Join(',', token.Sites)),
            ("rate", token.RequestsPerHour), ("created", database.ToColumn(token.CreatedAt)), ("expires", token.ExpiresAt is { } at ? database.ToColumn(at) : null)) == 1);

    public Task<AccessToken?> FindAsync(string handle, CancellationToken cancel) => database.AskAsync(async connection =>
        (await connection.ListAsync(Read, $"select {Columns} from tokens where handle = @handle", ("handle", handle))).SingleOrDefault(), cancel);

    public Task<IReadOnlyList<AccessToken>> ListAsync(CancellationToken cancel) => database.ReadAsync<IReadOnlyList<AccessToken>>(async connection =>
        await connection.ListAsync(Read, $"select {Columns} from tokens order by id"), cancel);

    public Task<bool> RevokeAsync(string name, DateTime at) => database.WriteAsync(async connection =>
        await connection.RunAsync("update tokens set revoked_at = @at where name = @name and revoked_at is null", ("name", name), ("at", database.ToColumn(at))) == 1);

    public Task<bool> RotateAsync(string name, string handle, byte[] hash) => database.WriteAsync(async connection =>
        await connection.RunAsync("update tokens set handle = @handle, hash = @hash where name = @name and revoked_at is null", ("name", name), ("handle", handle), ("hash", hash)) == 1);

    public Task RecordUseAsync(IReadOnlyDictionary<long, DateTime> lastUse) => database.WriteAsync(async connection =>
    {
        foreach (var (id, at) in lastUse)
            await connection.RunAsync("update tokens set last_used_at = @at where id = @id and (last_used_at is null or last_used_at < @at)", ("id", id), ("at", database.ToColumn(at)));
        return lastUse.Count;
    });

    AccessToken Read(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Handle = row.GetString(1),
        Hash = row.GetFieldValue<byte[]>(2),
        Name = row.GetString(3),
        Scopes = Enum.Parse<Scopes>(row.GetString(4)),
        Sites = [.. row.GetString(5).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)],
        RequestsPerHour = row.GetInt32(6),
        CreatedAt = database.ToTime(row, 7),
        ExpiresAt = Time(row, 8),
        RevokedAt = Time(row, 9),
        LastUsedAt = Time(row, 10),
    };

    DateTime? Time(DbDataReader row, int column) => row.IsDBNull(column) ? null : database.ToTime(row, column);
}
