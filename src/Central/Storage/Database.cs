using System.Data.Common;
using System.Threading.Channels;

namespace Plumbline.Central.Storage;

/// <summary>Where everything is kept: SQLite in one file, or PostgreSQL. The tables are the same, and so is nearly all of the SQL.</summary>
/// <remarks>
/// Writes are queued and committed together, one transaction for all that wait: while one commit reaches the disk, the next gathers. A write is done
/// (its task completes) only when its transaction is on the disk. Reads run beside it, each on one unchanging state.
/// </remarks>
abstract class Database : IAsyncDisposable
{
    const int LargestBatch = 256;

    readonly Channel<IPendingWrite> _queue = Channel.CreateBounded<IPendingWrite>(new BoundedChannelOptions(4096) { SingleReader = true });
    readonly Task _writer;

    protected Database() => _writer = Task.Run(DrainAsync);

    /// <summary>The folder of its migrations, and what the health page calls it.</summary>
    public abstract string Kind { get; }

    /// <summary>For those that open connections of their own. It may hold a password.</summary>
    public abstract string ConnectionString { get; }

    /// <summary>A condition that is not to be looked up in an index of its column. A database that knows how its rows are spread finds out for itself.</summary>
    public virtual string WithoutIndex(string condition) => condition;

    /// <summary>A time as the database keeps it, to the microsecond.</summary>
    public abstract object ToColumn(DateTime utc);

    public abstract DateTime ToTime(DbDataReader row, int column);

    public abstract Task<DbConnection> OpenAsync(CancellationToken cancel);

    /// <summary>A transaction that no other writer of the same database, in this process or another, runs beside.</summary>
    protected abstract Task<DbTransaction> BeginWriteAsync(DbConnection connection);

    protected abstract Task<DbTransaction> BeginReadAsync(DbConnection connection, CancellationToken cancel);

    /// <summary>Inserts rows, as many as there are, none of which is there.</summary>
    /// <param name="rows">In the order of the columns; their types are those of the columns.</param>
    public abstract Task InsertAsync(DbConnection connection, string table, IReadOnlyList<string> columns, IEnumerable<object?[]> rows);

    /// <summary>Keeps readings of machines. Where there is one of that time, what is given counts before what is there.</summary>
    public abstract Task PutAsync(DbConnection connection, IReadOnlyList<MachineReadings> readings);

    /// <summary>Keeps readings of plain series, by their numbers.</summary>
    public abstract Task PutAsync(DbConnection connection, IReadOnlyList<(int Series, PlainReadings Readings)> readings);

    /// <summary>Whether other processes may write to it.</summary>
    public virtual bool IsShared => false;

    /// <summary>How long reads and writes have taken, waiting included.</summary>
    public Histogram ReadTimes { get; } = new();

    public Histogram WriteTimes { get; } = new();

    /// <summary>Tells every process that listens, once the transaction of this connection is committed.</summary>
    public virtual Task NotifyAsync(DbConnection connection, string channel, string message) => Task.CompletedTask;

    /// <summary>A connection that hears what is told on some channels from now on.</summary>
    /// <param name="heard">Called with channel and message, while the connection is used or waits.</param>
    /// <exception cref="NotSupportedException">No other process can tell anything: see <see cref="IsShared"/>.</exception>
    public virtual Task<Listener> ListenAsync(IReadOnlyList<string> channels, Action<string, string> heard, CancellationToken cancel) =>
        throw new NotSupportedException("An embedded store has nobody to listen to.");

    /// <summary>Brings the tables up to date, or to an earlier version (which only tests ask for).</summary>
    /// <exception cref="InvalidDataException">The tables are newer than this program.</exception>
    public async Task MigrateAsync(int? upTo = null)
    {
        await using var connection = await OpenAsync(CancellationToken.None);
        await using var transaction = await BeginWriteAsync(connection);
        await Migration.ApplyAsync(connection, Kind, upTo);
        await transaction.CommitAsync();
    }

    /// <summary>Runs <paramref name="work"/> in a transaction with others' and returns once it is on the disk.</summary>
    /// <param name="work">May be run a second time, after a rollback, when a neighbour in the transaction failed.</param>
    /// <exception cref="DbException">Nothing was written, or (a connection lost during the commit) nobody knows: repeat with the same idempotency key.</exception>
    public async Task<T> WriteAsync<T>(Func<DbConnection, Task<T>> work)
    {
        using var timed = WriteTimes.Measure();
        var write = new PendingWrite<T>(work);
        await _queue.Writer.WriteAsync(write);
        return await write.Outcome;
    }

    /// <summary>Runs <paramref name="work"/> on one unchanging state.</summary>
    public Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancel) => AskAsync(
        async connection =>
        {
            await using var transaction = await BeginReadAsync(connection, cancel);
            return await work(connection);
        },
        cancel);

    /// <summary>Runs <paramref name="work"/> that is one statement, which sees one state by itself: one round trip to a server.</summary>
    public async Task<T> AskAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancel)
    {
        using var timed = ReadTimes.Measure();
        try
        {
            await using var connection = await OpenAsync(cancel);
            return await work(connection);
        }
        catch (ObjectDisposedException trouble)
        {
            throw new ConnectionLostException(trouble);
        }
    }

    /// <summary>Writes what waits, then closes.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer;
    }

    async Task DrainAsync()
    {
        var batch = new List<IPendingWrite>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < LargestBatch && _queue.Reader.TryRead(out var write)) batch.Add(write);
            await CommitAsync(batch);
            batch.Clear();
        }
    }

    async Task CommitAsync(IReadOnlyList<IPendingWrite> batch)
    {
        var isCommitting = false;
        try
        {
            await using var connection = await OpenAsync(CancellationToken.None);
            await using var transaction = await BeginWriteAsync(connection);
            foreach (var write in batch) await write.RunAsync(connection);
            isCommitting = true;
            await transaction.CommitAsync();
        }
        // Whatever it is belongs to those who wait for the write, not to this loop.
        catch (Exception caught)
        {
            var trouble = caught is ObjectDisposedException ? new ConnectionLostException(caught) : caught;
            if (isCommitting || batch.Count == 1)
            {
                foreach (var write in batch) write.Fail(trouble);
                return;
            }
            // One of them failed, and the transaction with it: each on its own, so that only that one fails.
            foreach (var write in batch) await CommitAsync([write]);
            return;
        }
        foreach (var write in batch) write.Complete();
    }

    interface IPendingWrite
    {
        Task RunAsync(DbConnection connection);

        void Complete();

        void Fail(Exception trouble);
    }

    sealed class PendingWrite<T>(Func<DbConnection, Task<T>> work) : IPendingWrite
    {
        readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
        T _result = default!;

        public Task<T> Outcome => _outcome.Task;

        public async Task RunAsync(DbConnection connection) => _result = await work(connection);

        public void Complete() => _outcome.SetResult(_result);

        public void Fail(Exception trouble) => _outcome.SetException(trouble);
    }
}

/// <summary>A connection was lost between two commands, which the driver takes for a mistake of whoever used it.</summary>
sealed class ConnectionLostException(Exception inner) : DbException("the connection to the store was lost.", inner);
