using System.Text.Json.Serialization;

namespace Plumbline.Client;

sealed record FitBody(
    long[] Timestamps, IReadOnlyList<double> Values, string? Detector, double? Threshold, IReadOnlyDictionary<string, double>? Parameters, Side Direction, double MinDeviation, bool AllowConstant);

sealed record ReadingBody(long Timestamp, double Value);

sealed record BatchBody(long[] Timestamps, IReadOnlyList<double> Values, bool Bounds);

sealed record DeletedModels([property: JsonRequired] IReadOnlyList<string> Deleted);

sealed record DetectorList([property: JsonRequired] IReadOnlyList<DetectorDescription> Detectors);

sealed record ProblemBody(string? Detail, Dictionary<string, string[]>? Errors);

sealed class SideConverter() : JsonStringEnumConverter<Side>(System.Text.Json.JsonNamingPolicy.SnakeCaseLower);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(SideConverter)])]
[JsonSerializable(typeof(FitBody))]
[JsonSerializable(typeof(ReadingBody))]
[JsonSerializable(typeof(BatchBody))]
[JsonSerializable(typeof(FittedModel))]
[JsonSerializable(typeof(Prediction))]
[JsonSerializable(typeof(PredictedBatch))]
[JsonSerializable(typeof(TrainedSeries))]
[JsonSerializable(typeof(ModelPage))]
[JsonSerializable(typeof(DeletedModels))]
[JsonSerializable(typeof(DetectorList))]
[JsonSerializable(typeof(ProblemBody))]
sealed partial class SeriesJson : JsonSerializerContext;
