namespace Plumbline.Cli.Package;

/// <summary>Versions as <c>1.4.0</c> or <c>2.0.0-rc.1+site7</c> (semver.org 2.0.0).</summary>
static class SemanticVersion
{
    // It becomes part of a file name.
    const int Longest = 64;

    public static bool IsGood(string text)
    {
        if (text.Length > Longest) return false;
        var (rest, build) = Cut(text, '+');
        var (numbers, label) = Cut(rest, '-');
        return numbers.Split('.') is { Length: 3 } parts && Array.TrueForAll(parts, IsNumber) && AreWords(build, leadingZeros: true) && AreWords(label, leadingZeros: false);
    }

    static (string Before, string? After) Cut(string text, char at) => text.IndexOf(at) is >= 0 and var i ? (text[..i], text[(i + 1)..]) : (text, null);

    static bool AreWords(string? words, bool leadingZeros) =>
        words is null || Array.TrueForAll(words.Split('.'), word => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && (leadingZeros || !word.All(char.IsAsciiDigit) || IsNumber(word)));

    static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit) && (text.Length == 1 || text[0] != '0');
}
