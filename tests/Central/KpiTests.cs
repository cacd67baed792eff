using System.Net;
using Plumbline.Plant;
using Plumbline.Stores;
using Plumbline.Unit.Tests.Energy;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class KpiTests
{
    static readonly DateTime Day = new(2025, 6, 3, 0, 0, 0, DateTimeKind.Utc); // A Tuesday.

    static string Query(DateTime start, DateTime end) => FormattableString.Invariant($"?machine_id={EnergyServer.Press.Id}&start={start:yyyy-MM-ddTHH:mm:ss}Z&end={end:yyyy-MM-ddTHH:mm:ss}Z");

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task Worked_check_comes_out_of_every_address(string kind)
    {
        await using var server = await EnergyServer.StartAsync(kind);
        await EnergyServer.WorkedAsync(server, Day, 1440);
        var query = Query(Day, Day.AddDays(1));

        var all = await server.OkAsync("/api/v1/kpi/all" + query);
        all.Number("totals.total_energy_kwh").ShouldBe(966, 1e-9);
        all.Number("totals.total_production_units").ShouldBe(14_400);
        all.Number("kpis.sec.value").ShouldBe(0.06708, 5e-6);
        all.Number("kpis.peak_demand.value").ShouldBe(41, 1e-9);
        all["kpis"]!["peak_demand"]!["time"]!.ToString().ShouldBe("2025-06-03T00:15:00Z");
        all.Number("kpis.load_factor.value").ShouldBe(0.982, 5e-4);
        all.Number("kpis.utilisation.value").ShouldBe(1);
        all.Number("kpis.energy_cost.value").ShouldBe(12 * 40.25 * 0.30, 1e-9);
        all.Number("kpis.carbon_intensity.value").ShouldBe(966 * 0.45, 1e-9);
        all.Number("time_period.hours").ShouldBe(24);

        (await server.OkAsync("/api/v1/kpi/sec" + query)).Number("sec_kwh_per_unit").ShouldBe(all.Number("kpis.sec.value"));
        (await server.OkAsync("/api/v1/kpi/peak-demand" + query)).Number("peak_demand_kw").ShouldBe(all.Number("kpis.peak_demand.value"));
        (await server.OkAsync("/api/v1/kpi/load-factor" + query)).Number("load_factor_percent").ShouldBe(all.Number("kpis.load_factor.percent"));
        (await server.OkAsync("/api/v1/kpi/energy-cost" + query)).Number("total_cost").ShouldBe(all.Number("kpis.energy_cost.value"));
        (await server.OkAsync("/api/v1/kpi/carbon" + query)).Number("co2_per_unit_kg").ShouldBe(all.Number("kpis.carbon_intensity.co2_per_unit"));
        (await server.OkAsync("/api/analytics/api/v1/kpi/all" + query)).ToJsonString().ShouldBe(all.ToJsonString());
        var factory = await server.OkAsync($"/api/v1/kpi/factory/{EnergyServer.Works.Id}" + query);
        factory.Number("energy_metrics.total_energy_kwh").ShouldBe(all.Number("totals.total_energy_kwh"));
        (factory.Number("energy_metrics.peak_power_kw"), factory.Number("machine_status.active")).ShouldBe((41, 1));
        (await server.OkAsync("/api/v1/kpi/factories" + query)).Number("enterprise_totals.total_energy_kwh").ShouldBe(966, 1e-9);
    }

    [Fact]
    public async Task Parts_of_a_period_add_up_to_the_whole_wherever_it_is_cut()
    {
        await using var server = await EnergyServer.StartAsync();
        var log = MachineLogs.Irregular(31, 4000, Day);
        await EnergyServer.KeepAsync(server, log);
        var random = new Random(32);
        var whole = await server.OkAsync("/api/v1/kpi/energy-cost" + Query(Day, Day.AddDays(6)));

        for (var round = 0; round < 30; round++)
        {
            var cut = Day.AddSeconds(random.Next(1, 6 * 86_400 - 1));
            var parts = new[] { Query(Day, cut), Query(cut, Day.AddDays(6)) };
            var (energy, cost) = (0.0, 0.0);
            foreach (var part in parts)
            {
                var answer = await server.GetAsync("/api/v1/kpi/energy-cost" + part);
                if (answer.Status == HttpStatusCode.NotFound) continue;
                energy += answer.Body.Number("total_energy_kwh");
                cost += answer.Body.Number("energy_cost");
            }

            energy.ShouldBe(whole.Number("total_energy_kwh"), 1e-6);
            cost.ShouldBe(whole.Number("energy_cost"), 1e-6);
        }
    }

    [Fact]
    public async Task Tariffs_and_carbon_factors_hold_for_their_days_by_the_clock_of_the_factory()
    {
        await using var server = await EnergyServer.StartAsync();
        await EnergyServer.WorkedAsync(server, Day.AddDays(-1), 4 * 1440);
        (await server.SendJsonAsync(HttpMethod.Patch, $"/api/v1/factories/{EnergyServer.Works.Id}", """{ "time_zone": "Europe/Berlin", "currency": "EUR" }""")).Status.ShouldBe(HttpStatusCode.OK);
        (await server.SendJsonAsync(HttpMethod.Post, "/api/v1/tariffs", $$"""{ "factory_id": "{{EnergyServer.Works.Id}}", "name": "old", "rate_per_kwh": 1, "valid_until": "2025-06-04" }""")).Status.ShouldBe(HttpStatusCode.OK);
        (await server.SendJsonAsync(HttpMethod.Post, "/api/v1/tariffs", $$"""
            { "factory_id": "{{EnergyServer.Works.Id}}", "name": "new", "rate_per_kwh": 2, "valid_from": "2025-06-04", "windows": [{ "name": "night", "rate_per_kwh": 0, "days": ["tuesday", "wednesday"], "from": "22:00", "to": "06:00" }] }
            """)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.SendJsonAsync(HttpMethod.Post, "/api/v1/carbon-factors", $$"""{ "factory_id": "{{EnergyServer.Works.Id}}", "region": "DE", "kg_per_kwh": 0.3, "valid_until": "2025-06-05" }""")).Status.ShouldBe(HttpStatusCode.OK);

        // Tuesday and Wednesday in Berlin: the old tariff for a day; then six hours of Tuesday's night, sixteen by day, two of Wednesday's night.
        var berlin = new DateTime(2025, 6, 2, 22, 0, 0, DateTimeKind.Utc);
        var cost = await server.OkAsync("/api/v1/kpi/energy-cost" + Query(berlin, berlin.AddDays(2)));
        cost.Number("total_cost").ShouldBe(40.25 * (24 + (2 * 16)), 1e-9);
        cost["currency"]!.ToString().ShouldBe("EUR");
        (await server.OkAsync("/api/v1/kpi/carbon" + Query(berlin, berlin.AddDays(2)))).Number("total_co2_kg").ShouldBe(48 * 40.25 * 0.3, 1e-9);
        var beyond = await server.OkAsync("/api/v1/kpi/carbon" + Query(berlin, berlin.AddDays(3)));
        (beyond["total_co2_kg"], beyond["total_co2_kg_unavailable"]!.ToString()).ShouldBe((null, "No carbon factor holds on 2025-06-05."));
        (await server.OkAsync("/api/v1/kpi/energy-cost" + Query(berlin, berlin.AddDays(1)) + "&tariff=demand_charge&peak_rate=0.5&offpeak_rate=0&peak_hours_start=0&peak_hours_end=12&demand_charge=10")).Number("total_cost").ShouldBe((12 * 40.25 * 0.5) + 410, 1e-9);
    }

    [Fact]
    public async Task Energy_types_are_never_added_together()
    {
        await using var server = await EnergyServer.StartAsync();
        await EnergyServer.WorkedAsync(server, Day, 60);
        await EnergyServer.KeepAsync(server, MachineLogs.Worked(Day, 120), EnergyType.Gas);
        var query = Query(Day, Day.AddDays(1));
        (await server.OkAsync("/api/v1/kpi/sec" + query)).Number("total_energy_kwh").ShouldBe(40.25, 1e-9);
        (await server.OkAsync("/api/v1/kpi/sec" + query + "&energy_type=gas")).Number("total_energy_kwh").ShouldBe(80.5, 1e-9);
        (await server.GetAsync("/api/v1/kpi/sec" + query + "&energy_type=steam")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_not_known_is_null_with_the_reason()
    {
        await using var server = await EnergyServer.StartAsync();
        var columns = MachineColumns.Missing(1);
        columns.PowerKw[0] = 3;
        await EnergyServer.KeepAsync(server, new("press-1", [Day], columns));

        var all = await server.OkAsync("/api/v1/kpi/all" + Query(Day, Day.AddDays(1)));
        (all["kpis"]!["sec"]!["value"], all["kpis"]!["sec"]!["unavailable"]!.ToString()).ShouldBe((null, "No reading of this period tells of production."));
        all["kpis"]!["peak_demand"]!["unavailable"]!.ToString().ShouldBe("No quarter of an hour of this period is known well enough.");
        (await server.GetAsync("/api/v1/kpi/all" + Query(Day.AddDays(1), Day.AddDays(2)))).Body["detail"]!.ToString().ShouldBe("No data for this machine in this period.");
    }

    [Theory]
    [InlineData("", 422, "machine_id, start, end")]
    [InlineData("?machine_id=x&start=2025-06-03&end=2025-06-04", 422, "machine_id")]
    [InlineData("?machine_id=MACHINE&start=yesterday&end=2025-06-04", 422, "start")]
    [InlineData("?machine_id=MACHINE&start=2025-06-04&end=2025-06-03", 422, "end")]
    [InlineData("?machine_id=MACHINE&start=2025-06-04&end=2025-06-04", 422, "end")]
    [InlineData("?machine_id=MACHINE&start=1971-06-04&end=2025-06-04", 422, "end")]
    [InlineData("?machine_id=MACHINE&start=2025-06-03&end=2025-06-04&energy_type=wood", 422, "energy_type")]
    [InlineData("?machine_id=MACHINE&start=2025-06-03&end=2025-06-04&tariff=free", 422, "tariff")]
    [InlineData("?machine_id=MACHINE&start=2025-06-03&end=2025-06-04&peak_hours_start=9&peak_hours_end=9", 422, "peak_hours_end")]
    [InlineData("?machine_id=MACHINE&start=2025-06-03&end=2025-06-04&peak_rate=NaN", 422, "peak_rate")]
    [InlineData("?machine_id=6d1f4f50-0000-4000-8000-0000000000a9&start=2025-06-03&end=2025-06-04", 404, "")]
    public async Task Wrong_parameters_are_all_named(string query, int status, string fields)
    {
        await using var server = await EnergyServer.StartAsync();
        var answer = await server.GetAsync("/api/v1/kpi/energy-cost" + query.Replace("MACHINE", $"{EnergyServer.Press.Id}", StringComparison.Ordinal));
        ((int)answer.Status, answer.Type).ShouldBe((status, "application/problem+json"));
        answer.WrongFields.ShouldBe(fields.Split(", ", StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }

    [Fact]
    public async Task A_machine_of_another_site_is_not_there()
    {
        await using var server = await EnergyServer.StartAsync(options: new CentralOptions { Address = IPAddress.Any });
        await EnergyServer.WorkedAsync(server, Day, 60);
        var (own, other) = (await server.TokenAsync(Scopes.Read, 7), await server.TokenAsync(Scopes.Read, 8));
        foreach (var path in (string[])["/api/v1/kpi/all", "/api/v1/baseline/deviation"])
            (await server.GetAsync(path + Query(Day, Day.AddDays(1)), other)).Body["detail"]!.ToString().ShouldBe($"there is no machine {EnergyServer.Press.Id}.");
        (await server.GetAsync("/api/v1/kpi/all" + Query(Day, Day.AddDays(1)), own)).Status.ShouldBe(HttpStatusCode.OK);
        (await server.GetAsync("/api/v1/machines", other)).Text.ShouldBe("[]");
        (await server.GetAsync($"/api/v1/machines/{EnergyServer.Press.Id}", other)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await server.GetAsync("/api/v1/kpi/factories" + Query(Day, Day.AddDays(1)), other)).Body["factory_count"]!.GetValue<int>().ShouldBe(0);
        (await server.GetAsync($"/api/v1/kpi/factory/{EnergyServer.Works.Id}" + Query(Day, Day.AddDays(1)), other)).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
