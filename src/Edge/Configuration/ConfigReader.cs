using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using NodaTime;
using Plumbline.Intake;
using Plumbline.Plant;

namespace Plumbline.Edge.Configuration;

/// <summary>Reads a deployment configuration, to its end even where a field is wrong: all that is wrong is told at once.</summary>
/// <param name="name">What messages call the file.</param>
/// <param name="folder">Where its relative paths begin; null: files that it names are not looked for.</param>
/// <param name="variable">The value of <c>${NAME}</c>; null: variables are left as they are, and texts that hold one are taken as good.</param>
sealed class ConfigReader(string name, string? folder, Func<string, string?>? variable)
{
    const int LargestBytes = 1 << 20;
    const long LargestId = (1L << 53) - 1;
    const int LongestDeviceId = 200;

    // It is written by hand.
    static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 };

    static readonly Dictionary<string, ReportTrigger> Triggers = new() { ["status"] = ReportTrigger.Status, ["alarm"] = ReportTrigger.Alarm };

    static readonly Dictionary<string, PumpStatus> Statuses = new[] { PumpStatus.Warning, PumpStatus.Critical, PumpStatus.Failure }.ToDictionary(status => status.ToString());

    readonly List<string> _complaints = [];

    public static byte[] Bytes(string path)
    {
        try
        {
            if (new FileInfo(path).Length > LargestBytes) throw new InvalidInputException(path, $"has more than {LargestBytes} bytes, which no configuration has");
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidInputException(path, "does not exist");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(path, $"cannot be read: {e.Message}");
        }
    }

    public DeploymentConfig Read(ReadOnlyMemory<byte> json)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (json.Span.StartsWith(mark)) json = json[mark.Length..];
        try
        {
            using var document = JsonDocument.Parse(json, Lenient);
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw new InvalidInputException(name, "is not a JSON object");
            var config = Config(new JsonSection(document.RootElement, "", _complaints));
            return _complaints.Count == 0 ? config : throw new InvalidInputException(name, string.Join("; ", _complaints));
        }
        catch (JsonException e)
        {
            throw new InvalidInputException(name, "is not JSON, or nested deeper than a configuration", e.LineNumber + 1);
        }
        catch (InvalidOperationException)
        {
            throw new InvalidInputException(name, "holds text that is not Unicode");
        }
    }

    DeploymentConfig Config(JsonSection root)
    {
        var reporting = Reporting(root.Section("anomaly_reporting"));
        var config = new DeploymentConfig
        {
            Reporting = reporting,
            Api = Api(root.Section("api"), reporting.Enabled),
            Site = Site(root.Section("site_info")),
            Inference = Inference(root.Section("inference_settings")),
        };
        root.RefuseOthers();
        if (config.Reports && _complaints.Count == 0)
        {
            if (config.Site.SiteId is null) root.Complain("site_info.site_id", "is missing: a report says which site it is of");
            if (config.Site.PumpId is null) root.Complain("site_info.pump_id", "is missing: a report says which pump it is of");
        }
        return config;
    }

    ApiOptions Api(JsonSection section, bool isEnabled)
    {
        var allowInsecure = section.Flag("allow_insecure", otherwise: false);
        var url = Filled(section, "base_url");
        var baseUrl = BaseUrl(section, url, allowInsecure);
        var api = new ApiOptions
        {
            BaseUrl = baseUrl,
            // Nobody needs a token who does not report.
            Token = Token(section, isUsed: isEnabled && !string.IsNullOrEmpty(url)),
            RetryAttempts = (int)(section.Whole("retry_attempts", 1, 10) ?? 3),
            RetryDelay = TimeSpan.FromSeconds(section.Number("retry_delay_seconds", 0, 3600, 5)),
            Timeout = TimeSpan.FromSeconds(section.Number("timeout_seconds", 1, 600, 30)),
            FlushLimit = TimeSpan.FromSeconds(section.Number("flush_limit_seconds", 1, 3600, 120)),
            CaFile = CaFile(section),
        };
        section.RefuseOthers();
        return api;
    }

    /// <summary>The text with its variables filled in; null where the field is left out, wrong, or not to be judged because its variables are not known here.</summary>
    string? Filled(JsonSection section, string field)
    {
        if (section.Text(field) is not { } text) return null;
        if (variable is null) return Placeholders.FirstIn(text) is null ? text : null;
        var missing = new List<string>();
        var filled = Placeholders.Fill(text, variable, missing);
        if (missing.Count == 0) return filled;
        section.Complain(field, $"names {string.Join(" and ", missing.Select(one => $"${{{one}}}"))}, which neither the environment nor .env beside the file sets");
        return null;
    }

    Uri? BaseUrl(JsonSection section, string? text, bool allowInsecure)
    {
        if (string.IsNullOrEmpty(text)) return null;
        // The text is not shown where it may hold a password.
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            section.Complain("base_url", "is not an address like https://central.example/api/v1");
        else if (url.UserInfo.Length > 0) section.Complain("base_url", "holds a user name: the token alone says who the device is");
        else if (url.Query.Length > 0 || url.Fragment.Length > 0) section.Complain("base_url", "has a '?' or '#' part: it must end with the path, as https://central.example/api/v1 does");
        else if (url.Scheme == "http" && !url.IsLoopback && !allowInsecure)
            section.Complain("base_url", $"is plain http to {url.Host}: the token would cross the network readable. Use https (a private authority goes into ca_file), or set allow_insecure to true");
        else return url;
        return null;
    }

    BearerToken? Token(JsonSection section, bool isUsed)
    {
        const string field = "bearer_token";
        if (!isUsed)
        {
            section.Text(field);
            return null;
        }
        var before = _complaints.Count;
        var text = Filled(section, field);
        if (_complaints.Count > before || (text is null && variable is null)) return null;
        if (string.IsNullOrEmpty(text)) section.Complain(field, "is empty, and base_url names a centre: make a token there with plumb token create, or leave base_url empty");
        else if (!BearerToken.IsGood(text)) section.Complain(field, "holds a blank, a line end or a character that no token has");
        else return new BearerToken(text);
        return null;
    }

    string? CaFile(JsonSection section)
    {
        var text = Filled(section, "ca_file");
        if (string.IsNullOrEmpty(text) || folder is null) return null;
        var path = Path.GetFullPath(text, folder);
        if (AuthoritiesTrouble(path) is not { } trouble) return path;
        section.Complain("ca_file", $"'{path}' {trouble}");
        return null;
    }

    // By itself: the machinery of certificates is loaded where there are some.
    static string? AuthoritiesTrouble(string path)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(path);
            return authorities.Count > 0 ? null : "holds no certificate in PEM form";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"cannot be used: {e.Message.TrimEnd('.')}";
        }
    }

    SiteOptions Site(JsonSection section)
    {
        var site = new SiteOptions
        {
            SiteId = section.Whole("site_id", 0, LargestId),
            PumpId = section.Whole("pump_id", 0, LargestId),
            DeviceId = DeviceId(section),
            TimeZone = TimeZone(section),
            SensorIds = SensorIds(section.Section("sensor_ids")),
        };
        section.RefuseOthers();
        return site;
    }

    string DeviceId(JsonSection section)
    {
        var text = Filled(section, "device_id") ?? "";
        if (text.Length > LongestDeviceId || text.Any(char.IsControl)) section.Complain("device_id", $"must be at most {LongestDeviceId} characters on one line");
        return text;
    }

    string TimeZone(JsonSection section)
    {
        const string utc = "UTC";
        var zone = Filled(section, "time_zone") ?? utc;
        if (zone != utc && DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is null) section.Complain("time_zone", "is not in the IANA database, as America/Chicago and UTC are");
        return zone;
    }

    static Dictionary<PumpParameter, long> SensorIds(JsonSection section)
    {
        var ids = new Dictionary<PumpParameter, long>();
        foreach (var parameter in Enum.GetValues<PumpParameter>())
            if (section.Whole(parameter.ToString().ToLowerInvariant(), 0, LargestId) is { } id) ids.Add(parameter, id);
        section.RefuseOthers();
        return ids;
    }

    static ReportingOptions Reporting(JsonSection section)
    {
        var usual = new ReportingOptions();
        var reporting = new ReportingOptions
        {
            Enabled = section.Flag("enabled", usual.Enabled),
            Trigger = section.Word("trigger", Triggers, usual.Trigger),
            ReportOnStatus = section.Words("report_on_status", Statuses, usual.ReportOnStatus),
            MaxAge = TimeSpan.FromHours(section.Number("max_age_hours", 0, 8784, usual.MaxAge.TotalHours)),
            Debounce = TimeSpan.FromMinutes(section.Number("debounce_minutes", 0, 525_600, usual.Debounce.TotalMinutes)),
            IncludePredictions = section.Flag("include_ml_predictions", usual.IncludePredictions),
        };
        section.RefuseOthers();
        return reporting;
    }

    static InferenceOptions Inference(JsonSection section)
    {
        var usual = new InferenceOptions();
        var inference = new InferenceOptions
        {
            FewestPointsForPrediction = (int)(section.Whole("min_data_points_for_ml", usual.FewestPointsForPrediction, 8784) ?? usual.FewestPointsForPrediction),
            KeepResults = section.Flag("save_results_locally", usual.KeepResults),
            ResultsRetention = TimeSpan.FromDays(section.Number("results_retention_days", 1, 3660, usual.ResultsRetention.TotalDays)),
        };
        section.RefuseOthers();
        return inference;
    }
}
