using System.Net;
using System.Text.Json.Nodes;
using Plumbline.Central.Storage;
using Plumbline.Plant;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

public sealed class ForecastTests
{
    static readonly string Id = $"{EnergyServer.Press.Id}";

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task A_training_reports_its_backtests_and_the_best_method_answers(string kind)
    {
        await using var server = await WithDaysAsync(kind, 15);

        var arima = await TrainAsync(server, "arima", 14);
        (arima["model_type"]!.ToString(), arima.Number("model_version"), arima.Number("training_samples"), arima.Number("missing_samples")).ShouldBe(("arima", 1, 14 * 24, 0));
        arima["form"]!.ToString().ShouldStartWith("ARIMA(");
        Trials(arima).Select(trial => $"{trial["horizon"]} {trial["method"]}").Order().ShouldBe(
            ["medium arima", "medium ets", "medium seasonal_naive", "medium theta", "long arima", "long ets", "long seasonal_naive", "long theta", "short arima", "short ets", "short seasonal_naive", "short theta"], ignoreOrder: true);
        Trials(arima).ShouldAllBe(trial => trial.Number("mae") > 0 && trial.Number("rmse") >= trial.Number("mae") && trial.Number("mase") > 0);
        arima.Number("mae").ShouldBe(Trials(arima).Single(trial => $"{trial["horizon"]} {trial["method"]}" == "medium arima").Number("mae"));

        var prophet = await TrainAsync(server, "prophet", 14, """, "use_regressors": true, "auto_order": false""");
        (prophet["model_type"]!.ToString(), prophet.Number("model_version"), prophet.Number("r2") > 0.8).ShouldBe(("prophet", 2, true));
        prophet["warnings"]!.AsArray().Select(warning => warning!.ToString()).ShouldContain("use_regressors: none is used, for nobody knows what they will be.");

        var models = await server.OkAsync($"/api/v1/forecast/models/{Id}");
        models["models"]!.AsArray().Select(model => model!["model_type"]!.ToString()).ShouldBe(["prophet", "arima"]);
        foreach (var (horizon, periods, frequency) in new[] { ("short", 4, "15min"), ("medium", 24, "1h"), ("long", 168, "1h") })
        {
            var best = Trials(prophet).Where(trial => trial["horizon"]!.ToString() == horizon).MinBy(trial => trial.Number("mae"))!;
            var answer = await server.OkAsync($"/api/v1/forecast/demand?machine_id={Id}&horizon={horizon}");
            (answer.Number("periods"), answer["frequency"]!.ToString(), answer["predictions"]!.AsArray().Count).ShouldBe((periods, frequency, periods));
            answer["backtest"]!["method"]!.ToString().ShouldBe(best["method"]!.ToString());
        }
    }

