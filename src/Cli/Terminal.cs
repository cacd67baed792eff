using System.CommandLine;
using System.Text;
using Spectre.Console;

namespace Plumbline.Cli;

/// <summary>The outermost loop: turns whatever goes wrong into one sentence and an exit code.</summary>
static class Terminal
{
    /// <summary>Where progress and messages go, so that standard output stays clean for results.</summary>
    public static IAnsiConsole Messages { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Whether a person is watching: only then are progress bars drawn.</summary>
    public static bool IsWatched => !Console.IsErrorRedirected && Messages.Profile.Capabilities.Interactive;

    public static async Task<int> RunAsync(Command root, string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var parse = root.Parse(args.Length > 0 ? args : ["--help"]);
        if (parse.Errors.Count > 0 && parse.Action is not HelpWithExamples) return SayUsage(parse);
        try
        {
            return await parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (OperationCanceledException)
        {
            return Say("stopped.", ExitCode.Interrupted);
        }
        catch (Exception e) when (e is BadInputException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Say(e.Message, ExitCode.BadInput);
        }
        catch (Exception e)
        {
            // A defect of ours: still one sentence, with what we need to find it.
            return Say($"internal error: {e.GetType().Name}: {e.Message} ({e.StackTrace?.Split('\n')[0].Trim()})", ExitCode.BadInput);
        }
    }

    static int SayUsage(ParseResult parse)
    {
        foreach (var error in parse.Errors) Console.Error.WriteLine("plumb: " + string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        var command = parse.CommandResult.Command.Name;
        Console.Error.WriteLine($"Try 'plumb {(command == "plumb" ? "" : command + " ")}--help'.");
        return ExitCode.Usage;
    }

    static int Say(string sentence, int code)
    {
        Console.Error.WriteLine("plumb: " + sentence);
        return code;
    }
}
