using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Plumbline.Central.Storage;

/// <summary>A transaction that may have been ended by SQLite itself, as it does when the disk is full: there is nothing left to roll back then.</summary>
/// <remarks>The package's own rolls back regardless, fails, and leaves its connection open for good.</remarks>
sealed class SqliteWork : DbTransaction
{
    readonly SqliteConnection _connection;

    SqliteWork(SqliteConnection connection) => _connection = connection;

    public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

    protected override DbConnection DbConnection => _connection;

    public static async Task<DbTransaction> BeginAsync(DbConnection connection, string begin)
    {
        await connection.RunAsync(begin);
        return new SqliteWork((SqliteConnection)connection);
    }

    public override void Commit() => Run("commit");

    public override void Rollback()
    {
        if (raw.sqlite3_get_autocommit(_connection.Handle) == 0) Run("rollback");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Rollback();
        base.Dispose(disposing);
    }

    void Run(string text)
    {
        using var command = _connection.Command(text);
        command.ExecuteNonQuery();
    }
}
