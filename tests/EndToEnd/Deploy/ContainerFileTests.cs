using System.Runtime.Versioning;
using System.Text.Json;
using Shouldly;
using Xunit;
using YamlDotNet.Serialization;

namespace Plumbline.EndToEnd.Tests.Deploy;

/// <summary>Dockerfile and compose file: read, and held to what they promise. No container is built here.</summary>
public sealed class ContainerFileTests
{
    static readonly string Folder = Path.Combine(Checkout.Folder, "deploy");

    // https://github.com/compose-spec/compose-spec: of the elements of a service, those that we use.
    static readonly string[] KnownServiceKeys =
        ["build", "image", "environment", "ports", "volumes", "depends_on", "healthcheck", "restart", "stop_grace_period", "read_only", "tmpfs", "cap_drop", "security_opt"];

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

    [Fact]
    public void The_compose_file_starts_server_and_database_and_holds_no_secret()
    {
        var file = new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<string, object>>(File.ReadAllText(Path.Combine(Folder, "compose.yaml")));

        file.Keys.ShouldBe(["name", "services", "volumes"], ignoreOrder: true);
        var services = Map(file["services"]);
        services.Keys.ShouldBe(["server", "database"], ignoreOrder: true);
        foreach (var (name, service) in services)
        {
            Map(service).Keys.ShouldBeSubsetOf(KnownServiceKeys, name);
            foreach (var (variable, value) in Map(Map(service)["environment"]))
            {
                if (variable.Contains("PASSWORD", StringComparison.Ordinal)) ((string)value).ShouldStartWith("${POSTGRES_PASSWORD:?", customMessage: "asked for, without a default");
                else ((string)value).ShouldNotContain("assword");
            }
        }
        var server = Map(services["server"]);
        ((List<object>)server["ports"]).ShouldAllBe(port => ((string)port).StartsWith("127.0.0.1:", StringComparison.Ordinal));
        Map(services["database"]).ShouldNotContainKey("ports");
        var build = Map(server["build"]);
        File.Exists(Path.Combine(Folder, (string)build["context"], (string)build["dockerfile"])).ShouldBeTrue();
        Map(server["depends_on"]).Keys.ShouldBe(["database"]);
        ((List<object>)Map(services["database"])["volumes"]).Select(volume => ((string)volume).Split(':')[0]).ShouldBe(Map(file["volumes"]).Keys);
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
