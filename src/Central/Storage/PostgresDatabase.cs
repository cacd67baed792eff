using System.Data;
using System.Data.Common;
using Npgsql;

namespace Plumbline.Central.Storage;

/// <summary>A PostgreSQL server, which several processes may share.</summary>
sealed class PostgresDatabase(string connectionString) : Database
{
    // Statements that come again and again are planned once for each connection, unless the connection string says how many.
    const int StatementsPrepared = 32;

    // Any number, as long as every version of this program takes the same. Held for a transaction: it orders the writers of all processes,
    // so that they cannot wait for each other in a circle, and ids become visible in the order in which they were given.
    const long WriterLock = 0x506C756D62;

    readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(WithPreparing(connectionString));

    public override string Kind => "postgres";

    public override object ToColumn(DateTime utc) => utc;

    public override DateTime ToTime(DbDataReader row, int column) => row.GetDateTime(column);

    public override async Task<DbConnection> OpenAsync(CancellationToken cancel) => await _source.OpenConnectionAsync(cancel);

    protected override async Task<DbTransaction> BeginWriteAsync(DbConnection connection)
    {
        var transaction = await connection.BeginTransactionAsync();
        // Whatever the server's default: what we confirm is on its disk.
        await connection.RunAsync($"set local synchronous_commit = on; select pg_advisory_xact_lock({WriterLock})");
        return transaction;
    }

    protected override async Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancel) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);

    public override bool IsShared => true;

    public override Task NotifyAsync(DbConnection connection, string channel, string message) =>
        connection.RunAsync("select pg_notify(@channel, @message)", ("channel", channel), ("message", message));

    public override async Task ListenAsync(string channel, Action listening, Action<string> heard, CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        connection.Notification += (_, told) => heard(told.Payload);
        await connection.RunAsync($"listen {channel}");
        listening();
        while (true) await connection.WaitAsync(cancel);
    }

    static string WithPreparing(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        if (builder.MaxAutoPrepare == 0) builder.MaxAutoPrepare = StatementsPrepared;
        return builder.ConnectionString;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _source.DisposeAsync();
    }
}
