using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;

namespace Plumbline.Central.Tests;

/// <summary>A <c>plumb serve</c> in a process of its own.</summary>
sealed class ServeProcess : IDisposable
{
    static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Plumbline.Cli.dll");

    // What follows does not run where the output is read: it may wait for the end of the output.
    readonly TaskCompletionSource<string> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    ServeProcess(Process process)
    {
        Process = process;
        process.OutputDataReceived += (_, line) => Output.AppendLine(line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            Messages.AppendLine(line.Data);
            if (line.Data?.Split("serving on ") is [_, var rest]) _started.TrySetResult(rest.Split(' ')[0]);
            if (line.Data is null) _started.TrySetException(new InvalidOperationException(Messages.ToString()));
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Process Process { get; }

    public StringBuilder Output { get; } = new();

    public StringBuilder Messages { get; } = new();

    public string Url { get; private set; } = "";

    /// <summary>Starts a server, and waits for the line that says where it is.</summary>
    /// <param name="ignoresFileSizeSignal">So that a write beyond the largest allowed size of a file fails, and does not end the process.</param>
    public static async Task<ServeProcess> StartAsync(string[] arguments, bool ignoresFileSizeSignal = false)
    {
        var running = new ServeProcess(ignoresFileSizeSignal ? Start("sh", ["-c", "trap '' XFSZ; exec dotnet \"$@\"", "sh", Program, .. arguments]) : Start("dotnet", [Program, .. arguments]));
        running.Url = await running._started.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return running;
    }

    /// <summary>Any command of <c>plumb</c>, to its end.</summary>
    public static async Task<Finished> RunAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        using var process = Start("dotnet", [Program, .. arguments], environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var messages = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Finished(process.ExitCode, await output, await messages);
    }

    public static HttpClient ClientOf(string token) => new() { DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };

    public int OpenFiles => Directory.GetFiles($"/proc/{Process.Id}/fd").Length;

    /// <summary>The largest file that it may write from now on, in bytes.</summary>
    public void LimitFiles(string bytes)
    {
        using var limit = Process.Start("prlimit", ["--pid", $"{Process.Id}", $"--fsize={bytes}:"]);
        limit.WaitForExit();
        if (limit.ExitCode != 0) throw new InvalidOperationException($"prlimit ended with {limit.ExitCode}");
    }

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill();
        Process.WaitForExit();
        Process.Dispose();
    }

    static Process Start(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

sealed record Finished(int Code, string Output, string Messages);
