using System.Data.Common;

namespace Plumbline.Central.MachineSimulator;

/// <summary>Makes the readings of simulated machines as their time comes.</summary>
sealed partial class LiveFeed(LiveMachines machines, ILogger log) : BackgroundService
{
    static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Rest, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel)) await FeedAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            // The end of the server.
        }
    }

    async Task FeedAsync(CancellationToken cancel)
    {
        try
        {
            while (await machines.StepAsync(cancel)) cancel.ThrowIfCancellationRequested();
        }
        catch (DbException trouble)
        {
            Failed(log, trouble.Message);
        }
    }

    [LoggerMessage(50, LogLevel.Warning, "readings of simulated machines could not be kept, and will be made again: {Message}")]
    static partial void Failed(ILogger log, string message);
}
