using Plumbline.Edge.Artifact;
using Plumbline.Intake;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge;

public sealed class ArtifactManifestTests
{
    [Fact]
    public void An_artifact_as_it_was_packed_has_no_fault()
    {
        using var artifact = new UnpackedArtifact(UnpackedArtifact.Model);
        artifact.Seal();

        ArtifactManifest.Verify(artifact.Folder).ShouldBeEmpty();
        File.ReadAllText(artifact[ArtifactLayout.Manifest]).ShouldContain($"\"{ArtifactLayout.Model}\": \"{ArtifactManifest.Digest(File.ReadAllBytes(artifact[ArtifactLayout.Model]))}\"");
    }

    [Fact]
    public void What_is_missing_changed_or_additional_is_named_in_the_order_of_paths()
    {
        using var artifact = new UnpackedArtifact(UnpackedArtifact.Model);
        artifact.Seal();
        artifact.Change(ArtifactLayout.Baseline, "85.5", "85.6");
        File.Delete(artifact[ArtifactLayout.Tolerances]);
        artifact.Write("model/.hidden.dll", stream => stream.WriteByte(0));

        ArtifactManifest.Verify(artifact.Folder).ShouldBe([
            "config/baseline.json: was changed: its SHA-256 is not that of the manifest",
            "config/tolerances.json: is missing",
            "model/.hidden.dll: is additional: the manifest does not have it",
        ]);
    }

    [Fact]
    public void What_a_device_writes_is_not_looked_at()
    {
        using var artifact = new UnpackedArtifact();
        artifact.Seal();
        artifact.Write($"{ArtifactLayout.Writings}/state/a", stream => stream.WriteByte(0));
        artifact.Write(ArtifactLayout.Variables, stream => stream.WriteByte(0));

        ArtifactManifest.Verify(artifact.Folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{\"format\": 1, \"algorithm\": \"md5\", \"files\": {\"a\": \"b\"}}", "'algorithm' is 'md5'")]
    [InlineData("{\"format\": 1, \"algorithm\": \"sha256\", \"files\": {}}", "'files' is empty")]
    [InlineData("{\"format\": 1, \"algorithm\": \"sha256\", \"files\": {\"a\": 1}}", "'files.a' is 1; it must be text")]
    [InlineData("{\"format\": 1, \"algorithm\": \"sha256\", \"files\": {\"a\": \"b\", \"a\": \"c\"}}", "cannot be read as JSON")]
    [InlineData("[]", "'the root' is []; it must be an object")]
    public void A_manifest_that_is_none_is_refused(string json, string named)
    {
        using var artifact = new UnpackedArtifact();
        File.WriteAllText(artifact[ArtifactLayout.Manifest], json);

        Should.Throw<InvalidInputException>(() => ArtifactManifest.Verify(artifact.Folder)).Message.ShouldContain(named);
    }

    [Fact]
    public void Without_a_manifest_nothing_is_verified()
    {
        using var artifact = new UnpackedArtifact();

        Should.Throw<InvalidInputException>(() => ArtifactManifest.Verify(artifact.Folder)).Message.ShouldBe($"{artifact[ArtifactLayout.Manifest]}: the manifest is missing.");
    }
}
