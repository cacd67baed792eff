using System.Text.Json;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests;

/// <summary>The main job on the shipped samples, as the README tells it.</summary>
public sealed class SampleTests
{
    static readonly string Samples = Path.Combine(Checkout.Folder, "samples");

    [Fact]
    public void A_wearing_pump_gets_a_whole_report()
    {
        using var scratch = new Scratch();

        var outcome = Plumb.Run(scratch.Path, "analyze", "-b", Path.Combine(Samples, "wear_baseline.csv"), "-d", Path.Combine(Samples, "wear_log.csv"), "--train");

        outcome.ExitCode.ShouldBe(0, outcome.Errors);
        var folder = scratch["outputs/Well 1"];
        outcome.Output.ShouldContain("Report: outputs/Well 1/report.html");
        string[] charts = ["dashboard", "degradation_timeline", "deviation_trends", "efficiency", "flow", "head", "power", "status_timeline"];
        string[] expected = ["analysis.json", .. charts.SelectMany(c => new[] { c + ".png", c + ".svg" }), "model.plumb", "model_metadata.json", "processed.csv", "report.html", "report.md"];
        Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
        foreach (var chart in charts) File.ReadAllBytes(Path.Combine(folder, chart + ".png"))[1..4].ShouldBe("PNG"u8.ToArray());
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "analysis.json")));
        json.RootElement.GetProperty("schema_version").GetString().ShouldNotBeNullOrEmpty();
        File.ReadAllText(Path.Combine(folder, "report.html")).ShouldNotContain("src=\"http");
    }

    [Fact]
    public void Many_pumps_get_a_report_each_and_a_ranking_and_a_model_learnt_from_them_all_predicts()
    {
        using var scratch = new Scratch();
        Plumb.Run(scratch.Path, "simulate", "pump", "--scenario", "wear", "--pumps", "4", "--days", "90", "--seed", "3", "--out", "fleet").ExitCode.ShouldBe(0);

        var fleet = Plumb.Run(scratch.Path, "analyze", "-b", "fleet/wear_baseline.csv", "-d", "fleet/wear_log.csv", "--out", "reports");
        fleet.ExitCode.ShouldBe(0, fleet.Errors);
        Directory.EnumerateDirectories(scratch["reports"]).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["Well 1", "Well 2", "Well 3", "Well 4"]);
        File.ReadAllText(scratch["reports/fleet.html"]).ShouldContain("Well%201/report.html");

        var train = Plumb.Run(scratch.Path, "train", "-b", "fleet/wear_baseline.csv", "-d", "fleet/wear_log.csv");
        train.ExitCode.ShouldBe(0, train.Errors);
        train.Output.ShouldContain("has skill");
        Plumb.Run(scratch.Path, "analyze", "-b", "fleet/wear_baseline.csv", "-d", "fleet/wear_log.csv", "--pump", "Well 1", "--json").Output.ShouldContain("\"random_forest\"");
    }

    [Fact]
    public void Fail_on_tells_a_script_what_the_status_is()
    {
        using var scratch = new Scratch();
        string[] analyze = ["analyze", "-b", Path.Combine(Samples, "wear_baseline.csv"), "-d", Path.Combine(Samples, "wear_log.csv"), "--fail-on"];

        Plumb.Run(scratch.Path, [.. analyze, "Critical"]).ExitCode.ShouldBe(3);
        Plumb.Run(scratch.Path, ["analyze", "-b", Path.Combine(Samples, "healthy_baseline.csv"), "-d", Path.Combine(Samples, "healthy_log.csv"), "--fail-on", "Critical"]).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Fail_on_unknown_is_met_by_one_pump_of_a_fleet_that_cannot_be_judged()
    {
        using var scratch = new Scratch();
        var rows = File.ReadAllLines(Path.Combine(Samples, "healthy_log.csv"));
        var stranger = rows[1].Split(',');
        stranger[1] = "Well 99";
        File.WriteAllText(scratch["log.csv"], string.Join('\n', [.. rows, string.Join(',', stranger)]) + "\n");
        string[] analyze = ["analyze", "-b", Path.Combine(Samples, "healthy_baseline.csv"), "-d", "log.csv", "--fail-on"];

        Plumb.Run(scratch.Path, [.. analyze, "Unknown"]).ExitCode.ShouldBe(3);
        Plumb.Run(scratch.Path, [.. analyze, "Warning"]).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Every_command_explains_itself()
    {
        var listed = Below(Help());
        foreach (var known in (string[])["analyze", "train", "package", "simulate", "energy", "serve", "query", "token", "import", "factory", "evaluate", "edge"]) listed.ShouldContain(known);
        foreach (var command in listed)
        {
            // Of a command with others below it, those have the examples.
            var help = Help(command);
            var below = Below(help);
            if (below.Count == 0) help.ShouldContain("Examples:", customMessage: command);
            if (command is "simulate" or "energy" or "evaluate") below.ShouldNotBeEmpty(command);
            foreach (var sub in below) Help(command, sub).ShouldContain($"plumb {command} {sub}", customMessage: $"{command} {sub}");
        }
    }

    static string Help(params string[] command)
    {
        var outcome = Plumb.Run(Path.GetTempPath(), [.. command, "--help"]);
        outcome.ExitCode.ShouldBe(0, string.Join(' ', command));
        outcome.Errors.ShouldBeEmpty();
        outcome.Output.ShouldContain("plumb");
        return outcome.Output;
    }

    // The first word of each line under "Commands:".
    static List<string> Below(string help) =>
        [.. help.Split('\n').SkipWhile(line => !line.StartsWith("Commands:", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.Trim().Length > 0).Where(line => line.Length > 2 && line[2] != ' ').Select(line => line.Trim().Split(' ')[0])];
}
