using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Plumbline.Edge.Delivery;
using Plumbline.Edge.Judging;
using Plumbline.Edge.Reporting;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;

namespace Plumbline.Edge.Results;

/// <summary>What was said of one row, and what became of it: a line of the results log. Numbers keep every digit; null: missing, or not judged.</summary>
sealed record RowResult
{
    public required DateTime Timestamp { get; init; }
    public required PumpStatus Status { get; init; }
    public required LoggedReading Reading { get; init; }
    public required LoggedValues Deviations { get; init; }

    /// <summary>By parameter: why it was not judged.</summary>
    public required IReadOnlyDictionary<string, Unjudged> Unjudged { get; init; }

    public required IReadOnlyDictionary<string, LoggedViolation> Violations { get; init; }
    public required LoggedPrediction? Prediction { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PredictionUnavailable { get; init; }

    /// <summary>What is told to the centre: parameters, or <c>prediction</c>. Empty where the row is not reported.</summary>
    public required IReadOnlyList<string> Told { get; init; }

    /// <summary>Key of the report; null where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    public required string Reason { get; init; }
    public required string ModelVersion { get; init; }

    public static RowResult Of(Verdict verdict, ReportDecision decision, AnomalyPayload? report, string version) => new()
    {
        Timestamp = verdict.Time,
        Status = verdict.Status,
        Reading = LoggedReading.Of(verdict.Reading),
        Deviations = LoggedValues.Of(verdict.Row.DeviationsPct),
        Unjudged = Reasons(verdict.Row.WhyUnjudged),
        Violations = verdict.Violations.ToDictionary(violation => Name(violation.Parameter), LoggedViolation.Of),
        Prediction = verdict.Forecast is { } forecast ? new(forecast.RulDays, forecast.Probability, forecast.Confidence) : null,
        PredictionUnavailable = verdict.WhyNoForecast,
        Told = decision.Told,
        Key = report?.Key,
        Reason = decision.Reason,
        ModelVersion = version,
    };

    /// <summary>One line of UTF-8, without its end.</summary>
    public byte[] ToLine() => JsonSerializer.SerializeToUtf8Bytes(this, ResultJson.Line.RowResult);

    /// <summary>Null where the line is none of ours.</summary>
    public static RowResult? OfLine(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, ResultJson.Line.RowResult) is { Timestamp.Kind: DateTimeKind.Utc } result ? result : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The content of <c>results.json</c>, UTF-8.</summary>
    /// <param name="isReported">Whether the centre has it.</param>
    /// <param name="reason">Why, or why not.</param>
    public byte[] ToFile(bool isReported, string reason) => JsonSerializer.SerializeToUtf8Bytes(
        new LatestResult(ReportTime.Format(Timestamp), Status, Deviations, Violations, Prediction, PredictionUnavailable, isReported, reason, ModelVersion), ResultJson.File.LatestResult);

    static Dictionary<string, Unjudged> Reasons(UnjudgedReasons why)
    {
        var reasons = new Dictionary<string, Unjudged>();
        foreach (var parameter in ParameterSets.All)
            if (why[parameter] != Pumps.Condition.Unjudged.No) reasons.Add(Name(parameter), why[parameter]);
        return reasons;
    }

    static string Name(PumpParameter parameter) => parameter.ToString().ToLowerInvariant();
}

/// <summary>A row as measured.</summary>
sealed record LoggedReading(double? FlowGpm, double? DischargePsi, double? SuctionPsi, double? PowerHp, double? EfficiencyPct, double? SpeedRpm)
{
    public static LoggedReading Of(in PumpReading reading) =>
        new(LoggedValues.Known(reading.FlowGpm), LoggedValues.Known(reading.DischargePsi), LoggedValues.Known(reading.SuctionPsi), LoggedValues.Known(reading.PowerHp), LoggedValues.Known(reading.EfficiencyPct), LoggedValues.Known(reading.SpeedRpm));

    public PumpReading ToReading() => new(FlowGpm ?? double.NaN, DischargePsi ?? double.NaN, SuctionPsi ?? double.NaN, PowerHp ?? double.NaN, EfficiencyPct ?? double.NaN, SpeedRpm ?? double.NaN);
}

/// <summary>One number for each parameter.</summary>
sealed record LoggedValues(double? Flow, double? Head, double? Power, double? Efficiency)
{
    public static LoggedValues Of(in ParameterValues values) => new(Known(values.Flow), Known(values.Head), Known(values.Power), Known(values.Efficiency));

    public static double? Known(double value) => double.IsFinite(value) ? value : null;
}

/// <summary>A parameter outside its tolerance.</summary>
sealed record LoggedViolation(double Deviation, double Threshold, LimitSide ThresholdType, bool Mandatory)
{
    public static LoggedViolation Of(Violation violation) => new(violation.DeviationPct, violation.ThresholdPct, violation.Side, violation.Mandatory);
}

/// <summary>What the model says.</summary>
sealed record LoggedPrediction(double RulDays, double Probability, double Confidence);

/// <summary><c>results.json</c>: the latest row.</summary>
sealed record LatestResult(
    string Timestamp,
    PumpStatus Status,
    LoggedValues Deviations,
    IReadOnlyDictionary<string, LoggedViolation> Violations,
    LoggedPrediction? Prediction,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? PredictionUnavailable,
    bool ReportedToApi,
    string ReportReason,
    string ModelVersion);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(JsonStringEnumConverter<PumpStatus>), typeof(JsonStringEnumConverter<Unjudged>), typeof(SideWords)])]
[JsonSerializable(typeof(RowResult))]
[JsonSerializable(typeof(LatestResult))]
sealed partial class ResultJson : JsonSerializerContext
{
    /// <summary>For a line of the log.</summary>
    public static ResultJson Line => field ??= With(isIndented: false);

    /// <summary>For a file that people look at.</summary>
    public static ResultJson File => field ??= With(isIndented: true);

    static ResultJson With(bool isIndented) => new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = isIndented });
}

/// <summary><c>max</c> and <c>min</c>.</summary>
sealed class SideWords : JsonConverter<LimitSide>
{
    public override LimitSide Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.String ? throw new JsonException() : reader.GetString() switch { "max" => LimitSide.Max, "min" => LimitSide.Min, _ => throw new JsonException() };

    public override void Write(Utf8JsonWriter writer, LimitSide value, JsonSerializerOptions options) => writer.WriteStringValue(value == LimitSide.Max ? "max" : "min");
}
