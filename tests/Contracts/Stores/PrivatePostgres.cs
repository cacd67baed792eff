using Xunit;

namespace Plumbline.Stores;

/// <summary>The PostgreSQL that the tests of this process share, started when the first asks for it.</summary>
static class PrivatePostgres
{
    static readonly Lazy<Task<PostgresCluster>> Shared = new(StartAsync);
    static int _databases;

    /// <summary>The connection string of an empty database.</summary>
    public static async Task<string> NewDatabaseAsync()
    {
        try
        {
            return await (await Shared.Value).CreateAsync($"test{Interlocked.Increment(ref _databases)}");
        }
        catch (PlatformNotSupportedException e)
        {
            Assert.Skip(e.Message);
            throw;
        }
    }

    static async Task<PostgresCluster> StartAsync()
    {
        var cluster = await PostgresCluster.StartAsync(isDurable: false);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Dispose();
        return cluster;
    }
}
