using System.Diagnostics;

namespace Plumbline.EndToEnd.Tests;

/// <summary>Runs the program as a user would, in a process of its own.</summary>
static class Plumb
{
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Plumbline.Cli.dll");

    public static Outcome Run(string folder, params IEnumerable<string> arguments) => Start(folder, "dotnet", [Program, .. arguments], new Dictionary<string, string>());

    /// <summary>Any other program; <paramref name="environment"/> comes on top of ours.</summary>
    public static Outcome Start(string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output, errors.Result);
    }
}

/// <summary>What every user of this machine can see of its programs.</summary>
static class CommandLines
{
    /// <summary>Of all processes that run now.</summary>
    public static IReadOnlyList<string> All() => [.. Directory.EnumerateDirectories("/proc").Where(folder => Path.GetFileName(folder).All(char.IsAsciiDigit)).Select(Of).OfType<string>()];

    static string? Of(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return null;
        }
    }
}

/// <summary>The repository that the tests were built from.</summary>
static class Checkout
{
    public static string Folder { get; } = Find();

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Plumbline.slnx"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("No Plumbline.slnx above " + AppContext.BaseDirectory);
        return folder.FullName;
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
