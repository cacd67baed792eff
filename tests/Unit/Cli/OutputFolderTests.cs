using Plumbline.Cli;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli;

public sealed class OutputFolderTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("plumbline-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_an_earlier_run_left_and_this_one_drops_goes_with_the_commit_and_nothing_else()
    {
        foreach (var name in (string[])["report.md", "model.plumb", "notes.txt", "Well 1/model.plumb", "Well 1/mine.txt"]) Put(name, "old");

        using (var output = OutputFolder.Begin(_folder))
        {
            Write(output, "report.md");
            output.Drop("model.plumb");
            output.Drop("never.there");
            output.Within("Well 1").Drop("model.plumb");
            File.Exists(At("model.plumb")).ShouldBeTrue();
            output.Commit();
        }

        Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder, file)).Order(StringComparer.Ordinal).ShouldBe(["Well 1/mine.txt", "notes.txt", "report.md"]);
        File.ReadAllText(At("report.md")).ShouldBe("new");
    }

    [Fact]
    public void Without_a_commit_everything_stays()
    {
        Put("model.plumb", "old");

        using (var output = OutputFolder.Begin(_folder)) output.Drop("model.plumb");

        File.ReadAllText(At("model.plumb")).ShouldBe("old");
    }

    [Fact]
    public void A_model_that_was_read_stays_where_it_is()
    {
        Put("model.plumb", "old");

        using (var output = OutputFolder.Begin(_folder, At("model.plumb")))
        {
            output.Drop("model.plumb");
            output.Commit();
        }

        File.Exists(At("model.plumb")).ShouldBeTrue();
    }

    string At(string name) => Path.Combine(_folder, name);

    void Put(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(name))!);
        File.WriteAllText(At(name), text);
    }

    static void Write(OutputFolder output, string name)
    {
        using var file = output.Create(name);
        file.Write("new"u8);
    }
}
