using System.Net;
using System.Text.Json.Nodes;
using Plumbline.Central.EnergyAnalytics.Anomalies;
using Plumbline.Central.Storage;
using Plumbline.Central.Tokens;
using Plumbline.Plant;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class MachineAnomalyTests
{
    static readonly DateTime Start = new(2025, 1, 6, 0, 0, 0, DateTimeKind.Utc);

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task What_is_unusual_is_found_kept_once_listed_and_resolved(string kind)
    {
        await using var server = await WithHoursAsync(kind, 2000, spikes: [1850]);
        await server.SendJsonAsync(HttpMethod.Post, "/api/v1/baseline/train", $$"""{ "machine_id": "{{EnergyServer.Press.Id}}", "start_date": "2025-01-06", "end_date": "{{Time(1700)}}" }""");

        var found = await DetectAsync(server, 1800, 1968);
        (found["machine_name"]!.ToString(), found.Number("baseline_model_version"), found.Number("total_data_points")).ShouldBe(("press-1", 1, 168));
        (found["detection_period"]!["start"]!.ToString(), found["contamination"]).ShouldBe((Time(1800), null));
        found.Number("anomalies_saved").ShouldBe(found.Number("anomalies_detected"));
        found.Number("anomalies_detected").ShouldBeInRange(1, 6);
        var spike = found["anomalies"]!.AsArray().Single(one => one!["detected_at"]!.ToString() == Time(1850))!;
        (spike["anomaly_type"]!.ToString(), spike["severity"]!.ToString(), spike["metric_name"]!.ToString()).ShouldBe(("baseline_deviation", "critical", "energy_kwh"));
        (spike.Number("metric_value") - spike.Number("expected_value")).ShouldBe(30, 1.5);
        spike.Number("confidence_score").ShouldBeGreaterThan(0.99);
        spike["contributions"]!["baseline_deviation_kwh"]!.GetValue<double>().ShouldBeGreaterThan(0.2);

        var again = await DetectAsync(server, 1800, 1968);
        again.Number("anomalies_saved").ShouldBe(0);
        again["anomalies"]!.AsArray().Select(one => one!["id"]!.ToString()).ShouldBe(found["anomalies"]!.AsArray().Select(one => one!["id"]!.ToString()));

        var total = (int)found.Number("anomalies_detected");
        (await server.OkAsync("/api/v1/anomaly/recent?limit=1")).Number("total_count").ShouldBe(total);
        (await server.OkAsync("/api/v1/anomaly/recent?limit=1"))["anomalies"]!.AsArray().Count.ShouldBe(1);
        var searched = await server.OkAsync($"/api/v1/anomaly/search?machine_id={EnergyServer.Press.Id}&severity=critical&is_resolved=false&start_date={Time(1850)}&end_date={Time(1851)}");
        searched["anomalies"]!.AsArray().Select(one => one!["id"]!.ToString()).ShouldBe([spike["id"]!.ToString()]);
        (searched["filters"]!["severity"]!.ToString(), searched["filters"]!["is_resolved"]!.GetValue<bool>(), searched.Number("filters.limit")).ShouldBe(("critical", false, 100));
        (await server.OkAsync($"/api/v1/anomaly/search?end_date={Time(1800)}")).Number("total_count").ShouldBe(0);

        var resolved = await ResolveAsync(server, spike["id"]!.ToString(), """{ "resolution_notes": "valve replaced" }""");
        (resolved.Status, resolved.Body["is_resolved"]!.GetValue<bool>(), resolved.Body["resolution_notes"]!.ToString()).ShouldBe((HttpStatusCode.OK, true, "valve replaced"));
        server.Clock.Time += TimeSpan.FromHours(1);
        var twice = await ResolveAsync(server, spike["id"]!.ToString(), "{}");
        (twice.Body["resolved_at"]!.ToString(), twice.Body["resolution_notes"]!.ToString()).ShouldBe((resolved.Body["resolved_at"]!.ToString(), "valve replaced"));
        var active = await server.OkAsync("/api/v1/anomaly/active");
        active.Number("total_count").ShouldBe(total - 1);
        (active.Number("by_severity.critical") + active.Number("by_severity.warning") + active.Number("by_severity.info")).ShouldBe(total - 1);
        (await DetectAsync(server, 1800, 1968)).Number("anomalies_saved").ShouldBe(0, "what was resolved is not found anew");
    }

    [Fact]
    public async Task On_PostgreSQL_anomalies_and_baselines_can_be_asked_by_hand()
    {
        await using var server = await WithHoursAsync("postgres", 1300, spikes: [1250]);
        await server.SendJsonAsync(HttpMethod.Post, "/api/v1/baseline/train", $$"""{ "machine_id": "{{EnergyServer.Press.Id}}", "start_date": "2025-01-06", "end_date": "{{Time(1200)}}" }""");
        await DetectAsync(server, 1200, 1300);
        var rows = await server.Database.AskAsync(connection => connection.ListAsync(
            row => (row.GetString(0), row.GetString(1), row.GetDateTime(2), row.GetString(3), row.GetString(4), row.GetBoolean(5)),
            "select id, machine_id, detected_at, anomaly_type, severity, is_resolved from anomalies where severity = 'critical' and detected_at = '2025-02-27 02:00Z'"), default);
        rows.Select(row => (row.Item2, row.Item3, row.Item4, row.Item6)).ShouldBe([($"{EnergyServer.Press.Id}", Start.AddHours(1250), "baseline_deviation", false)]);
        (await server.Database.AskAsync(connection => connection.ListAsync(
            row => (row.GetString(1), row.GetInt32(2), row.GetDouble(3) > 0.8, row.GetBoolean(4)), "select id, machine_id, model_version, r_squared, is_active, created_at from energy_baselines"), default)).ShouldBe([($"{EnergyServer.Press.Id}", 1, true, true)]);
        (await server.Database.AskAsync(connection => connection.ListAsync(row => row.GetString(1), "select id, name, type, is_active from machines"), default)).ShouldBe(["press-1"]);
        while (await new EnergyTable(server.Database).RefreshAsync())
        {
        }

        (await server.Database.AskAsync(connection => connection.OneAsync("select count(*) from (select bucket, machine_id, total_energy_kwh from energy_readings_1hour) hours"), default)).ShouldBe(1300L);
    }

    [Fact]
    public async Task A_share_that_is_asked_for_is_honoured_and_too_little_is_told()
    {
        await using var server = await WithHoursAsync("sqlite", 500);
        (await DetectAsync(server, 300, 500, """, "contamination": 0.1, "use_baseline": false""")).Number("anomalies_detected").ShouldBe(20);
        (await DetectAsync(server, 300, 500, """, "contamination": 0""")).Number("anomalies_detected").ShouldBe(0);
        var early = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/anomaly/detect", Body(0, 31));
        (early.Status, early.Body["detail"]!.ToString()).ShouldBe((HttpStatusCode.BadRequest, "Insufficient hours: 31 of 168 to learn from what is usual (0 lack energy, 0 are maintenance or fault)."));
        var none = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/anomaly/detect", Body(900, 1000));
        (none.Status, none.Body["detail"]!.ToString()).ShouldBe((HttpStatusCode.NotFound, "No data for this machine in this period."));
    }

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task Hours_that_somebody_calls_maintenance_are_skipped(string kind)
    {
        await using var server = await WithHoursAsync(kind, 600, spikes: [550]);
        var told = await TellAsync(server, $$"""{ "status": "maintenance", "start_time": "{{Time(549)}}" }""");
        (told.Status, told.Body["end_time"]).ShouldBe((HttpStatusCode.OK, null));
        (await TellAsync(server, $$"""{ "status": "running", "start_time": "2025-01-28T23:30:00Z" }""")).Status.ShouldBe(HttpStatusCode.OK);

        var found = await DetectAsync(server, 500, 600);
        (found.Number("excluded_hours"), found.Number("total_data_points")).ShouldBe((3, 97));
        found["anomalies"]!.AsArray().ShouldAllBe(one => one!["detected_at"]!.ToString() != Time(550));
        var history = await server.OkAsync($"/api/v1/machines/{EnergyServer.Press.Id}/status-history?start_time={Time(548)}&end_time={Time(553)}");
        history["timeline"]!.AsArray().Select(one => one!["status"]!.ToString()).ShouldBe(["running", "maintenance", "maintenance", "maintenance", "running"]);
        (history.Number("summary.transitions"), history.Number("summary.uptime_percent"), history.Number("summary.maintenance_percent")).ShouldBe((2, 40, 60));
    }

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task Every_hour_is_examined_once_and_again_when_late_readings_change_it(string kind)
    {
        await using var server = await WithHoursAsync(kind, 1000, spikes: [900]);
        server.Clock.Time = new DateTimeOffset(Start.AddHours(999.5));
        var (energy, anomalies) = (new EnergyTable(server.Database), new MachineAnomalyTable(server.Database));
        var examination = new HourExamination(energy, anomalies, server.Clock);

        var first = await examination.RunAsync(default);
        (first.Machines, first.Hours, first.Waiting).ShouldBe((1, 999, 0));
        first.Saved.ShouldBe(first.Found);
        (await anomalies.ListAsync(new(null, Start.AddHours(900), Start.AddHours(901)), 10, default)).Total.ShouldBe(1);
        (await examination.RunAsync(default)).ShouldBe(new(0, 0, 0, 0, 0));

        // The hour that was not over, and a correction of an old one.
        server.Clock.Time = new DateTimeOffset(Start.AddHours(1000));
        var late = MachineColumns.Missing(1);
        late.PowerKw[0] = 95;
        await EnergyServer.KeepAsync(server, new("press-1", [Start.AddHours(500)], late));
        var second = await examination.RunAsync(default);
        second.Machines.ShouldBe(1);
        second.Hours.ShouldBeInRange(2, 5);
        (await anomalies.ListAsync(new(null, Start.AddHours(500), Start.AddHours(501)), 10, default)).Total.ShouldBe(1);
        (await examination.RunAsync(default)).Hours.ShouldBe(0);
    }

    [Fact]
    public async Task What_cannot_be_judged_yet_waits_for_a_week_of_hours_and_is_given_up_after_a_month()
    {
        await using var server = await WithHoursAsync("sqlite", 100);
        var examination = new HourExamination(new EnergyTable(server.Database), new MachineAnomalyTable(server.Database), server.Clock);
        server.Clock.Time = new DateTimeOffset(Start.AddHours(100));
        (await examination.RunAsync(default)).ShouldBe(new(0, 0, 0, 0, 1));
        (await examination.RunAsync(default)).Waiting.ShouldBe(1);
        await EnergyServer.KeepAsync(server, Log(100, 180));
        server.Clock.Time = new DateTimeOffset(Start.AddHours(180));
        var examined = await examination.RunAsync(default);
        (examined.Waiting, examined.Hours >= 180).ShouldBe((0, true));

        await using var silent = await WithHoursAsync("sqlite", 100);
        silent.Clock.Time = new DateTimeOffset(Start.AddDays(40));
        (await new HourExamination(new EnergyTable(silent.Database), new MachineAnomalyTable(silent.Database), silent.Clock).RunAsync(default)).ShouldBe(new(1, 0, 0, 0, 0));
    }

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task An_anomaly_that_is_told_of_is_kept_once(string kind)
    {
        await using var server = await EnergyServer.StartAsync(kind);
        var body = $$"""{ "machine_id": "{{EnergyServer.Press.Id}}", "detected_at": "2025-06-03T14:00:00Z", "anomaly_type": "spike", "severity": "normal", "metric_name": "power_kw", "metric_value": 75.5 }""";
        var first = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/anomaly/create", body);
        (first.Status, first.Body.Number("confidence_score"), first.Body["is_resolved"]!.GetValue<bool>()).ShouldBe((HttpStatusCode.OK, 0.85, false));
        (await server.SendJsonAsync(HttpMethod.Post, "/api/v1/anomaly/create", body)).Body["id"]!.ToString().ShouldBe(first.Body["id"]!.ToString());
        var other = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/anomaly/create", body.Replace("75.5", "76", StringComparison.Ordinal));
        (other.Status, other.Body["detail"]!.ToString()).ShouldBe((HttpStatusCode.Conflict, $"there is another anomaly of this machine at 2025-06-03T14:00:00Z in power_kw: {first.Body["id"]}."));
        (await server.OkAsync("/api/v1/anomaly/active")).Number("by_severity.info").ShouldBe(1);
        (await server.OkAsync("/api/v1/anomaly/recent?severity=normal")).Number("total_count").ShouldBe(1);
    }

    [Fact]
    public async Task A_token_of_another_site_sees_and_changes_nothing()
    {
        await using var server = await WithHoursAsync("sqlite", 400, options: new CentralOptions { Address = IPAddress.Any });
        var (mine, foreign) = (await server.TokenAsync(Scopes.Admin, 7), await server.TokenAsync(Scopes.Admin, 99));
        var id = (await server.SendJsonAsync(HttpMethod.Post, "/api/v1/anomaly/create", $$"""{ "machine_id": "{{EnergyServer.Press.Id}}", "detected_at": "2025-06-03T14:00:00Z", "anomaly_type": "drift", "severity": "warning" }""", mine)).Body["id"]!.ToString();
        var span = $"start_time={Time(0)}&end_time={Time(9)}";
        (HttpMethod Method, string Path, string? Body)[] ofMachine =
        [
            (HttpMethod.Post, "/api/v1/anomaly/detect", Body(200, 400)),
            (HttpMethod.Post, "/api/v1/anomaly/create", $$"""{ "machine_id": "{{EnergyServer.Press.Id}}", "detected_at": "2025-06-03T15:00:00Z", "anomaly_type": "drift", "severity": "warning" }"""),
            (HttpMethod.Get, $"/api/v1/anomaly/recent?machine_id={EnergyServer.Press.Id}", null),
            (HttpMethod.Put, $"/api/v1/anomaly/{id}/resolve", "{}"),
            (HttpMethod.Get, $"/api/v1/timeseries/energy?machine_id={EnergyServer.Press.Id}&{span}", null),
            (HttpMethod.Get, $"/api/v1/timeseries/multi-machine/energy?machine_ids={EnergyServer.Press.Id}&{span}", null),
            (HttpMethod.Get, $"/api/v1/timeseries/latest/{EnergyServer.Press.Id}", null),
            (HttpMethod.Get, $"/api/v1/machines/{EnergyServer.Press.Id}/status-history?{span}", null),
            (HttpMethod.Post, $"/api/v1/machines/{EnergyServer.Press.Id}/status", """{ "status": "fault" }"""),
            (HttpMethod.Get, "/api/v1/machines/status/press-1", null),
        ];
        foreach (var (method, path, body) in ofMachine)
        {
            (await AskAsync(foreign)).Status.ShouldBe(HttpStatusCode.NotFound, path);
            (await AskAsync(mine)).Status.ShouldBe(HttpStatusCode.OK, path);

            Task<Answer> AskAsync(string token) => body is null ? server.GetAsync(path, token) : server.SendJsonAsync(method, path, body, token);
        }

        foreach (var list in new[] { "recent", "search", "active" })
        {
            (await server.GetAsync($"/api/v1/anomaly/{list}", foreign)).Body.Number("total_count").ShouldBe(0);
            (await server.GetAsync($"/api/v1/anomaly/{list}", mine)).Body["anomalies"]!.AsArray().Count.ShouldBe((int)(await server.GetAsync($"/api/v1/anomaly/{list}", mine)).Body.Number("total_count"));
        }
    }

    [Theory]
    [InlineData("detect", "{}", "end, machine_id, start")]
    [InlineData("detect", """{ "machine_id": "x", "start": "2025-01-02", "end": "2025-01-01", "contamination": 0.6, "use_baseline": "yes", "energy_type": "wood" }""", "contamination, end, energy_type, machine_id, use_baseline")]
    [InlineData("create", "{}", "anomaly_type, detected_at, machine_id, severity")]
    [InlineData("create", """{ "machine_id": "6d1f4f50-0000-4000-8000-0000000000a1", "detected_at": "2025-01-02", "anomaly_type": "power", "severity": "info", "confidence_score": 1.1, "metric_value": "many", "metric_name": "a\nb", "is_resolved": 1 }""", "anomaly_type, confidence_score, is_resolved, metric_name, metric_value, severity")]
    public async Task Wrong_fields_are_all_named(string route, string body, string fields)
    {
        await using var server = await EnergyServer.StartAsync();
        var answer = await server.SendJsonAsync(HttpMethod.Post, $"/api/v1/anomaly/{route}", body);
        (answer.Status, string.Join(", ", answer.WrongFields)).ShouldBe((HttpStatusCode.UnprocessableEntity, fields));
    }

    [Theory]
    [InlineData("recent?limit=0&severity=bad&machine_id=7&start_time=never", "limit, machine_id, severity, start_time")]
    [InlineData("recent?start_time=2025-01-02&end_time=2025-01-02", "end_time")]
    [InlineData("search?limit=501&is_resolved=perhaps&end_date=2025-02-30", "end_date, is_resolved, limit")]
    [InlineData("search?start_date=2025-01-02&end_date=2025-01-01", "end_date")]
    [InlineData("active?machine_id=x", "machine_id")]
    public async Task Wrong_parameters_are_all_named(string path, string fields)
    {
        await using var server = await EnergyServer.StartAsync();
        var answer = await server.GetAsync($"/api/v1/anomaly/{path}");
        (answer.Status, string.Join(", ", answer.WrongFields)).ShouldBe((HttpStatusCode.UnprocessableEntity, fields));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using var server = await EnergyServer.StartAsync();
        var nobody = Guid.NewGuid();
        (await server.GetAsync($"/api/v1/anomaly/recent?machine_id={nobody}")).Body["detail"]!.ToString().ShouldBe($"there is no machine {nobody}.");
        (await ResolveAsync(server, $"{nobody}", "{}")).Body["detail"]!.ToString().ShouldBe($"there is no anomaly {nobody}.");
        (await ResolveAsync(server, "'; drop table machine_anomalies; --", "{}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await ResolveAsync(server, $"{nobody}", "[]")).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await ResolveAsync(server, $"{nobody}", """{ "resolution_notes": 7 }""")).WrongFields.ShouldBe(["resolution_notes"]);
    }

    /// <summary>An hour takes 10 kWh, 0.05 for each unit, and a little noise; 30 more in some hours.</summary>
    static async Task<TestServer> WithHoursAsync(string kind, int hours, int[]? spikes = null, CentralOptions? options = null)
    {
        var server = await EnergyServer.StartAsync(kind, options);
        await new PlantTable(server.Database).ChangeAsync(EnergyServer.Press with { Interval = TimeSpan.FromHours(1) });
        await EnergyServer.KeepAsync(server, Log(0, hours, spikes));
        return server;
    }

    static MachineLog Log(int from, int to, int[]? spikes = null)
    {
        var random = new Random(41 + from);
        var columns = MachineColumns.Missing(to - from);
        for (var i = 0; i < to - from; i++)
        {
            columns.ProductionCount[i] = random.Next(400, 600);
            columns.OutdoorTempC[i] = (10 * Math.Sin((from + i) / 24.0)) + random.NextDouble();
            columns.PowerKw[i] = 10 + (0.05 * columns.ProductionCount[i]) + random.NextDouble() - 0.5 + (spikes?.Contains(from + i) == true ? 30 : 0);
        }

        return new("press-1", [.. Enumerable.Range(from, to - from).Select(hour => Start.AddHours(hour))], columns);
    }

    static string Time(int hour) => $"{Start.AddHours(hour):yyyy-MM-ddTHH:mm:ss}Z";

    static string Body(int from, int to, string more = "") => $$"""{ "machine_id": "{{EnergyServer.Press.Id}}", "start": "{{Time(from)}}", "end": "{{Time(to)}}"{{more}} }""";

    static async Task<JsonNode> DetectAsync(TestServer server, int from, int to, string more = "")
    {
        var answer = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/anomaly/detect", Body(from, to, more));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Body;
    }

    static Task<Answer> ResolveAsync(TestServer server, string id, string body) => server.SendJsonAsync(HttpMethod.Put, $"/api/v1/anomaly/{id}/resolve", body);

    static Task<Answer> TellAsync(TestServer server, string body) => server.SendJsonAsync(HttpMethod.Post, $"/api/v1/machines/{EnergyServer.Press.Id}/status", body);
}
