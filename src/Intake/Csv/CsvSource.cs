using System.Text;
using System.Text.Unicode;

namespace Plumbline.Intake.Csv;

/// <summary>A piece of a file: whole records, the last one ended by a line break. To be filled again and again.</summary>
sealed class CsvBlock
{
    public const int Padding = 24;

    internal byte[] Buffer = [];
    internal int Length;

    public ReadOnlySpan<byte> Text => Buffer.AsSpan(0, Length);

    /// <summary>The text, and <see cref="Padding"/> bytes that mean nothing: kernels look at several bytes at once.</summary>
    public ReadOnlySpan<byte> Padded => Buffer.AsSpan(0, Length + Padding);

    /// <summary>Line of the file that the block begins with, from 1.</summary>
    public long FirstLine { get; internal set; }
}

/// <summary>The first record of a file.</summary>
/// <param name="Separator">Comma, semicolon or tab: the one that the header has most of.</param>
/// <param name="Columns">As written, without blanks around them.</param>
/// <param name="Line">Where it stands; empty lines may stand before it.</param>
sealed record CsvHeader(byte Separator, string[] Columns, long Line);

/// <summary>Cuts a stream into blocks of whole records. The cuts depend on the bytes alone, not on how the stream hands them out.</summary>
/// <exception cref="InvalidInputException">From any member: not text, not UTF-8 in the header, or a record longer than <see cref="LongestRecord"/>.</exception>
sealed class CsvSource(Stream stream, string file)
{
    /// <summary>Bytes of the longest record, and of a block. No more of a file is ever held here.</summary>
    public const int LongestRecord = 1 << 20;

    // Longer than is ever read: for a line break at the end, and the padding.
    const int Spare = 1 + CsvBlock.Padding;

    // What has been read and not handed out.
    byte[] _carry = [];
    int _carried;
    long _line = 1;
    byte _separator;
    bool _ended;
    bool _carriageReturnsAlone;

    /// <summary>False where there is no further block; where it is true, there may be none all the same.</summary>
    public bool MayHaveMore => !_ended || _carried > 0;

    /// <summary>To be called once, before any block is read.</summary>
    public CsvHeader ReadHeader()
    {
        ReadFirst();
        RefuseOtherEncodings();
        CheckText(_carry.AsSpan(0, _carried), _carry.AsSpan(0, _carried));
        if (_carry.AsSpan(0, _carried).StartsWith(Encoding.UTF8.Preamble)) Drop(Encoding.UTF8.Preamble.Length);
        SettleLineBreaks();
        DropEmptyLines();
        if (_carried == 0) throw new InvalidInputException(file, "the file is empty");

        var text = _carry.AsSpan(0, _carried);
        _separator = SeparatorOf(text[..(text.IndexOf(CsvRecord.LineBreak) is >= 0 and var lineEnd ? lineEnd : text.Length)]);
        var length = CsvRecord.Length(text, _separator, more: !_ended, out var unclosed);
        if (length == 0 && !text.Contains(CsvRecord.LineBreak)) throw TooLong();
        if (length == 0 || unclosed) throw new InvalidInputException(file, "a quote in the header is not closed", _line);
        var record = text[..length];
        if (!Utf8.IsValid(record)) throw new InvalidInputException(file, "the header is not UTF-8; save the file as UTF-8", _line);

        var columns = new List<string>();
        foreach (var field in new CsvFields(record, _separator)) columns.Add(Encoding.UTF8.GetString(field));
        var header = new CsvHeader(_separator, [.. columns], _line);
        _line += record.Count(CsvRecord.LineBreak);
        Drop(record.Length);
        return header;
    }

