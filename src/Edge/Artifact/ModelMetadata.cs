using System.Globalization;
using System.Text.Json;
using Plumbline.Intake;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Edge.Artifact;

/// <summary>What is told of the artifact's version and of its model: <c>model/model_metadata.json</c>.</summary>
public sealed record ModelMetadata
{
    /// <summary>What the model type is called where there is none.</summary>
    public const string NoModel = "none";

    /// <summary>Version of the artifact: results and reports carry it.</summary>
    public required string Version { get; init; }

    /// <summary>The pump that the artifact is for.</summary>
    public required string PumpId { get; init; }

    /// <summary>Program and version that trained the model and wrote the artifact.</summary>
    public required string Framework { get; init; }

    /// <summary><c>random_forest</c>, <c>gradient_boosting</c>, <c>linear</c>, or <see cref="NoModel"/>.</summary>
    public string ModelType { get; init; } = NoModel;

    /// <summary>Whether a model lies beside.</summary>
    public bool HasModel => ModelType != NoModel;

    /// <summary>Writes it as JSON.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="card">Of the model; null without one.</param>
    /// <param name="digest">SHA-256 of the model file, lower-case hexadecimal; null without one.</param>
    public void Write(Stream stream, RulModelCard? card, string? digest)
    {
        using var json = new Utf8JsonWriter(stream, ArtifactJson.Writing);
        json.WriteStartObject();
        json.WriteString("version", Version);
        json.WriteString("pump", PumpId);
        json.WriteString("created_at", card is null ? null : Time(card.TrainedAt));
        json.WriteString("model_type", ModelType);
        json.WriteString("framework", Framework);
        json.WriteString("trained_version", card?.Version);
        if (card is null) json.WriteNull("predicts");
        else json.WriteString("predicts", card.Label == RulLabel.Classification ? "failure within 7 days" : "days until failure");
        json.WriteBoolean("predictions", card is { HasSkill: true });
        WriteMetrics(json, card);
        json.WriteStartArray("feature_names");
        foreach (var feature in card?.Features ?? []) json.WriteStringValue(feature);
        json.WriteEndArray();
        WriteTrainingData(json, card);
        json.WriteString("digest", digest is null ? null : "sha256:" + digest);
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads what a device needs of it; the rest is for people.</summary>
    /// <exception cref="InvalidInputException">A field is missing or of the wrong kind; the message names it.</exception>
    public static ModelMetadata Read(byte[] json, string file) => JsonFields.Read(json, file, only: false, read: root => new ModelMetadata
    {
        Version = root.Text("version"),
        PumpId = root.Text("pump"),
        Framework = root.Text("framework"),
        ModelType = root.Text("model_type"),
    });

    static void WriteMetrics(Utf8JsonWriter json, RulModelCard? card)
    {
        if (card is null)
        {
            json.WriteNull("metrics");
            return;
        }
        json.WriteStartObject("metrics");
        json.WriteBoolean("has_skill", card.HasSkill);
        json.WriteString("split", card.Split);
        foreach (var (name, metrics) in (ReadOnlySpan<(string, RulMetrics)>)[("train", card.Train), ("test", card.Test)])
        {
            json.WriteStartObject(name);
            json.WriteNumber("rows", metrics.Rows);
            ArtifactJson.Write(json, RulMetrics.MaeName(card.Label), metrics.Mae);
            ArtifactJson.Write(json, RulMetrics.RmseName(card.Label), metrics.Rmse);
            ArtifactJson.Write(json, "r2", metrics.R2);
            json.WriteEndObject();
        }
        ArtifactJson.Write(json, "coverage", card.Coverage);
        ArtifactJson.Write(json, "measured_coverage", card.MeasuredCoverage);
        json.WriteEndObject();
    }

    static void WriteTrainingData(Utf8JsonWriter json, RulModelCard? card)
    {
        if (card is null)
        {
            json.WriteNull("training_data");
            return;
        }
        json.WriteStartObject("training_data");
        json.WriteString("start", Time(card.Runs.Min(run => run.Period.Start)));
        json.WriteString("end", Time(card.Runs.Max(run => run.Period.End)));
        json.WriteStartArray("runs");
        foreach (var run in card.Runs)
        {
            json.WriteStartObject();
            json.WriteString("pump", run.PumpId);
            json.WriteString("start", Time(run.Period.Start));
            json.WriteString("end", Time(run.Period.End));
            json.WriteString("failure_date", Time(run.FailureDate));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static string Time(DateTime utc) => utc.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
