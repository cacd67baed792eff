using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using System.Text.RegularExpressions;
using Plumbline.Intake;
using Plumbline.Pumps.Grades;
using Spectre.Console;

namespace Plumbline.Cli;

/// <summary>The outermost loop: turns whatever goes wrong into one sentence and an exit code.</summary>
static partial class Terminal
{
    // Opened when first written to: to find out what a terminal can do takes a while.
    static IAnsiConsole? _messages;
    static IAnsiConsole? _results;

    /// <summary>Where progress and messages go, so that standard output stays clean for results.</summary>
    public static IAnsiConsole Messages => _messages ??= AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Where results for people go. Colours only on a terminal; room for a table where the output goes to a file.</summary>
    public static IAnsiConsole Results => _results ??= OpenResults();

    // After Ctrl-C: a server answers the requests under way first.
    static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(40);

    /// <summary>Whether a person is watching: only then are progress bars drawn.</summary>
    public static bool IsWatched { get; } = !Console.IsErrorRedirected && Messages.Profile.Capabilities.Interactive;

    /// <summary>Does long work; a person who watches sees how far it is.</summary>
    public static T Watch<T>(string what, Func<IProgress<double>, T> work)
    {
        if (!IsWatched) return work(Silence.Instance);
        return Bars().Start(progress => work(new Share(progress.AddTask(Markup.Escape(what), maxValue: 1))));
    }

    /// <inheritdoc cref="Watch"/>
    public static Task<T> WatchAsync<T>(string what, Func<IProgress<double>, Task<T>> work)
    {
        if (!IsWatched) return work(Silence.Instance);
        return Bars().StartAsync(progress => work(new Share(progress.AddTask(Markup.Escape(what), maxValue: 1))));
    }

    /// <summary>Says something on the way, also while a bar is drawn.</summary>
    public static void Notice(string sentence)
    {
        if (IsWatched) Messages.WriteLine(sentence);
        else Console.Error.WriteLine("plumb: " + sentence);
    }

    /// <summary>Text from a file or a server, which must not steer the terminal.</summary>
    public static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    public static async Task<int> RunAsync(Command root, string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        try
        {
            if (Array.IndexOf(args, "") is >= 0 and var empty) return SayEmpty(args, empty);
            CommandLine.RequireNumbers(root);
            var parse = root.Parse(args.Length > 0 ? args : ["--help"]);
            if (parse.Errors.Count > 0 && parse.Action is not HelpWithExamples) return SayUsage(parse);
            return await parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = LongestFarewell });
        }
        catch (OperationCanceledException)
        {
            return Say("stopped.", ExitCode.Interrupted);
        }
        catch (UsageException e)
        {
            return Say(e.Message, ExitCode.Usage);
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            return Say(sentence, ExitCode.BadInput);
        }
        catch (Exception e)
        {
            // A defect of ours: still one sentence, with what we need to find it.
            return Say($"internal error: {e.GetType().Name}: {e.Message} ({e.StackTrace?.Split('\n')[0].Trim()})", ExitCode.BadInput);
        }
    }

    static Progress Bars() => Messages.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn());

    static IAnsiConsole OpenResults()
    {
        const int RoomInFile = 120;
        if (!Console.IsOutputRedirected) return AnsiConsole.Console;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(Console.Out) });
        console.Profile.Width = RoomInFile;
        return console;
    }

    /// <summary>Runs work beside the one that listens for Ctrl-C: an action that never returns its task is never told of it.</summary>
    public static Task<int> Interruptible(Func<int> work) => Task.Run(work, CancellationToken.None);

    /// <summary>What to tell the user of trouble that is not a defect of ours; null for one that is.</summary>
    static string? Sentence(Exception e) => e switch
    {
        // From work on several threads: the first trouble stands for all.
        AggregateException many => Sentence(many.Flatten().InnerExceptions[0]),
        BadInputException or InvalidInputException or ToleranceTableException or InvalidDataException or IOException or UnauthorizedAccessException => e.Message,
        _ => null,
    };

    /// <summary>What is wrong with a command line, each fault as one line.</summary>
    // What the parser itself says of a number names types of .NET, and it stops at the command where that lacks an argument.
    public static IEnumerable<string> Faults(ParseResult parse) => CommandLine.NumberFaults(parse.CommandResult)
        .Concat(parse.Errors.Where(error => error.SymbolResult is not OptionResult option || CommandLine.NumberFault(option) is null).Select(error => error.Message))
        .Select(message => string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        .Distinct(StringComparer.Ordinal);

    static int SayUsage(ParseResult parse)
    {
        foreach (var fault in Faults(parse)) Console.Error.WriteLine("plumb: " + fault);
        var commands = new List<string>();
        for (SymbolResult? at = parse.CommandResult; at is CommandResult command; at = at.Parent) commands.Insert(0, command.Command.Name);
        Console.Error.WriteLine($"Try '{string.Join(' ', commands)} --help'.");
        return ExitCode.Usage;
    }

    static int SayEmpty(string[] args, int empty) => Say(empty > 0 ? $"the value after '{args[empty - 1]}' is empty." : "an argument is empty.", ExitCode.Usage);

    static int Say(string sentence, int code)
    {
        try
        {
            // A draft is called by the name of the folder that it is for.
            Console.Error.WriteLine("plumb: " + DraftName.Replace(sentence, "${folder}"));
        }
        catch (IOException)
        {
            // Nobody listens; the exit code still tells.
        }
        catch (UnauthorizedAccessException)
        {
            // As above: the stream was closed by whoever started us.
        }
        return code;
    }

    [GeneratedRegex(@"\.(?<folder>[^/']+)\.\d+\.part", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    static partial Regex DraftName { get; }

    sealed class Silence : IProgress<double>
    {
        public static readonly Silence Instance = new();

        public void Report(double value)
        {
        }
    }

    // Not Progress<double>, which hands reports to the thread pool: they could arrive after the bar is gone.
    sealed class Share(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }
}
