using System.Text;
using Plumbline.Edge;
using Plumbline.Edge.Artifact;
using Plumbline.Edge.Configuration;
using Plumbline.Edge.Memory;
using Plumbline.Edge.Results;
using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Prognosis;
using Plumbline.Simulation;
using Plumbline.Unit.Tests.Edge.Delivery;

namespace Plumbline.Unit.Tests.Edge;

/// <summary>A device beside a simulated pump: its artifact, its CSV and its data folder; goes with the test.</summary>
sealed class EdgeDevice : IDisposable
{
    public const string Header = "timestamp,Well ID,Flow (gpm),Discharge Pressure (psi),Suction Pressure (psi),Motor Power (hp),Pump Efficiency (%),Motor Speed (rpm)";

    readonly UnpackedArtifact _artifact;

    public EdgeDevice(PackedBaseline packed, RulModel? model = null, LoopbackCentre? centre = null)
    {
        _artifact = new(model, packed);
        Artifact = PumpArtifact.Open(_artifact.Folder);
        Config = new()
        {
            Api = centre is null ? new() { BaseUrl = new("http://127.0.0.1:9"), Token = new(Device.Secret), RetryAttempts = 1 } : new() { BaseUrl = centre.BaseUrl, Token = new(Device.Secret), RetryAttempts = 1 },
            Site = new() { SiteId = 35482, PumpId = 1, DeviceId = "well1-edge" },
            Reporting = new() { MaxAge = TimeSpan.FromDays(366) },
        };
    }

    public PumpArtifact Artifact { get; }

    public DeploymentConfig Config { get; set; }

    public StepClock Clock { get; } = new() { Wall = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero) };

    public List<string> Remarks { get; } = [];

    public string Home => _artifact["data"];

    public string Csv => _artifact["sensor_data.csv"];

    public string ResultsPath => _artifact["results.json"];

    /// <summary>All lines of the results log.</summary>
    public IReadOnlyList<RowResult> Log => [.. new ResultsLog(Path.Combine(Home, ResultsLog.FolderName)).After(null, _ => throw new InvalidDataException("A line is damaged."))];

    /// <summary>Reports that wait: names and contents.</summary>
    public string Outbox => Contents(Path.Combine(Home, "unsent_anomalies"));

    public string ResultsText => Contents(Path.Combine(Home, ResultsLog.FolderName));

    public string StatePath(char file) => Path.Combine(Home, StateFiles.FolderName, $"state_{file}.bin");

    /// <summary>Writes rows to the CSV, in place of what is there.</summary>
    public void Write(params IEnumerable<string> rows) => File.WriteAllText(Csv, string.Join('\n', [Header, .. rows]) + "\n");

    public async Task<RunOutcome> RunAsync(bool isComplete = false, Action<RunStep>? reached = null)
    {
        using var session = new EdgeSession(Artifact, Config, new(Home, ResultsPath), Remarks.Add, Clock, reached);
        return await session.RunAsync([Csv], isComplete, CancellationToken.None);
    }

    /// <summary>Judges rows in one run.</summary>
    public Task<RunOutcome> FeedAsync(params IEnumerable<string> rows)
    {
        Write(rows);
        return RunAsync();
    }

    public void Dispose() => _artifact.Dispose();

    /// <summary>What is packed for a pump whose log told of its signals.</summary>
    public static PackedBaseline PackedFor(SimulatedPump pump) => new()
    {
        Pump = pump.Baseline with { FailureDate = null },
        Profile = "default",
        Options = new AnalysisOptions(),
        Signals = SensorReview.Of(pump.Log, pump.Baseline, new()).Traits,
    };

    /// <summary>The rows of a simulated pump, as they stand in its CSV.</summary>
    public static string[] RowsOf(SimulatedPump pump)
    {
        using var csv = new MemoryStream();
        PumpCsv.WriteLogs(csv, [pump.Log]);
        return Encoding.UTF8.GetString(csv.ToArray()).TrimEnd('\n').Split('\n')[1..];
    }

    /// <summary>Rows as a reader reads them.</summary>
    public static PumpLog LogOf(IEnumerable<string> rows) =>
        PumpLogReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', [Header, .. rows]) + "\n")), "log.csv").Pumps[0].Log;

    /// <summary>A pump of 500 gpm, 150 psi, 75 hp and 85.5 %, grade 1U (flow up to +10 %, head up to +6 %).</summary>
    public static PackedBaseline Well => new()
    {
        Pump = UnpackedArtifact.Baseline with { Flow = Flow.FromGallonsPerMinute(500), DischargePressure = Pressure.FromPsi(150), Power = Power.FromHorsepower(75), RatedSpeed = Speed.FromRpm(1760) },
        Profile = "default",
        Options = new AnalysisOptions(),
    };

    /// <summary>One row of that pump, so many minutes after its start, a little off its baseline.</summary>
    public static string Row(int minute, double flowGpm = 500, double headPsi = 150) => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{Time(minute):yyyy-MM-ddTHH:mm:ssZ},Well 1,{flowGpm + (minute % 7 * 0.001)},{headPsi + (minute % 11 * 0.001)},25,{74 + (minute % 5 * 0.001)},{86 + (minute % 3 * 0.001)},1760");

    public static DateTime Time(int minute) => new DateTime(2024, 7, 25, 12, 0, 0, DateTimeKind.Utc).AddMinutes(minute);

    static string Contents(string folder) => !Directory.Exists(folder) ? "" : string.Join('\n',
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => $"{Path.GetRelativePath(folder, path)}\n{File.ReadAllText(path)}"));
}
