using System.CommandLine;
using Plumbline.Cli;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli;

/// <summary>What is no number is refused in the same words by every command.</summary>
public sealed class NumberOptionTests
{
    static readonly Command Root = Whole();

    public static TheoryData<string, string, bool> Options
    {
        get
        {
            var data = new TheoryData<string, string, bool>();
            foreach (var (path, option) in Numeric(Root, [])) data.Add(string.Join(' ', path), option.Name, TypeOf(option) == typeof(double));
            return data;
        }
    }

    [Fact]
    public void Every_number_of_every_command_is_looked_at()
    {
        var commands = Numeric(Root, []).Select(found => found.Path[0]).Distinct().ToList();

        foreach (var command in (string[])["analyze", "train", "package", "simulate", "energy", "serve", "query", "token", "evaluate"]) commands.ShouldContain(command);
        Numeric(Root, []).Count().ShouldBeGreaterThan(35);
    }

    [Theory, MemberData(nameof(Options))]
    public void What_is_no_number_gets_one_sentence(string command, string option, bool takesDecimals)
    {
        foreach (var text in (string[])["x", "1,5", "0x10", takesDecimals ? "1e999" : "1.5"])
        {
            var faults = Faults(command, option, text);

            faults.Where(fault => fault.Contains(option + " ", StringComparison.Ordinal)).ShouldBe([$"{option} {text}: must be a {(takesDecimals ? "number, with a point before decimals." : "whole number.")}"]);
            faults.ShouldAllBe(fault => !fault.Contains("System.") && !fault.Contains("type"));
        }
        if (!takesDecimals) Faults(command, option, "99999999999999999999").ShouldContain(fault => fault.StartsWith($"{option} 99999999999999999999: must be a whole number from -", StringComparison.Ordinal));
    }

    [Fact]
    public void A_number_is_taken() =>
        Faults("analyze", "--rated-speed", "1760.5").ShouldAllBe(fault => !fault.Contains("--rated-speed"));

    static List<string> Faults(string command, string option, string text) => [.. Terminal.Faults(Root.Parse([.. command.Split(' '), option, text]))];

    static IEnumerable<(string[] Path, Option Option)> Numeric(Command command, string[] path) =>
        command.Options.Where(option => TypeOf(option) is { IsPrimitive: true } type && type != typeof(bool)).Select(option => (path, option))
            .Concat(command.Subcommands.SelectMany(below => Numeric(below, [.. path, below.Name])));

    static Type TypeOf(Option option) => Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;

    static Command Whole()
    {
        var root = new Command("plumb", "");
        foreach (var command in Commands.For([])) root.Subcommands.Add(command);
        CommandLine.RequireNumbers(root);
        return root;
    }
}
