using Plumbline.Intake;
using Plumbline.Plant;

namespace Plumbline.Edge.Configuration;

/// <summary>What a device is told: <c>deployment_config.json</c>. Everything has a default but where reports go: no base_url, no report.</summary>
public sealed record DeploymentConfig
{
    /// <summary>Whether anomalies are reported: it is enabled, and there is a centre to report to.</summary>
    public bool Reports => Reporting.Enabled && Api.BaseUrl is not null;

    /// <summary>The centre.</summary>
    public ApiOptions Api { get; init; } = new();

    /// <summary>Which pump this is.</summary>
    public SiteOptions Site { get; init; } = new();

    /// <summary>What is reported, and how often.</summary>
    public ReportingOptions Reporting { get; init; } = new();

    /// <summary>What is done with readings.</summary>
    public InferenceOptions Inference { get; init; } = new();

    /// <summary>Reads the configuration of this device. <c>${NAME}</c> in a text stands for a variable of the environment, or of the file <c>.env</c> beside the configuration.</summary>
    /// <param name="path">The file.</param>
    /// <param name="environment">The environment: null for a variable that is not set. It goes before <c>.env</c>.</param>
    /// <exception cref="InvalidInputException">It cannot be read, or fields are wrong, unknown or name a variable that is missing: all of them, by their paths. Never shows the token.</exception>
    public static DeploymentConfig Read(string path, Func<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var file = EnvironmentFile.Beside(folder);
        return new ConfigReader(Path.GetFileName(path), folder, name => environment(name) ?? file[name]).Read(ConfigReader.Bytes(path));
    }

    /// <summary>Whether a configuration is good, before it is on its device: variables are not asked for, nor is a CA file looked for.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="name">What messages call it.</param>
    /// <returns>What it says without its variables.</returns>
    /// <exception cref="InvalidInputException">Fields are wrong or unknown: all of them, by their paths.</exception>
    public static DeploymentConfig Check(ReadOnlyMemory<byte> json, string name) => new ConfigReader(name, folder: null, variable: null).Read(json);
}

/// <summary>How the centre is reached.</summary>
public sealed record ApiOptions
{
    /// <summary>Such as <c>https://central.example/api/v1</c>; null: nothing is reported.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>Null where nothing is reported.</summary>
    public BearerToken? Token { get; init; }

    /// <summary>Tries in all for one report in one run, 1 to 10.</summary>
    public int RetryAttempts { get; init; } = 3;

    /// <summary>Wait before the second try, at most an hour; it doubles with each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one try may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one run may spend on sending, waits included; what is left then waits for the next.</summary>
    public TimeSpan FlushLimit { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>PEM file of the private authorities to trust, in place of those of the system; null: those of the system.</summary>
    public string? CaFile { get; init; }
}

/// <summary>Which pump the device is at, by the numbers of the centre.</summary>
public sealed record SiteOptions
{
    /// <summary>Null where not configured.</summary>
    public long? SiteId { get; init; }

    /// <inheritdoc cref="SiteId"/>
    public long? PumpId { get; init; }

    /// <summary>What the device calls itself; may be empty.</summary>
    public string DeviceId { get; init; } = "";

    /// <summary>IANA zone of timestamps without offset.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>The sensors' numbers; a parameter may have none.</summary>
    public IReadOnlyDictionary<PumpParameter, long> SensorIds { get; init; } = new Dictionary<PumpParameter, long>();
}

/// <summary>What makes the device report.</summary>
public enum ReportTrigger
{
    /// <summary>The status of a single reading.</summary>
    Status,

    /// <summary>An alarm, which asks for persistence: for noisy sensors.</summary>
    Alarm,
}

/// <summary>When anomalies are reported.</summary>
public sealed record ReportingOptions
{
    /// <summary>False: nothing is reported.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>What makes the device report.</summary>
    public ReportTrigger Trigger { get; init; } = ReportTrigger.Status;

    /// <summary>Of Warning, Critical and Failure.</summary>
    public IReadOnlyList<PumpStatus> ReportOnStatus { get; init; } = [PumpStatus.Warning, PumpStatus.Critical, PumpStatus.Failure];

    /// <summary>Rows older than this before the newest are judged and not reported.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Reading time for which a parameter that was reported is not reported again.</summary>
    public TimeSpan Debounce { get; init; } = TimeSpan.FromMinutes(60);

    /// <summary>Whether reports carry the model's prediction.</summary>
    public bool IncludePredictions { get; init; } = true;
}

/// <summary>How readings are judged and results kept.</summary>
public sealed record InferenceOptions
{
    /// <summary>Hourly points that a prediction needs, at least a week.</summary>
    public int FewestPointsForPrediction { get; init; } = 168;

    /// <summary>Whether results are logged on the device.</summary>
    public bool KeepResults { get; init; } = true;

    /// <summary>How long results are kept; what is unsent is kept until it is sent.</summary>
    public TimeSpan ResultsRetention { get; init; } = TimeSpan.FromDays(30);
}
