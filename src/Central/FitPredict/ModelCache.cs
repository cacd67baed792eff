using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Plumbline.Detectors;

namespace Plumbline.Central.FitPredict;

/// <summary>A model as predictions need it.</summary>
/// <param name="changes">Of its stripe of series, when it was read.</param>
sealed class CachedModel(long version, DetectorModel model, long changes)
{
    public long Changes { get; } = changes;

    public long Version { get; } = version;

    public DetectorModel Model { get; } = model;

    /// <summary>"v7" in UTF-8.</summary>
    public byte[] Name { get; } = Encoding.UTF8.GetBytes($"v{version}");

    /// <summary>Whether it was asked for since the cache last looked for room.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Whether nobody could say if there is a newer one: the store did not answer.</summary>
    public bool IsUnconfirmed { get; private init; }

    public CachedModel Unconfirmed() => new(Version, Model, Changes) { IsUnconfirmed = true };
}

/// <summary>Models in memory: a prediction costs no round trip to the store, and never uses a version that had been superseded when it was asked for.</summary>
/// <remarks>
/// Where other processes write to the store too, <see cref="ModelWatch"/> says whose models have changed, and until when what is here may be trusted. Beyond that each prediction asks the
/// store; and where the store does not answer either, it gets what is here, unconfirmed.
/// </remarks>
sealed class ModelCache
{
    const int Stripes = 1024;

    // How long a prediction waits for the store that could do with what is here.
    static readonly TimeSpan LongestQuestion = TimeSpan.FromSeconds(1);

    readonly ISeriesModelStore _store;
    readonly int _capacity;
    readonly ConcurrentDictionary<Key, CachedModel> _models = new();

    // Held while models are put in or forgotten, not while they are looked up.
    readonly Lock _changing = new();

    // How often the models of a stripe of series have changed: what was read before a change is not put in after it.
    readonly long[] _changes = new long[Stripes];
    long _trustedUntil = long.MaxValue;
    volatile Task? _unanswered;
    long _hits;
    long _misses;

    public ModelCache(ISeriesModelStore store, int capacity) => (_store, _capacity) = (store, capacity);

    /// <summary>Whether what is here may be trusted. Always where no other process writes to the store.</summary>
    public bool IsCurrent => Stopwatch.GetTimestamp() < Volatile.Read(ref _trustedUntil);

    public int Count => _models.Count;

    /// <param name="timestamp">Of the <see cref="Stopwatch"/>: until then no change is answered to its writer that is not known here.</param>
    public void TrustUntil(long timestamp) => Volatile.Write(ref _trustedUntil, timestamp);

    public void EndLease() => TrustUntil(0);

    /// <param name="version">Null for the latest.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="DbException">It is not here, and the store does not answer.</exception>
    public ValueTask<CachedModel?> FindAsync(string seriesId, long? version, CancellationToken cancel)
    {
        var key = new Key(seriesId, version ?? 0);
        // Before the look-up: what is put in later is no older.
        var isCurrent = IsCurrent;
        if (!_models.TryGetValue(key, out var cached)) return new(LoadAsync(key, cancel));
        if (!isCurrent) return new(ConfirmAsync(key, cached, cancel));
        // A version that was asked for by name is the same for ever, unless it is deleted.
        if (version is not null && cached.Changes != Interlocked.Read(ref _changes[StripeOf(seriesId)])) return new(LoadAsync(key, cancel));
        cached.IsUsed = true;
        Interlocked.Increment(ref _hits);
        return new(cached);
    }

    /// <summary>The series has another latest version, or has lost one.</summary>
    public void Forget(string seriesId)
    {
        lock (_changing)
        {
            _changes[StripeOf(seriesId)]++;
            _models.TryRemove(new Key(seriesId, 0), out _);
        }
    }

    /// <summary>Forgets all, and what is being read as well.</summary>
    public void Clear()
    {
        lock (_changing)
        {
            for (var stripe = 0; stripe < Stripes; stripe++) _changes[stripe]++;
            _models.Clear();
        }
    }

    public void Describe(MetricSet metrics)
    {
        metrics.Gauge("plumbline_model_cache_models", "Models in memory.", () => Count);
        metrics.Counter("plumbline_model_cache_hits_total", "Predictions whose model was in memory.", () => Interlocked.Read(ref _hits));
        metrics.Counter("plumbline_model_cache_misses_total", "Predictions that asked the store for their model.", () => Interlocked.Read(ref _misses));
        metrics.Gauge("plumbline_model_cache_current", "1 while predictions need not ask the store.", () => IsCurrent ? 1 : 0);
    }

    async Task<CachedModel?> ConfirmAsync(Key key, CachedModel remembered, CancellationToken cancel)
    {
        // One that waits is enough to find out when the store answers again.
        if (_unanswered is { IsCompleted: false }) return remembered.Unconfirmed();
        var question = LoadAsync(key, CancellationToken.None);
        try
        {
            return await question.WaitAsync(LongestQuestion, cancel);
        }
        catch (DbException)
        {
            return remembered.Unconfirmed();
        }
        catch (TimeoutException)
        {
            _unanswered = question;
            return remembered.Unconfirmed();
        }
    }

    async Task<CachedModel?> LoadAsync(Key key, CancellationToken cancel)
    {
        Interlocked.Increment(ref _misses);
        var stripe = StripeOf(key.SeriesId);
        var before = Interlocked.Read(ref _changes[stripe]);
        if (await _store.FindAsync(key.SeriesId, key.Version == 0 ? null : key.Version, cancel) is not { } stored)
        {
            _models.TryRemove(key, out _);
            return null;
        }
        var model = new CachedModel(stored.Version, DetectorCatalogue.Restore(DetectorState.FromJson(stored.State)), before);
        if (_models.Count >= _capacity) MakeRoom();
        lock (_changing)
        {
            if (_changes[stripe] == before) _models[key] = model;
        }
        return model;
    }

    // The second chance: what was asked for since the last time stays, until a tenth is free.
    void MakeRoom()
    {
        var wanted = Math.Max(1, _capacity / 10);
        for (var round = 0; round < 2 && wanted > 0; round++)
        {
            foreach (var (key, model) in _models)
            {
                if (wanted == 0) return;
                if (model.IsUsed) model.IsUsed = false;
                else if (_models.TryRemove(key, out _)) wanted--;
            }
        }
    }

    static int StripeOf(string seriesId) => (int)((uint)seriesId.GetHashCode(StringComparison.Ordinal) % Stripes);

    // Version 0: the latest.
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Key(string SeriesId, long Version);
}
