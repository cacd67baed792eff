using Shouldly;
using Xunit;

namespace Plumbline.Scenarios.Tests;

public sealed class ScenarioTests
{
    static readonly string Folder = Path.Combine(Root(), "tests", "Scenarios", "Scripts");

    public static TheoryData<string> Scripts => [.. Directory.EnumerateFiles(Folder, "*.txt").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory, MemberData(nameof(Scripts))]
    public void Script_comes_true(string name) => Verdict.On(Script.Parse(File.ReadLines(Path.Combine(Folder, name + ".txt")))).ShouldBeEmpty();

    [Theory, MemberData(nameof(Scripts))]
    public void Script_expects_something(string name) => Script.Parse(File.ReadLines(Path.Combine(Folder, name + ".txt"))).Expectations.Count.ShouldBeGreaterThan(2);

    [Fact]
    public void What_does_not_come_true_is_told_with_its_line_and_what_came()
    {
        var complaints = Verdict.On(Script.Parse(["flow 500 ×20 560 ×20", "at 10h Warning", "from 20h to 39h Warning", "first flow 20h +11%", "alarm raised 22h stands worst Warning flow"]));

        complaints.ShouldBe(
        [
            "line 2: at 10h Warning\n    but it is Normal",
            "line 3: from 20h to 39h Warning\n    but at 36h it is Critical",
            "line 4: first flow 20h +11%\n    but it is +12.00%",
            "line 5: alarm raised 22h stands worst Warning flow\n    but it is raised 22h stands worst Critical flow",
        ]);
    }

    [Fact]
    public void Alarm_that_the_script_does_not_tell_of_is_a_complaint() =>
        Verdict.On(Script.Parse(["flow 500 ×20 560 ×5"])).ShouldHaveSingleItem().ShouldContain("tells of 0 alarms, but there were 1");

    [Theory]
    [InlineData("flow 500 x24", "line 1: 'x24' is no reading")]
    [InlineData("flow (500 ×24", "line 1: '(' without ')'")]
    [InlineData("flow 500 ) ×24", "line 1: ')' without '('")]
    [InlineData("flow 500 ×many", "line 1: '×many' is no number of times")]
    [InlineData("torque 5", "line 1: 'torque' is no word of a script")]
    [InlineData("every noon", "line 1: 'noon' is no time such as 3d, 12h, 12h30 or 90m")]
    [InlineData("# nothing", "the script has no readings")]
    public void Script_that_cannot_be_read_is_told_why(string line, string message) => Should.Throw<FormatException>(() => Script.Parse([line])).Message.ShouldBe(message);

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Plumbline.slnx"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("No Plumbline.slnx above " + AppContext.BaseDirectory);
        return folder.FullName;
    }
}
