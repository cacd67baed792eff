using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary><c>plumb factory</c>, <c>machine</c>, <c>tariff</c>, <c>carbon</c> and <c>simulate plant --server</c>, against a server in this process.</summary>
public sealed class RegisterCommandTests
{
    [Fact]
    public async Task All_four_are_added_listed_shown_changed_and_removed_in_one_way()
    {
        await using var server = await TestServer.StartAsync();
        (await RunAsync(server, "factory", "add", "Works", "--time-zone", "Europe/Berlin", "--currency", "EUR", "--json"))["time_zone"]!.ToString().ShouldBe("Europe/Berlin");
        var machine = await RunAsync(server, "machine", "add", "press-1", "--factory", "Works", "--type", "injection_molding", "--rated-power-kw", "75", "--interval", "15m", "--json");
        machine.Number("data_interval_seconds").ShouldBe(900);
        var tariff = await RunAsync(server, "tariff", "add", "2025", "--factory", "Works", "--rate-per-kwh", "0.1", "--window", "peak 0.2 08:00-20:00", "--window", "night 0.05 22:00-06:00 saturday,sunday", "--valid-from", "2025-01-01", "--json");
        tariff["windows"]![1]!["days"]!.AsArray().Select(day => day!.ToString()).ShouldBe(["saturday", "sunday"]);
        (await RunAsync(server, "carbon", "add", "DE", "--factory", "Works", "--kg-per-kwh", "0.38", "--json")).Number("kg_per_kwh").ShouldBe(0.38);

        (await RunAsync(server, "machine", "change", "press-1", "--is-active", "false", "--json"))["is_active"]!.GetValue<bool>().ShouldBeFalse();
        var changed = await RunAsync(server, "tariff", "change", "2025", "--valid-until", "2026-01-01", "--json");
        changed["valid_until"]!.ToString().ShouldBe("2026-01-01");
        changed["windows"]!.AsArray().Count.ShouldBe(2);
        changed["id"]!.ToString().ShouldBe(tariff["id"]!.ToString());
        (await RunAsync(server, "carbon", "change", "DE", "--kg-per-kwh", "0.36", "--json")).Number("kg_per_kwh").ShouldBe(0.36);
        (await RunAsync(server, "factory", "change", "Works", "--name", "Hall 3", "--json"))["name"]!.ToString().ShouldBe("Hall 3");

        (await RunAsync(server, "machine", "list", "--factory", "Hall 3", "--json")).AsArray().Single()!["name"]!.ToString().ShouldBe("press-1");
        (await OutcomeAsync(server, "tariff", "list")).Output.ShouldContain("night");
        (await OutcomeAsync(server, "tariff", "show", "2025")).Output.ShouldContain("night 0.05 22:00-06:00 saturday,sunday");
        (await OutcomeAsync(server, "machine", "show", machine["id"]!.ToString())).Output.ShouldContain("press-1");
        (await OutcomeAsync(server, "tariff", "remove", "2025")).Output.ShouldBe("tariff '2025' is removed.\n");
        (await RunAsync(server, "tariff", "list", "--json")).AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_is_told_in_a_sentence_that_names_it()
    {
        await using var server = await TestServer.StartAsync();
        await ShouldFailAsync(1, "there is no factory 'Works', and no other.", "machine", "add", "press-1", "--factory", "Works");
        await RunAsync(server, "factory", "add", "Works", "--json");
        await ShouldFailAsync(1, "there is no machine 'press-1', and no other.", "machine", "show", "press-1");
        await ShouldFailAsync(1, "type: must be one of other, compressor", "machine", "add", "press-1", "--factory", "Works", "--type", "toaster");
        await ShouldFailAsync(1, "there is a factory 'Works' already", "factory", "add", "Works");
        await ShouldFailAsync(1, "time_zone: 'Mars' is not in the IANA database", "factory", "change", "Works", "--time-zone", "Mars");
        await ShouldFailAsync(1, "nothing is said that should change", "factory", "change", "Works");
        await ShouldFailAsync(2, "name its factory with --factory.", "machine", "add", "press-1");
        await ShouldFailAsync(2, "--rate-per-kwh is required", "tariff", "add", "t", "--factory", "Works");
        await ShouldFailAsync(2, "'peak' is no window", "tariff", "add", "t", "--factory", "Works", "--rate-per-kwh", "1", "--window", "peak");
        var unreachable = await ServeProcess.RunAsync(["factory", "list", "--api-url", "http://127.0.0.1:1/api/v1"]);
        unreachable.Code.ShouldBe(1);
        unreachable.Messages.ShouldContain("cannot connect to 127.0.0.1 port 1");

        async Task ShouldFailAsync(int code, string sentence, params string[] arguments)
        {
            var run = await OutcomeAsync(server, arguments);
            run.Code.ShouldBe(code, run.Messages);
            run.Messages.ShouldContain(sentence);
        }
    }

    [Fact]
    public async Task A_server_is_fed_with_a_plant_once()
    {
        await using var server = await TestServer.StartAsync();
        string[] command = ["simulate", "plant", "--server", server.Urls[0], "--machines", "2", "--from", "2024-03-04", "--days", "2", "--seed", "5"];

        var first = await ServeProcess.RunAsync(command);
        first.Code.ShouldBe(0, first.Messages);
        first.Output.ShouldContain("2 machines of 'Simulated plant', 384 readings sent");
        var again = await ServeProcess.RunAsync(command);
        again.Output.ShouldContain("has the readings of these 2 machines already");
        command[9] = "3";
        (await ServeProcess.RunAsync(command)).Output.ShouldContain(" 192 readings sent");
        (await server.OkAsync("/api/v1/machines")).AsArray().Count.ShouldBe(2);
        (await server.OkAsync("/api/v1/tariffs")).AsArray().Count.ShouldBe(1);
        string[] other = ["simulate", "plant", "--server", server.Urls[0], "--machines", "1", "--seed", "6", "--from", "2024-03-04", "--days", "1"];
        (await ServeProcess.RunAsync(other)).Messages.ShouldContain("another factory 'Simulated plant' already");
        (await ServeProcess.RunAsync([.. other, "--factory", "B"])).Messages.ShouldContain("another machine 'compressor-1' already");
        (await server.OkAsync("/api/v1/factories")).AsArray().Count.ShouldBe(1);
        var second = await ServeProcess.RunAsync([.. other, "--factory", "B", "--prefix", "b-"]);
        second.Code.ShouldBe(0, second.Messages);
        second.Output.ShouldContain("1 machine of 'B', 96 readings sent");
    }

    static async Task<JsonNode> RunAsync(TestServer server, params string[] arguments)
    {
        var run = await OutcomeAsync(server, arguments);
        run.Code.ShouldBe(0, run.Messages);
        return JsonNode.Parse(run.Output)!;
    }

    static Task<Finished> OutcomeAsync(TestServer server, params string[] arguments) => ServeProcess.RunAsync([.. arguments, "--api-url", server.Urls[0]]);
}
