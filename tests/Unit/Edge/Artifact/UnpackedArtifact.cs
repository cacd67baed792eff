using Plumbline.Edge.Artifact;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Prognosis;
using Plumbline.Unit.Tests.Pumps;
using Shouldly;

namespace Plumbline.Unit.Tests.Edge;

/// <summary>An artifact's folder, as it lies on a device, without the program; goes with the test.</summary>
sealed class UnpackedArtifact : IDisposable
{
    internal static readonly PumpBaseline Baseline = new()
    {
        PumpId = "Well 1",
        PumpType = "Goulds 3409",
        Application = "Municipal Water and Wastewater",
        MotorRating = Power.FromKilowatts(75),
        Flow = Flow.FromLitresPerSecond(31.7),
        DischargePressure = Pressure.FromBar(10.3),
        SuctionPressure = Pressure.FromPsi(25),
        Power = new(75),
        EfficiencyPct = 85.5,
    };

    static readonly Lazy<RulModel> Skilled = new(() => RulTraining.Train(
        [.. Enumerable.Range(1, 3).Select(WearRuns.ToFailure)], new() { Kind = RulModelKind.Linear, MostRows = 400 }, new(2025, 1, 1, 12, 30, 0, DateTimeKind.Utc)).Model.ShouldNotBeNull());

    public UnpackedArtifact(RulModel? model = null, PackedBaseline? packed = null)
    {
        Write(ArtifactLayout.Baseline, (packed ?? new PackedBaseline { Pump = Baseline, Profile = "default", Options = new AnalysisOptions() }).Write);
        Write(ArtifactLayout.Tolerances, stream => stream.Write(File.ReadAllBytes(Path.Combine(ReadmeTests.Root, "config", "tolerances.json"))));
        Write(ArtifactLayout.ColumnMapping, stream => stream.Write("{}"u8));
        Write(ArtifactLayout.ModelMetadata, stream => new ModelMetadata { Version = "1.2.0", PumpId = (packed?.Pump ?? Baseline).PumpId, Framework = "Plumbline 0.1.0", ModelType = model?.Card.Kind ?? ModelMetadata.NoModel }.Write(stream, model?.Card, null));
        if (model is not null) Write(ArtifactLayout.Model, model.Write);
    }

    /// <summary>A small model with skill.</summary>
    public static RulModel Model => Skilled.Value;

    public string Folder { get; } = Directory.CreateTempSubdirectory("plumbline-test-").FullName;

    public string this[string part] => Path.Combine(Folder, part);

    public void Write(string part, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[part])!);
        using var file = File.Create(this[part]);
        write(file);
    }

    /// <summary>Replaces text in a part that has it.</summary>
    public void Change(string part, string from, string to)
    {
        var text = File.ReadAllText(this[part]);
        text.ShouldContain(from);
        File.WriteAllText(this[part], text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Seal()
    {
        var manifest = new ArtifactManifest();
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)) manifest.Add(Path.GetRelativePath(Folder, file), File.ReadAllBytes(file));
        Write(ArtifactLayout.Manifest, manifest.Write);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
