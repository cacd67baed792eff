using Plumbline.Central.Storage;

namespace Plumbline.Bench.Speed.Load;

/// <summary>Where a store is: a folder, or the connection string of a PostgreSQL database.</summary>
static class Place
{
    public static Database Open(string place) => IsFolder(place) ? new SqliteDatabase(Path.Combine(place, "plumbline.db")) : new PostgresDatabase(place);

    /// <summary>It as <c>plumb serve</c> takes it.</summary>
    public static string[] Options(string place) => [IsFolder(place) ? "--data" : "--store", place];

    static bool IsFolder(string place) => Path.IsPathRooted(place);
}
