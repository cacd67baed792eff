using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Plumbline.Central.Storage;
using Plumbline.Plant;
using Plumbline.Simulation.Machines;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>The commands that clients of an older analytics service were given, as they were written, with the id of a machine that there is.</summary>
public sealed partial class EnergyGuideTests
{
    const string Machine = "YOUR_MACHINE_ID";
    const string Port = "http://localhost:8080";

    // What the guide asks, for where it does not lie beside the checkout.
    const string Known = """
        curl http://localhost:8080/api/analytics/health
        curl -X POST "http://localhost:8080/api/analytics/api/v1/baseline/train" -H "Content-Type: application/json" -d '{ "machine_id": "YOUR_MACHINE_ID",
            "start_date": "2025-10-01T00:00:00Z", "end_date": "2025-10-10T23:59:59Z", "drivers": ["total_production_count", "avg_outdoor_temp_c", "avg_pressure_bar"] }'
        curl "http://localhost:8080/api/analytics/api/v1/baseline/deviation?machine_id=YOUR_MACHINE_ID&start=2025-10-10T00:00:00Z&end=2025-10-10T23:59:59Z"
        curl -X POST "http://localhost:8080/api/analytics/api/v1/anomaly/detect" -H "Content-Type: application/json" -d '{ "machine_id": "YOUR_MACHINE_ID", "start": "2025-10-10T00:00:00Z", "end": "2025-10-10T23:59:59Z", "use_baseline": true }'
        curl -X POST "http://localhost:8080/api/simulator/machines/YOUR_MACHINE_ID/anomaly" -H "Content-Type: application/json" -d '{ "anomaly_type": "power_spike", "duration_seconds": 300, "severity": 2.5 }'
        curl "http://localhost:8080/api/analytics/api/v1/kpi/all?machine_id=YOUR_MACHINE_ID&start=2025-10-10T00:00:00Z&end=2025-10-10T23:59:59Z"
        """;

    static readonly SimulatedMachine Compressor = new(new(7, 0, 0));

    [Fact]
    public async Task The_commands_of_the_guide_work_as_written()
    {
        await using var server = await EnergyServer.StartAsync();
        await AddAsync(server);
        // From the sixty days before, so that there is a baseline whatever the ten days of the guide give.
        var trained = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/baseline/train", $$"""{ "machine_id": "{{Compressor.Key.MachineId}}", "start_date": "2025-08-01", "end_date": "2025-10-01" }""");
        trained.Status.ShouldBe(HttpStatusCode.OK, trained.Text);
        var commands = Commands(Guide() ?? Known);
        commands.Count.ShouldBe(6);

        foreach (var (method, path, body) in commands)
        {
            using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
            var answer = await server.SendAsync(method, path, token: null, content);
            // Ten days have not the thousand hours that a baseline needs: the guide names that as a common issue.
            if (path.EndsWith("/baseline/train", StringComparison.Ordinal))
            {
                answer.Status.ShouldBe(HttpStatusCode.BadRequest);
                answer.Body["detail"]!.ToString().ShouldStartWith("Insufficient samples: ");
                continue;
            }

            answer.Status.ShouldBe(HttpStatusCode.OK, $"{path}: {answer.Text}");
            ShouldSay(path, answer.Body);
        }
    }

    [Theory, InlineData("/docs/index.html"), InlineData("/redoc/index.html"), InlineData("/openapi.json"), InlineData("/api/v1/health")]
    public async Task Pages_answer_under_the_path_of_the_older_service_too(string path)
    {
        await using var server = await TestServer.StartAsync();
        (await server.GetAsync("/api/analytics" + path)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Health_says_what_there_is()
    {
        await using var server = await EnergyServer.StartAsync();
        var health = await server.OkAsync("/api/v1/health");
        health.ToJsonString().ShouldBe((await server.OkAsync("/health")).ToJsonString());
        (health["status"]!.ToString(), health["components"]!["database"]!.ToString(), health["timestamp"]!.ToString()).ShouldBe(("healthy", "connected", "2024-11-18T14:32:05Z"));
        (health.Number("active_machines"), health.Number("baseline_models"), health.Number("recent_anomalies"), health.Number("models_loaded")).ShouldBe((1, 0, 0, 0));
        health["scheduler"]!["running"]!.GetValue<bool>().ShouldBeFalse();
    }

    static void ShouldSay(string path, JsonNode said)
    {
        string[] fields = path.Split('?')[0].Split('/')[^1] switch
        {
            "health" => ["status", "service", "version", "timestamp", "components", "models_loaded"],
            "deviation" => ["total_actual_kwh", "deviation_kwh", "deviation_percent", "deviation_severity", "hourly_deviations"],
            "detect" => ["machine_name", "baseline_model_version", "total_data_points", "anomalies_detected", "anomalies_saved", "anomalies"],
            "all" => ["kpis", "totals", "time_period"],
            _ => ["machine_id", "anomaly_type", "severity"],
        };
        foreach (var field in fields) said[field].ShouldNotBeNull($"{path}: {field}");
    }

    static List<(HttpMethod Method, string Path, string? Body)> Commands(string text) =>
    [
        .. Command.Matches(text.Replace("\\\n", " ", StringComparison.Ordinal)).Select(command => (
            command.Groups["method"].Success ? HttpMethod.Parse(command.Groups["method"].Value) : HttpMethod.Get,
            Own(command.Groups["path"].Value), command.Groups["body"].Success ? Own(command.Groups["body"].Value) : null)),
    ];

    static string Own(string text) => text.Replace(Machine, $"{Compressor.Key.MachineId}", StringComparison.Ordinal);

    static string? Guide()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "..", "shared", "reference", "energy-analytics-guide.md");
            if (File.Exists(Path.Combine(folder.FullName, "Plumbline.slnx"))) return File.Exists(path) ? File.ReadAllText(path) : null;
        }

        return null;
    }

    static async Task AddAsync(TestServer server)
    {
        var plants = new PlantTable(server.Database);
        await plants.AddAsync(new Machine { Id = Compressor.Key.MachineId, FactoryId = EnergyServer.Works.Id, Name = Compressor.Name, Type = Compressor.Type, Interval = TimeSpan.FromMinutes(15) });
        var period = new Period(new(2025, 8, 1, 0, 0, 0, DateTimeKind.Utc), new(2025, 10, 11, 0, 0, 0, DateTimeKind.Utc));
        server.Clock.Time = new(period.End, TimeSpan.Zero);
        await new ReadingTable(server.Database).AddAsync([new((await plants.MachineAsync(Compressor.Key.MachineId, default))!, EnergyType.Electricity, Compressor.Log(period, TimeSpan.FromMinutes(15), []))], []);
    }

    [GeneratedRegex($$"""curl( -X (?<method>[A-Z]+))? "?{{Port}}(?<path>/[^" \n]*)"?(\s+-H "[^"]*")*(\s+-d '(?<body>[^']*)')?""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    static partial Regex Command { get; }
}
