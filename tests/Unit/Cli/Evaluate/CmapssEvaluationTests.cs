using System.Globalization;
using System.Text;
using Plumbline.Cli;
using Plumbline.Cli.Evaluate;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli.Evaluate;

public sealed class CmapssEvaluationTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("plumb-cmapss-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Real_engines_are_predicted_better_than_the_published_trees()
    {
        // Published on the same files: random forest with rolling features 16.8 / 15.5, boosted trees 16.3 / 15.0.
        var folder = Shared("benchmarks/cmapss");
        if (folder is null) Assert.Skip("No benchmark files beside the repository.");
        var output = new StringWriter();

        var result = CmapssEvaluation.Run(folder, new CmapssOptions(), output, TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper?.WriteLine(output.ToString());
        (result.TrainEngines, result.TestEngines, result.Conditions).ShouldBe((100, 100, 1));
        var forest = result.Scores.Single(score => score.Model == "random forest");
        var boosting = result.Scores.Single(score => score.Model == "gradient boosting");
        forest.Rmse.ShouldBeLessThan(14);
        boosting.Rmse.ShouldBeLessThan(13);
        foreach (var score in result.Scores)
        {
            score.RmseClipped.ShouldBeLessThan(score.Rmse);
            score.Covered.ShouldBeInRange(85, 95);
            score.MeanWidth.ShouldBeLessThan(50);
        }
    }

    [Fact]
    public void A_small_fleet_is_learnt_whatever_its_operating_condition()
    {
        WriteFleet(24, 12, conditions: 3);
        var output = new StringWriter();

        var result = CmapssEvaluation.Run(_folder.FullName, new CmapssOptions { Set = "FD009", Folds = 3 }, output, TestContext.Current.CancellationToken);

        result.Conditions.ShouldBe(3);
        result.Scores.Count.ShouldBe(2);
        foreach (var score in result.Scores)
        {
            score.Rmse.ShouldBeLessThan(15);
            score.PhmScore.ShouldBeGreaterThan(0);
            score.Covered.ShouldBeInRange(6, 12);
        }
        output.ToString().ShouldContain("C-MAPSS FD009: 24 engines learnt from, 12 predicted, 3 operating condition(s)");
        output.ToString().ShouldContain("gradient boosting");
    }

    [Fact]
    public void The_same_run_gives_the_same_scores()
    {
        WriteFleet(12, 4, conditions: 1);
        var options = new CmapssOptions { Set = "FD009", Folds = 2 };

        var one = CmapssEvaluation.Run(_folder.FullName, options, TextWriter.Null, TestContext.Current.CancellationToken);
        var other = CmapssEvaluation.Run(_folder.FullName, options, TextWriter.Null, TestContext.Current.CancellationToken);

        one.Scores.Select(score => score with { Time = default }).ShouldBe(other.Scores.Select(score => score with { Time = default }));
    }

    [Fact]
    public void Features_of_a_cycle_do_not_look_ahead()
    {
        WriteFleet(10, 2, conditions: 2);
        var files = CmapssFiles.Read(_folder.FullName, "FD009");
        var conditions = OperatingConditions.Of(files.Train);
        var engine = files.Train[0];
        var cut = new EngineRun(engine.Unit, engine.Settings[..40], Array.ConvertAll(engine.Sensors, sensor => sensor[..40]));

        var whole = EngineFeatures.Of(engine, conditions);
        var known = EngineFeatures.Of(cut, conditions);

        whole.Length.ShouldBe(EngineFeatures.Count(conditions));
        // But for the last bits: a rolling mean may round by what comes later.
        for (var column = 0; column < whole.Length; column++)
            for (var cycle = 0; cycle < 40; cycle++)
                if (!double.IsNaN(whole[column][cycle]) || !double.IsNaN(known[column][cycle])) known[column][cycle].ShouldBe(whole[column][cycle], 1e-9);
    }

    [Fact]
    public void Sensors_that_never_vary_are_left_out()
    {
        WriteFleet(10, 2, conditions: 2);

        OperatingConditions.Of(CmapssFiles.Read(_folder.FullName, "FD009").Train).Sensors.ShouldBe([1, 2, 3]);
    }

    [Theory]
    [InlineData("train_FD009.txt", 7, "1 7 0 0 100 1 2", "train_FD009.txt:7: 7 columns")]
    [InlineData("test_FD009.txt", 3, null, "test_FD009.txt:3: 'x' in column 26 is not a number")]
    [InlineData("test_FD009.txt", 2, "", "test_FD009.txt:3: cycle 3 of unit 1 where 2 is due")]
    [InlineData("RUL_FD009.txt", 1, "soon", "RUL_FD009.txt:1: 'soon'")]
    [InlineData("RUL_FD009.txt", 1, "", "RUL_FD009.txt has 1 lines for the 2 engines")]
    public void A_line_that_cannot_be_read_is_named(string file, int line, string? text, string expected)
    {
        WriteFleet(10, 2, conditions: 1);
        var path = Path.Combine(_folder.FullName, file);
        var lines = File.ReadAllLines(path);
        lines[line - 1] = text ?? string.Join(' ', lines[line - 1].Split(' ')[..25]) + " x";
        File.WriteAllLines(path, lines);

        Should.Throw<BadInputException>(() => CmapssFiles.Read(_folder.FullName, "FD009")).Message.ShouldContain(expected);
    }

    [Fact]
    public void Absent_files_and_too_few_engines_are_said()
    {
        Should.Throw<BadInputException>(() => CmapssFiles.Read(_folder.FullName, "FD009")).Message.ShouldContain("There is no train_FD009.txt in");

        WriteFleet(6, 2, conditions: 1);
        Should.Throw<BadInputException>(() => CmapssEvaluation.Run(_folder.FullName, new CmapssOptions { Set = "FD009" }, TextWriter.Null, TestContext.Current.CancellationToken))
            .Message.ShouldContain("holds 6 engines; 10 are needed");
    }

    /// <summary>Engines whose second sensor drifts towards failure and whose third and fourth tell nothing; the condition shifts all of them.</summary>
    void WriteFleet(int train, int test, int conditions)
    {
        var random = new Random(5);
        var (trainText, testText, rul) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        for (var unit = 1; unit <= train; unit++) Engine(trainText, unit, Life(), 0);
        for (var unit = 1; unit <= test; unit++)
        {
            var left = random.Next(1, 40);
            Engine(testText, unit, Life(), left);
            rul.AppendLine(left.ToString(CultureInfo.InvariantCulture));
        }
        File.WriteAllText(Path.Combine(_folder.FullName, "train_FD009.txt"), trainText.ToString());
        File.WriteAllText(Path.Combine(_folder.FullName, "test_FD009.txt"), testText.ToString());
        File.WriteAllText(Path.Combine(_folder.FullName, "RUL_FD009.txt"), rul.ToString());

        int Life() => random.Next(80, 120);

        void Engine(StringBuilder text, int unit, int life, int left)
        {
            for (var cycle = 1; cycle <= life - left; cycle++)
            {
                var condition = random.Next(conditions);
                var noise = () => random.NextDouble() - 0.5;
                double[] row =
                [
                    unit, cycle, (10 * condition) + (0.01 * noise()), 0.001 * noise(), 100, 518.67,
                    600 + (100 * condition) + (10 * Math.Exp((cycle - life) / 30.0)) + noise(), 1500 + (50 * condition) + noise(), 40 + noise(), .. Enumerable.Repeat(14.62, 17),
                ];
                text.AppendLine(string.Join(' ', row.Select(value => value.ToString("0.####", CultureInfo.InvariantCulture))) + " ");
            }
        }
    }

    static string? Shared(string part)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "..", "shared", "data", part);
            if (File.Exists(Path.Combine(folder.FullName, "Plumbline.slnx"))) return Directory.Exists(path) ? path : null;
        }
        return null;
    }
}
