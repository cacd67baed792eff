using System.Reflection;
using Plumbline.Intake.Logs;
using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

public sealed class ReadmeTests
{
    [Fact]
    public void The_station_lists_every_defect_and_its_effect()
    {
        var kinds = typeof(DefectKind).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (DefectKind)field.GetValue(null)!)
            .Select(kind => $"{kind.Name} {(kind.Effect == DefectEffect.Rejected ? "rejected" : "noted")}");

        var listed = File.ReadLines(Path.Combine(Repository.Root, "src", "Intake", "README.md"))
            .SkipWhile(line => line != "## Defects of a log").TakeWhile(line => line != "## How it is done").Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|'))
            .SelectMany(cells => cells[1].Split('`').Where((_, i) => i % 2 == 1).Select(code => code + cells[2].TrimEnd()));

        listed.Order().ShouldBe(kinds.Order());
    }

    [Fact]
    public void The_station_names_every_unit_of_every_column()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "src", "Intake", "README.md"));

        foreach (var column in MeasuredColumn.All)
            readme.ShouldContain($"| `{column.Header}` | {string.Join(", ", column.Keys.Select(key => $"`{key}`"))} | {MeasuringUnit.Symbols(column.Units)}");
    }
}
