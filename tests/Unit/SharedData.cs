using Xunit;

namespace Plumbline.Unit.Tests;

/// <summary>Reference files that lie beside the repository on some machines; a test that needs one is skipped on the others.</summary>
static class SharedData
{
    /// <summary>The whole path of a file under <c>../shared/data</c>, seen from the repository's root.</summary>
    internal static string PathOf(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "..", "shared", "data", file);
            if (File.Exists(Path.Combine(folder.FullName, "Plumbline.slnx")) && File.Exists(path)) return path;
        }

        Assert.Skip($"{file} is not beside the repository.");
        return "";
    }
}
