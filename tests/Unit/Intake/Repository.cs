using Xunit;

namespace Plumbline.Unit.Tests.Intake;

/// <summary>Files of the checkout, and beside it.</summary>
static class Repository
{
    internal static string Root { get; } = Above(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>Skips the test where the file is not there.</summary>
    internal static FileStream OpenPumpFile(string name)
    {
        var path = Path.Combine(Root, "..", "shared", "data", "pumps", name);
        Assert.SkipUnless(File.Exists(path), "No ../shared/data beside the checkout.");
        return File.OpenRead(path);
    }

    static string Above(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "Plumbline.slnx")) ? folder.FullName
        : Above(folder.Parent ?? throw new DirectoryNotFoundException("No Plumbline.slnx above " + AppContext.BaseDirectory));
}
