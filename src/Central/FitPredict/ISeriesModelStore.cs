using System.Runtime.InteropServices;

namespace Plumbline.Central.FitPredict;

/// <summary>Keeps models of series, all versions of them, with what they were trained on. What was answered survives the loss of the process and of power.</summary>
interface ISeriesModelStore
{
    /// <summary>Keeps a model as the next version of its series: versions begin at 1, have no gap, and none is given twice, whoever writes beside.</summary>
    Task<long> AddAsync(NewModel model);

    /// <param name="version">Null for the latest.</param>
    /// <returns>Null where there is none.</returns>
    Task<StoredModel?> FindAsync(string seriesId, long? version, CancellationToken cancel);

    Task<TrainingPoints?> TrainingAsync(string seriesId, long version, CancellationToken cancel);

    /// <summary>A page of the series, in the order of their ids, each with its versions from the newest on.</summary>
    Task<PageOfSeries> ListAsync(int skip, int take, CancellationToken cancel);

    /// <param name="version">Null for all.</param>
    /// <returns>The versions that were deleted.</returns>
    Task<IReadOnlyList<long>> DeleteAsync(string seriesId, long? version);

    /// <summary>Adds to the predictions of a minute, and keeps detections.</summary>
    Task RecordAsync(DateTime at, long predictions, IReadOnlyList<Detection> detections);

    Task<SeriesCounts> CountAsync(DateTime now, CancellationToken cancel);

    /// <summary>Detections of a series, the newest first.</summary>
    Task<IReadOnlyList<Detection>> DetectionsAsync(string? seriesId, int most, CancellationToken cancel);
}

/// <param name="State">As <c>DetectorState.ToJson</c> writes it.</param>
sealed record NewModel(string SeriesId, DateTime CreatedAt, int PointsUsed, double FitMs, byte[] State, TrainingPoints Training);

sealed record StoredModel(long Version, DateTime CreatedAt, int PointsUsed, byte[] State);

/// <param name="TimesS">Seconds since 1970.</param>
sealed record TrainingPoints(long[] TimesS, double[] Values);

sealed record SeriesVersions(string SeriesId, IReadOnlyList<long> Versions);

sealed record PageOfSeries(IReadOnlyList<SeriesVersions> Items, long TotalSeries, long TotalModels);

/// <param name="Last">The number of the last of these changes.</param>
sealed record SeriesChanges(long Last, IReadOnlyList<string> SeriesIds, bool AreAll);

/// <summary>A prediction that was an anomaly.</summary>
/// <param name="Score">Null where it is not finite.</param>
[StructLayout(LayoutKind.Auto)]
readonly record struct Detection(string SeriesId, long Version, DateTime Timestamp, double Value, double? Score, DateTime At);

sealed record SeriesCounts(long Series, long Models, long ModelsOfLastDay, long PredictionsOfLastHour);
