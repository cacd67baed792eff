using Npgsql;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Contracts.Tests.Stores;

public sealed class PostgresClusterTests
{
    [Fact]
    public async Task It_ends_and_takes_its_folder_along_when_the_pipe_from_its_starter_ends()
    {
        // So that it is installed, or this test skipped.
        await PrivatePostgres.NewDatabaseAsync();
        var cluster = await PostgresCluster.StartAsync(isDurable: false);
        await cluster.CreateAsync("x");
        Directory.Exists(cluster.Folder).ShouldBeTrue();

        cluster.Dispose();

        Directory.Exists(cluster.Folder).ShouldBeFalse();
        await Should.ThrowAsync<NpgsqlException>(cluster.CreateAsync("y"));
    }
}
