using System.Collections.Concurrent;
using System.Data.Common;
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
}

/// <summary>Models in memory: a prediction costs no round trip to the store, and never uses a version that this process could know to be superseded.</summary>
/// <remarks>
/// Where other processes write to the store too, <see cref="ModelWatch"/> says whose models have changed, and whether it hears everything; while it does not, each prediction asks the
/// store, and takes what is here only where the store does not answer.
/// </remarks>
sealed class ModelCache
{
    const int Stripes = 1024;

    readonly ISeriesModelStore _store;
    readonly int _capacity;
    readonly ConcurrentDictionary<Key, CachedModel> _models = new();

    // How often the models of a stripe of series have changed: what was read before a change is not kept after it.
    readonly long[] _changes = new long[Stripes];
    long _hits;
    long _misses;

    public ModelCache(ISeriesModelStore store, int capacity) => (_store, _capacity) = (store, capacity);

    /// <summary>Whether every change of the store is heard of. True where no other process writes to it.</summary>
    public bool IsCurrent { get; set; } = true;

    public int Count => _models.Count;

    /// <param name="version">Null for the latest.</param>
    /// <returns>Null where there is none.</returns>
    /// <exception cref="DbException">It is not here, and the store does not answer.</exception>
    public ValueTask<CachedModel?> FindAsync(string seriesId, long? version, CancellationToken cancel)
    {
        var key = new Key(seriesId, version ?? 0);
        if (!_models.TryGetValue(key, out var cached)) return new(LoadAsync(key, fallback: null, cancel));
        // A version that was asked for by name is the same for ever, unless it is deleted.
        if (!IsCurrent || (version is not null && cached.Changes != Interlocked.Read(ref _changes[StripeOf(seriesId)]))) return new(LoadAsync(key, cached, cancel));
        cached.IsUsed = true;
        Interlocked.Increment(ref _hits);
        return new(cached);
    }

    /// <summary>The series has another latest version, or has lost one.</summary>
    public void Forget(string seriesId)
    {
        Interlocked.Increment(ref _changes[StripeOf(seriesId)]);
        _models.TryRemove(new Key(seriesId, 0), out _);
    }

    public void Describe(MetricSet metrics)
    {
        metrics.Gauge("plumbline_model_cache_models", "Models in memory.", () => Count);
        metrics.Counter("plumbline_model_cache_hits_total", "Predictions whose model was in memory.", () => Interlocked.Read(ref _hits));
        metrics.Counter("plumbline_model_cache_misses_total", "Predictions that asked the store for their model.", () => Interlocked.Read(ref _misses));
        metrics.Gauge("plumbline_model_cache_current", "1 while every change of the store is heard of.", () => IsCurrent ? 1 : 0);
    }

    async Task<CachedModel?> LoadAsync(Key key, CachedModel? fallback, CancellationToken cancel)
    {
        Interlocked.Increment(ref _misses);
        var stripe = StripeOf(key.SeriesId);
        var before = Interlocked.Read(ref _changes[stripe]);
        StoredModel? stored;
        try
        {
            stored = await _store.FindAsync(key.SeriesId, key.Version == 0 ? null : key.Version, cancel);
        }
        catch (DbException) when (fallback is not null)
        {
            return fallback;
        }

        if (stored is null)
        {
            _models.TryRemove(key, out _);
            return null;
        }
        var model = new CachedModel(stored.Version, DetectorCatalogue.Restore(DetectorState.FromJson(stored.State)), before);
        if (_models.Count >= _capacity) MakeRoom();
        _models[key] = model;
        // A change that came in between may have removed what was not there yet.
        if (Interlocked.Read(ref _changes[stripe]) != before) _models.TryRemove(key, out _);
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
