using System.Data.Common;
using System.Reflection;

namespace Plumbline.Central.Storage;

/// <summary>One step of the tables, forward only: a numbered file of SQL that never changes once it has been released.</summary>
sealed record Migration(int Version, string Name, string Text)
{
    /// <summary>All of a database's, in order.</summary>
    public static IReadOnlyList<Migration> Of(string kind)
    {
        var folder = $"migrations/{kind}/";
        return [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(resource => resource.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(resource => Read(resource, resource[folder.Length..]))];
    }

    /// <summary>Applies what is missing, inside the caller's transaction: all of it, or nothing.</summary>
    public static async Task ApplyAsync(DbConnection connection, string kind, int? upTo)
    {
        await connection.RunAsync("create table if not exists schema_migrations (version integer primary key, name text not null)");
        var current = await VersionAsync(connection);
        var known = Of(kind);
        if (current > known[^1].Version)
            throw new InvalidDataException($"the store has tables of version {current}, and this program knows versions up to {known[^1].Version}: start a newer plumb, or restore a backup made before the upgrade.");
        foreach (var migration in known.Where(m => m.Version > current && m.Version <= (upTo ?? int.MaxValue)))
        {
            await using var step = connection.Command(migration.Text);
            // As long as it takes: a large table may be rewritten.
            step.CommandTimeout = 0;
            await step.ExecuteNonQueryAsync();
            await connection.RunAsync("insert into schema_migrations (version, name) values (@version, @name)", ("version", migration.Version), ("name", migration.Name));
        }
    }

    public static async Task<long> VersionAsync(DbConnection connection) =>
        Convert.ToInt64(await connection.OneAsync("select max(version) from schema_migrations") ?? 0L);

    static Migration Read(string resource, string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        return new Migration(int.Parse(file[..4]), Path.GetFileNameWithoutExtension(file), reader.ReadToEnd());
    }
}
