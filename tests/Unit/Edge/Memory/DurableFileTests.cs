using Plumbline.Edge.Memory;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge.Memory;

public sealed class DurableFileTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("plumbline-edge-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void File_takes_the_place_of_the_one_before_in_folders_made_for_it()
    {
        var path = Path.Combine(_folder, "a", "b", "état.json");

        DurableFile.Write(path, "the first, which is longer"u8);
        DurableFile.Write(path, "the second"u8);

        File.ReadAllText(path).ShouldBe("the second");
        Directory.EnumerateFiles(Path.GetDirectoryName(path)!).ShouldBe([path]);
    }

    [Fact]
    public void File_that_cannot_be_written_leaves_the_one_before()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no device that is always full.");
        var path = Path.Combine(_folder, "state");
        DurableFile.Write(path, "the first"u8);
        File.CreateSymbolicLink(path + DurableFile.DraftEnding, "/dev/full");

        Should.Throw<IOException>(() => DurableFile.Write(path, "the second"u8)).Message.ShouldContain("No space left on device");

        File.ReadAllText(path).ShouldBe("the first");
        Directory.EnumerateFiles(_folder).ShouldBe([path]);
    }

    [Fact]
    public void Move_takes_no_files_place()
    {
        var (from, to) = (Path.Combine(_folder, "from"), Path.Combine(_folder, "kept", "to"));
        DurableFile.Write(from, "one"u8);
        DurableFile.Write(to, "other"u8);

        Should.Throw<IOException>(() => DurableFile.Move(from, to)).Message.ShouldStartWith($"'{from}' cannot be moved to '{to}': ");

        File.ReadAllText(from).ShouldBe("one");
        File.ReadAllText(to).ShouldBe("other");
    }
}
