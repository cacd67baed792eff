using System.Data.Common;
using Npgsql;

namespace Plumbline.Central.Storage;

/// <summary>A connection of its own that hears what processes tell each other, and takes commands in between.</summary>
sealed class Listener(NpgsqlConnection connection) : IAsyncDisposable
{
    public DbConnection Connection => connection;

    /// <summary>Waits until something is told on its channels, or for so long at most.</summary>
    /// <exception cref="DbException">The connection was lost.</exception>
    // No milliseconds at all would be for ever.
    public Task HearAsync(TimeSpan atMost, CancellationToken cancel) => connection.WaitAsync(Math.Max(1, (int)atMost.TotalMilliseconds), cancel);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
