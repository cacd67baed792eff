using System.Text.Unicode;
using Plumbline.Intake.Baselines;
using Plumbline.Intake.Csv;
using Plumbline.Intake.Logs;
using Plumbline.Plant;

namespace Plumbline.Intake;

/// <summary>Reads pump baselines: CSV in UTF-8, one row a pump.</summary>
/// <remarks>The README of this station lists the columns. Unlike a log, a baseline is refused at the first value that cannot be used.</remarks>
public static class PumpBaselineReader
{
    /// <summary>Reads the baselines of a file, in its order.</summary>
    /// <param name="csv">Read to its end and left open.</param>
    /// <param name="name">What messages call the file.</param>
    /// <param name="pump">Only the pump of this <c>Well ID</c>; the rows of others are not looked at. Null for every pump.</param>
    /// <param name="timeZone">IANA zone of a failure date that has no offset.</param>
    /// <returns>At least one; no pump twice.</returns>
    /// <exception cref="InvalidInputException">A column or value is missing, unreadable or impossible, the pump is not there, or one pump has two different rows.</exception>
    public static IReadOnlyList<PumpBaseline> Read(Stream csv, string name, string? pump = null, string timeZone = "UTC")
    {
        ArgumentNullException.ThrowIfNull(csv);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentException.ThrowIfNullOrEmpty(timeZone);
        var clock = ZoneClock.Of(timeZone);
        var baselines = new Dictionary<string, (PumpBaseline Baseline, long Line)>();
        var others = new List<string>();
        long comma = 0, point = 0;
        foreach (var row in Rows(csv, name))
        {
            if (pump is not null && row.PumpId != pump)
            {
                others.Add(row.PumpId);
                continue;
            }
            var baseline = row.Baseline(clock);
            if (baselines.TryGetValue(baseline.PumpId, out var earlier) && earlier.Baseline != baseline)
                throw new InvalidInputException(name, $"the pump {Excerpt.Of(baseline.PumpId)} has another baseline than in line {earlier.Line}", row.Line);
            baselines.TryAdd(baseline.PumpId, (baseline, row.Line));
            if (row.HasComma && comma == 0) comma = row.Line;
            if (row.HasPoint && point == 0) point = row.Line;
        }
        if (comma > 0 && point > 0) throw new InvalidInputException(name, $"there are decimal commas (line {comma}) and decimal points (line {point})");
        if (baselines.Count > 0) return [.. baselines.Values.Select(entry => entry.Baseline)];
        throw others.Count > 0
            ? new InvalidInputException(name, $"there is no pump {Excerpt.Of(pump!)}; its pumps are {Excerpt.OfAll(others)}")
            : new InvalidInputException(name, "there is a header, but no rows");
    }

    static IEnumerable<BaselineRow> Rows(Stream csv, string name)
    {
        var source = new CsvSource(csv, name);
        var header = source.ReadHeader();
        var table = new BaselineTable(name, header);
        var block = new CsvBlock();
        while (source.TryRead(block))
        {
            var line = block.FirstLine;
            for (int at = 0, length; at < block.Text.Length; at += length)
            {
                length = CsvRecord.Length(block.Text[at..], header.Separator, more: false, out var unclosed);
                var record = block.Text.Slice(at, length);
                var lines = record.Count(CsvRecord.LineBreak);
                if (unclosed) throw new InvalidInputException(name, $"a quote is not closed before a separator or the end of the line: {Excerpt.Of(record)}", line);
                if (!Utf8.IsValid(record)) throw new InvalidInputException(name, "the row is not UTF-8; save the file as UTF-8", line);
                var fields = Fields(record, header.Separator);
                if (fields.TrueForAll(field => field.Length == 0))
                {
                    line += lines;
                    continue;
                }
                if (fields.Count < table.Columns || fields.Skip(table.Columns).Any(field => field.Length > 0))
                    throw new InvalidInputException(name, $"the row has {fields.Count} field{(fields.Count == 1 ? "" : "s")}, the header {table.Columns}: {Excerpt.Of(record)}", line);
                yield return new BaselineRow(name, table, fields, header.Separator != ',', line);
                line += lines;
            }
        }
    }

    static List<byte[]> Fields(ReadOnlySpan<byte> record, byte separator)
    {
        var fields = new List<byte[]>();
        foreach (var field in new CsvFields(record, separator)) fields.Add(field.ToArray());
        return fields;
    }
}
