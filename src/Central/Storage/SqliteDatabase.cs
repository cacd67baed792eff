using System.Data.Common;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Plumbline.Central.Storage;

/// <summary>One file in the data folder. Safe against a crash of the program and of the machine: write-ahead log, synced at every commit.</summary>
sealed class SqliteDatabase : Database
{
    static readonly DateTime Epoch = DateTime.UnixEpoch;

    // What .NET says where another process holds the lock of a file: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    static readonly int[] HeldByAnother = [11, 35, unchecked((int)0x80070020)];

    readonly string _file;
    readonly string _connection;
    FileStream? _claim;

    static SqliteDatabase() => PreferSystemLibrary();

    public SqliteDatabase(string file)
    {
        // As SQLite does: by whatever name it is opened, it is one store.
        _file = new FileInfo(file) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName : file;
        _connection = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = true }.ToString();
    }

    public override string Kind => "sqlite";

    public override string ConnectionString => _connection;

    // Its own way to say so: https://www.sqlite.org/queryplanner-ng.html, "Disabling WHERE terms using unary +".
    public override string WithoutIndex(string condition) => "+" + condition;

    public override object ToColumn(DateTime utc) => (utc - Epoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public override DateTime ToTime(DbDataReader row, int column) => Epoch.AddTicks(row.GetInt64(column) * TimeSpan.TicksPerMicrosecond);

    /// <summary>Makes this the only server on the file until it is disposed of or the process ends, in whatever way: the operating system holds the lock. Commands beside the server need none.</summary>
    /// <returns>False where there is a server already.</returns>
    /// <exception cref="IOException">The file of the lock cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public bool TryClaim()
    {
        try
        {
            // A file of its own: to close the store's own file would end the locks that SQLite has on it.
            _claim = new FileStream(_file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException e) when (HeldByAnother.Contains(e.HResult))
        {
            return false;
        }
    }

    public override async Task<DbConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new SqliteConnection(_connection);
        try
        {
            await connection.OpenAsync(cancel);
            // FULL: a commit has reached the disk when it returns. The memory map makes walking an index cheap.
            await connection.RunAsync("pragma busy_timeout = 10000; pragma journal_mode = wal; pragma synchronous = full; pragma mmap_size = 1073741824");
            return connection;
        }
        catch (SqliteException)
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    protected override Task<DbTransaction> BeginWriteAsync(DbConnection connection) => SqliteWork.BeginAsync(connection, "begin immediate");

    protected override Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancel) => SqliteWork.BeginAsync(connection, "begin");

    public override async Task InsertAsync(DbConnection connection, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        await using var insert = connection.Command($"insert into {table} ({string.Join(", ", columns)}) values ({string.Join(", ", columns.Select(column => "@" + column))})", [.. columns.Select(column => (column, (object?)null))]);
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++) insert.Parameters[i].Value = row[i] ?? DBNull.Value;
            await insert.ExecuteNonQueryAsync();
        }
    }

    public override Task PutAsync(DbConnection connection, IReadOnlyList<MachineReadings> readings)
    {
        SqliteReadings.Put((SqliteConnection)connection, readings);
        return Task.CompletedTask;
    }

    public override Task PutAsync(DbConnection connection, IReadOnlyList<(int Series, PlainReadings Readings)> readings)
    {
        SqliteReadings.Put((SqliteConnection)connection, readings);
        return Task.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        // Only this file's connections: the last one to close folds the write-ahead log into the file.
        using var connection = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(connection);
        if (_claim is not null) await _claim.DisposeAsync();
    }

    // The operating system's library is newer than the one in the package, and it is the one that gets security updates.
    static void PreferSystemLibrary() => NativeLibrary.SetDllImportResolver(
        Assembly.Load("SQLitePCLRaw.provider.e_sqlite3"),
        (name, _, _) => name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var library) ? library : 0);
}
