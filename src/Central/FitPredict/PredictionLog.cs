using System.Threading.Channels;

namespace Plumbline.Central.FitPredict;

/// <summary>Counts every prediction and keeps those that were anomalies, behind the back of the answers: a store that is slow or away never slows one.</summary>
sealed class PredictionLog(ISeriesModelStore store, TimeProvider clock) : BackgroundService
{
    // More than the largest batch of readings can have. About 100 MB, where the store is away for long.
    const int MostWaiting = SeriesBody.MostPoints + 20_000;

    // Others wait for the transaction meanwhile.
    const int LargestWrite = 5000;
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly Channel<Detection> _queue = Channel.CreateUnbounded<Detection>(new UnboundedChannelOptions { SingleReader = true });
    readonly List<Detection> _batch = [];
    int _waiting;
    long _predictions;
    long _counted;
    long _anomalies;
    long _dropped;
    long _failures;

    /// <summary>Of this process, since it started.</summary>
    public long Predictions => Interlocked.Read(ref _predictions);

    /// <summary>Anomalies that were not kept because too many waited.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Attempts to write that failed, and will be made again.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Predictions that the store has not counted yet.</summary>
    public long Uncounted => Predictions - Interlocked.Read(ref _counted);

    public void Count(int predictions) => Interlocked.Add(ref _predictions, predictions);

    public void Keep(Detection detection)
    {
        Interlocked.Increment(ref _anomalies);
        if (Interlocked.Increment(ref _waiting) <= MostWaiting)
        {
            _queue.Writer.TryWrite(detection);
            return;
        }
        Interlocked.Decrement(ref _waiting);
        Interlocked.Increment(ref _dropped);
    }

    public void Describe(MetricSet metrics)
    {
        metrics.Counter("plumbline_predictions_total", "Predictions answered.", () => Predictions);
        metrics.Counter("plumbline_prediction_anomalies_total", "Predictions that were anomalies.", () => Interlocked.Read(ref _anomalies));
        metrics.Counter("plumbline_prediction_log_dropped_total", "Anomalies that were not kept because the store could not keep up.", () => Dropped);
        metrics.Gauge("plumbline_prediction_log_waiting", "Anomalies that wait to be kept.", () => Volatile.Read(ref _waiting));
        metrics.Counter("plumbline_prediction_log_failures_total", "Attempts to keep predictions that failed and were made again.", () => Failures);
    }

    /// <summary>Writes all that waits.</summary>
    /// <remarks>Throws what the store throws; what waits, waits on.</remarks>
    public async Task WriteAsync()
    {
        do
        {
            while (_batch.Count < LargestWrite && _queue.Reader.TryRead(out var detection)) _batch.Add(detection);
            var uncounted = Uncounted;
            if (uncounted == 0 && _batch.Count == 0) return;
            await store.RecordAsync(clock.Now(), uncounted, _batch);
            Interlocked.Add(ref _counted, uncounted);
            Interlocked.Add(ref _waiting, -_batch.Count);
            _batch.Clear();
        }
        while (Volatile.Read(ref _waiting) > 0);
    }

    // Where the store is gone for good, the counts and detections that wait go with it, and nothing else.
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryWriteAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await TryWriteAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    async Task TryWriteAsync()
    {
        try
        {
            await WriteAsync();
        }
        // Whatever it is: the next tick tries again, and the failure is counted.
        catch (Exception)
        {
            Interlocked.Increment(ref _failures);
        }
    }
}
