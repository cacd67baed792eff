using System.Data.Common;
using System.Threading.Channels;

namespace Plumbline.Central.FitPredict;

/// <summary>Counts every prediction and keeps those that were anomalies, behind the back of the answers: a store that is slow or away never slows one.</summary>
sealed class PredictionLog(ISeriesModelStore store, TimeProvider clock) : BackgroundService
{
    const int LongestQueue = 20_000;
    const int LargestBatch = 500;
    static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    readonly Channel<Detection> _queue = Channel.CreateBounded<Detection>(new BoundedChannelOptions(LongestQueue) { SingleReader = true });
    readonly List<Detection> _batch = [];
    long _predictions;
    long _counted;
    long _anomalies;
    long _dropped;

    /// <summary>Of this process, since it started.</summary>
    public long Predictions => Interlocked.Read(ref _predictions);

    /// <summary>Anomalies that were not kept because the queue was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Predictions that the store has not counted yet.</summary>
    public long Uncounted => Predictions - Interlocked.Read(ref _counted);

    public void Count(int predictions) => Interlocked.Add(ref _predictions, predictions);

    public void Keep(Detection detection)
    {
        Interlocked.Increment(ref _anomalies);
        if (!_queue.Writer.TryWrite(detection)) Interlocked.Increment(ref _dropped);
    }

    public void Describe(MetricSet metrics)
    {
        metrics.Counter("plumbline_predictions_total", "Predictions answered.", () => Predictions);
        metrics.Counter("plumbline_prediction_anomalies_total", "Predictions that were anomalies.", () => Interlocked.Read(ref _anomalies));
        metrics.Counter("plumbline_prediction_log_dropped_total", "Anomalies that were not kept because the store could not keep up.", () => Dropped);
        metrics.Gauge("plumbline_prediction_log_waiting", "Anomalies that wait to be kept.", () => _queue.Reader.Count);
    }

    /// <summary>Writes all that waits.</summary>
    /// <exception cref="DbException">The store does not answer; what waits, waits on.</exception>
    public async Task WriteAsync()
    {
        do
        {
            while (_batch.Count < LargestBatch && _queue.Reader.TryRead(out var detection)) _batch.Add(detection);
            var uncounted = Uncounted;
            if (uncounted == 0 && _batch.Count == 0) return;
            await store.RecordAsync(clock.Now(), uncounted, _batch);
            Interlocked.Add(ref _counted, uncounted);
            _batch.Clear();
        }
        while (_queue.Reader.Count > 0);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await WriteAsync();
        }
        catch (DbException)
        {
            // The store is gone: the counts and detections of the last second go with it, and nothing else.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await WriteAsync();
                }
                catch (DbException)
                {
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }
}
