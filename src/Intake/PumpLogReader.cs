using Plumbline.Intake.Csv;
using Plumbline.Intake.Logs;
using Plumbline.Plant;

namespace Plumbline.Intake;

/// <summary>One pump of an operating log, and what was wrong with its rows.</summary>
/// <param name="Log">The rows that can be used, at least one.</param>
/// <param name="Defects">In the order of the file. The README of this station lists the codes.</param>
public sealed record LoggedPump(PumpLog Log, IReadOnlyList<Defect> Defects);

/// <summary>What an operating log says.</summary>
/// <param name="Pumps">In the order of their first rows; at least one.</param>
/// <param name="Defects">Those that concern no pump, or pumps of which no row could be used.</param>
/// <param name="Rows">Rows of the file, those of pumps that were not asked for included; empty lines are none.</param>
/// <param name="RejectedRows">Rows that were left out for a defect.</param>
public sealed record PumpLogFile(IReadOnlyList<LoggedPump> Pumps, IReadOnlyList<Defect> Defects, long Rows, long RejectedRows);

/// <summary>Reads operating logs: CSV in UTF-8, one row a reading, of one or many pumps.</summary>
/// <remarks>What is accepted, and what becomes of the rest, is told in the README of this station. A value that is read keeps all its digits: it is the double nearest to the text.</remarks>
public static class PumpLogReader
{
    /// <summary>Reads a whole log.</summary>
    /// <param name="csv">Read to its end and left open; need not be seekable.</param>
    /// <param name="name">What messages call the file.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancel">Looked at from block to block.</param>
    /// <exception cref="InvalidInputException">Nothing in the file can be used, or <see cref="PumpLogOptions.Strict"/> is set and a row cannot.</exception>
    /// <remarks>Takes memory for the values (60 bytes a row while reading, with room to grow at most twice that) and a few blocks of 1 MiB.</remarks>
    public static PumpLogFile Read(Stream csv, string name, PumpLogOptions? options = null, CancellationToken cancel = default)
    {
        var (batches, assembly) = Open(csv, name, options ?? new(), cancel);
        foreach (var batch in batches)
        {
            assembly.AddDefects(batch);
            foreach (var (pump, from, count) in assembly.Runs(batch)) assembly.AddRows(batch, pump, from, count);
        }
        var pumps = assembly.FinishAll();
        return new(pumps, assembly.Close(), assembly.RowsSeen, assembly.RowsRejected);
    }

    /// <summary>Reads a log whose rows stand together by pump, and hands over each pump as soon as the next begins: memory does not grow with their number.</summary>
    /// <param name="csv">Read while the pumps are enumerated, and left open.</param>
    /// <param name="name">What messages call the file.</param>
    /// <param name="fileDefects">Given those that concern no single pump, once, at the end.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancel">Looked at from block to block.</param>
    /// <exception cref="InvalidInputException">As for <see cref="Read"/>, and where a pump comes again after another; found while enumerating, after pumps were handed over.</exception>
    public static IEnumerable<LoggedPump> ReadEach(Stream csv, string name, Action<IReadOnlyList<Defect>> fileDefects, PumpLogOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(fileDefects);
        var (batches, assembly) = Open(csv, name, options ?? new(), cancel);
        return Pumps();

        IEnumerable<LoggedPump> Pumps()
        {
            int? current = null;
            foreach (var batch in batches)
            {
                assembly.AddDefects(batch);
                foreach (var (pump, from, count) in assembly.Runs(batch))
                {
                    if (current is { } done && done != pump) yield return assembly.FinishBefore(done, batch.Rows.Lines[from]);
                    current = pump;
                    assembly.AddRows(batch, pump, from, count);
                }
            }
            if (current is { } last) yield return assembly.Finish(last);
            fileDefects(assembly.Close());
        }
    }

    static (IEnumerable<RowBatch> Batches, LogAssembly Assembly) Open(Stream csv, string name, PumpLogOptions options, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(csv);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var source = new CsvSource(csv, name);
        var header = source.ReadHeader();
        var layout = LogLayout.Create(name, header, options);
        var threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads;
        return (LogScan.Batches(source, layout, threads, cancel), new LogAssembly(layout, header.Line));
    }
}
