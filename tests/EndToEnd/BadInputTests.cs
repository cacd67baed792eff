using System.Text;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests;

/// <summary>Whatever the files are: one clear sentence, the right exit code, no stack trace, and no output folder that is half there.</summary>
public sealed class BadInputTests
{
    const string BaselineHeader = "Well ID,pump_type,horsepower,application,baseline_flow_gpm,baseline_discharge_pressure_psi,baseline_power_hp,baseline_efficiency_percent\n";
    const string Baseline = BaselineHeader + "Well 1,Goulds,100,Municipal Water and Wastewater,500,150,75,85\n";
    const string Header = "timestamp,Well ID,Flow (gpm),Discharge Pressure (psi),Suction Pressure (psi),Motor Power (hp),Pump Efficiency (%),Motor Speed (rpm)\n";
    const string Row = "2024-05-01 00:00,Well 1,505,148,25,76,85,1760\n";

    /// <summary>Log, baseline, further arguments (by space), exit code, and what the sentence must name.</summary>
    public static TheoryData<string, string, string, string, int, string> Cases => new()
    {
        { "empty log", "", Baseline, "", 1, "log.csv" },
        { "header only", Header, Baseline, "", 1, "log.csv" },
        { "nothing but line ends", "\n\n\n", Baseline, "", 1, "log.csv" },
        { "byte order mark alone", "\uFEFF", Baseline, "", 1, "log.csv" },
        { "no header", Row, Baseline, "", 1, "log.csv" },
        { "wrong delimiter", Header.Replace(',', '|') + Row.Replace(',', '|'), Baseline, "", 1, "log.csv" },
        { "column missing", Header.Replace("Flow (gpm),", "") + Row.Replace("505,", ""), Baseline, "", 1, "Flow" },
        { "timestamp column missing", Header.Replace("timestamp,", "") + Row[17..], Baseline, "", 1, "timestamp" },
        { "column twice", Header.Replace("Motor Speed (rpm)", "Flow (gpm)") + Row, Baseline, "", 1, "Flow (gpm)" },
        { "unit unknown", Header.Replace("(gpm)", "(gpmm)") + Row, Baseline, "", 1, "gpmm" },
        { "binary", "PNG\0\u0001\u0002\0\0\n", Baseline, "", 1, "log.csv" },
        { "NUL in a value", Header + "2024-05-01 00:00,Well 1,5\00,148,25,76,85,1760\n", Baseline, "", 1, "log.csv" },
        { "line of two megabytes", Header + new string('7', 2 << 20), Baseline, "", 1, "line 2" },
        { "header of two megabytes", new string('h', 2 << 20), Baseline, "", 1, "line 1" },
        { "all rows out of range", Header + Row.Replace("505", "-505"), Baseline, "", 1, "log.csv" },
        { "1e999", Header + Row.Replace("505", "1e999"), Baseline, "", 1, "log.csv" },
        { "efficiency of 850", Header + Row.Replace(",85,", ",850,"), Baseline, "", 1, "log.csv" },
        { "words for numbers", Header + Row.Replace("505", "many"), Baseline, "", 1, "log.csv" },
        { "no such day", Header + Row.Replace("2024-05-01", "2024-02-31"), Baseline, "", 1, "log.csv" },
        { "day before month", Header + Row.Replace("2024-05-01", "31/05/2024"), Baseline, "", 1, "log.csv" },
        { "strict: negative flow", Header + Row + Row.Replace("00:00", "01:00").Replace("505", "-5"), Baseline, "--strict", 1, "line 3" },
        { "strict: unreadable time", Header + Row + Row.Replace("2024-05-01 00:00", "soon"), Baseline, "--strict", 1, "soon" },
        { "strict: too many fields", Header + Row.Replace("1760", "1760,1,2,3"), Baseline, "--strict", 1, "line 2" },
        { "pump not in the log", Header + Row, Baseline, "--pump Well-9", 1, "Well 1" },
        { "pump not in the baseline", Header + Row.Replace("Well 1", "Well 2"), Baseline, "", 1, "Well 2" },
        { "baseline empty", Header + Row, "", "", 1, "baseline.csv" },
        { "baseline header only", Header + Row, BaselineHeader, "", 1, "baseline.csv" },
        { "baseline zero", Header + Row, Baseline.Replace(",500,", ",0,"), "", 1, "baseline_flow_gpm" },
        { "baseline negative", Header + Row, Baseline.Replace(",75,", ",-75,"), "", 1, "baseline_power_hp" },
        { "baseline efficiency of 120", Header + Row, Baseline.Replace(",85\n", ",120\n"), "", 1, "120" },
        { "baseline of words", Header + Row, Baseline.Replace(",150,", ",high,"), "", 1, "high" },
        { "baseline column missing", Header + Row, Baseline.Replace("baseline_power_hp,", "").Replace("75,", ""), "", 1, "baseline_power_hp" },
        { "application unknown", Header + Row, Baseline.Replace("Municipal Water and Wastewater", "Space Travel"), "", 1, "Space Travel" },
        { "category unknown", Header + Row, Baseline, "--category 9Z", 2, "9Z" },
        { "profile unknown", Header + Row, Baseline, "--profile nowhere", 2, "nowhere" },
        { "time zone unknown", Header + Row, Baseline, "--time-zone Mars/Olympus", 2, "Mars/Olympus" },
        { "differential head without suction baseline", Header + Row, Baseline, "--head differential", 1, "baseline_suction_pressure_psi" },
        { "training without failure date", Header + Row, Baseline, "--train", 1, "--failure-date" },
        { "training on one row", Header + Row, Baseline, "--train --failure-date 2024-06-01", 1, "168" },
        { "log given twice", Header + Row, Baseline, "--data nowhere.csv", 2, "--data" },
        { "speed in letters", Header + Row, Baseline, "--rated-speed abc", 2, "--rated-speed abc: must be a number" },
        { "speed with a decimal comma", Header + Row, Baseline, "--rated-speed 1,760", 2, "--rated-speed 1,760: must be a number" },
        { "resolution in letters", Header + Row, Baseline, "--dpi abc", 2, "--dpi abc: must be a whole number" },
        { "urgent loss below the warning", Header + Row, Baseline, "--loss-warning -10 --loss-urgent -5", 2, "--loss-urgent -5 is a smaller loss than --loss-warning -10" },
        { "a model and training", Header + Row, Baseline, "--train --failure-date 2024-06-01 --model m.plumb", 2, "--train predicts with the model that it trains, --model with one that there is" },
        { "failure before the readings", Header + Row, Baseline, "--failure-date 2024-04-01", 2, "--failure-date 2024-04-01 00:00 is before the first reading of 'Well 1', 2024-05-01 00:00" },
        { "output is a file", Header + Row, Baseline, "--out log.csv", 1, "log.csv" },
        { "output not writable", Header + Row, Baseline, "--out /proc/plumbline", 1, "/proc/plumbline" },
        { "model missing", Header + Row, Baseline, "--model nowhere.plumb", 1, "nowhere.plumb" },
        { "model that is none", Header + Row, Baseline, "--model log.csv", 1, "log.csv" },
        { "mapping that is none", Header + Row, Baseline, "--mapping log.csv", 1, "log.csv" },
        { "tolerances that are none", Header + Row, Baseline, "--tolerances log.csv", 1, "log.csv" },
        { "resolution out of range", Header + Row, Baseline, "--dpi 5", 2, "--dpi" },
        { "head basis unknown", Header + Row, Baseline, "--head sideways", 2, "sideways" },
        { "status unknown", Header + Row, Baseline, "--fail-on Tired", 2, "Tired" },
        { "date unreadable", Header + Row, Baseline, "--failure-date someday", 2, "someday" },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Bad_input_gives_one_sentence_and_leaves_nothing_behind(string name, string log, string baseline, string more, int exitCode, string named)
    {
        using var scratch = new Scratch();
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        File.WriteAllText(scratch["log.csv"], log, utf8);
        File.WriteAllText(scratch["baseline.csv"], baseline, utf8);

        var outcome = Plumb.Run(scratch.Path, ["analyze", "--baseline", "baseline.csv", "--data", "log.csv", .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Replace("Well-9", "Well 9", StringComparison.Ordinal))]);

        outcome.ExitCode.ShouldBe(exitCode, $"{name}: {outcome.Errors}");
        outcome.Output.ShouldBeEmpty();
        outcome.Errors.ShouldContain(named);
        outcome.Errors.ShouldNotContain("   at ");
        outcome.Errors.ShouldNotContain("Exception");
        outcome.Errors.ShouldNotContain("internal error");
        outcome.Errors.Trim().Split('\n').Count(line => line.StartsWith("plumb: ", StringComparison.Ordinal)).ShouldBe(1, outcome.Errors);
        string.Join(' ', Directory.EnumerateFileSystemEntries(scratch.Path).Select(Path.GetFileName).Order()).ShouldBe("baseline.csv log.csv", name);
    }

