using System.Text.Json.Serialization;

namespace Plumbline.Client;

/// <summary>The side on which a deviation is an anomaly.</summary>
public enum Side
{
    /// <summary>Either.</summary>
    Both,

    /// <summary>Only what is too high.</summary>
    Up,

    /// <summary>Only what is too low.</summary>
    Down,
}

/// <summary>How a model is fitted. What is null is the service's default.</summary>
public sealed record FitSettings
{
    /// <summary>The name of a detector, as <see cref="SeriesClient.DetectorsAsync"/> lists them.</summary>
    public string? Detector { get; init; }

    /// <summary>For three_sigma: standard deviations between the mean and a bound, 1 to 5.</summary>
    public double? Threshold { get; init; }

    /// <summary>Parameters of the detector, by name.</summary>
    public IReadOnlyDictionary<string, double>? Parameters { get; init; }

    /// <summary>The side that counts.</summary>
    public Side Direction { get; init; }

    /// <summary>In the unit of the values, 0 or more: nothing nearer to the expected value is an anomaly.</summary>
    public double MinDeviation { get; init; }

    /// <summary>Whether a series without any spread is accepted; every other value is then an anomaly.</summary>
    public bool AllowConstant { get; init; }
}

/// <summary>A version that was made.</summary>
/// <param name="SeriesId">Of the series.</param>
/// <param name="Version">Such as v1.</param>
/// <param name="PointsUsed">Points that were learned from.</param>
/// <param name="Timestamp">When it was made, in seconds since 1970.</param>
public sealed record FittedModel([property: JsonRequired] string SeriesId, [property: JsonPropertyName("model_version"), JsonRequired] string Version, int PointsUsed, long Timestamp);

/// <summary>What the model says of a reading.</summary>
/// <param name="IsAnomaly">Whether the score is above 1.</param>
/// <param name="Version">The version that says so.</param>
/// <param name="Timestamp">Of the reading, in seconds since 1970.</param>
/// <param name="Score">Without unit; above 1 is an anomaly. Null where the model allows no deviation.</param>
/// <param name="Expected">In the unit of the values.</param>
/// <param name="Lower">Null: open.</param>
/// <param name="Upper">Null: open.</param>
/// <param name="Severity">The deviation over the deviation that is allowed; 0 inside the bounds, null where none is allowed.</param>
public sealed record Prediction(
    [property: JsonPropertyName("anomaly"), JsonRequired] bool IsAnomaly, [property: JsonPropertyName("model_version"), JsonRequired] string Version, long Timestamp, double? Score, double? Expected, double? Lower, double? Upper, double? Severity)
{
    /// <summary>False where the service could not ask its store whether there is a newer version.</summary>
    [JsonIgnore]
    public bool IsConfirmed { get; init; } = true;
}

/// <summary>What the model says of readings that follow one another.</summary>
/// <param name="SeriesId">Of the series.</param>
/// <param name="Version">The version that says so.</param>
/// <param name="Anomalies">Rows whose score is above 1.</param>
/// <param name="Scores">One a reading.</param>
/// <param name="Expected">Null where no bounds were asked for.</param>
/// <param name="Lower">Null where no bounds were asked for.</param>
/// <param name="Upper">Null where no bounds were asked for.</param>
public sealed record PredictedBatch(
    string SeriesId, [property: JsonPropertyName("model_version"), JsonRequired] string Version, [property: JsonRequired] IReadOnlyList<int> Anomalies, [property: JsonRequired] IReadOnlyList<double?> Scores,
    IReadOnlyList<double?>? Expected, IReadOnlyList<double?>? Lower, IReadOnlyList<double?>? Upper);

/// <summary>A version with the points that it was trained on.</summary>
/// <param name="SeriesId">Of the series.</param>
/// <param name="Version">Such as v1.</param>
/// <param name="Points">In the order of time.</param>
public sealed record TrainedSeries(string SeriesId, [property: JsonPropertyName("model_version"), JsonRequired] string Version, [property: JsonPropertyName("data_points"), JsonRequired] IReadOnlyList<TrainedPoint> Points);

/// <summary>A point of a training series.</summary>
/// <param name="Timestamp">Seconds since 1970.</param>
/// <param name="Value">As it was sent.</param>
/// <param name="IsAnomaly">Whether the model flags it.</param>
public sealed record TrainedPoint(long Timestamp, double Value, bool IsAnomaly);

/// <summary>Some of the series, with all their versions.</summary>
/// <param name="Models">In the order of their ids.</param>
/// <param name="TotalSeries">Series in the store.</param>
/// <param name="TotalModels">Versions in the store.</param>
public sealed record ModelPage([property: JsonRequired] IReadOnlyList<ModelVersions> Models, long TotalSeries, long TotalModels);

/// <summary>A series and its versions, the newest first.</summary>
/// <param name="SeriesId">Of the series.</param>
/// <param name="Versions">Such as v2, v1.</param>
public sealed record ModelVersions(string SeriesId, IReadOnlyList<string> Versions);

/// <summary>A technique that the service has.</summary>
/// <param name="Name">As a fit names it.</param>
/// <param name="Summary">What it is good for.</param>
/// <param name="MinimumPoints">Points that it needs.</param>
/// <param name="Parameters">What it can be set by.</param>
public sealed record DetectorDescription(string Name, string Summary, int MinimumPoints, IReadOnlyList<ParameterDescription> Parameters);

/// <summary>A parameter of a detector.</summary>
/// <param name="Name">As a fit names it.</param>
/// <param name="Default">Where it is not given.</param>
/// <param name="Least">The smallest that is accepted.</param>
/// <param name="Most">The largest that is accepted.</param>
/// <param name="Meaning">With the unit.</param>
public sealed record ParameterDescription(string Name, double Default, double Least, double Most, string Meaning);
