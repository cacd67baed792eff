namespace Plumbline.Numerics.Forests;

/// <summary>Loops whose iterations do not depend on one another, on as many threads as asked for.</summary>
public static class InParallel
{
    /// <summary>Runs the iterations, handed out one by one; with one thread, in order on the caller's.</summary>
    /// <param name="count">Iterations.</param>
    /// <param name="parallelism">Threads at most; 0 for one on each processor.</param>
    /// <param name="cancellation">Looked at before each iteration.</param>
    /// <param name="scratch">Makes what a thread keeps from one iteration to the next.</param>
    /// <param name="body">An iteration.</param>
    public static void For<T>(int count, int parallelism, CancellationToken cancellation, Func<T> scratch, Action<int, T> body)
    {
        if (parallelism == 1 || count < 2)
        {
            var mine = scratch();
            for (var i = 0; i < count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                body(i, mine);
            }
            return;
        }
        // One by one to whoever is free: iterations are few and long, and a thread that has taken several ahead keeps all others waiting at the end.
        var threads = Math.Min(count, parallelism == 0 ? Environment.ProcessorCount : parallelism);
        var taken = 0;
        Parallel.For(0, threads, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = threads }, (_, loop) =>
        {
            var i = Interlocked.Increment(ref taken) - 1;
            if (i >= count) return;
            for (var mine = scratch(); i < count && !loop.ShouldExitCurrentIteration; i = Interlocked.Increment(ref taken) - 1) body(i, mine);
        });
    }
}
