using Npgsql;
using Plumbline.Central.Storage;
using Xunit;

namespace Plumbline.Stores;

/// <summary>An empty store of each kind, and the way to open it again as another process would.</summary>
sealed class TestStore : IAsyncDisposable
{
    readonly string _place;
    readonly string _kind;

    TestStore(string kind, string place)
    {
        _kind = kind;
        _place = place;
        Database = Open();
    }

    /// <summary>Every test runs against each of these.</summary>
    public static TheoryData<string> Kinds => ["sqlite", "postgres"];

    public Database Database { get; private set; }

    bool IsFolderOurs { get; init; } = true;

    /// <summary>SQLite in a folder of the caller's, with tables.</summary>
    public static async Task<TestStore> CreateInAsync(string folder)
    {
        var store = new TestStore("sqlite", Path.Combine(folder, "plumbline.db")) { IsFolderOurs = false };
        await store.Database.MigrateAsync();
        return store;
    }

    /// <summary>Without tables.</summary>
    public static async Task<TestStore> EmptyAsync(string kind) =>
        new(kind, kind == "sqlite" ? Path.Combine(Directory.CreateTempSubdirectory("plumbline-store-").FullName, "plumbline.db") : await PrivatePostgres.NewDatabaseAsync());

    /// <summary>PostgreSQL in an empty database of the caller's, with tables.</summary>
    public static async Task<TestStore> CreateOnAsync(string connection)
    {
        var store = new TestStore("postgres", connection);
        await store.Database.MigrateAsync();
        return store;
    }

    public static async Task<TestStore> CreateAsync(string kind)
    {
        var store = await EmptyAsync(kind);
        await store.Database.MigrateAsync();
        return store;
    }

    /// <summary>A second connection to the same tables, as another process would have. The caller disposes of it.</summary>
    public Database Open() => _kind == "sqlite" ? new SqliteDatabase(_place) : new PostgresDatabase(_place);

    /// <summary>The same, over a port of this machine that leads to the PostgreSQL server, and under a name by which the server knows it.</summary>
    public Database OpenOver(int port, string name) => new PostgresDatabase(new NpgsqlConnectionStringBuilder(_place) { Port = port, ApplicationName = name }.ConnectionString);

    /// <summary>Where the PostgreSQL server listens.</summary>
    public int Port => new NpgsqlConnectionStringBuilder(_place).Port;

    public async Task ReopenAsync()
    {
        await Database.DisposeAsync();
        Database = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (_kind == "sqlite" && IsFolderOurs) Directory.Delete(Path.GetDirectoryName(_place)!, recursive: true);
    }
}
