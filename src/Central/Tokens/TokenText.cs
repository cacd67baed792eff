using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Central.Tokens;

/// <summary>The form of a token: <c>plumb_</c>, a handle of 12 hexadecimal digits that finds it, <c>_</c>, and 256 random bits in base64url.</summary>
static class TokenText
{
    const string Prefix = "plumb_";
    const int HandleLength = 12;
    const int SecretLength = 43;

    /// <summary>A new token. Show it to the person who asked, once, and keep the other two.</summary>
    public static (string Text, string Handle, byte[] Hash) Create()
    {
        var handle = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(HandleLength / 2));
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return ($"{Prefix}{handle}_{secret}", handle, Hash(secret));
    }

    /// <returns>The parts, or null where the text has not the form of a token.</returns>
    public static (string Handle, byte[] Hash)? Parse(string text)
    {
        if (text.Length != Prefix.Length + HandleLength + 1 + SecretLength || !text.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        return (text.Substring(Prefix.Length, HandleLength), Hash(text[^SecretLength..]));
    }

    static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
