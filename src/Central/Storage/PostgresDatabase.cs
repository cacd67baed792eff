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

    // Of the server, to a process that listens; and of a process, to the server while others wait for it.
    const int LongestSilenceS = 2;
    const string LongestSilence = "10s";

    readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(WithPreparing(connectionString));
    readonly string _listening = ForListening(connectionString);

    public override string Kind => "postgres";

    public override string ConnectionString => connectionString;

    public override object ToColumn(DateTime utc) => utc;

    public override DateTime ToTime(DbDataReader row, int column) => row.GetDateTime(column);

    public override async Task<DbConnection> OpenAsync(CancellationToken cancel) => await _source.OpenConnectionAsync(cancel);

    protected override async Task<DbTransaction> BeginWriteAsync(DbConnection connection)
    {
        var transaction = await connection.BeginTransactionAsync();
        // Whatever the server's default: what we confirm is on its disk. A process that has gone silent while it holds the lock loses it.
        await connection.RunAsync($"set local synchronous_commit = on; set local idle_in_transaction_session_timeout = '{LongestSilence}'; select pg_advisory_xact_lock({WriterLock})");
        return transaction;
    }

    protected override async Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancel) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);

    public override bool IsShared => true;

    public override Task NotifyAsync(DbConnection connection, string channel, string message) =>
        connection.RunAsync("select pg_notify(@channel, @message)", ("channel", channel), ("message", message));

    public override async Task<Listener> ListenAsync(IReadOnlyList<string> channels, Action<string, string> heard, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(_listening);
        try
        {
            await connection.OpenAsync(cancel);
            connection.Notification += (_, told) => heard(told.Channel, told.Payload);
            await connection.RunAsync(string.Join("; ", channels.Select(channel => $"listen {channel}")));
            return new Listener(connection);
        }
        catch (NpgsqlException)
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override async Task InsertAsync(DbConnection connection, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        await using var copy = await ((NpgsqlConnection)connection).BeginBinaryImportAsync($"copy {table} ({string.Join(", ", columns)}) from stdin (format binary)");
        foreach (var row in rows) await copy.WriteRowAsync(CancellationToken.None, row);
        await copy.CompleteAsync();
    }

    public override Task PutAsync(DbConnection connection, IReadOnlyList<MachineReadings> readings) => PostgresReadings.PutAsync((NpgsqlConnection)connection, readings);

    public override Task PutAsync(DbConnection connection, IReadOnlyList<(int Series, PlainReadings Readings)> readings) => PostgresReadings.PutAsync((NpgsqlConnection)connection, readings);

    // Not one of the pool, which may be exhausted; and a server that does not answer it is given up soon.
    static string ForListening(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = LongestSilenceS, CommandTimeout = LongestSilenceS };
        builder.ApplicationName = $"{builder.ApplicationName ?? "plumbline"} listener";
        return builder.ConnectionString;
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