    [Fact]
    public async Task A_forecast_begins_where_the_data_end_and_finds_the_day()
    {
        await using var server = await WithDaysAsync("sqlite", 15);
        await TrainAsync(server, "arima", 14);

        var named = await PredictAsync(server, """, "horizon": "medium", "method": "arima", "periods": 30""");
        (named["model_type"]!.ToString(), named.Number("periods"), named["data_end"]!.ToString()).ShouldBe(("arima", 30, Time(server, 0)));
        named["timestamps"]!.AsArray().Select(time => time!.ToString()).Take(2).ShouldBe([Time(server, 0), Time(server, 1)]);
        var (mean, lower, upper) = (Numbers(named["predictions"]!), Numbers(named["lower_bound"]!), Numbers(named["upper_bound"]!));
        for (var hour = 0; hour < 24; hour++)
        {
            mean[hour].ShouldBe(UsualKw(server.Clock.Time.UtcDateTime.AddHours(hour)), 6);
            (lower[hour] < mean[hour], upper[hour] > mean[hour]).ShouldBe((true, true));
        }

        var peak = await server.OkAsync($"/api/v1/forecast/peak?machine_id={Id}");
        peak.Number("peak_demand_kw").ShouldBe(60, 6);
        DateTime.Parse(peak["peak_time"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AdjustToUniversal).Hour.ShouldBeInRange(4, 8);
        peak.Number("peak_vs_average_percent").ShouldBe(50, 15);
    }

    [Fact]
    public async Task The_next_day_needs_no_training_and_machines_add_up()
    {
        await using var server = await WithDaysAsync("sqlite", 10);
        var plants = new PlantTable(server.Database);
        await plants.AddAsync(EnergyServer.Press with { Id = Guid.Parse("6d1f4f50-0000-4000-8000-0000000000a2"), Name = "press-2" });

        var one = await server.OkAsync($"/api/v1/forecast/short-term?machine_id={Id}");
        one.Number("predicted_energy_kwh").ShouldBe(24 * 40, 60);
        one.Number("predicted_cost_usd").ShouldBeInRange(0.1 * one.Number("predicted_energy_kwh"), 0.2 * one.Number("predicted_energy_kwh"));
        one.Number("historical_days_used").ShouldBe(10);

        var all = await server.OkAsync("/api/v1/forecast/short-term");
        (all.Number("machines_forecasted"), all["peak_machine"]!.ToString(), all["skipped"]![0]!["machine_name"]!.ToString(), all["skipped"]![0]!["reason"]!.ToString())
            .ShouldBe((1, "press-1", "press-2", "No data for this machine in this period."));
        all.Number("total_predicted_energy_kwh").ShouldBe(one.Number("predicted_energy_kwh"));
        all.Number("predicted_peak_demand_kw").ShouldBe(one.Number("predicted_peak_power_kw"));
    }

    [Fact]
    public async Task A_load_is_put_into_the_cheapest_hours_of_the_local_day()
    {
        await using var server = await WithDaysAsync("sqlite", 10);
        await TrainAsync(server, "prophet", 7);
        var day = server.Clock.Time.UtcDateTime.AddDays(1);

        var answer = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/forecast/optimal-schedule", $$"""{ "machine_id": "{{Id}}", "date": "{{day:yyyy-MM-dd}}T12:00:00Z", "load_kw": 15 }""");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        var hours = answer.Body["recommendations"]!.AsArray();
        hours.Count.ShouldBe(24);
        hours.Select(hour => hour!.Number("cost_usd")).ShouldBeInOrder();
        hours.ShouldAllBe(hour => Math.Abs(hour!.Number("total_demand_kw") - hour!.Number("predicted_demand_kw") - 15) < 1e-9);
        hours.Count(hour => hour!["is_peak_hour"]!.GetValue<bool>()).ShouldBeInRange(1, 8);
        hours[0]!.Number("potential_savings_usd").ShouldBe(hours[^1]!.Number("cost_usd") - hours[0]!.Number("cost_usd"), 1e-9);

        var late = await server.SendJsonAsync(HttpMethod.Post, "/api/v1/forecast/optimal-schedule", $$"""{ "machine_id": "{{Id}}", "date": "2031-01-01", "load_kw": 15 }""");
        late.Status.ShouldBe(HttpStatusCode.BadRequest);
        late.Body["detail"]!.ToString().ShouldEndWith("2031-01-01 is not in it.");
    }

    [Fact]
    public async Task What_is_missing_is_told()
    {
        await using var server = await WithDaysAsync("sqlite", 1);
        (await SendAsync(server, "train/arima", $$"""{ "machine_id": "{{Id}}" }""")).Body["detail"]!.ToString().ShouldStartWith("Insufficient samples: 24 of 48 hours with power between ");
        (await SendAsync(server, "predict", $$"""{ "machine_id": "{{Id}}" }""")).Body["detail"]!.ToString().ShouldBe("there is no forecast model of electricity for 'press-1': train one first (POST /api/v1/forecast/train/arima or /api/v1/forecast/train/prophet).");
        var gas = await SendAsync(server, "train/prophet", $$"""{ "machine_id": "{{Id}}", "energy_type": "gas" }""");
        (gas.Status, gas.Body["detail"]!.ToString()).ShouldBe((HttpStatusCode.NotFound, "No data for this machine in this period."));
        (await SendAsync(server, "predict", """{ "machine_id": "6d1f4f50-0000-4000-8000-00000000dead" }""")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("train/arima", """{ "lookback_days": 6, "auto_order": 1, "use_regressors": "no", "energy_type": "wood" }""", "auto_order, energy_type, lookback_days, machine_id, use_regressors")]
    [InlineData("train/prophet", """{ "machine_id": 7, "lookback_days": 91 }""", "lookback_days, machine_id")]
    [InlineData("predict", """{ "machine_id": "x", "horizon": "far", "periods": 0, "method": "magic" }""", "horizon, machine_id, method, periods")]
    [InlineData("predict", """{ "machine_id": "6d1f4f50-0000-4000-8000-0000000000a1", "horizon": "short", "periods": 97 }""", "periods")]
    [InlineData("optimal-schedule", """{ "date": "soon", "load_kw": 0 }""", "date, load_kw, machine_id")]
    [InlineData("optimal-schedule", "{}", "date, load_kw, machine_id")]
    public async Task Wrong_fields_are_all_named(string route, string body, string fields)
    {
        await using var server = await EnergyServer.StartAsync();
        var answer = await SendAsync(server, route, body);
        (answer.Status, string.Join(", ", answer.WrongFields)).ShouldBe((HttpStatusCode.UnprocessableEntity, fields));
    }

    // Power of the press by the hour: 40 kW on average, 60 at six in the morning.
    static double UsualKw(DateTime utc) => 40 + (20 * Math.Sin(2 * Math.PI * utc.Hour / 24));

    /// <summary>Days of hourly readings until now, which is midnight.</summary>
    static async Task<TestServer> WithDaysAsync(string kind, int days)
    {
        var server = await EnergyServer.StartAsync(kind);
        server.Clock.Time = new DateTimeOffset(2025, 6, 3, 0, 0, 0, TimeSpan.Zero);
        await new PlantTable(server.Database).ChangeAsync(EnergyServer.Press with { Interval = TimeSpan.FromHours(1) });
        var start = server.Clock.Time.UtcDateTime.AddDays(-days);
        var random = new Random(17);
        var columns = MachineColumns.Missing(24 * days);
        for (var hour = 0; hour < 24 * days; hour++) columns.PowerKw[hour] = UsualKw(start.AddHours(hour)) + (4 * (random.NextDouble() - 0.5));
        await EnergyServer.KeepAsync(server, new("press-1", [.. Enumerable.Range(0, 24 * days).Select(hour => start.AddHours(hour))], columns));
        return server;
    }

    static async Task<JsonNode> TrainAsync(TestServer server, string model, int days, string more = "")
    {
        var answer = await SendAsync(server, $"train/{model}", $$"""{ "machine_id": "{{Id}}", "lookback_days": {{days}}{{more}} }""");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Body;
    }

    static async Task<JsonNode> PredictAsync(TestServer server, string more)
    {
        var answer = await SendAsync(server, "predict", $$"""{ "machine_id": "{{Id}}"{{more}} }""");
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer.Body;
    }

    static Task<Answer> SendAsync(TestServer server, string route, string body) => server.SendJsonAsync(HttpMethod.Post, $"/api/v1/forecast/{route}", body);

    static IEnumerable<JsonNode> Trials(JsonNode training) => training["backtests"]!.AsArray().Select(trial => trial!);

    static double[] Numbers(JsonNode array) => [.. array.AsArray().Select(number => number!.GetValue<double>())];

    static string Time(TestServer server, int hours) => $"{server.Clock.Time.UtcDateTime.AddHours(hours):yyyy-MM-ddTHH:mm:ss}Z";
}
