namespace Plumbline.Edge.Configuration;

/// <summary>A secret. It has no text but where it is sent: neither a log, nor a message, nor a debugger's view of the options shows it.</summary>
public sealed class BearerToken
{
    readonly string _text;

    /// <param name="text">Not empty; printable ASCII without blanks, as a header needs it.</param>
    public BearerToken(string text)
    {
        if (!IsGood(text)) throw new ArgumentException("Not a bearer token: it is empty, or holds blanks or characters that a header cannot carry.", nameof(text));
        _text = text;
    }

    /// <summary>Whether a text can be a token.</summary>
    public static bool IsGood(string text) => text.Length > 0 && text.All(c => c is > ' ' and <= '~');

    /// <summary>For the header of a request, and nothing else.</summary>
    internal string Reveal() => _text;

    /// <summary>A text from outside without the token, should it hold it: a server may repeat what it was sent, and the name of a host comes in small letters.</summary>
    internal string Censor(string text) => text.Replace(_text, "(token)", StringComparison.OrdinalIgnoreCase);

    /// <returns>Not the token.</returns>
    public override string ToString() => "(not shown)";
}
