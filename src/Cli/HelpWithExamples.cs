using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Runtime.CompilerServices;

namespace Plumbline.Cli;

/// <summary>The help of a command, with examples to copy below it.</summary>
sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    static readonly ConditionalWeakTable<Command, string> Examples = [];

    /// <summary>One help option for the whole program.</summary>
    public static HelpOption Option()
    {
        var option = new HelpOption { Recursive = true };
        option.Action = new HelpWithExamples((HelpAction)option.Action!);
        return option;
    }

    /// <summary>Gives a command the text that stands below its options.</summary>
    public static Command With(Command command, string examples)
    {
        Examples.AddOrUpdate(command, examples);
        return command;
    }

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (Examples.TryGetValue(parseResult.CommandResult.Command, out var text))
            parseResult.InvocationConfiguration.Output.WriteLine(text);
        return code;
    }
}
