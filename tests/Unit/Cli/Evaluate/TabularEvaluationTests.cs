using Plumbline.Cli;
using Plumbline.Cli.Evaluate;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli.Evaluate;

public sealed class TabularEvaluationTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("plumb-tabular-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_published_areas_are_reached_on_the_published_sets()
    {
        var folder = Path.GetDirectoryName(SharedData.PathOf("benchmarks/tabular/wbc.csv.gz"))!;
        var output = new StringWriter();

        var scores = TabularEvaluation.Run(folder, seed: 42, output, new Progress<double>(), TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(output.ToString());
        (string Set, double Published, double Tolerance)[] published =
        [
            ("arrhythmia", 0.80, 0.03), ("cardio", 0.92, 0.03), ("glass", 0.76, 0.06), ("ionosphere", 0.85, 0.03), ("letter", 0.64, 0.03), ("mnist", 0.82, 0.03), ("pima", 0.68, 0.03), ("satellite", 0.70, 0.03), ("wbc", 0.93, 0.06),
        ];
        foreach (var (set, area, tolerance) in published) scores.Single(score => score.Set == set).Mean.ShouldBe(area, tolerance, set);
    }

    [Fact]
    public void A_table_of_ones_own_is_scored_without_a_published_figure()
    {
        var random = new Random(1);
        Write("own.csv", ["a,b,y", .. Enumerable.Range(0, 300).Select(row => row < 20 ? $"{10 + random.Next(5)},{random.Next(5)},1" : $"{random.Next(5)},{random.Next(5)},0")]);
        var output = new StringWriter();
        var score = TabularEvaluation.Run(_folder.FullName, seed: 1, output, new Progress<double>(), TestContext.Current.CancellationToken).Single();
        (score.Set, score.Rows, score.Features).ShouldBe(("own", 300, 2));
        score.Mean.ShouldBeGreaterThan(0.95);
        output.ToString().ShouldContain("own             300         2");
    }

    [Theory]
    [InlineData("bad.csv:2: 2 columns where the header has 3.", "a,b,y", "1,2")]
    [InlineData("bad.csv:3: 'x' in column 2 is not a number.", "a,b,y", "1,2,0", "1,x,0")]
    [InlineData("bad.csv:2: the label is '2', and not 0 or 1.", "a,b,y", "1,2,2")]
    [InlineData("bad.csv:1: 0 columns; there must be a feature and, last, the label.")]
    [InlineData("bad: 2 rows have a value, and this detector needs at least 16.", "a,y", "1,0", "2,1", "3,0", "4,1")]
    [InlineData("bad: of 100 random splits only 0 left both kinds to be scored.", "a,y", "1,0", "2,0", "3,0")]
    public void A_file_of_another_kind_is_refused_with_its_line(string sentence, params string[] lines)
    {
        Write("bad.csv", lines);
        Should.Throw<BadInputException>(Run).Message.ShouldBe(sentence);
    }

    [Fact]
    public void A_folder_without_tables_is_refused()
    {
        Should.Throw<BadInputException>(Run).Message.ShouldStartWith($"There is no table in {_folder.FullName}");
        Should.Throw<BadInputException>(() => TabularEvaluation.Run("/no/such", 1, TextWriter.Null, new Progress<double>(), default)).Message.ShouldBe("There is no folder /no/such.");
    }

    IReadOnlyList<TabularScore> Run() => TabularEvaluation.Run(_folder.FullName, seed: 1, TextWriter.Null, new Progress<double>(), TestContext.Current.CancellationToken);

    void Write(string name, string[] lines) => File.WriteAllLines(Path.Combine(_folder.FullName, name), lines);
}
