namespace Plumbline.Intake.Csv;

/// <summary>The fields of one record whose quotes are all closed: without the blanks around them and without their quotes.</summary>
ref struct CsvFields(ReadOnlySpan<byte> record, byte separator)
{
    ReadOnlySpan<byte> _rest = record.TrimEnd("\r\n"u8);
    bool _ended;

    /// <summary>Valid until the record's bytes change.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    public readonly CsvFields GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_ended) return false;
        var start = CsvRecord.SkipBlanks(_rest, 0, separator);
        var quoted = start < _rest.Length && _rest[start] == CsvRecord.Quote;
        var close = quoted ? CsvRecord.AfterClosingQuote(_rest, start + 1) : 0;
        var end = _rest[close..].IndexOf(separator) is >= 0 and var distance ? close + distance : _rest.Length;

        Current = Trim(quoted ? WithoutDoubledQuotes(_rest[(start + 1)..(close - 1)]) : _rest[..end]);
        _ended = end == _rest.Length;
        _rest = _ended ? [] : _rest[(end + 1)..];
        return true;
    }

    static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> field) => field.Trim(" \t\r\n"u8);

    static ReadOnlySpan<byte> WithoutDoubledQuotes(ReadOnlySpan<byte> quoted)
    {
        if (!quoted.Contains(CsvRecord.Quote)) return quoted;
        var plain = new byte[quoted.Length];
        var length = 0;
        for (var i = 0; i < quoted.Length; i++)
        {
            plain[length++] = quoted[i];
            if (quoted[i] == CsvRecord.Quote) i++;
        }
        return plain.AsSpan(0, length);
    }
}
