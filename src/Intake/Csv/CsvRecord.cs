namespace Plumbline.Intake.Csv;

/// <summary>Where a record of a separated file ends.</summary>
/// <remarks>
/// As RFC 4180: a field that begins with a quote ends with one, may hold separators and line breaks, and writes a quote as two. A quote elsewhere is text.
/// Beyond the RFC: blanks around a field do not count, and a quote that is not closed before a separator or a line break costs its own line and no more:
/// reading goes on at the next line, where a reader that trusted the quote would lose the rest of the file.
/// </remarks>
static class CsvRecord
{
    public const byte Quote = (byte)'"';
    public const byte LineBreak = (byte)'\n';

    /// <param name="text">From the beginning of the record on.</param>
    /// <param name="separator">Between fields.</param>
    /// <param name="more">Whether the file goes on after <paramref name="text"/>.</param>
    /// <param name="unclosed">A quote is not closed: the record is its first line.</param>
    /// <returns>Bytes of the record, its line break included; 0 where its end is not in <paramref name="text"/>.</returns>
    public static int Length(ReadOnlySpan<byte> text, byte separator, bool more, out bool unclosed)
    {
        unclosed = false;
        for (var at = 0; at < text.Length; at++)
        {
            at = SkipBlanks(text, at, separator);
            if (at < text.Length && text[at] == Quote)
            {
                at = AfterClosingQuote(text, at + 1);
                if (at < 0) return more ? 0 : FirstLine(text, more, out unclosed);
                at = SkipBlanks(text, at, separator);
                if (at == text.Length) break;
                if (text[at] != separator && text[at] != LineBreak) return FirstLine(text, more, out unclosed);
            }
            else
            {
                var length = text[at..].IndexOfAny(separator, LineBreak);
                if (length < 0) break;
                at += length;
            }
            if (text[at] == LineBreak) return at + 1;
        }
        return more ? 0 : text.Length;
    }

    /// <summary>Just after the last record that ends inside the text; 0 where none does.</summary>
    public static int LastEnd(ReadOnlySpan<byte> text, byte separator)
    {
        if (!text.Contains(Quote)) return text.LastIndexOf(LineBreak) + 1;
        var end = 0;
        while (Length(text[end..], separator, more: true, out _) is > 0 and var length) end += length;
        return end;
    }

    /// <returns>-1 where no quote closes.</returns>
    public static int AfterClosingQuote(ReadOnlySpan<byte> text, int at)
    {
        while (text[at..].IndexOf(Quote) is >= 0 and var distance)
        {
            at += distance + 1;
            if (at == text.Length || text[at] != Quote) return at;
            at++;
        }
        return -1;
    }

    public static int SkipBlanks(ReadOnlySpan<byte> text, int at, byte separator)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' && text[at] != separator) at++;
        return at;
    }

    static int FirstLine(ReadOnlySpan<byte> text, bool more, out bool unclosed)
    {
        var end = text.IndexOf(LineBreak);
        unclosed = end >= 0 || !more;
        return end >= 0 ? end + 1 : more ? 0 : text.Length;
    }
}
