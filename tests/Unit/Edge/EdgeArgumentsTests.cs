using Plumbline.Edge;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge;

public sealed class EdgeArgumentsTests
{
    [Fact]
    public void Two_files_are_a_run()
    {
        Read("data.csv", "results.json", "--config", "c.json", "--data-dir", "d", "--artifact", "a", "--complete").ShouldBe(new EdgeArguments
        {
            Verb = EdgeVerb.Run,
            Source = "data.csv",
            Results = "results.json",
            ConfigPath = "c.json",
            DataFolder = "d",
            ArtifactFolder = "a",
            IsComplete = true,
        });
        Read("run", "data.csv", "results.json").ShouldBe(Read("data.csv", "results.json"));
    }

    [Theory]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("1h", 3600)]
    [InlineData("1d", 86_400)]
    public void Watch_takes_an_interval(string every, int seconds) =>
        Read("watch", "readings", "--every", every).ShouldBe(new EdgeArguments { Verb = EdgeVerb.Watch, Source = "readings", Every = TimeSpan.FromSeconds(seconds) });

    [Theory]
    [InlineData("--help", (int)EdgeVerb.Help)]
    [InlineData("--version", (int)EdgeVerb.Version)]
    [InlineData("--verify", (int)EdgeVerb.Verify)]
    public void Other_verbs_stand_alone(string word, int verb) => Read(word)!.Verb.ShouldBe((EdgeVerb)verb);

    [Theory]
    [InlineData("data.csv", "say where to write the results of 'data.csv'")]
    [InlineData("a b c", "'c' is one argument too many")]
    [InlineData("a.csv ./a.csv", "the results would be written over './a.csv'")]
    [InlineData("a b --data-dir", "a value must follow --data-dir")]
    [InlineData("a b --fast", "there is no option '--fast'")]
    [InlineData("a b --every 5m", "--every goes with watch")]
    [InlineData("a b --results r.json", "the results file is the second argument")]
    [InlineData("watch", "say which file or folder to watch")]
    [InlineData("watch a b", "'b' is one argument too many")]
    [InlineData("watch a --complete", "--complete goes with a single run: a watched file may be half-written at any look")]
    [InlineData("watch a --every 0m", "'0m' is not an interval; write it as 30s, 5m, 1h or 1d, up to 366d")]
    [InlineData("watch a --every 367d", "'367d' is not an interval; write it as 30s, 5m, 1h or 1d, up to 366d")]
    public void What_is_wrong_is_said(string line, string complaint)
    {
        EdgeArguments.Read(line.Split(' '), out var said).ShouldBeNull();
        said.ShouldBe(complaint);
    }

    static EdgeArguments? Read(params string[] words) => EdgeArguments.Read(words, out _);
}
