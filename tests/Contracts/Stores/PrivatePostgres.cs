using Xunit;

namespace Plumbline.Stores;

/// <summary>The PostgreSQL that the tests of this process share, started when the first asks for it.</summary>
static class PrivatePostgres
{
    // Ends with this process, without its waiting for that: who runs the tests takes a process that is slow to end for one that hangs.
    static readonly Lazy<Task<PostgresCluster>> Shared = new(() => PostgresCluster.StartAsync(isDurable: false));
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
}
