using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Plumbline.Edge.Artifact;
using Plumbline.Edge.Configuration;
using Plumbline.Intake;

namespace Plumbline.Edge;

/// <summary>The program at the pump, whoever starts it: the artifact's launcher or <c>plumb edge</c>.</summary>
public static class EdgeProgram
{
    const int Done = 0;
    const int BadInput = 1;
    const int Usage = 2;
    const int Interrupted = 130;

    const string Help = """
        Judges the readings of the pump that this artifact is for, and tells the centre what is wrong.

        Usage:
          {0} DATA.csv RESULTS.json [options]          judge what is new in a file, once
          {0} watch FILE|FOLDER --every 1m [options]   do the same again and again, until stopped
          {0} --verify                                 is the artifact as it was packed?

        Options:
          --config FILE      deployment configuration (default: config/deployment_config.json of the artifact)
          --data-dir DIR     state, unsent reports and results log (default: data in the artifact's folder); one folder a pump
          --artifact DIR     the unpacked artifact (default: where this program lies, else the working folder)
          --complete         also judge a last line that has no line break; without it such a line may be half-written, and waits
          --every INTERVAL   watch: time between looks, 30s, 5m, 1h (default 1m)
          --results FILE     watch: file for the latest row (default: results.json in the data folder)
          --help, --version

        Exit code: 0 done, 1 the input cannot be used or the output not written, 2 wrong usage, 130 stopped by Ctrl-C.

        Examples:
          {0} sensor_data.csv results.json
          {0} sensor_data.csv results.json --config /etc/plumbline/well1.json --data-dir /var/lib/plumbline/well1
          {0} watch /var/lib/plumbline/well1/readings --every 1m
        """;

    /// <summary>Runs it.</summary>
    /// <param name="arguments">As the shell gave them.</param>
    /// <param name="name">What the program is called in messages and help.</param>
    /// <returns>The exit code: 0 done, 1 the input cannot be used or the output not written, 2 the command line is wrong, 130 stopped by Ctrl-C.</returns>
    public static int Run(IReadOnlyList<string> arguments, string name = "inference")
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (EdgeArguments.Read(arguments, out var complaint) is not { } read)
        {
            Say(name, $"{complaint}. Try '{name} --help'.");
            return Usage;
        }
        try
        {
            return Obey(read, name);
        }
        catch (OperationCanceledException)
        {
            Say(name, "stopped.");
            return Interrupted;
        }
        catch (Exception e) when (e is InvalidInputException or IOException or UnauthorizedAccessException)
        {
            Say(name, e.Message);
            return BadInput;
        }
        catch (Exception e)
        {
            // A defect of ours: still one sentence, with what we need to find it.
            Say(name, $"internal error: {e.GetType().Name}: {e.Message} ({e.StackTrace?.Split('\n')[0].Trim()})");
            return BadInput;
        }
    }

    static int Obey(EdgeArguments arguments, string name)
    {
        switch (arguments.Verb)
        {
            case EdgeVerb.Help:
                Console.Out.WriteLine(string.Format(null, CompositeFormat.Parse(Help), name));
                return Done;
            case EdgeVerb.Version:
                Console.Out.WriteLine(typeof(EdgeProgram).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
                return Done;
            case EdgeVerb.Verify:
                return Verification.Run(ArtifactFolder(arguments), Console.Out, Console.Error);
            default:
                return Work(arguments, name);
        }
    }

    static int Work(EdgeArguments arguments, string name)
    {
        var artifact = PumpArtifact.Open(ArtifactFolder(arguments));
        var config = DeploymentConfig.Read(arguments.ConfigPath ?? Path.Combine(artifact.Folder, ArtifactLayout.Deployment), Environment.GetEnvironmentVariable);
        var home = arguments.DataFolder ?? Path.Combine(artifact.Folder, ArtifactLayout.Writings);
        var isWatch = arguments.Verb == EdgeVerb.Watch;
        var folders = new EdgeFolders(home, arguments.Results ?? Path.Combine(home, "results.json"));
        var remarks = new FreshRemarks(remark => Say(name, remark));
        using var session = new EdgeSession(artifact, config, folders, remarks.Say, TimeProvider.System);

        using var stop = new CancellationTokenSource();
        var byService = false;
        using var onStop = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Stop(signal, isByService: true));
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Stop(signal, isByService: false));
        if (!isWatch)
        {
            var outcome = session.RunAsync([arguments.Source], arguments.IsComplete, stop.Token).GetAwaiter().GetResult();
            Console.Out.WriteLine(outcome.Said(artifact));
            if (outcome.Trouble is { } trouble) remarks.Say(trouble);
            stop.Token.ThrowIfCancellationRequested();
            return outcome.Trouble is null ? Done : BadInput;
        }
        var service = new EdgeService(session, arguments.Source, remarks, outcome => Console.Out.WriteLine(outcome.Said(artifact)));
        service.WatchAsync(arguments.Every, TimeProvider.System, stop.Token).GetAwaiter().GetResult();
        return byService ? Done : Interrupted;

        void Stop(PosixSignalContext signal, bool isByService)
        {
            // What is under way is brought to its end.
            signal.Cancel = true;
            byService = isByService;
            stop.Cancel();
        }
    }

    static string ArtifactFolder(EdgeArguments arguments)
    {
        if (arguments.ArtifactFolder is { } folder) return folder;
        return File.Exists(Path.Combine(AppContext.BaseDirectory, ArtifactLayout.Baseline)) ? AppContext.BaseDirectory : Environment.CurrentDirectory;
    }

    static void Say(string name, string sentence)
    {
        try
        {
            Console.Error.WriteLine($"{name}: {sentence}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Nobody listens; the exit code still tells.
        }
    }
}
