using System.Buffers;
using System.Globalization;

namespace Plumbline.Reports.Documents;

/// <summary>Makes text from anywhere harmless in a format: it shows as it is and means nothing.</summary>
static class Escape
{
    static readonly SearchValues<char> HtmlSpecial = SearchValues.Create("<>&\"'");

    // Everything that GitHub's Markdown gives a meaning to somewhere, '@' for mentions among it.
    static readonly SearchValues<char> MarkdownSpecial = SearchValues.Create("\\`*_[]<#|~&@$");

    /// <summary>For the text of an element and for a value in quotes.</summary>
    public static void Html(TextWriter writer, string text)
    {
        foreach (var c in text)
        {
            if (!HtmlSpecial.Contains(c)) writer.Write(Visible(c));
            else
            {
                writer.Write(c switch { '<' => "&lt;", '>' => "&gt;", '&' => "&amp;", '"' => "&quot;", _ => "&#39;" });
            }
        }
    }

    /// <summary>For text anywhere in a Markdown line or a cell of a table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="text">As the reader should see it.</param>
    /// <param name="atLineStart">Whether the line begins with it: "1. ", "- " or "> " would mean something there.</param>
    public static void Markdown(TextWriter writer, string text, bool atLineStart = false)
    {
        if (atLineStart) text = text.TrimStart();
        var guarded = atLineStart ? ListMark(text) : -1;
        for (var i = 0; i < text.Length; i++)
        {
            if (i == guarded) writer.Write('\\');
            var c = text[i] switch { Wording.NoBreakSpace or '\r' or '\n' or '\t' => ' ', var other => Visible(other) };
            if (MarkdownSpecial.Contains(c)) writer.Write('\\');
            // An address in running text would turn into a link by itself.
            if (BeginsAddress(text, i)) writer.Write(c == '.' ? "&#46;" : "&#58;");
            else writer.Write(c);
        }
    }

    /// <summary>A file's name or a relative path as an address: everything outside the plain characters is percent-encoded.</summary>
    public static string Address(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    // Where the mark of a list or a quotation stands, -1 where there is none.
    static int ListMark(string text)
    {
        if (text.Length == 0) return -1;
        if (text[0] is '-' or '+' or '>' or '=') return 0;
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && text[digits] is '.' or ')' ? digits : -1;
    }

    static bool BeginsAddress(string text, int at) =>
        (text[at] == '.' && at >= 3 && text.AsSpan(at - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase))
        || (text[at] == ':' && text.AsSpan(at + 1).StartsWith("//", StringComparison.Ordinal));

    // Control characters, and those that turn the direction of the text around them, would make a document lie about itself.
    static char Visible(char c) => char.IsControl(c) && c is not ('\n' or '\t')
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format && c is >= '\u200E' and <= '\u2069' ? '\uFFFD' : c;
}
