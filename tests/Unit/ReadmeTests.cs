using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Grades;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests;

/// <summary>What the README shows as code runs, and says what it says there.</summary>
public sealed class ReadmeTests
{
    internal static readonly string Root = FindRoot();

    // What was built, installed or written.
    static readonly string[] NotOurs = ["bin", "obj", "node_modules", ".plumbline", "outputs"];

    [Fact]
    public void The_library_example_compiles_and_runs_as_printed()
    {
        var said = new List<string>();
        void Print(string line) => said.Add(line);
        var samples = Path.Combine(Root, "samples");

        // README
        using var baselineCsv = File.OpenRead(Path.Combine(samples, "wear_baseline.csv"));
        using var logCsv = File.OpenRead(Path.Combine(samples, "wear_log.csv"));

        var baseline = PumpBaselineReader.Read(baselineCsv, "baseline").Single();
        var pump = PumpLogReader.Read(logCsv, "log").Pumps.Single();

        var grade = ToleranceTable.Shipped.Select(baseline.Application, baseline.MotorRating);
        var analysis = new PumpMonitor(baseline, grade).Analyze(pump.Log, pump.Defects);

        Print($"{analysis.CurrentStatus}, {analysis.Alarms.Count} alarms");
        Print($"head first outside its tolerance: {analysis[PumpParameter.Head].FirstExceedance?.Time:u}");
        Print(analysis.Prognosis.Degradation?.Verdict ?? analysis.Prognosis.Unavailable ?? "");
        // end

        said[0].ShouldStartWith("Failure");
        said[1].ShouldContain("2024-");
        said[2].ShouldNotBeEmpty();
    }

    [Fact]
    public void The_readme_prints_that_example()
    {
        var source = File.ReadAllLines(Path.Combine(Root, "tests", "Unit", "ReadmeTests.cs"))
            .SkipWhile(line => line.Trim() != "// README").Skip(1).TakeWhile(line => line.Trim() != "// end").Where(line => line.Trim().Length > 0)
            .Select(line => line.Trim().Replace("Print(", "Console.WriteLine(", StringComparison.Ordinal).Replace("Path.Combine(samples, \"wear_baseline.csv\")", "\"samples/wear_baseline.csv\"", StringComparison.Ordinal).Replace("Path.Combine(samples, \"wear_log.csv\")", "\"samples/wear_log.csv\"", StringComparison.Ordinal))
            .ToList();
        var readme = File.ReadAllText(Path.Combine(Root, "README.md"));

        source.Count.ShouldBeGreaterThan(8);
        foreach (var line in source) readme.ShouldContain(line);
    }

    [Fact]
    public void Every_link_of_the_documents_leads_somewhere()
    {
        var dead = new List<string>();
        foreach (var page in Directory.EnumerateFiles(Root, "*.md", SearchOption.AllDirectories).Where(page => !Path.GetRelativePath(Root, page).Split(Path.DirectorySeparatorChar).Intersect(NotOurs).Any()))
            foreach (System.Text.RegularExpressions.Match link in System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(page), @"\]\((?<to>[^)#\s]+)[^)]*\)", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)))
                if (link.Groups["to"].Value is var to && !to.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, Uri.UnescapeDataString(to))))
                    dead.Add($"{Path.GetRelativePath(Root, page)}: {to}");
        dead.ShouldBeEmpty();
    }

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Plumbline.slnx"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("No Plumbline.slnx above " + AppContext.BaseDirectory);
        return folder.FullName;
    }
}
