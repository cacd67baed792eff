using System.Text;
using Plumbline.Intake.Csv;

namespace Plumbline.Intake.Logs;

/// <summary>Text to rows. Plain rows take a short cut; any other row, and whatever is wrong with it, is dealt with field by field. Not safe from several threads.</summary>
sealed class RowParser(LogLayout layout)
{
    readonly ZoneClock _clock = ZoneClock.Of(layout.Options.TimeZone);
    readonly byte[] _onlyPump = Encoding.UTF8.GetBytes(layout.Options.Pump ?? "");
    readonly double[] _least = Array.ConvertAll(MeasuredColumn.All, column => column.Least);
    readonly double[] _most = Array.ConvertAll(MeasuredColumn.All, column => column.Most);
    readonly Func<double, double>?[] _toLog = layout.Conversions;
    readonly int[] _absent = [.. Enumerable.Range(0, MeasuredColumn.Count).Where(i => !layout.Roles.Contains((sbyte)i))];
    readonly byte[][] _columns = [.. layout.Columns.Select(Encoding.UTF8.GetBytes)];
    readonly byte[] _marks = new byte[MeasuredColumn.Count];
    readonly DefectTally.Entry?[] _missing = new DefectTally.Entry?[MeasuredColumn.Count];

    PlainRows? _plain;
    int _missingOf;
    RowBatch _batch = null!;
    long _line;

    /// <summary>Replaces what is in the batch by the rows of its block.</summary>
    public void Parse(RowBatch batch)
    {
        batch.Clear();
        _batch = batch;
        _missingOf = DefectTally.NoPump;
        _line = batch.Block.FirstLine;
        var text = batch.Block.Text;
        var plain = _plain ??= new(layout, _clock, _marks);
        plain.Begin(batch);
        for (var at = 0; at < text.Length;)
        {
            var length = plain.Read(at, out var row);
            if (length > 0)
            {
                batch.RowsSeen++;
                if (row.Pump != PumpIds.NotText) Keep(row.Pump, row.Utc, between: 0, row.Missing);
                _line++;
            }
            else
            {
                length = CsvRecord.Length(text[at..], layout.Separator, more: false, out var unclosed);
                var record = text.Slice(at, length);
                AnyRow(record, unclosed);
                _line += record.Count(CsvRecord.LineBreak);
            }
            at += length;
        }
    }

    void Keep(int pump, long utc, long between, int missing)
    {
        foreach (var absent in _absent) _batch.Rows.Next()[absent][_batch.Rows.Count] = double.NaN;
        if (missing != 0) CountMissing(pump, missing);
        if (layout.DecimalCommas)
        {
            for (var i = 0; i < _marks.Length; i++)
                if (_marks[i] != 0) _batch.Marks.Add(i, _marks[i], _line);
        }
        _batch.Add(pump, _line, utc, between);
    }

    // A sensor that is not there leaves its gap in every row: the entries of the last pump are kept at hand.
    void CountMissing(int pump, int missing)
    {
        if (pump != _missingOf) Array.Clear(_missing);
        _missingOf = pump;
        for (var role = 0; role < MeasuredColumn.Count; role++)
        {
            if ((missing & (1 << role)) == 0) continue;
            if (_missing[role] is { } entry)
            {
                entry.Add(_line);
                continue;
            }
            _missing[role] = _batch.Tally.At(DefectKind.ValueMissing, pump, role);
            _missing[role]!.Add(_line);
            _missing[role]!.What = $"{layout.HeaderOf(role)} has no value: kept as missing.";
        }
    }

    void AnyRow(ReadOnlySpan<byte> record, bool unclosed)
    {
        if (record.Trim(" \t\r\n"u8).Trim(layout.Separator).IsEmpty) return;
        if (!unclosed && IsHeader(record)) return;
        _batch.RowsSeen++;
        if (unclosed)
        {
            Reject(DefectKind.QuoteOpen, DefectTally.NoPump)?.What = $"A quote is not closed before a separator or the end of the line: {Excerpt.Of(record)}.";
            return;
        }
        if (!TryCount(record, out var surplus, out var time, out var pumpText) || !TryPump(pumpText, out var pump)) return;
        if (_onlyPump.Length > 0 && !pumpText.SequenceEqual(_onlyPump)) return;
        if (!TryTime(time, pump, out var utc, out var between)) return;

        var values = _batch.Rows.Next();
        var missing = 0;
        var column = 0;
        foreach (var field in new CsvFields(record, layout.Separator))
        {
            if (column == layout.Roles.Length) break;
            var role = layout.Roles[column++];
            if (role < 0) continue;
            if (!TryValue(field, role, pump, out var value)) return;
            if (double.IsNaN(value)) missing |= 1 << role;
            values[role][_batch.Rows.Count] = value;
        }

        if (surplus) _batch.Tally.Add(DefectKind.FieldsSurplus, DefectTally.NoPump, DefectTally.NoColumn, _line)?.What = "The row has more fields than the header, all of them empty.";
        Keep(pump, utc, between, missing);
    }

