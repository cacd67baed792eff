using System.Security.Cryptography;
using System.Text.Json;
using Plumbline.Intake;

namespace Plumbline.Edge.Artifact;

/// <summary>What belongs to an artifact: <c>manifest.json</c>, with the SHA-256 of every other file.</summary>
/// <remarks>It tells of damage and of change by mistake, not of origin: whoever can write the files can write a manifest that fits.</remarks>
public sealed class ArtifactManifest
{
    const int Format = 1;

    readonly SortedDictionary<string, string> _digests = new(StringComparer.Ordinal);

    /// <summary>Adds a file.</summary>
    /// <param name="path">From the artifact's folder, with forward slashes.</param>
    /// <param name="content">Its bytes.</param>
    /// <exception cref="ArgumentException">There is one of that path.</exception>
    public void Add(string path, byte[] content) => _digests.Add(path, Digest(content));

    /// <summary>SHA-256, lower-case hexadecimal.</summary>
    public static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Writes it as JSON, sorted by path.</summary>
    public void Write(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, ArtifactJson.Writing);
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteString("algorithm", "sha256");
        json.WriteStartObject("files");
        foreach (var (path, digest) in _digests) json.WriteString(path, digest);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Holds an unpacked artifact against its manifest. The folder that the program writes to and the file of a device's variables are not looked at.</summary>
    /// <param name="folder">Of the artifact.</param>
    /// <returns>What is wrong, one sentence a file, sorted by path; empty where everything fits.</returns>
    /// <exception cref="InvalidInputException">There is no manifest, or it is none.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<string> Verify(string folder)
    {
        var expected = Read(folder);
        var found = Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(path => !IsOfTheDevice(path))
            .ToHashSet(StringComparer.Ordinal);
        var faults = new List<string>();
        foreach (var path in expected.Keys.Union(found).Order(StringComparer.Ordinal))
        {
            if (!expected.TryGetValue(path, out var digest)) faults.Add($"{path}: is additional: the manifest does not have it");
            else if (!found.Contains(path)) faults.Add($"{path}: is missing");
            else if (DigestOf(Path.Combine(folder, path)) != digest) faults.Add($"{path}: was changed: its SHA-256 is not that of the manifest");
        }
        return faults;
    }

    static IReadOnlyDictionary<string, string> Read(string folder)
    {
        var file = Path.Combine(folder, ArtifactLayout.Manifest);
        var files = JsonFields.Read(ArtifactFile.ReadAll(file, "manifest"), file, root =>
        {
            root.Whole("format", Format, Format);
            return root.Text("algorithm") == "sha256" ? root.Texts("files") : throw new InvalidInputException(file, $"'algorithm' is '{root.Text("algorithm")}'; it must be 'sha256'");
        });
        return files.Count > 0 ? files : throw new InvalidInputException(file, "'files' is empty");
    }

    static bool IsOfTheDevice(string path) =>
        path is ArtifactLayout.Manifest or ArtifactLayout.Variables || path.StartsWith(ArtifactLayout.Writings + "/", StringComparison.Ordinal);

    static string DigestOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
