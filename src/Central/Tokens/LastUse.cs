using System.Collections.Concurrent;

namespace Plumbline.Central.Tokens;

/// <summary>When each token was last used: kept in memory and written now and then, so that a request costs no write.</summary>
sealed class LastUse(ITokenStore store, TimeProvider clock) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    readonly ConcurrentDictionary<long, DateTime> _noted = new();

    public void Note(long token, DateTime at) => _noted[token] = at;

    public async Task WriteAsync()
    {
        // A use that is noted between the copy and the removal has another time, and stays.
        var noted = _noted.ToArray();
        if (noted.Length == 0) return;
        await store.RecordUseAsync(noted.ToDictionary());
        foreach (var use in noted) _noted.TryRemove(use);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryWriteAsync();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    // A store that is away, or full, is no reason to stop the server, or to stop it with an error: the times stay here, and are written the next time.
    async Task TryWriteAsync()
    {
        try
        {
            await WriteAsync();
        }
        catch (System.Data.Common.DbException)
        {
        }
    }
}
