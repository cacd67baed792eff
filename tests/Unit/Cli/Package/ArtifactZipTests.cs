using System.IO.Compression;
using Plumbline.Cli.Package;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli;

public sealed class ArtifactZipTests
{
    static readonly Dictionary<string, byte[]> Files = new(StringComparer.Ordinal) { ["model/b"] = [1, 2, 3], ["inference"] = "#!/bin/sh\n"u8.ToArray(), ["README.md"] = new byte[5000] };

    static byte[] Zipped(IReadOnlyDictionary<string, byte[]> files)
    {
        using var stream = new MemoryStream();
        ArtifactZip.Write(files, new HashSet<string> { "inference" }, stream);
        return stream.ToArray();
    }

    [Fact]
    public void The_bytes_depend_on_nothing_but_paths_and_contents()
    {
        var reversed = Files.Reverse().ToDictionary(file => file.Key, file => file.Value, StringComparer.Ordinal);

        Zipped(reversed).ShouldBe(Zipped(Files));
        Zipped(new Dictionary<string, byte[]>(Files) { ["model/b"] = [1, 2, 4] }).ShouldNotBe(Zipped(Files));
    }

    [Fact]
    public void Entries_are_sorted_of_one_time_and_programs_may_be_run()
    {
        using var zip = new ZipArchive(new MemoryStream(Zipped(Files)));

        zip.Entries.Select(entry => entry.FullName).ShouldBe(["README.md", "inference", "model/b"]);
        zip.Entries.ShouldAllBe(entry => entry.LastWriteTime.DateTime == new DateTime(1980, 1, 1));
        zip.Entries.Select(entry => Convert.ToString((entry.ExternalAttributes >> 16) & 0x1FF, 8)).ShouldBe(["644", "755", "644"]);
        using var body = zip.GetEntry("model/b")!.Open();
        Enumerable.Range(0, 3).Select(_ => body.ReadByte()).ShouldBe([1, 2, 3]);
    }
}
