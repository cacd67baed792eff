using System.Text;

namespace Plumbline.Edge.Configuration;

/// <summary><c>${NAME}</c> in texts.</summary>
static class Placeholders
{
    public static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || char.IsAsciiDigit(name[0])) return false;
        foreach (var c in name)
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        return true;
    }

    /// <summary>The first variable that a text names; null where it names none.</summary>
    public static string? FirstIn(string text) => Next(text, 0) is { } found ? text[(found.Start + 2)..found.End] : null;

    /// <summary>The text with each placeholder replaced. Values are taken as they are: a placeholder in one is not looked up again.</summary>
    /// <param name="text">With any number of placeholders.</param>
    /// <param name="variable">The value of a name; null where it has none.</param>
    /// <param name="missing">Names without a value are added.</param>
    public static string Fill(string text, Func<string, string?> variable, List<string> missing)
    {
        var filled = new StringBuilder();
        var at = 0;
        while (Next(text, at) is { } found)
        {
            var name = text[(found.Start + 2)..found.End];
            filled.Append(text, at, found.Start - at);
            if (variable(name) is { } value) filled.Append(value);
            else missing.Add(name);
            at = found.End + 1;
        }
        return filled.Append(text, at, text.Length - at).ToString();
    }

    static (int Start, int End)? Next(string text, int from)
    {
        for (var start = text.IndexOf("${", from, StringComparison.Ordinal); start >= 0; start = text.IndexOf("${", start + 2, StringComparison.Ordinal))
        {
            var end = text.IndexOf('}', start);
            if (end > 0 && IsName(text.AsSpan(start + 2, end - start - 2))) return (start, end);
        }
        return null;
    }
}
