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

    /// <summary>Whether it is PostgreSQL, which several servers may share.</summary>
    public static bool IsShared(ParseResult parse) => Connection(parse, Settings.Read()) is not null;

    /// <summary>The store, with its tables up to date.</summary>
    /// <param name="claim">Whether it is for a server, of which an embedded store has one at a time.</param>
    /// <exception cref="BadInputException">The folder cannot be written, or has a server already; or PostgreSQL cannot be reached.</exception>
    public static async Task<Database> OpenAsync(ParseResult parse, bool claim = false)
    {
        var settings = Settings.Read();
        if (Connection(parse, settings) is { } connection) return await OpenServerAsync(connection, settings);
        if (!NamesFolder(parse) && settings.DatabaseFile() is { } file) return await OpenFileAsync(file, claim);
        return await OpenFileAsync(Path.Combine(parse.GetValue(Folder)!, "plumbline.db"), claim);
    }

    // What stands on the command line wins over the environment.
    static string? Connection(ParseResult parse, Settings settings) => parse.GetValue(Store) ?? (NamesFolder(parse) ? null : settings.Server());

    static bool NamesFolder(ParseResult parse) => parse.GetResult(Folder) is { Implicit: false };

    static async Task<Database> OpenFileAsync(string file, bool claim)
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
        var database = new SqliteDatabase(file);
        // Before the tables are brought up to date: a server that is older than this program may be using them.
        if (claim && WhyNot(database) is { } refusal)
        {
            await database.DisposeAsync();
            throw new BadInputException($"data folder '{folder}' {refusal}");
        }
        return await MigratedAsync(database, e => $"data folder '{folder}' cannot be used: {e.Message}");
    }

    /// <returns>Null where the store is claimed.</returns>
    static string? WhyNot(SqliteDatabase database)
    {
        const string Advice = "let that one do the work, or let several share PostgreSQL (--store \"Host=db;Database=plumbline;Username=plumbline\").";
        try
        {
            return database.TryClaim() ? null : $"is in use by another plumb serve: {Advice}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"cannot be used: {e.Message}";
        }
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
