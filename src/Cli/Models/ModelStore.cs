using System.Globalization;
using System.Text.Json;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Cli.Models;

/// <summary>Trained models on disk: <c>models/&lt;pump&gt;/&lt;version&gt;/model.plumb</c>, and beside each its card as JSON for people and programs.</summary>
sealed class ModelStore(string folder)
{
    public const string ModelFile = "model.plumb";
    public const string CardFile = "model_metadata.json";

    /// <summary>The model of a pump to use: the newest with skill, or where none has any the newest; null where there is none.</summary>
    /// <exception cref="BadInputException">One that is as new cannot be read: an older one is not taken in its place unasked.</exception>
    public (RulModel Model, string Path)? Best(string pumpId)
    {
        (RulModel Model, string Path)? newest = null;
        foreach (var version in Versions(pumpId).OrderDescending())
        {
            var path = Path.Combine(FolderOf(pumpId), version.ToString(), ModelFile);
            var found = (Model: Read(path), path);
            if (found.Model.Card.HasSkill) return found;
            newest ??= found;
        }

        return newest;
    }

    /// <summary>The version that the next model of a pump should carry.</summary>
    public string NextVersion(string pumpId) => Versions(pumpId).Max() is { } newest ? new Version(newest.Major, newest.Minor + 1, 0).ToString() : "1.0.0";

    /// <summary>Keeps a model under the version on its card.</summary>
    /// <returns>Where.</returns>
    public string Keep(RulModel model, string pumpId)
    {
        var place = Path.Combine(FolderOf(pumpId), model.Card.Version);
        using var output = OutputFolder.Begin(place);
        using (var file = output.Create(ModelFile)) model.Write(file);
        using (var file = output.Create(CardFile)) WriteCard(model.Card, file);
        output.Commit();
        return Path.Combine(place, ModelFile);
    }

    /// <exception cref="BadInputException">The file is missing, damaged, or no model.</exception>
    public static RulModel Read(string path)
    {
        using var file = InputFile.Open(path, "model");
        return Read(file, path);
    }

    /// <param name="file">The model's bytes.</param>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="BadInputException">Damaged, or no model.</exception>
    public static RulModel Read(Stream file, string path)
    {
        try
        {
            return RulModel.Read(file);
        }
        catch (InvalidDataException e)
        {
            throw new BadInputException($"model '{path}': {e.Message}");
        }
    }

    string FolderOf(string pumpId) => Path.Combine(folder, PumpFolder.Name(pumpId));

    IEnumerable<Version> Versions(string pumpId)
    {
        var versions = FolderOf(pumpId);
        if (!Directory.Exists(versions)) return [];
        return Directory.EnumerateDirectories(versions)
            .Where(place => File.Exists(Path.Combine(place, ModelFile)))
            .Select(place => OwnVersion(Path.GetFileName(place)))
            .OfType<Version>();
    }

    // Folders that this store would not have made are none of its business.
    static Version? OwnVersion(string name) =>
        Version.TryParse(name, out var version) && version is { Build: >= 0, Revision: < 0, Minor: < int.MaxValue } && version.ToString() == name ? version : null;

    /// <summary>What is told of a model, for people and programs.</summary>
    public static void WriteCard(RulModelCard card, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("version", card.Version);
        json.WriteString("kind", card.Kind);
        json.WriteString("label", card.Label == RulLabel.Classification ? "classification" : "regression");
        json.WriteString("pump", card.PumpId);
        json.WriteString("trained_at", card.TrainedAt.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        json.WriteBoolean("has_skill", card.HasSkill);
        json.WriteString("split", card.Split);
        json.WriteNumber("rul_cap_days", card.RulCapDays);
        WriteMetrics(json, "train", card.Train, card.Label);
        WriteMetrics(json, "test", card.Test, card.Label);
        json.WriteNumber("coverage", card.Coverage);
        WriteFinite(json, "measured_coverage", card.MeasuredCoverage);
        json.WriteStartArray("runs");
        foreach (var run in card.Runs)
        {
            json.WriteStartObject();
            json.WriteString("pump", run.PumpId);
            json.WriteString("start", run.Period.Start);
            json.WriteString("end", run.Period.End);
            json.WriteString("failure_date", run.FailureDate);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("features");
        foreach (var feature in card.Features) json.WriteStringValue(feature);
        json.WriteEndArray();
        json.WriteStartArray("importance");
        foreach (var share in card.Importance)
        {
            json.WriteStartObject();
            json.WriteString("feature", share.Feature);
            WriteFinite(json, "share", share.Share);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void WriteMetrics(Utf8JsonWriter json, string name, RulMetrics metrics, RulLabel label)
    {
        json.WriteStartObject(name);
        json.WriteNumber("rows", metrics.Rows);
        WriteFinite(json, RulMetrics.MaeName(label), metrics.Mae);
        WriteFinite(json, RulMetrics.RmseName(label), metrics.Rmse);
        WriteFinite(json, "r2", metrics.R2);
        json.WriteEndObject();
    }

    static void WriteFinite(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
