using System.Collections.Concurrent;
using System.Data.Common;
using Plumbline.Central.Storage;

namespace Plumbline.Central.FitPredict;

/// <summary>Keeps the models in memory right where other processes write to the store: hears of each change at once, and looks for missed ones every second.</summary>
sealed class ModelWatch(Database database, ISeriesModelStore store, ModelCache cache) : BackgroundService
{
    static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestEcho = TimeSpan.FromMilliseconds(250);

    readonly ConcurrentDictionary<Echo, bool> _echoes = new();
    long _lastChange;
    volatile bool _isListening;

    /// <summary>Keeps a new version, and returns when the word of it has come back to this process: the others are told at the same moment.</summary>
    public Task<long> AddAsync(NewModel model) => ToldAsync(model.SeriesId, () => store.AddAsync(model), version => version);

    /// <summary>Deletes, and returns when the word of it has come back.</summary>
    public Task<IReadOnlyList<long>> DeleteAsync(string seriesId, long? version) =>
        ToldAsync(seriesId, () => store.DeleteAsync(seriesId, version), deleted => deleted.Count > 0 ? 0 : null);

    // The word has a version with it, 0 for a deletion; null: there is none to wait for.
    async Task<T> ToldAsync<T>(string seriesId, Func<Task<T>> write, Func<T, long?> word)
    {
        var echo = new Echo(seriesId);
        _echoes.TryAdd(echo, true);
        try
        {
            var written = await write();
            cache.Forget(seriesId);
            if (_isListening && word(written) is { } version) await Task.WhenAny(echo.Of(version), Task.Delay(LongestEcho));
            return written;
        }
        finally
        {
            _echoes.TryRemove(echo, out _);
        }
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        cache.IsCurrent = !database.IsShared;
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!database.IsShared) return;
        using var timer = new PeriodicTimer(Lease);
        var listening = ListenAsync(stoppingToken);
        try
        {
            do
            {
                cache.IsCurrent = await CatchUpAsync(stoppingToken) && _isListening;
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        await listening;
    }

    async Task<bool> CatchUpAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                var changes = await store.ChangesAsync(_lastChange, cancel);
                if (changes.SeriesIds.Count == 0) return true;
                foreach (var series in changes.SeriesIds) cache.Forget(series);
                _lastChange = changes.Last;
            }
        }
        catch (DbException)
        {
            return false;
        }
    }

    async Task ListenAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await database.ListenAsync(SeriesModelTable.Channel, () => _isListening = true, Heard, cancel);
            }
            catch (DbException)
            {
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
            }
            _isListening = false;
            cache.IsCurrent = false;
            await Task.Delay(Lease, cancel).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    void Heard(string word)
    {
        if (word.Split(' ') is not [var series, var number] || !long.TryParse(number, out var version)) return;
        cache.Forget(series);
        foreach (var (echo, _) in _echoes) echo.Hear(series, version);
    }

    /// <summary>Waits for the word of a version that may go round before it is known to whoever waits.</summary>
    sealed class Echo(string seriesId)
    {
        readonly Lock _lock = new();
        readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        long _heard = -1;
        long _awaited = long.MaxValue;

        public Task Of(long version)
        {
            lock (_lock)
            {
                _awaited = version;
                if (_heard >= _awaited) _done.TrySetResult();
            }
            return _done.Task;
        }

        public void Hear(string series, long version)
        {
            if (series != seriesId) return;
            lock (_lock)
            {
                _heard = Math.Max(_heard, version);
                if (_heard >= _awaited) _done.TrySetResult();
            }
        }
    }
}
