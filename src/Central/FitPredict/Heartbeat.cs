using System.Data.Common;
using Plumbline.Central.Storage;

namespace Plumbline.Central.FitPredict;

/// <summary>Tells the other processes on the store how this one is, every two seconds, so that whichever of them is asked can say how all are.</summary>
/// <param name="own">How this process is now.</param>
sealed class Heartbeat(Database database, Func<ServiceFigures> own) : BackgroundService
{
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    readonly ServiceTable _table = new(database);
    readonly string _id = Guid.NewGuid().ToString("N");

    /// <summary>This process as it is, and the others as they last were; this one alone where the store does not answer.</summary>
    public async Task<AllServices> AllAsync(CancellationToken cancel)
    {
        if (!database.IsShared) return new AllServices([own()]);
        try
        {
            return new AllServices([own(), .. await _table.OthersAsync(_id, cancel).WaitAsync(ServiceHealth.LongestQuestion, cancel)]);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            return new AllServices([own()]);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!database.IsShared) return;
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do await TryAsync(_table.BeatAsync(_id, own()).WaitAsync(stoppingToken));
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (database.IsShared) await TryAsync(_table.RemoveAsync(_id).WaitAsync(Interval, CancellationToken.None));
    }

    // Whoever misses a beat is told by the next; a connection that is lost between two commands is told as one that is not open.
    static async Task TryAsync(Task told)
    {
        try
        {
            await told;
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or TimeoutException)
        {
        }
    }
}
