using System.Runtime.ExceptionServices;
using Plumbline.Intake.Csv;

namespace Plumbline.Intake.Logs;

/// <summary>Parses a file block by block.</summary>
static class LogScan
{
    /// <summary>The batches of a file in its order, whatever the number of threads. Each is valid until the next is asked for.</summary>
    public static IEnumerable<RowBatch> Batches(CsvSource source, LogLayout layout, int threads, CancellationToken cancel) =>
        threads == 1 ? OneByOne(source, layout, cancel) : SideBySide(source, layout, threads, cancel);

    static IEnumerable<RowBatch> OneByOne(CsvSource source, LogLayout layout, CancellationToken cancel)
    {
        var batch = new RowBatch();
        var parser = new RowParser(layout);
        while (source.TryRead(batch.Block))
        {
            cancel.ThrowIfCancellationRequested();
            parser.Parse(batch);
            yield return batch;
        }
    }

    // The caller's thread reads ahead and takes batches in order; as many blocks as threads are parsed meanwhile.
    static IEnumerable<RowBatch> SideBySide(CsvSource source, LogLayout layout, int threads, CancellationToken cancel)
    {
        var idle = new Stack<(RowBatch Batch, RowParser Parser)>();
        var busy = new Queue<((RowBatch Batch, RowParser Parser) Slot, Task Parsing)>();
        ExceptionDispatchInfo? refusal = null;
        var more = true;
        while (more || busy.Count > 0)
        {
            cancel.ThrowIfCancellationRequested();
            while (more && source.MayHaveMore && busy.Count < threads)
            {
                var slot = idle.TryPop(out var waiting) ? waiting : (Batch: new RowBatch(), Parser: new RowParser(layout));
                try
                {
                    more = source.TryRead(slot.Batch.Block);
                }
                catch (InvalidInputException e)
                {
                    // What stands before the bad place is dealt with first, as one thread would.
                    refusal = ExceptionDispatchInfo.Capture(e);
                    more = false;
                }
                if (!more) break;
                if (busy.Count == 0 && !source.MayHaveMore)
                {
                    // Nobody to share with: a small file is done sooner without another thread.
                    slot.Parser.Parse(slot.Batch);
                    yield return slot.Batch;
                    yield break;
                }
                busy.Enqueue((slot, Task.Run(() => slot.Parser.Parse(slot.Batch), cancel)));
            }
            if (!busy.TryDequeue(out var first)) break;
            first.Parsing.Wait(cancel);
            yield return first.Slot.Batch;
            idle.Push(first.Slot);
        }
        refusal?.Throw();
    }
}
