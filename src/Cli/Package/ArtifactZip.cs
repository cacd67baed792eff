using System.IO.Compression;

namespace Plumbline.Cli.Package;

/// <summary>Writes files as a ZIP whose bytes depend on nothing but their paths and contents: sorted, and all of one time.</summary>
static class ArtifactZip
{
    // The first that the format can say.
    static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Owner, group and others, as `ls` shows them; above, the mark of a regular file.
    const int Readable = 0x8000 | 0b110_100_100;
    const int Runnable = 0x8000 | 0b111_101_101;

    /// <param name="files">Contents by path, with forward slashes.</param>
    /// <param name="programs">Paths that are unpacked as programs.</param>
    /// <param name="stream">Where to.</param>
    public static void Write(IReadOnlyDictionary<string, byte[]> files, IReadOnlySet<string> programs, Stream stream)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (path, content) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            var entry = zip.CreateEntry(path, CompressionLevel.SmallestSize);
            entry.LastWriteTime = Time;
            entry.ExternalAttributes = (programs.Contains(path) ? Runnable : Readable) << 16;
            using var body = entry.Open();
            body.Write(content);
        }
    }
}
