using System.Text;
using System.Text.Unicode;
using Plumbline.Intake.Csv;
using Plumbline.Intake.Logs;
using Plumbline.Intake.Machines;
using Plumbline.Plant;

namespace Plumbline.Intake;

/// <summary>One machine of a log, and what was wrong with its rows.</summary>
/// <param name="Log">The rows that can be used, at least one.</param>
/// <param name="Defects">In the order of the file.</param>
public sealed record LoggedMachine(MachineLog Log, IReadOnlyList<Defect> Defects);

/// <summary>What a log of machines says.</summary>
/// <param name="Machines">In the order of their first rows; at least one.</param>
/// <param name="Defects">Those that concern no machine.</param>
/// <param name="Rows">Rows of the file; empty lines are none.</param>
/// <param name="RejectedRows">Rows that were left out for a defect.</param>
public sealed record MachineLogFile(IReadOnlyList<LoggedMachine> Machines, IReadOnlyList<Defect> Defects, long Rows, long RejectedRows);

/// <summary>Reads logs of machines: CSV in UTF-8 with the columns <c>time</c>, <c>machine</c> and any of the fields that the README of this station lists.</summary>
public static class MachineLogReader
{
    /// <summary>Reads a whole log.</summary>
    /// <param name="csv">Read to its end and left open.</param>
    /// <param name="name">What messages call the file.</param>
    /// <param name="timeZone">IANA zone of times that have no offset.</param>
    /// <param name="cancel">Looked at from block to block.</param>
    /// <exception cref="InvalidInputException">Nothing in the file can be used.</exception>
    public static MachineLogFile Read(Stream csv, string name, string timeZone = "UTC", CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(csv);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(timeZone);
        var source = new CsvSource(csv, name);
        var header = source.ReadHeader();
        var table = new MachineTable(name, header);
        var rows = new MachineRows(table, ZoneClock.Of(timeZone), timeZone);
        var block = new CsvBlock();
        while (source.TryRead(block))
        {
            cancel.ThrowIfCancellationRequested();
            var line = block.FirstLine;
            for (int at = 0, length; at < block.Text.Length; at += length)
            {
                length = CsvRecord.Length(block.Text[at..], header.Separator, more: false, out var unclosed);
                var record = block.Text.Slice(at, length);
                if (!record.Trim(" \t\r\n"u8).Trim(header.Separator).IsEmpty) rows.Add(record, unclosed, line);
                line += record.Count(CsvRecord.LineBreak);
            }
        }

        return rows.Finish();
    }

    internal static string? Text(ReadOnlySpan<byte> field) => Utf8.IsValid(field) ? Encoding.UTF8.GetString(field) : null;
}
