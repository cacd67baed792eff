using System.Data;
using System.Data.Common;
using System.Diagnostics;
using Plumbline.Central.Storage;

namespace Plumbline.Central.FitPredict;

/// <summary>Keeps what processes answer from memory right where several write to one store. How, and why that is enough: <c>docs/decisions/0002-models-in-memory.md</c>.</summary>
/// <remarks>
/// A process answers from memory only while it has a lease. To renew it, it takes in all changes of the store up to then; and whoever writes returns when every process has taken in the
/// change, or so long afterwards that no lease can be from before it. What is told over LISTEN/NOTIFY makes that quick; nothing is believed because of it.
/// </remarks>
sealed class ModelWatch : BackgroundService
{
    /// <summary>How long a process may answer from memory after it last asked for changes.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(1);

    static readonly TimeSpan RenewEvery = Lease / 4;

    // The writer's clock may be faster than the other's by a twentieth.
    static readonly TimeSpan LongestWait = Lease * 1.05;

    readonly Database _database;
    readonly ISeriesModelStore _store;
    readonly ModelCache _cache;
    readonly ReplicaTable _replicas;
    readonly Acknowledgements _acknowledgements = new();
    long? _lastChange;
    volatile bool _isTold;
    volatile string _ownId = "";

    public ModelWatch(Database database, ISeriesModelStore store, ModelCache cache)
    {
        (_database, _store, _cache, _replicas) = (database, store, cache, new ReplicaTable(database));
        if (database.IsShared) cache.EndLease();
    }

    /// <summary>Keeps a new version, and returns when no process answers by the one before it any more.</summary>
    public Task<long> AddAsync(NewModel model) => ChangeAsync(model.SeriesId, () => _store.AddAsync(model));

    /// <summary>Deletes, and returns when no process answers by what was deleted any more.</summary>
    public Task<IReadOnlyList<long>> DeleteAsync(string seriesId, long? version) => ChangeAsync(seriesId, () => _store.DeleteAsync(seriesId, version));

    async Task<T> ChangeAsync<T>(string seriesId, Func<Task<T>> write)
    {
        T written;
        try
        {
            written = await write();
        }
        finally
        {
            // After a connection that was lost during the commit, nobody knows whether it was written.
            _cache.Forget(seriesId);
        }
        if (_database.IsShared) await AwaitOthersAsync();
        return written;
    }

    async Task AwaitOthersAsync()
    {
        var written = Stopwatch.GetTimestamp();
        try
        {
            var (last, replicas) = await _replicas.ListAsync();
            var left = await _acknowledgements.OfAsync([.. replicas.Where(replica => replica.Id != _ownId)], last, LongestWait);
            foreach (var silent in left) await _replicas.StrikeOffAsync(silent);
        }
        catch (DbException)
        {
            // What was written is written. Whom to wait for is not known: then until every lease from before is over.
            var rest = LongestWait - Stopwatch.GetElapsedTime(written);
            if (rest > TimeSpan.Zero) await Task.Delay(rest);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_database.IsShared && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                await AnswerFromMemoryAsync(stoppingToken);
            }
            // A connection that is lost between two commands is told as one that is not open.
            catch (Exception e) when (e is DbException or InvalidOperationException)
            {
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            await Task.Delay(RenewEvery, stoppingToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>Registers this process and renews its lease, until it is struck off, the store is lost, or the program stops.</summary>
    async Task AnswerFromMemoryAsync(CancellationToken cancel)
    {
        await using var listener = await _database.ListenAsync([SeriesModelTable.Channel, ReplicaTable.Channel], Heard, cancel);
        var connection = listener.Connection;
        await ReplicaTable.RemoveAsync(connection, _ownId);
        _ownId = Guid.NewGuid().ToString("N");
        try
        {
            await ReplicaTable.RegisterAsync(connection, _ownId);
            if (_lastChange is null)
            {
                // What is remembered already may be from before the change after which this process takes in all of them.
                _lastChange = await SeriesModelTable.LastChangeAsync(connection);
                _cache.Clear();
            }
            for (var told = -1L; await RenewAsync(connection, told); told = _lastChange.Value) await PauseAsync(listener, cancel);
        }
        finally
        {
            // In this order: nobody waits for a process whose row is gone.
            _cache.EndLease();
            if (connection.State == ConnectionState.Open) await ReplicaTable.RemoveAsync(connection, _ownId);
        }
    }

    /// <returns>False where a writer has struck this process off.</returns>
    async Task<bool> RenewAsync(DbConnection connection, long told)
    {
        while (true)
        {
            _isTold = false;
            var asked = Stopwatch.GetTimestamp();
            var changes = await SeriesModelTable.ChangesAsync(connection, _lastChange!.Value);
            foreach (var series in changes.SeriesIds) _cache.Forget(series);
            _lastChange = changes.Last;
            if (!changes.AreAll) continue;
            if (!await ReplicaTable.RenewAsync(connection, _ownId, changes.Last, tell: changes.Last != told)) return false;
            _cache.TrustUntil(asked + (long)(Lease.TotalSeconds * Stopwatch.Frequency));
            return true;
        }
    }

    async Task PauseAsync(Listener listener, CancellationToken cancel)
    {
        var start = Stopwatch.GetTimestamp();
        for (var left = RenewEvery; left > TimeSpan.Zero && !_isTold; left = RenewEvery - Stopwatch.GetElapsedTime(start)) await listener.HearAsync(left, cancel);
    }

    void Heard(string channel, string word)
    {
        if (channel == SeriesModelTable.Channel) _isTold = true;
        else if (word.Split(' ') is [var replica, var change] && long.TryParse(change, out var seen)) _acknowledgements.Hear(replica, seen);
    }
}
