using System.Text;
using Plumbline.Edge.Artifact;
using Plumbline.Pumps.Grades;

namespace Plumbline.Cli.Package;

/// <summary>All that goes into one artifact. The same contents give the same files.</summary>
sealed record ArtifactContents
{
    public required ModelMetadata Metadata { get; init; }
    public required PackedBaseline Baseline { get; init; }

    /// <summary>What the device will choose from the table.</summary>
    public required GradeChoice Grade { get; init; }
    public required byte[] TolerancesJson { get; init; }
    public required byte[] MappingJson { get; init; }
    public required byte[] DeploymentJson { get; init; }
    public PackedModel? Model { get; init; }
    public required EdgeProgramFiles Program { get; init; }

    /// <summary>The pump's name as it may stand in a path.</summary>
    public required string Slug { get; init; }

    /// <summary>Paths of the files that are unpacked as programs.</summary>
    public IReadOnlySet<string> Programs { get; } = new HashSet<string>(StringComparer.Ordinal) { Launcher.Unix, "plumb-edge" };

    /// <summary>Every file by its path, the manifest included.</summary>
    public IReadOnlyDictionary<string, byte[]> Files()
    {
        var files = new Dictionary<string, byte[]>(Program.Files, StringComparer.Ordinal)
        {
            [ArtifactLayout.Baseline] = Bytes(Baseline.Write),
            [ArtifactLayout.Tolerances] = TolerancesJson,
            [ArtifactLayout.ColumnMapping] = MappingJson,
            [ArtifactLayout.Deployment] = DeploymentJson,
            [ArtifactLayout.ModelMetadata] = Bytes(stream => Metadata.Write(stream, Model?.Card, Model is null ? null : ArtifactManifest.Digest(Model.Bytes))),
            [Launcher.Unix] = Text(Launcher.ForUnix(Program.IsSelfContained)),
            [Launcher.Windows] = Text(Launcher.ForWindows(Program.IsSelfContained)),
            [ServiceFiles.Unit] = ServiceFiles.Read(ServiceFiles.Unit),
            [ServiceFiles.Cron] = ServiceFiles.Read(ServiceFiles.Cron),
            ["README.md"] = Text(ArtifactReadme.For(this)),
        };
        if (Model is not null) files[ArtifactLayout.Model] = Model.Bytes;
        var manifest = new ArtifactManifest();
        foreach (var (path, content) in files) manifest.Add(path, content);
        files[ArtifactLayout.Manifest] = Bytes(manifest.Write);
        return files;
    }

    static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);
}
