namespace Plumbline.Central.FitPredict;

/// <summary>What a process says of its share of the series services.</summary>
/// <param name="CachedModels">Models in its memory.</param>
/// <param name="IsCurrent">Whether what is in its memory may be trusted.</param>
/// <param name="Dropped">Anomalies that it could not keep, since it started.</param>
/// <param name="FitsMs">How long its latest fits took.</param>
/// <param name="PredictionsMs">How long its latest predictions took.</param>
sealed record ServiceFigures(ServiceRoles Roles, int CachedModels, bool IsCurrent, long Dropped, float[] FitsMs, float[] PredictionsMs);

/// <summary>The figures of all processes together.</summary>
sealed class AllServices(IReadOnlyList<ServiceFigures> processes)
{
    readonly IReadOnlyList<ServiceFigures> _inference = [.. processes.Where(process => process.Roles.HasFlag(ServiceRoles.Inference))];

    public int Training { get; } = processes.Count(process => process.Roles.HasFlag(ServiceRoles.Training));

    public int Inference => _inference.Count;

    public int CachedModels => _inference.Sum(process => process.CachedModels);

    public bool AreCurrent => _inference.All(process => process.IsCurrent);

    public long Dropped => processes.Sum(process => process.Dropped);

    /// <summary>Of the latest fits of each process.</summary>
    public Latency Fits => Latency.Of([.. processes.SelectMany(process => process.FitsMs)]);

    /// <summary>Of the latest predictions of each process.</summary>
    public Latency Predictions => Latency.Of([.. processes.SelectMany(process => process.PredictionsMs)]);
}
