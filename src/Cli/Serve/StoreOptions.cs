using System.CommandLine;
using System.Data.Common;
using Plumbline.Central.Storage;

namespace Plumbline.Cli.Serve;

/// <summary>Where the server keeps everything: the options that <c>serve</c> and <c>token</c> share.</summary>
static class StoreOptions
{
    const string StoreVariable = "PLUMBLINE_STORE";

    public static readonly Option<string> Folder = new("--data") { HelpName = "DIR", DefaultValueFactory = _ => Settings.Read()["PLUMBLINE_DATA"] ?? "data", Description = "Folder of the embedded store; made when missing." };
    public static readonly Option<string?> Store = new("--store")
    {
        HelpName = "CONNECTION",
        Description = $"PostgreSQL in place of the embedded store: \"Host=db;Database=plumbline;Username=plumbline\". A password belongs in {StoreVariable} (the whole connection string), PGPASSWORD or ~/.pgpass, not on the command line.",
    };

    /// <summary>The store, with its tables up to date.</summary>
    /// <exception cref="BadInputException">The folder cannot be written, or the server not reached.</exception>
    public static async Task<Database> OpenAsync(ParseResult parse)
    {
        var settings = Settings.Read();
        if ((parse.GetValue(Store) ?? settings.Server()) is { } connection) return await OpenServerAsync(connection, settings);
        if (parse.GetResult(Folder) is null or { Implicit: true } && settings.DatabaseFile() is { } file) return await OpenFileAsync(file);
        return await OpenFileAsync(Path.Combine(parse.GetValue(Folder)!, "plumbline.db"));
    }

    static async Task<Database> OpenFileAsync(string file)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"data folder '{folder}' cannot be made: {e.Message}");
        }
        return await MigratedAsync(new SqliteDatabase(file), e => $"data folder '{folder}' cannot be used: {e.Message}");
    }

    static async Task<Database> OpenServerAsync(string connection, Settings settings)
    {
        PostgresDatabase database;
        try
        {
            database = new PostgresDatabase(settings.Pooled(connection));
        }
        catch (ArgumentException)
        {
            // The message of the exception may repeat the connection string, password and all.
            throw new BadInputException("the connection string of the store cannot be read; write it as \"Host=db;Database=plumbline;Username=plumbline\".");
        }
        return await MigratedAsync(database, e => $"the store cannot be reached: {e.Message}");
    }

    static async Task<Database> MigratedAsync(Database database, Func<DbException, string> sentence)
    {
        try
        {
            await database.MigrateAsync();
            return database;
        }
        catch (DbException e)
        {
            await database.DisposeAsync();
            throw new BadInputException(sentence(e));
        }
    }
}
