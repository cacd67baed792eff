using Plumbline.Central.Storage;

namespace Plumbline.Central.FitPredict;

/// <summary>Which of the three services of older clients a process or a port is.</summary>
[Flags]
enum ServiceRoles
{
    None = 0,
    Training = 1,
    Inference = 2,
    Monitoring = 4,
    All = Training | Inference | Monitoring,
}

/// <summary>The port that a request came in by, where it is one of a single role.</summary>
sealed record RolePort(ServiceRoles Role);

/// <summary>Models of series in this process: the store, what is in memory, what is written behind the answers, and how long it all takes.</summary>
sealed class SeriesService
{
    readonly ServiceRoles _roles;

    public SeriesService(Database database, CentralOptions options, MetricSet metrics)
    {
        Clock = options.Clock;
        MinimumPoints = options.MinimumPoints;
        _roles = options.Roles;
        Store = new SeriesModelTable(database);
        Cache = new ModelCache(Store, options.CachedModels);
        Watch = new ModelWatch(database, Store, Cache);
        Log = new PredictionLog(Store, Clock);
        Heartbeat = new Heartbeat(database, () => Figures);
        Cache.Describe(metrics);
        Log.Describe(metrics);
        SeriesCounts? counts = null;
        metrics.Before(async cancel => counts = await ServiceHealth.CountAsync(this, cancel));
        metrics.Gauge("plumbline_series", "Series in the store; NaN while it does not answer.", () => counts?.Series ?? double.NaN);
        metrics.Gauge("plumbline_models", "Models in the store, all versions; NaN while it does not answer.", () => counts?.Models ?? double.NaN);
        metrics.Durations("plumbline_training_seconds", "Fits, from the whole body to the stored version.", () => [("", TrainingTimes)]);
    }

    public TimeProvider Clock { get; }

    /// <summary>Points that a fit needs at least.</summary>
    public int MinimumPoints { get; }

    public ISeriesModelStore Store { get; }

    public ModelCache Cache { get; }

    public ModelWatch Watch { get; }

    public PredictionLog Log { get; }

    public Heartbeat Heartbeat { get; }

    /// <summary>How this process is now.</summary>
    public ServiceFigures Figures => new(_roles, Cache.Count, Cache.IsCurrent, Log.Dropped, TrainingTimes.LatestMs(), InferenceTimes.LatestMs());

    public LongBodies LongBodies { get; } = new();

    public Histogram TrainingTimes { get; } = new();

    public Histogram InferenceTimes { get; } = new();

    public void Map(IEndpointRouteBuilder app)
    {
        if (_roles.HasFlag(ServiceRoles.Training)) FitEndpoint.Map(app, this);
        if (_roles.HasFlag(ServiceRoles.Inference)) PredictEndpoints.Map(app, this);
        if (_roles.HasFlag(ServiceRoles.Monitoring)) PlotEndpoint.Map(app, this);
        if (_roles.HasFlag(ServiceRoles.Monitoring)) DashboardPage.Map(app, this);
        ModelEndpoints.Map(app, this);
        ServiceHealth.Map(app, this, _roles);
    }
}
