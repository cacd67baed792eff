using System.Net;
using System.Text.Json.Nodes;
using Plumbline.Central.Storage;
using Plumbline.Plant;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class TimeseriesTests
{
    static readonly DateTime Start = new(2025, 3, 29, 0, 0, 0, DateTimeKind.Utc);

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task Energy_power_and_specific_consumption_are_told_stretch_by_stretch(string kind)
    {
        await using var server = await EnergyServer.StartAsync(kind);
        await EnergyServer.WorkedAsync(server, Start, 24 * 60);

        var hours = await AskAsync(server, "energy", "2025-03-29T00:00:00Z", "2025-03-30T00:00:00Z");
        (hours["metric"]!.ToString(), hours["interval"]!.ToString(), hours.Number("total_points"), hours["aggregation"]!.ToString()).ShouldBe(("energy", "1hour", 24, "sum"));
        hours["data_points"]!.AsArray().ShouldAllBe(point => Math.Abs(point!.Number("value") - 40.25) < 1e-9 && point!["unit"]!.ToString() == "kWh");
        hours["data_points"]![1]!["timestamp"]!.ToString().ShouldBe("2025-03-29T01:00:00Z");
        foreach (var interval in new[] { "1min", "5min", "15min", "1day" })
            Sum(await AskAsync(server, "energy", "2025-03-29T00:00:00Z", "2025-03-30T00:00:00Z", interval)).ShouldBe(966, 1e-6, interval);
        Sum(await AskAsync(server, "energy", "2025-03-29T00:10:00Z", "2025-03-29T01:30:00Z")).ShouldBe((40 * 80 / 60.0) + (15 / 60.0) + (15 / 60.0), 1e-6);

        var power = await AskAsync(server, "power", "2025-03-29T00:00:00Z", "2025-03-29T01:00:00Z");
        power["data_points"]!.AsArray().Select(point => point!.Number("value")).ShouldBe([40, 41, 40, 40]);
        (await AskAsync(server, "power", "2025-03-29T00:00:00Z", "2025-03-29T01:00:00Z", "1min"))["data_points"]![20]!.Number("value").ShouldBe(55);
        var sec = await AskAsync(server, "sec", "2025-03-29T00:00:00Z", "2025-03-30T00:00:00Z");
        (sec["interval"]!.ToString(), sec["data_points"]![0]!["unit"]!.ToString()).ShouldBe(("1day", "kWh/unit"));
        sec["data_points"]![0]!.Number("value").ShouldBe(966 / 14_400.0, 1e-12);
        (await AskAsync(server, "sec", "2025-03-29T00:00:00Z", "2025-03-31T00:00:00Z", "1week")).Number("total_points").ShouldBe(1);
        // Nothing is known of the next day, and nothing is said of it.
        (await AskAsync(server, "energy", "2025-03-29T00:00:00Z", "2025-03-31T00:00:00Z", "1day")).Number("total_points").ShouldBe(1);
    }

    [Theory]
    [InlineData("Europe/Berlin", "2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z", 23)]
    [InlineData("Asia/Kolkata", "2025-03-29T18:30:00Z", "2025-03-30T18:30:00Z", 24)]
    [InlineData("UTC", "2025-03-30T00:00:00Z", "2025-03-31T00:00:00Z", 24)]
    public async Task A_day_is_that_of_the_site_with_the_hours_that_it_has(string zone, string start, string end, int hours)
    {
        await using var server = await EnergyServer.StartAsync();
        await new PlantTable(server.Database).ChangeAsync(EnergyServer.Works with { TimeZone = zone });
        await EnergyServer.WorkedAsync(server, Start, 3 * 24 * 60);

        var days = await AskAsync(server, "energy", "2025-03-29T00:00:00Z", "2025-04-01T00:00:00Z", "1day");
        var day = days["data_points"]!.AsArray().Single(point => point!["timestamp"]!.ToString() == start)!;
        day.Number("value").ShouldBe(hours * 40.25, 1e-6);
        Sum(days).ShouldBe(3 * 966, 1e-6);
        days["data_points"]!.AsArray().ShouldContain(point => point!["timestamp"]!.ToString() == end || end == "2025-04-01T00:00:00Z");
    }

    [Fact]
    public async Task Several_machines_are_told_at_once()
    {
        await using var server = await EnergyServer.StartAsync();
        await EnergyServer.WorkedAsync(server, Start, 120);
        var other = EnergyServer.Press with { Id = Guid.Parse("6d1f4f50-0000-4000-8000-0000000000a2"), Name = "press-2" };
        await new PlantTable(server.Database).AddAsync(other);
        var both = await server.OkAsync($"/api/v1/timeseries/multi-machine/energy?machine_ids={EnergyServer.Press.Id},{other.Id}&start_time=2025-03-29&end_time=2025-03-30");
        (both.Number("total_machines"), both["interval"]!.ToString()).ShouldBe((2, "1hour"));
        both["machines"]!.AsArray().Select(machine => (machine!["machine_name"]!.ToString(), machine!.Number("total_points"))).ShouldBe([("press-1", 2), ("press-2", 0)]);
        (await server.GetAsync($"/api/v1/timeseries/multi-machine/energy?machine_ids={EnergyServer.Press.Id},{Guid.NewGuid()}&start_time=2025-03-29&end_time=2025-03-30")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task The_last_reading_and_a_machine_at_a_glance(string kind)
    {
        await using var server = await EnergyServer.StartAsync(kind);
        (await server.GetAsync($"/api/v1/timeseries/latest/{EnergyServer.Press.Id}")).Body["detail"]!.ToString().ShouldBe("No data for this machine.");
        server.Clock.Time = new DateTimeOffset(Start.AddHours(10));
        (await server.OkAsync("/api/v1/machines/status/press-1"))["status"]!.ToString().ShouldBe("unknown");
        await EnergyServer.WorkedAsync(server, Start, 10 * 60);

        var latest = await server.OkAsync($"/api/v1/timeseries/latest/{EnergyServer.Press.Id}");
        (latest["timestamp"]!.ToString(), latest.Number("power_kw"), latest["status"]!.ToString()).ShouldBe(("2025-03-29T09:59:00Z", 40, "running"));
        latest.Number("energy_kwh").ShouldBe(40 / 60.0, 1e-9);
        var now = await server.OkAsync("/api/v1/machines/status/press-1");
        (now["status"]!.ToString(), now["machine_type"]!.ToString(), now.Number("today.production_units"), now.Number("active_anomalies")).ShouldBe(("running", "injection_molding", 6000, 0));
        now.Number("today.energy_kwh").ShouldBe(402.5, 1e-6);
        await server.SendJsonAsync(HttpMethod.Post, $"/api/v1/machines/{EnergyServer.Press.Id}/status", """{ "status": "fault", "notes": "seal" }""");
        (await server.OkAsync("/api/v1/machines/status/press-1"))["status"]!.ToString().ShouldBe("fault");
        (await server.GetAsync("/api/v1/machines/status/press-9")).Body["detail"]!.ToString().ShouldBe("there is no machine 'press-9'.");
    }

    [Fact]
    public async Task A_history_of_status_goes_by_power()
    {
        await using var server = await EnergyServer.StartAsync();
        double[] powers = [40, 6, 5, 0.6, 0.5, 0];
        var columns = MachineColumns.Missing(powers.Length * 60);
        for (var minute = 0; minute < columns.PowerKw.Length; minute++) columns.PowerKw[minute] = powers[minute / 60];
        await EnergyServer.KeepAsync(server, new("press-1", [.. Enumerable.Range(0, columns.PowerKw.Length).Select(minute => Start.AddMinutes(minute))], columns));

        var path = $"/api/v1/machines/{EnergyServer.Press.Id}/status-history?start_time=2025-03-29T00:00:00Z&end_time=2025-03-29T12:00:00Z";
        var history = await server.OkAsync(path);
        history["timeline"]!.AsArray().Select(one => one!["status"]!.ToString()).ShouldBe(["running", "running", "idle", "idle", "stopped", "stopped"]);
        history["timeline"]![0]!.Number("reading_count").ShouldBe(60);
        (history.Number("summary.total_periods"), history.Number("summary.idle_periods"), history.Number("summary.transitions")).ShouldBe((6, 2, 2));
        history.Number("summary.uptime_percent").ShouldBe(66.67, 0.01);
        (await server.OkAsync(path + "&interval=5min")).Number("summary.total_periods").ShouldBe(72);
        var empty = await server.OkAsync($"/api/v1/machines/{EnergyServer.Press.Id}/status-history?start_time=2025-04-29&end_time=2025-04-30");
        (empty["message"]!.ToString(), empty.Number("summary.total_periods")).ShouldBe(("No data for this machine in this period.", 0));
    }

    [Theory]
    [InlineData("timeseries/energy", "end_time, machine_id, start_time")]
    [InlineData("timeseries/energy?machine_id=7&start_time=x&end_time=2025-01-01&interval=1week&energy_type=wood", "energy_type, interval, machine_id, start_time")]
    [InlineData("timeseries/power?machine_id=6d1f4f50-0000-4000-8000-0000000000a1&start_time=2025-01-02&end_time=2025-01-01&interval=1day", "end_time, interval")]
    [InlineData("timeseries/energy?machine_id=6d1f4f50-0000-4000-8000-0000000000a1&start_time=2024-01-02&end_time=2025-01-01&interval=1min", "interval")]
    [InlineData("timeseries/multi-machine/energy?machine_ids=a,b&start_time=2025-01-01&end_time=2025-01-02", "machine_ids")]
    [InlineData("timeseries/multi-machine/energy?start_time=2025-01-01&end_time=2025-01-02", "machine_ids")]
    [InlineData("timeseries/latest/7?energy_type=wood", "energy_type, machine_id")]
    [InlineData("machines/6d1f4f50-0000-4000-8000-0000000000a1/status-history?start_time=2020-01-01&end_time=2025-01-01&interval=1day", "end_time")]
    public async Task Wrong_parameters_are_all_named(string path, string fields)
    {
        await using var server = await EnergyServer.StartAsync();
        var answer = await server.GetAsync("/api/v1/" + path);
        (answer.Status, string.Join(", ", answer.WrongFields)).ShouldBe((HttpStatusCode.UnprocessableEntity, fields));
    }

    [Theory]
    [InlineData("{}", "status")]
    [InlineData("""{ "status": "unknown", "start_time": 7, "notes": "a\nb" }""", "notes, start_time, status")]
    [InlineData("""{ "status": "fault", "start_time": "2025-01-02", "end_time": "2025-01-01" }""", "end_time")]
    public async Task A_status_that_makes_no_sense_is_refused(string body, string fields)
    {
        await using var server = await EnergyServer.StartAsync();
        var answer = await server.SendJsonAsync(HttpMethod.Post, $"/api/v1/machines/{EnergyServer.Press.Id}/status", body);
        (answer.Status, string.Join(", ", answer.WrongFields)).ShouldBe((HttpStatusCode.UnprocessableEntity, fields));
        (await server.SendJsonAsync(HttpMethod.Post, "/api/v1/machines/nobody/status", """{ "status": "fault" }""")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    static async Task<JsonNode> AskAsync(TestServer server, string metric, string start, string end, string? interval = null) =>
        await server.OkAsync($"/api/v1/timeseries/{metric}?machine_id={EnergyServer.Press.Id}&start_time={start}&end_time={end}{(interval is null ? "" : "&interval=" + interval)}");

    static double Sum(JsonNode series) => series["data_points"]!.AsArray().Sum(point => point!.Number("value"));
}
