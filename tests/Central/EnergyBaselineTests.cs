using System.Net;
using Plumbline.Central.Storage;
using Plumbline.Plant;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class EnergyBaselineTests
{
    static readonly DateTime Start = new(2025, 1, 6, 0, 0, 0, DateTimeKind.Utc);

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task A_baseline_is_trained_used_and_replaced_by_a_better_one_alone(string kind)
    {
        await using var server = await WithHoursAsync(kind, 2000);

        var first = await TrainAsync(server, 0, 1500);
        first.Number("training_samples").ShouldBe(1500);
        (first["is_active"]!.GetValue<bool>(), first.Number("model_version"), first["meets_quality_threshold"]!.GetValue<bool>()).ShouldBe((true, 1, true));
        first.Number("coefficients.total_production_count").ShouldBe(0.05, 0.002);
        first.Number("intercept").ShouldBe(10, 0.5);

        // Worse, for the driver that explains it is kept from it: kept, and not used.
        var worse = await TrainAsync(server, 0, 1500, """, "drivers": ["avg_outdoor_temp_c"]""");
        (worse["is_active"]!.GetValue<bool>(), worse.Number("model_version")).ShouldBe((false, 2));
        worse["warnings"]!.AsArray()[^1]!.ToString().ShouldBe("Version 2 is kept, but not used: out of sample it is worse than the one in use. Send \"force\": true to use it all the same.");
        (await DeviationAsync(server, 1500, 2000)).Number("baseline_model_version").ShouldBe(1);
        (await TrainAsync(server, 0, 1500, """, "drivers": ["avg_outdoor_temp_c"], "force": true"""))["is_active"]!.GetValue<bool>().ShouldBeTrue();
        (await DeviationAsync(server, 1500, 2000)).Number("baseline_model_version").ShouldBe(3);
        (await TrainAsync(server, 0, 1500)).Number("model_version").ShouldBe(4);

        var models = await server.OkAsync($"/api/v1/baseline/models?machine_id={EnergyServer.Press.Id}");
        models["models"]!.AsArray().Select(model => (model!.Number("model_version"), model!["is_active"]!.GetValue<bool>())).ShouldBe([(4, true), (3, false), (2, false), (1, false)]);
        (await server.OkAsync($"/api/v1/baseline/model/{first["model_id"]}")).Number("r_squared").ShouldBe(first.Number("r_squared"));
    }

    [Fact]
    public async Task A_significant_energy_use_is_trained_by_name_and_year_and_explained()
    {
        await using var server = await WithHoursAsync("sqlite", 2000);

        var answer = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/baseline/train-seu", """{ "seu_name": "press-1", "energy_source": "electricity", "features": ["total_production_count"], "year": 2025 }""");

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        (answer.Body["success"]!.GetValue<bool>(), answer.Body["seu_name"]!.ToString(), answer.Body.Number("samples_count")).ShouldBe((true, "press-1", 2000));
        answer.Body["formula_technical"]!.ToString().ShouldMatch(@"^energy_kwh = [\d.]+ \+ 0\.0[\d]+\*total_production_count$");
        answer.Body["formula_readable"]!.ToString().ShouldContain(" × total production count");
        var models = await server.OkAsync("/api/v1/baseline/models?seu_name=press-1&energy_source=electricity&include_explanation=true");
        models["models"]![0]!["explanation"]!["text"]!.ToString().ShouldStartWith("Learned from 2000 hours");
        (await server.OkAsync("/api/v1/baseline/models?energy_source=gas")).Number("total_models").ShouldBe(0);
        (await server.OkAsync($"/api/v1/baseline/model/{answer.Body["model_id"]}?include_explanation=true"))["explanation"]!["formula_technical"]!.ToString().ShouldBe(answer.Body["formula_technical"]!.ToString());
        (await server.OkAsync($"/api/v1/baseline/model/{answer.Body["model_id"]}"))["explanation"].ShouldBeNull();
    }

    [Theory]
    [InlineData("""{ "seu_name": "press-1", "energy_source": "electricity", "year": 2024 }""", 404, "No data for this machine in this period.")]
    [InlineData("""{ "seu_name": "press-9", "energy_source": "electricity", "year": 2025 }""", 404, "there is no machine 'press-9'.")]
    [InlineData("""{ "seu_name": "press-1", "energy_source": "electricity", "year": 2025 }""", 400, "Insufficient samples: ")]
    [InlineData("""{ "seu_name": "press-1", "energy_source": "coal", "year": 2025 }""", 422, "energy_type: must be one of electricity, gas")]
    [InlineData("""{ "seu_name": "press-1", "energy_source": "electricity", "year": 2025.5 }""", 422, "year: is required: a whole number from 2000 to 2100.")]
    [InlineData("""{ "seu_name": "press-1", "energy_source": "electricity", "year": 2025, "features": ["sec"] }""", 422, "features: 'sec' is none of ")]
    [InlineData("""{ }""", 422, "seu_name: is required")]
    public async Task A_significant_energy_use_that_cannot_be_trained_is_told_why(string body, int status, string sentence)
    {
        await using var server = await WithHoursAsync("sqlite", 300);
        var answer = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/baseline/train-seu", body);
        ((int)answer.Status).ShouldBe(status);
        answer.Body["detail"]!.ToString().ShouldContain(sentence);
    }

    [Fact]
    public async Task Deviation_finds_what_was_used_too_much()
    {
        await using var server = await WithHoursAsync("sqlite", 2000, excessFrom: 1700);
        await TrainAsync(server, 0, 1500);

        var before = await DeviationAsync(server, 1500, 1700);
        before["deviation_severity"]!.ToString().ShouldBe("normal");
        var after = await DeviationAsync(server, 1700, 2000);
        (after["deviation_severity"]!.ToString(), after["hourly_deviations"]!.AsArray().Count, after.Number("missing_hours")).ShouldBe(("critical", 300, 0));
        after.Number("deviation_kwh").ShouldBe(300 * 12, 150);
        after.Number("savings_uncertainty.half_width_kwh").ShouldBeLessThan(200);
        after["hourly_deviations"]!.AsArray()[^1]!.Number("cusum_kwh").ShouldBe(after.Number("deviation_kwh"), 1e-6);
        (after["time_period"]!["start"]!.ToString(), after["hourly_deviations"]![0]!["time"]!.ToString()).ShouldBe(("2025-03-17T20:00:00Z", "2025-03-17T20:00:00Z"));
    }

    [Fact]
    public async Task Prediction_says_what_is_missing_and_what_is_out_of_range()
    {
        await using var server = await WithHoursAsync("sqlite", 1500);
        await TrainAsync(server, 0, 1500, """, "drivers": ["total_production_count"]""");

        var good = await PredictAsync(server, """ "total_production_count": 300 """, HttpStatusCode.OK);
        good.Body.Number("predicted_energy_kwh").ShouldBe(25, 0.5);
        (good.Body.Number("interval.low_kwh") < 25, good.Body.Number("interval.high_kwh") > 25, good.Body["warnings"]!.AsArray().Count).ShouldBe((true, true, 0));
        (await PredictAsync(server, """ "total_production_count": 90000 """, HttpStatusCode.OK)).Body["warnings"]!.AsArray().Count.ShouldBe(1);
        (await PredictAsync(server, """ "avg_outdoor_temp_c": 3 """, HttpStatusCode.BadRequest)).Body["detail"]!.ToString().ShouldBe("'total_production_count' is missing: the baseline depends on it.");
        (await PredictAsync(server, """ "total_production_count": "many" """, HttpStatusCode.UnprocessableEntity)).WrongFields.ShouldBe(["features.total_production_count"]);
        (await server.SendJsonAsync(HttpMethod.Post, "/api/v1/baseline/predict", """{ "seu_name": "press-1", "energy_source": "electricity", "features": { "total_production_count": 300 }, "include_message": true }""")).Body["message"]!.ToString().ShouldStartWith("press-1 should use 2");
        (await server.SendJsonAsync(HttpMethod.Post, "/api/v1/baseline/predict", """{ "seu_name": "press-1", "energy_source": "gas", "features": { } }""")).Body["detail"]!.ToString().ShouldBe("there is no baseline of gas for 'press-1': train one first (POST /api/v1/baseline/train).");
    }

    [Fact]
    public async Task Too_few_hours_and_none_at_all_are_told()
    {
        await using var server = await WithHoursAsync("sqlite", 412);
        (await server.SendJsonAsync(HttpMethod.Post, "/api/v1/baseline/train", Body(0, 1500))).Body["detail"]!.ToString().ShouldStartWith("Insufficient samples: 412 of 1000");
        var none = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/baseline/train", Body(5000, 6000));
        (none.Status, none.Body["detail"]!.ToString()).ShouldBe((HttpStatusCode.NotFound, "No data for this machine in this period."));
        (await server.GetAsync($"/api/v1/baseline/deviation?machine_id={EnergyServer.Press.Id}&start=2025-01-06&end=2025-01-07")).Body["detail"]!.ToString().ShouldBe("there is no baseline of electricity for 'press-1': train one first (POST /api/v1/baseline/train).");
    }

    [Theory]
    [InlineData("{}", "end_date, machine_id, start_date")]
    [InlineData("""{ "machine_id": "6d1f4f50-0000-4000-8000-0000000000a1", "start_date": 7, "end_date": "never", "drivers": "all", "force": 1 }""", "drivers, end_date, force, start_date")]
    [InlineData("""{ "machine_id": "6d1f4f50-0000-4000-8000-0000000000a1", "start_date": "2025-01-02", "end_date": "2025-01-01", "drivers": ["avg_power_kw"], "min_samples": 1, "energy_type": "wood" }""", "drivers, end_date, energy_type, min_samples")]
    public async Task Wrong_fields_of_a_training_are_all_named(string body, string fields)
    {
        await using var server = await EnergyServer.StartAsync();
        var answer = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/baseline/train", body);
        (answer.Status, string.Join(", ", answer.WrongFields)).ShouldBe((HttpStatusCode.UnprocessableEntity, fields));
    }

    [Fact]
    public async Task Trainings_at_once_leave_one_in_use()
    {
        await using var server = await WithHoursAsync("sqlite", 1200);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => TrainAsync(server, 0, 1200, """, "force": true, "drivers": ["total_production_count"]""")));
        var models = (await server.OkAsync("/api/v1/baseline/models"))["models"]!.AsArray();
        models.Select(model => model!.Number("model_version")).Order().ShouldBe([1, 2, 3, 4, 5, 6]);
        models.Count(model => model!["is_active"]!.GetValue<bool>()).ShouldBe(1);
    }

    /// <summary>An hour takes 10 kWh, 0.05 for each unit, and a little noise; from some hour on 12 more.</summary>
    static async Task<TestServer> WithHoursAsync(string kind, int hours, int excessFrom = int.MaxValue)
    {
        var server = await EnergyServer.StartAsync(kind);
        await new PlantTable(server.Database).ChangeAsync(EnergyServer.Press with { Interval = TimeSpan.FromHours(1) });
        var random = new Random(41);
        var columns = MachineColumns.Missing(hours);
        for (var hour = 0; hour < hours; hour++)
        {
            columns.ProductionCount[hour] = random.Next(100, 900);
            columns.OutdoorTempC[hour] = 10 * Math.Sin(hour / 24.0);
            columns.PowerKw[hour] = 10 + (0.05 * columns.ProductionCount[hour]) + random.NextDouble() - 0.5 + (hour >= excessFrom ? 12 : 0);
        }

        await EnergyServer.KeepAsync(server, new("press-1", [.. Enumerable.Range(0, hours).Select(hour => Start.AddHours(hour))], columns));
        return server;
    }

    static string Body(int from, int to, string more = "") => FormattableString.Invariant($$"""{ "machine_id": "{{EnergyServer.Press.Id}}", "start_date": "{{Start.AddHours(from):yyyy-MM-ddTHH:mm:ss}}Z", "end_date": "{{Start.AddHours(to):yyyy-MM-ddTHH:mm:ss}}Z"{{more}} }""");

    static async Task<System.Text.Json.Nodes.JsonNode> TrainAsync(TestServer server, int from, int to, string more = "")
    {
        var answer = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/baseline/train", Body(from, to, more));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Body;
    }

    static Task<System.Text.Json.Nodes.JsonNode> DeviationAsync(TestServer server, int from, int to) => server.OkAsync(
        FormattableString.Invariant($"/api/v1/baseline/deviation?machine_id={EnergyServer.Press.Id}&start={Start.AddHours(from):yyyy-MM-ddTHH:mm:ss}Z&end={Start.AddHours(to):yyyy-MM-ddTHH:mm:ss}Z"));

    static async Task<Answer> PredictAsync(TestServer server, string features, HttpStatusCode status)
    {
        var answer = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/baseline/predict", $$"""{ "machine_id": "{{EnergyServer.Press.Id}}", "features": { {{features}} } }""");
        answer.Status.ShouldBe(status, answer.Text);
        return answer;
    }
}
