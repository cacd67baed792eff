using Plumbline.Cli;
using Plumbline.Cli.Simulate;
using Plumbline.Simulation;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Simulation;

public sealed class SimulateRunTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("plumb-simulate-").FullName;

    static readonly SimulateRequest Week = new()
    {
        Scenario = PumpScenario.Wear,
        Days = 7,
        Start = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc),
        Interval = TimeSpan.FromHours(1),
        Seed = 7,
        Pumps = 1,
        OutFolder = "",
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string Run(SimulateRequest request, string folder = "out")
    {
        using var output = new StringWriter();
        SimulateRun.Execute(request with { OutFolder = Path.Combine(_folder, folder) }, output, CancellationToken.None).ShouldBe(ExitCode.Done);
        return output.ToString();
    }

    string Read(string name) => File.ReadAllText(Path.Combine(_folder, "out", name));

    [Theory]
    [InlineData("healthy", PumpScenario.Healthy, 365)]
    [InlineData("wear", PumpScenario.Wear, 180)]
    [InlineData("sensor-fault", PumpScenario.SensorFault, 90)]
    public void Samples_come_out_again_byte_for_byte(string name, PumpScenario scenario, double days)
    {
        Run(Week with { Scenario = scenario, Days = days });

        foreach (var kind in (string[])["_baseline.csv", "_log.csv", "_notes.md"])
            File.ReadAllBytes(Path.Combine(_folder, "out", name + kind)).SequenceEqual(File.ReadAllBytes(Path.Combine(Root(), "samples", name + kind))).ShouldBeTrue($"samples/{name}{kind}");
    }

    [Fact]
    public void Commands_in_the_samples_readme_are_those_that_are_tested()
    {
        var commands = File.ReadLines(Path.Combine(Root(), "samples", "README.md")).Where(line => line.StartsWith("./plumb simulate", StringComparison.Ordinal));

        commands.ShouldBe(
        [
            "./plumb simulate pump --scenario healthy --days 365 --start 2024-01-01 --interval 1h --seed 7 --pumps 1 --out samples",
            "./plumb simulate pump --scenario wear --days 180 --start 2024-01-01 --interval 1h --seed 7 --pumps 1 --out samples",
            "./plumb simulate pump --scenario sensor-fault --days 90 --start 2024-01-01 --interval 1h --seed 7 --pumps 1 --out samples",
        ]);
    }

    [Fact]
    public void Fleet_is_one_pair_of_files_with_a_row_for_each_pump_in_the_baseline()
    {
        var said = Run(Week with { Pumps = 3, Name = "fleet" });

        Read("fleet_baseline.csv").TrimEnd().Split('\n').Length.ShouldBe(4);
        Read("fleet_log.csv").Split('\n').Skip(1).Where(row => row.Length > 0).Select(row => row.Split(',')[1]).Distinct().ShouldBe(["Well 1", "Well 2", "Well 3"]);
        said.ShouldContain("3 pumps");
        said.ShouldContain("Well 3 fails on 2024-01-0");
        Read("fleet_notes.md").ShouldContain("Well 2 | wear");
    }

    [Fact]
    public void First_pump_of_a_fleet_is_the_pump_that_is_made_alone()
    {
        Run(Week with { Pumps = 3 });
        var fleet = Read("wear_log.csv").Split('\n').Where(row => row.Contains("Well 1", StringComparison.Ordinal)).ToList();
        Run(Week);

        Read("wear_log.csv").Split('\n').Where(row => row.Contains("Well 1", StringComparison.Ordinal)).ShouldBe(fleet);
    }

    [Fact]
    public void Request_that_cannot_be_simulated_leaves_nothing_behind()
    {
        var folder = Path.Combine(_folder, "none");

        Should.Throw<BadInputException>(() => SimulateRun.Execute(Week with { Interval = TimeSpan.Zero, OutFolder = folder }, TextWriter.Null, CancellationToken.None)).Message.ShouldContain("interval");
        Should.Throw<BadInputException>(() => SimulateRun.Execute(Week with { Name = "a/b", OutFolder = folder }, TextWriter.Null, CancellationToken.None)).Message.ShouldContain("a/b");

        Should.Throw<BadInputException>(() => SimulateRun.Execute(Week with { Days = double.NaN, OutFolder = folder }, TextWriter.Null, CancellationToken.None)).Message.ShouldContain("NaN");

        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void Stopping_leaves_nothing_behind()
    {
        Should.Throw<OperationCanceledException>(() => SimulateRun.Execute(Week with { OutFolder = Path.Combine(_folder, "none") }, TextWriter.Null, new CancellationToken(canceled: true)));

        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Plumbline.slnx"))) folder = folder.Parent ?? throw new DirectoryNotFoundException($"No Plumbline.slnx above {AppContext.BaseDirectory}.");
        return folder.FullName;
    }
}
