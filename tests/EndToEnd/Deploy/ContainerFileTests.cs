using System.Runtime.Versioning;
using System.Text.Json;
using System.Text.Json.Nodes;
using Plumbline.Stores;
using Shouldly;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Plumbline.EndToEnd.Tests.Deploy;

/// <summary>Dockerfile and compose file: read, and held to what they promise. No container is built here.</summary>
public sealed class ContainerFileTests
{
    static readonly string Folder = Path.Combine(Checkout.Folder, "deploy");

    // https://github.com/compose-spec/compose-spec: of the elements of a service, those that we use.
    static readonly string[] KnownServiceKeys =
        ["build", "image", "environment", "ports", "volumes", "depends_on", "healthcheck", "restart", "stop_grace_period", "read_only", "tmpfs", "cap_drop", "security_opt", "command"];

    [Fact]
    public void The_image_is_built_in_stages_and_runs_without_root()
    {
        var instructions = Instructions();

        instructions.Select(instruction => instruction.Name).Distinct().ShouldBeSubsetOf(["FROM", "RUN", "COPY", "WORKDIR", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"]);
        var bases = instructions.Where(instruction => instruction.Name == "FROM").Select(instruction => instruction.Text).ToList();
        bases.ShouldBe(["node:22-bookworm-slim AS node", "mcr.microsoft.com/dotnet/sdk:10.0 AS build", "mcr.microsoft.com/dotnet/aspnet:10.0"]);
        var last = instructions[(instructions.FindLastIndex(instruction => instruction.Name == "FROM") + 1)..];
        last.Single(instruction => instruction.Name == "USER").Text.ShouldBe("app");
        last.FindIndex(instruction => instruction.Name == "USER").ShouldBeGreaterThan(last.FindLastIndex(instruction => instruction.Name == "RUN"), "what is installed is installed by root");
        last.Single(instruction => instruction.Name == "ENTRYPOINT").Text.ShouldBe("""["dotnet", "/app/Plumbline.Cli.dll"]""");
        Words(last.Single(instruction => instruction.Name == "CMD").Text)[0].ShouldBe("serve");
        foreach (var copy in instructions.Where(instruction => instruction.Name == "COPY" && instruction.Text.StartsWith("--from=", StringComparison.Ordinal)))
        {
            var stage = copy.Text["--from=".Length..].Split(' ')[0];
            bases.ShouldContain(name => name.EndsWith(" AS " + stage, StringComparison.Ordinal));
        }
        File.ReadAllLines(Path.Combine(Folder, "Dockerfile.dockerignore")).ShouldContain("deploy/*.env");
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void The_health_check_of_the_image_tells_a_server_from_none()
    {
        using var scratch = new Scratch();
        using var server = new BackgroundServer(scratch);
        server.Run("start").ExitCode.ShouldBe(0);
        var check = Instructions().Single(instruction => instruction.Name == "HEALTHCHECK").Text;
        var words = Words(check[(check.IndexOf("CMD ", StringComparison.Ordinal) + 4)..]);
        var port = new Uri(server.Url).Port;

        Check().ExitCode.ShouldBe(0);
        server.Run("stop").ExitCode.ShouldBe(0);
        Check().ExitCode.ShouldNotBe(0);

        Outcome Check() => Plumb.Start(scratch.Path, words[0], words[1..].Select(word => word.Replace("/8080", $"/{port}", StringComparison.Ordinal)), new Dictionary<string, string>());
    }

    [Theory]
    [InlineData("compose.yaml", "server")]
    [InlineData("compose-services.yaml", "training", "inference", "monitoring")]
    public void A_compose_file_starts_servers_and_database_and_holds_no_secret(string name, params string[] servers)
    {
        var file = Read(name);

        file.Keys.Where(key => !key.StartsWith("x-", StringComparison.Ordinal)).ShouldBe(["name", "services", "volumes"], ignoreOrder: true);
        var services = Map(file["services"]);
        services.Keys.ShouldBe([.. servers, "database"], ignoreOrder: true);
        foreach (var (service, settings) in services)
        {
            Map(settings).Keys.ShouldBeSubsetOf(KnownServiceKeys, service);
            foreach (var (variable, value) in Map(Map(settings)["environment"]))
            {
                if (variable.Contains("PASSWORD", StringComparison.Ordinal)) ((string)value).ShouldStartWith("${POSTGRES_PASSWORD:?", customMessage: "asked for, without a default");
                else ((string)value).ShouldNotContain("assword");
            }
        }
        foreach (var server in servers.Select(server => Map(services[server])))
        {
            ((List<object>)server["ports"]).ShouldAllBe(port => ((string)port).StartsWith("127.0.0.1:", StringComparison.Ordinal));
            var build = Map(server["build"]);
            File.Exists(Path.Combine(Folder, (string)build["context"], (string)build["dockerfile"])).ShouldBeTrue();
            Map(server["depends_on"]).Keys.ShouldBe(["database"]);
            ((string)Map(server["environment"])["PLUMBLINE_STORE"]).ShouldStartWith("Host=database;");
        }
        Map(services["database"]).ShouldNotContainKey("ports");
        ((List<object>)Map(services["database"])["volumes"]).Select(volume => ((string)volume).Split(':')[0]).ShouldBe(Map(file["volumes"]).Keys);
    }

    [Fact]
    public async Task The_commands_of_the_three_services_start_them_where_the_health_check_and_the_ports_look()
    {
        using var scratch = new Scratch();
        var store = await PrivatePostgres.NewDatabaseAsync();
        using var client = new HttpClient();
        var services = Map(Read("compose-services.yaml")["services"]);
        foreach (var (name, usualPort) in new[] { ("training", 8000), ("inference", 8001), ("monitoring", 8002) })
        {
            var service = Map(services[name]);
            ((List<object>)service["ports"]).ShouldBe([$"127.0.0.1:{usualPort}:8080"]);
            var command = ((List<object>)service["command"]).Select(word => (string)word).ToList();
            command[0].ShouldBe("serve");
            var port = command.IndexOf("--port") + 1;
            command[port].ShouldBe("8080", "the health check of the image looks there");
            (command[port], command[command.IndexOf("--bind") + 1]) = ("0", "127.0.0.1");

            await using var server = await ServerProcess.StartAsync(scratch.Path, [.. command[1..], "--store", store]);
            ((string)JsonNode.Parse(await client.GetStringAsync(server.Url + "/healthcheck"))!["service"]!).ShouldBe(name);
        }
    }

    static Dictionary<string, object> Read(string name)
    {
        using var text = File.OpenText(Path.Combine(Folder, name));
        return new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(text)));
    }

    /// <summary>Instruction by instruction, continued lines joined, without comments.</summary>
    static List<(string Name, string Text)> Instructions()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "Dockerfile")).Where(line => line.Length > 0 && line[0] != '#');
        var text = string.Join('\n', lines).Replace("\\\n", " ", StringComparison.Ordinal);
        return [.. text.Split('\n').Select(line => line.Split(' ', 2)).Select(parts => (parts[0], parts[1].Trim()))];
    }

    static string[] Words(string json) => JsonSerializer.Deserialize<string[]>(json)!;

    static Dictionary<string, object> Map(object value) => ((Dictionary<object, object>)value).ToDictionary(entry => (string)entry.Key, entry => entry.Value);
}
