namespace Plumbline.Numerics.Forests;

/// <summary>Loops whose iterations do not depend on one another, on as many threads as asked for.</summary>
static class InParallel
{
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
        var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = parallelism == 0 ? -1 : parallelism };
        Parallel.For(0, count, options, scratch, (i, _, mine) =>
        {
            body(i, mine);
            return mine;
        }, static _ => { });
    }
}