    /// <returns>False at the end of the file.</returns>
    public bool TryRead(CsvBlock block)
    {
        if (block.Buffer.Length <= LongestRecord && !_ended) block.Buffer = new byte[LongestRecord + Spare];
        if (_ended) (block.Buffer, _carry) = (_carry, []);
        else _carry.AsSpan(0, _carried).CopyTo(block.Buffer);

        var buffer = block.Buffer;
        var length = _carried;
        if (!_ended)
        {
            length += stream.ReadAtLeast(buffer.AsSpan(_carried, LongestRecord - _carried), LongestRecord - _carried, throwOnEndOfStream: false);
            _ended = length < LongestRecord;
            var added = buffer.AsSpan(_carried, length - _carried);
            CheckText(added, buffer.AsSpan(0, length));
            if (_carriageReturnsAlone) added.Replace((byte)'\r', CsvRecord.LineBreak);
        }
        if (length == 0) return false;
        if (_ended && buffer[length - 1] != CsvRecord.LineBreak) buffer[length++] = CsvRecord.LineBreak;

        var text = buffer.AsSpan(0, length);
        block.Length = _ended ? length : Cut(text);
        block.FirstLine = _line;
        _line += block.Text.Count(CsvRecord.LineBreak);
        _carried = length - block.Length;
        text[block.Length..].CopyTo(_carry);
        return true;
    }

    // A small file gets a small buffer.
    void ReadFirst()
    {
        var size = (int)Math.Clamp(stream.CanSeek ? stream.Length - stream.Position + 1 : LongestRecord, 1, LongestRecord);
        _carry = new byte[size + Spare];
        _carried = stream.ReadAtLeast(_carry.AsSpan(0, size), size, throwOnEndOfStream: false);
        if (_carried == size && size < LongestRecord)
        {
            Array.Resize(ref _carry, LongestRecord + Spare);
            _carried += stream.ReadAtLeast(_carry.AsSpan(size, LongestRecord - size), LongestRecord - size, throwOnEndOfStream: false);
        }
        _ended = _carried < LongestRecord;
    }

    int Cut(ReadOnlySpan<byte> text)
    {
        if (CsvRecord.LastEnd(text, _separator) is > 0 and var end) return end;
        // A quote that stays open this long is not a quote: its line goes alone, and is found wanting when it is read.
        if (text.IndexOf(CsvRecord.LineBreak) is >= 0 and var first) return first + 1;
        throw TooLong();
    }

    static byte SeparatorOf(ReadOnlySpan<byte> header)
    {
        ReadOnlySpan<byte> candidates = ",;\t"u8;
        Span<int> counts = [0, 0, 0];
        var quoted = false;
        foreach (var letter in header)
        {
            if (letter == CsvRecord.Quote) quoted = !quoted;
            else if (!quoted && candidates.IndexOf(letter) is >= 0 and var which) counts[which]++;
        }
        return candidates[counts[1] > counts[0] && counts[1] >= counts[2] ? 1 : counts[2] > counts[0] ? 2 : 0];
    }

    void RefuseOtherEncodings()
    {
        if (_carried < 2) return;
        if ((_carry[0], _carry[1]) is (0xFF, 0xFE) or (0xFE, 0xFF)) throw new InvalidInputException(file, "the file is UTF-16; save it as UTF-8");
    }

    void CheckText(ReadOnlySpan<byte> added, ReadOnlySpan<byte> all)
    {
        var zero = added.IndexOf((byte)0);
        if (zero < 0) return;
        var before = all[..(all.Length - added.Length + zero)];
        throw new InvalidInputException(file, "not a text file: it holds a zero byte", _line + before.Count(CsvRecord.LineBreak));
    }

    // Old Macintosh programs end lines with a carriage return alone.
    void SettleLineBreaks()
    {
        var text = _carry.AsSpan(0, _carried);
        var first = text.IndexOfAny((byte)'\r', CsvRecord.LineBreak);
        _carriageReturnsAlone = first >= 0 && first + 1 < text.Length && text[first] == '\r' && text[first + 1] != CsvRecord.LineBreak;
        if (_carriageReturnsAlone) text.Replace((byte)'\r', CsvRecord.LineBreak);
    }

    void DropEmptyLines()
    {
        while (_carry.AsSpan(0, _carried).IndexOf(CsvRecord.LineBreak) is >= 0 and var end && _carry.AsSpan(0, end).Trim(" \t\r"u8).IsEmpty)
        {
            Drop(end + 1);
            _line++;
        }
        if (_ended && _carry.AsSpan(0, _carried).Trim(" \t\r"u8).IsEmpty) _carried = 0;
    }

    void Drop(int count)
    {
        _carry.AsSpan(count, _carried - count).CopyTo(_carry);
        _carried -= count;
    }

    InvalidInputException TooLong() => new(file, $"the line is longer than {LongestRecord >> 10} KiB; this is not a table of readings", _line);
}
