using Plumbline.Central.Storage;

namespace Plumbline.Central.FitPredict;

/// <summary>What other processes say that they have seen, and who waits for it.</summary>
sealed class Acknowledgements
{
    readonly Lock _lock = new();
    readonly Dictionary<string, long> _seen = [];
    readonly List<Wait> _waits = [];

    public void Hear(string replica, long change)
    {
        lock (_lock)
        {
            _seen[replica] = Math.Max(change, _seen.GetValueOrDefault(replica));
            foreach (var wait in _waits) wait.Hear(replica, change);
        }
    }

    /// <summary>Waits until each of <paramref name="replicas"/> has said that it has seen a change, or for so long at most.</summary>
    /// <returns>Those that have not.</returns>
    public async Task<IReadOnlyList<Replica>> OfAsync(IReadOnlyList<Replica> replicas, long change, TimeSpan atMost)
    {
        var wait = new Wait(change);
        lock (_lock)
        {
            foreach (var gone in _seen.Keys.Except(replicas.Select(replica => replica.Id)).ToList()) _seen.Remove(gone);
            // Some of them may have spoken since they were listed.
            wait.For(replicas.Where(replica => Math.Max(replica.Seen, _seen.GetValueOrDefault(replica.Id)) < change));
            _waits.Add(wait);
        }
        await Task.WhenAny(wait.Over, Task.Delay(atMost));
        lock (_lock)
        {
            _waits.Remove(wait);
            return [.. wait.Left];
        }
    }

    sealed class Wait(long change)
    {
        readonly Dictionary<string, Replica> _left = [];
        readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Over => _over.Task;

        public IEnumerable<Replica> Left => _left.Values;

        public void For(IEnumerable<Replica> replicas)
        {
            foreach (var replica in replicas) _left.Add(replica.Id, replica);
            if (_left.Count == 0) _over.TrySetResult();
        }

        public void Hear(string replica, long seen)
        {
            if (seen >= change && _left.Remove(replica) && _left.Count == 0) _over.TrySetResult();
        }
    }
}
