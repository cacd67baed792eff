using System.Diagnostics;
using Plumbline.Edge.Memory;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge.Memory;

public sealed class DataFolderLockTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("plumbline-edge-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Second_run_is_kept_out_until_the_first_has_ended()
    {
        var data = Path.Combine(_folder, "data");
        using (var first = DataFolderLock.TryTake(data))
        {
            first.ShouldNotBeNull();
            DataFolderLock.TryTake(data).ShouldBeNull();
        }
        using var second = DataFolderLock.TryTake(data);
        second.ShouldNotBeNull();
    }

    [Fact]
    public void Lock_of_a_killed_process_holds_nobody()
    {
        // Another program, so that the system and not this runtime lets go.
        Assert.SkipUnless(File.Exists("/usr/bin/flock"), "There is no flock.");
        DataFolderLock.TryTake(_folder)!.Dispose();
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec 9>.lock; flock 9; echo held; exec cat"]) { WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardInput = true, UseShellExecute = false };
        using var other = Process.Start(start)!;
        other.StandardOutput.ReadLine().ShouldBe("held");
        DataFolderLock.TryTake(_folder).ShouldBeNull();

        other.Kill();
        other.WaitForExit();

        using var taken = DataFolderLock.TryTake(_folder);
        taken.ShouldNotBeNull();
    }

    [Fact]
    public void Folder_that_cannot_be_one_is_told()
    {
        var file = Path.Combine(_folder, "data");
        File.WriteAllText(file, "");

        Should.Throw<IOException>(() => DataFolderLock.TryTake(file)).Message.ShouldStartWith($"the data folder '{file}' cannot be used: ");
    }
}
