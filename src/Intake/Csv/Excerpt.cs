using System.Text;

namespace Plumbline.Intake.Csv;

/// <summary>Values as a sentence shows them: in quotes, one line, not too long, whatever bytes they were.</summary>
static class Excerpt
{
    const int Longest = 40;

    public static string Of(ReadOnlySpan<byte> utf8)
    {
        var text = utf8.Trim(" \t\r\n"u8);
        return Of(Encoding.UTF8.GetString(text.Length > 4 * Longest ? text[..(4 * Longest)] : text));
    }

    public static string Of(string text)
    {
        var shown = text.Length > Longest ? text.AsSpan(0, Longest).ToString() + "…" : text;
        return $"'{string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c))}'";
    }

    /// <summary>At most thirty of them.</summary>
    public static string OfAll(IReadOnlyCollection<string> texts) =>
        string.Join(", ", texts.Take(30).Select(Of)) + (texts.Count > 30 ? $" and {texts.Count - 30} more" : "");
}