    [Fact]
    public void Files_that_are_not_there_or_are_folders_are_named()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["baseline.csv"], Baseline);

        Plumb.Run(scratch.Path, "analyze", "-b", "baseline.csv", "-d", "nowhere.csv").ShouldBe(new Outcome(1, "", "plumb: data file 'nowhere.csv' does not exist.\n"));
        Plumb.Run(scratch.Path, "analyze", "-b", "baseline.csv", "-d", ".").ShouldBe(new Outcome(1, "", "plumb: data file '.' is a folder, not a file.\n"));
        var unreadable = Plumb.Run(scratch.Path, "analyze", "-b", "baseline.csv", "-d", "/proc/self/mem");
        unreadable.ExitCode.ShouldBe(1);
        unreadable.Errors.ShouldMatch(@"\Aplumb: [^\n]+\n\z");
        Directory.EnumerateFileSystemEntries(scratch.Path).Select(Path.GetFileName).ShouldBe(["baseline.csv"]);
    }

    [Fact]
    public void Rows_that_cannot_be_used_are_left_out_and_told_and_the_rest_is_analysed()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["baseline.csv"], Baseline);
        File.WriteAllText(scratch["log.csv"], Header + Row + Row.Replace("00:00", "01:00").Replace("505", "-5") + Row.Replace("00:00", "02:00").Replace("\n", "\r\n"));

        var outcome = Plumb.Run(scratch.Path, "analyze", "-b", "baseline.csv", "-d", "log.csv", "--json");

        outcome.ExitCode.ShouldBe(0, outcome.Errors);
        outcome.Output.ShouldContain("\"rejected\"");
        outcome.Output.ShouldContain("line 3");
        File.Exists(scratch["outputs/Well 1/report.html"]).ShouldBeTrue();
    }
}
