using System.Runtime.Versioning;

namespace Plumbline.EndToEnd.Tests.Clients;

/// <summary>Debian's Python with <c>requests</c>.</summary>
[UnsupportedOSPlatform("windows")]
static class Python
{
    public static Outcome Run(string script, IEnumerable<string>? arguments = null, params (string Name, string Value)[] environment)
    {
        var all = environment.Append(("PYTHONDONTWRITEBYTECODE", "1")).Append(("NO_PROXY", "*")).ToDictionary(pair => pair.Item1, pair => pair.Item2);
        return Plumb.Start("/", "python3", [script, .. arguments ?? []], all);
    }

    public static void InstallRequests()
    {
        var isThere = File.Exists("/usr/bin/python3") && Plumb.Start("/", "python3", ["-c", "import requests"], new Dictionary<string, string>()).ExitCode == 0;
        if (!isThere) Debian.Install("python3-requests");
    }
}
