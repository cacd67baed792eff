using System.Data.Common;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary>Brings hours up to date that readings have changed, beside everything else. Answers do not wait for it: they are right before.</summary>
sealed partial class HourRefresh(IEnergyStore store, TimeProvider clock, ILogger log) : BackgroundService
{
    static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    const int RestAfter = 4;

    protected override async Task ExecuteAsync(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(Rest, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(cancel)) await RefreshAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            // The end of the server.
        }
    }

    async Task RefreshAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var start = clock.GetTimestamp();
                if (!await store.RefreshAsync()) return;
                // Most of the time belongs to those who write: nobody waits for this.
                await Task.Delay(RestAfter * clock.GetElapsedTime(start), cancel);
            }
        }
        catch (DbException trouble)
        {
            Failed(log, trouble.Message);
        }
    }

    [LoggerMessage(40, LogLevel.Warning, "hours of machines could not be brought up to date, and will be tried again: {Message}")]
    static partial void Failed(ILogger log, string message);
}
