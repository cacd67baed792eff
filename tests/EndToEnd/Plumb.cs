using System.Diagnostics;

namespace Plumbline.EndToEnd.Tests;

/// <summary>Runs the program as a user would, in a process of its own.</summary>
static class Plumb
{
    static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Plumbline.Cli.dll");

    public static Outcome Run(string folder, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, errors.Result);
    }
}

sealed record Outcome(int ExitCode, string Output, string Errors);

/// <summary>A folder that goes with the test.</summary>
sealed class Scratch : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("plumbline-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
