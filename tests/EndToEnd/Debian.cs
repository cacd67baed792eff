using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests;

/// <summary>Programs of others that a test needs.</summary>
static class Debian
{
    /// <summary>Installs a package; the test is skipped where that cannot be done.</summary>
    public static void Install(string package)
    {
        if (!File.Exists("/etc/debian_version")) Assert.Skip($"{package} is not installed, and this is not a Debian machine on which we could install it.");
        string[] asRoot = Environment.UserName == "root" ? [] : ["sudo", "-n"];
        foreach (var command in (string[][])[["apt-get", "update"], ["apt-get", "install", "-y", "--no-install-recommends", package]])
        {
            string[] whole = [.. asRoot, .. command];
            var done = Plumb.Start("/", whole[0], whole[1..], new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" });
            done.ExitCode.ShouldBe(0, done.Errors);
        }
    }
}
