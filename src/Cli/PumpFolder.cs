using System.Security.Cryptography;
using System.Text;

namespace Plumbline.Cli;

/// <summary>A folder name for a pump: its own name where that is safe on any file system, else made safe and told apart by a digest.</summary>
static class PumpFolder
{
    const int LongestName = 80;

    // What the page over many pumps is called, in the same folder.
    static readonly string[] Taken = ["fleet.html", "fleet.json", "fleet.md"];

    public static string Name(string pumpId)
    {
        var safe = string.Concat(pumpId.Select(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' ? c : '_')).Trim('.', ' ');
        if (safe.Length > LongestName) safe = safe[..LongestName].TrimEnd('.', ' ');
        if (safe == pumpId && !Taken.Contains(safe, StringComparer.OrdinalIgnoreCase)) return safe;
        // Two names that become the same must not share a folder.
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pumpId)))[..6];
        return $"{(safe.Length > 0 ? safe : "pump")}-{digest}";
    }
}
