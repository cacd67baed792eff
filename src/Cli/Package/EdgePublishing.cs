using System.Diagnostics;

namespace Plumbline.Cli.Package;

/// <summary>Publishes the edge program with its runtime from this checkout, trimmed and compiled ahead, as one file.</summary>
static class EdgePublishing
{
    // Lines that a publish prints, about: one for each project.
    const double UsualLines = 9;

    /// <exception cref="BadInputException">There is no source, no SDK, or it does not build.</exception>
    public static EdgeProgramFiles Publish(string runtime, IProgress<double> progress, CancellationToken cancel)
    {
        var project = Project() ?? throw new BadInputException($"--self-contained {runtime} needs the source of the edge program, which does not lie above '{AppContext.BaseDirectory}'; publish it elsewhere and give --edge-binaries.");
        var work = Directory.CreateTempSubdirectory("plumbline-edge-").FullName;
        try
        {
            var published = Path.Combine(work, "out");
            // Symbols would carry the path of this folder into the program: other bytes at every build.
            Run(["publish", project, "-c", "Release", "-r", runtime, "--self-contained", "--artifacts-path", work, "-o", published, "-p:DebugType=none", "-nologo", "-v:minimal", "-nodeReuse:false", "-p:UseSharedCompilation=false"], progress, cancel);
            return EdgeProgramFiles.SelfContained(published);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    static string? Project()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "src", "Edge", "Edge.csproj") is var project && File.Exists(project)) return project;
        return null;
    }

    static void Run(string[] arguments, IProgress<double> progress, CancellationToken cancel)
    {
        using var process = Start(arguments);
        using var stop = cancel.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var said = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            said.Add(line);
            progress.Report(Math.Min(said.Count / UsualLines, 0.99));
        }
        process.WaitForExit();
        cancel.ThrowIfCancellationRequested();
        if (process.ExitCode == 0) return;
        var reason = said.Append(errors.Result).FirstOrDefault(line => line.Contains("error", StringComparison.OrdinalIgnoreCase)) ?? $"exit code {process.ExitCode}";
        throw new BadInputException($"the edge program could not be published: {reason.Trim()}");
    }

    static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BadInputException($"--self-contained needs the .NET SDK: 'dotnet' cannot be started ({e.Message}). Publish elsewhere and give --edge-binaries.");
        }
    }
}