    // Files that were put together end to end.
    bool IsHeader(ReadOnlySpan<byte> record)
    {
        var matching = 0;
        var column = 0;
        var timestamp = false;
        foreach (var field in new CsvFields(record, layout.Separator))
        {
            if (column == layout.Columns.Length) break;
            var matches = field.SequenceEqual(_columns[column]);
            timestamp |= matches && layout.Roles[column] == LogLayout.Timestamp;
            matching += matches ? 1 : 0;
            column++;
        }
        if (!timestamp) return false;
        if (matching < layout.Columns.Length) _batch.OtherHeader ??= _line;
        _batch.Tally.Add(DefectKind.HeaderRepeated, DefectTally.NoPump, DefectTally.NoColumn, _line)?.What = "The header comes again.";
        return true;
    }

    bool TryCount(ReadOnlySpan<byte> record, out bool surplus, out ReadOnlySpan<byte> time, out ReadOnlySpan<byte> pump)
    {
        var count = 0;
        surplus = false;
        time = pump = default;
        foreach (var field in new CsvFields(record, layout.Separator))
        {
            if (count >= layout.Roles.Length)
            {
                surplus |= !field.IsEmpty;
            }
            else
            {
                if (layout.Roles[count] == LogLayout.Timestamp) time = field;
                if (layout.Roles[count] == LogLayout.Pump) pump = field;
            }
            count++;
        }
        if (count < layout.Roles.Length || surplus)
        {
            Reject(DefectKind.FieldCount, DefectTally.NoPump)?.What = $"The row has {count} field{(count == 1 ? "" : "s")}, the header {layout.Roles.Length}: {Excerpt.Of(record)}.";
            return false;
        }
        surplus = count > layout.Roles.Length;
        return true;
    }

    bool TryPump(ReadOnlySpan<byte> text, out int pump)
    {
        pump = text.IsEmpty ? PumpIds.NotText : _batch.Ids.NumberOf(text);
        if (text.IsEmpty) Reject(DefectKind.PumpMissing, DefectTally.NoPump)?.What = "Well ID is empty.";
        else if (pump == PumpIds.NotText) Reject(DefectKind.PumpNotText, DefectTally.NoPump)?.What = $"Well ID {Excerpt.Of(text)} is not UTF-8; save the file as UTF-8.";
        return pump >= 0;
    }

    bool TryTime(ReadOnlySpan<byte> text, int pump, out long utc, out long between)
    {
        between = 0;
        switch (Timestamps.Read(text, out utc))
        {
            case TimeReading.Utc:
                return true;
            case TimeReading.Local when _clock.ToUtc(utc, out utc, out between) != WallTime.Never:
                return true;
            case TimeReading.Local:
                Reject(DefectKind.TimeSkipped, pump)?.What = $"The timestamp {Excerpt.Of(text)} did not come in {layout.Options.TimeZone}: clocks went forward over it.";
                return false;
            case TimeReading.Missing:
                Reject(DefectKind.TimeMissing, pump)?.What = "The timestamp is empty.";
                return false;
            case TimeReading.DayFirst:
                Reject(DefectKind.TimeDayFirst, pump)?.What =
                    $"The timestamp {Excerpt.Of(text)} has no such month: dates with slashes are read month/day/year. If this file has the day first, its other dates are misread.";
                return false;
            case TimeReading.ImplausibleYear:
                Reject(DefectKind.TimeImplausible, pump)?.What = $"The timestamp {Excerpt.Of(text)} is not of the years {Timestamps.FirstYear} to {Timestamps.LastYear}.";
                return false;
            default:
                Reject(DefectKind.TimeUnreadable, pump)?.What = $"The timestamp {Excerpt.Of(text)} is neither ISO 8601 nor US month/day/year.";
                return false;
        }
    }

    bool TryValue(ReadOnlySpan<byte> field, int role, int pump, out double value)
    {
        var reading = Decimals.Read(field, layout.DecimalCommas, out value, out _marks[role]);
        if (reading == NumberReading.Number && _toLog[role] is { } toLog) value = toLog(value);
        if (reading == NumberReading.Number && !double.IsFinite(value)) reading = NumberReading.Infinite;
        if (reading == NumberReading.Missing || (reading == NumberReading.Number && value >= _least[role] && value <= _most[role])) return true;

        var (kind, what) = reading switch
        {
            NumberReading.Unreadable => (DefectKind.NumberUnreadable, "which is not a number"),
            NumberReading.Infinite => (DefectKind.NumberInfinite, "which is not finite"),
            NumberReading.Ambiguous => (DefectKind.NumberAmbiguous, "whose comma may mark decimals or group thousands"),
            _ when _most[role] < double.MaxValue => (DefectKind.ValueOutOfRange, $"outside {_least[role]} to {_most[role]}"),
            _ => (DefectKind.ValueNegative, "below zero"),
        };
        Reject(kind, pump, role)?.What = $"{layout.HeaderOf(role)} is {Excerpt.Of(field)}, {what}.";
        return false;
    }

    DefectTally.Entry? Reject(DefectKind kind, int pump, int column = DefectTally.NoColumn)
    {
        _batch.RowsRejected++;
        return _batch.Tally.Add(kind, pump, column, _line);
    }
}
