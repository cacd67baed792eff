using Plumbline.Intake;
using Plumbline.Pumps;
using Plumbline.Pumps.Grades;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Edge.Artifact;

/// <summary>An unpacked artifact: all that a device needs to judge one pump. Immutable; safe from many threads.</summary>
public sealed record PumpArtifact
{
    /// <summary>Where it lies.</summary>
    public required string Folder { get; init; }

    /// <summary>Version, pump, and what the model is.</summary>
    public required ModelMetadata Metadata { get; init; }

    /// <summary>What readings are compared with, and how they are judged.</summary>
    public required PackedBaseline Baseline { get; init; }

    /// <summary>What they are held against, and why.</summary>
    public required GradeChoice Grade { get; init; }

    /// <summary>Which columns of the readings hold what.</summary>
    public required ColumnMapping Mapping { get; init; }

    /// <summary>Tells remaining life; null where only tolerances are checked.</summary>
    public RulModel? Model { get; init; }

    /// <summary>Why there will never be a prediction, as the rest of a sentence; null where there may be.</summary>
    public string? WhyNoPredictions => Model switch
    {
        null => "the artifact was packed without a model",
        { Card.HasSkill: false } => "the model has no skill: on data that it had not seen it was no better than the mean",
        _ => null,
    };

    /// <summary>Analyses a whole log by what is packed, signals included: what the device says of each row, and <c>plumb analyze</c> of the log that told of the signals.</summary>
    public PumpMonitor Monitor() => new(Baseline.Pump, Grade, Baseline.Options with { Signals = Baseline.Signals });

    /// <summary>Reads an artifact. Its parts are checked for what they say, not against the manifest: that is <see cref="ArtifactManifest.Verify"/>.</summary>
    /// <param name="folder">Where it was unpacked.</param>
    /// <exception cref="InvalidInputException">A file is missing, unreadable or says what cannot be; one sentence names the file and the place in it.</exception>
    public static PumpArtifact Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) throw new InvalidInputException(folder, "there is no such folder to read an artifact from");
        var metadata = ReadPart(folder, ArtifactLayout.ModelMetadata, "description of the model", ModelMetadata.Read);
        var baseline = ReadPart(folder, ArtifactLayout.Baseline, "baseline", PackedBaseline.Read);
        if (metadata.PumpId != baseline.Pump.PumpId)
            throw new InvalidInputException(Path.Combine(folder, ArtifactLayout.ModelMetadata), $"'pump' is '{metadata.PumpId}', that of {ArtifactLayout.Baseline} '{baseline.Pump.PumpId}'");
        return new()
        {
            Folder = folder,
            Metadata = metadata,
            Baseline = baseline,
            Grade = ReadPart(folder, ArtifactLayout.Tolerances, "tolerance table", (json, file) => GradeOf(baseline, json, file)),
            Mapping = ReadPart(folder, ArtifactLayout.ColumnMapping, "column mapping", (json, file) => ColumnMapping.Read(new MemoryStream(json), file)),
            Model = metadata.HasModel ? ReadModel(Path.Combine(folder, ArtifactLayout.Model)) : null,
        };
    }

    static T ReadPart<T>(string folder, string part, string what, Func<byte[], string, T> read)
    {
        var file = Path.Combine(folder, part);
        return read(ArtifactFile.ReadAll(file, what), file);
    }

    static GradeChoice GradeOf(PackedBaseline baseline, byte[] json, string file)
    {
        try
        {
            return baseline.GradeIn(ToleranceTable.Parse(json, file));
        }
        catch (ToleranceTableException e)
        {
            // What the table itself has wrong is told with its name; what it lacks for this pump is not.
            throw e.Message.StartsWith(file, StringComparison.Ordinal) ? new InvalidInputException(file, e.Message[file.Length..].TrimStart(',', ':', ' ').TrimEnd('.')) : new InvalidInputException(file, e.Message.TrimEnd('.'));
        }
    }

    static RulModel ReadModel(string file)
    {
        using var stream = ArtifactFile.Open(file, "model");
        try
        {
            return RulModel.Read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidInputException(file, e.Message.TrimEnd('.'));
        }
    }
}
