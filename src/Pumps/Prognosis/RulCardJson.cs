using System.Text.Json;
using Plumbline.Plant;
using Plumbline.Pumps.Features;

namespace Plumbline.Pumps.Prognosis;

/// <summary>The card of a model as it stands in a file, version 1. Written and read field by field: a device reads it at every run, and the serializer's start would take longer than that.</summary>
static class RulCardJson
{
    const int MostRuns = 100_000;
    const string Regression = "regression";
    const string Classification = "classification";

    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static byte[] Write(RulModelCard card)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("version", card.Version);
            json.WriteString("kind", card.Kind);
            json.WriteString("label", card.Label == RulLabel.Classification ? Classification : Regression);
            json.WriteString("pump_id", card.PumpId);
            json.WriteStartArray("features");
            foreach (var feature in card.Features) json.WriteStringValue(feature);
            json.WriteEndArray();
            json.WriteStartArray("runs");
            foreach (var run in card.Runs) Write(json, run);
            json.WriteEndArray();
            Write(json, "rul_cap_days", card.RulCapDays);
            Write(json, "train", card.Train);
            Write(json, "test", card.Test);
            json.WriteString("split", card.Split);
            Write(json, "coverage", card.Coverage);
            Write(json, "measured_coverage", card.MeasuredCoverage);
            json.WriteString("trained_at", card.TrainedAt);
            json.WriteStartArray("importance");
            foreach (var share in card.Importance)
            {
                json.WriteStartObject();
                json.WriteString("feature", share.Feature);
                Write(json, "share", share.Share);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }

    /// <summary>The card, once it is known to make sense.</summary>
    /// <exception cref="InvalidDataException">It does not, or the bytes are none of a card; the message says where.</exception>
    public static RulModelCard Read(byte[] description)
    {
        RulModelCard card;
        try
        {
            using var document = JsonDocument.Parse(description, Strict);
            card = Card(document.RootElement);
        }
        // What JsonElement throws on a field that is missing, of another kind, or no such number or time; and a period that ends before it starts.
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"The model's description cannot be read: {e.Message}", e);
        }
        Demand(card.Version.Length > 0, "the version is empty");
        Demand(card.Features.Count > 0, "it names no feature");
        Demand(card.Features.Distinct().Count() == card.Features.Count, "it names a feature twice");
        if (card.Features.FirstOrDefault(name => !FeatureNames.All.Contains(name)) is { } unknown)
            throw new InvalidDataException($"The model was trained on the feature '{unknown}', which is not among the {FeatureNames.All.Count} of this program: it cannot be used here.");
        Demand(double.IsFinite(card.RulCapDays) && card.RulCapDays > 0, $"{card.RulCapDays} days is no cap");
        Demand(card.Coverage is > 0 and < 1, $"{card.Coverage} is no coverage");
        Demand(card.Runs.Count is > 0 and <= MostRuns, $"{card.Runs.Count} runs");
        return card;
    }

    static RulModelCard Card(JsonElement card) => new()
    {
        Version = Text(card, "version"),
        Kind = Text(card, "kind"),
        Label = Text(card, "label") switch
        {
            Regression => RulLabel.Regression,
            Classification => RulLabel.Classification,
            var other => throw new InvalidDataException($"The model's description makes no sense: '{other}' is not a kind of label."),
        },
        PumpId = Text(card, "pump_id"),
        Features = List(card, "features", Text),
        Runs = List(card, "runs", Run),
        RulCapDays = Number(card, "rul_cap_days"),
        Train = Metrics(card.GetProperty("train")),
        Test = Metrics(card.GetProperty("test")),
        Split = Text(card, "split"),
        Coverage = Number(card, "coverage"),
        MeasuredCoverage = Number(card, "measured_coverage"),
        TrainedAt = card.GetProperty("trained_at").GetDateTime(),
        Importance = List(card, "importance", share => new FeatureShare(Text(share, "feature"), Number(share, "share"))),
    };

    static List<T> List<T>(JsonElement card, string name, Func<JsonElement, T> read)
    {
        var list = new List<T>();
        foreach (var entry in card.GetProperty(name).EnumerateArray()) list.Add(read(entry));
        return list;
    }

    static void Write(Utf8JsonWriter json, TrainingRun run)
    {
        json.WriteStartObject();
        json.WriteString("pump_id", run.PumpId);
        json.WriteString("start", run.Period.Start);
        json.WriteString("end", run.Period.End);
        json.WriteString("failure_date", run.FailureDate);
        json.WriteBoolean("for_test", run.ForTest);
        json.WriteEndObject();
    }

    static TrainingRun Run(JsonElement run) => new(
        Text(run, "pump_id"), new Period(run.GetProperty("start").GetDateTime(), run.GetProperty("end").GetDateTime()), run.GetProperty("failure_date").GetDateTime(), run.GetProperty("for_test").GetBoolean());

    static void Write(Utf8JsonWriter json, string name, RulMetrics metrics)
    {
        json.WriteStartObject(name);
        json.WriteNumber("rows", metrics.Rows);
        Write(json, "mae", metrics.Mae);
        Write(json, "rmse", metrics.Rmse);
        Write(json, "r2", metrics.R2);
        json.WriteEndObject();
    }

    static RulMetrics Metrics(JsonElement metrics) => new(metrics.GetProperty("rows").GetInt32(), Number(metrics, "mae"), Number(metrics, "rmse"), Number(metrics, "r2"));

    // JSON has no word for what is not finite: NaN, Infinity and -Infinity stand as text.
    static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteString(name, value.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    static double Number(JsonElement of, string name) => of.GetProperty(name) is { ValueKind: JsonValueKind.String } text
        ? double.Parse(text.GetString()!, System.Globalization.CultureInfo.InvariantCulture) is var value && !double.IsFinite(value) ? value : throw new FormatException($"'{name}' is text.")
        : of.GetProperty(name).GetDouble();

    static string Text(JsonElement of, string name) => Text(of.GetProperty(name));

    static string Text(JsonElement of) => of.GetString() ?? throw new FormatException("A text is null.");

    static void Demand(bool met, string otherwise)
    {
        if (!met) throw new InvalidDataException($"The model's description makes no sense: {otherwise}.");
    }
}
