using Plumbline.Cli;
using Plumbline.Cli.Package;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli;

public sealed class EdgeProgramFilesTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("plumbline-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_portable_program_is_what_it_needs_and_nothing_of_the_rest()
    {
        var program = EdgeProgramFiles.Portable(AppContext.BaseDirectory);

        program.IsSelfContained.ShouldBeFalse();
        program.Files.Keys.ShouldContain("plumb-edge.dll");
        program.Files.Keys.ShouldContain("plumb-edge.runtimeconfig.json");
        program.Files.Keys.ShouldContain("Plumbline.Pumps.dll");
        program.Files.Keys.ShouldNotContain("Plumbline.Reports.dll");
        program.Files.Keys.ShouldAllBe(name => name.EndsWith(".dll", StringComparison.Ordinal) || name.EndsWith(".json", StringComparison.Ordinal));
    }

    [Fact]
    public void A_program_that_is_not_whole_is_refused()
    {
        foreach (var (name, content) in EdgeProgramFiles.Portable(AppContext.BaseDirectory).Files) File.WriteAllBytes(Path.Combine(_folder, name), content);
        EdgeProgramFiles.Portable(_folder).Files.Count.ShouldBeGreaterThan(5);
        File.Delete(Path.Combine(_folder, "Plumbline.Pumps.dll"));

        Should.Throw<BadInputException>(() => EdgeProgramFiles.Portable(_folder)).Message.ShouldBe($"the edge program is not whole: '{Path.Combine(_folder, "Plumbline.Pumps.dll")}' is missing.");
    }

    [Fact]
    public void A_published_program_must_be_one_file_for_the_machine()
    {
        var program = Path.Combine(_folder, "plumb-edge");
        Should.Throw<BadInputException>(() => EdgeProgramFiles.SelfContained(_folder)).Message.ShouldContain("plumb-edge' is missing");

        File.WriteAllText(program, "#!/bin/sh\necho no program of ours\n");
        Should.Throw<BadInputException>(() => EdgeProgramFiles.SelfContained(_folder)).Message.ShouldBe($"'{program}' is not a program for linux-x64.");

        byte[] elf = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, .. new byte[11], 0x3E, 0, .. new byte[40]];
        File.WriteAllBytes(program, elf);
        EdgeProgramFiles.SelfContained(_folder).IsSelfContained.ShouldBeTrue();

        elf[18] = 0xB7;
        File.WriteAllBytes(program, elf);
        Should.Throw<BadInputException>(() => EdgeProgramFiles.SelfContained(_folder)).Message.ShouldContain("not a program for linux-x64");

        elf[18] = 0x3E;
        File.WriteAllBytes(program, elf);
        File.WriteAllText(Path.Combine(_folder, "plumb-edge.dll"), "");
        Should.Throw<BadInputException>(() => EdgeProgramFiles.SelfContained(_folder)).Message.ShouldContain("single file");
    }
}
