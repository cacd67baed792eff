using System.Diagnostics;

namespace Plumbline.EndToEnd.Tests;

/// <summary>A <c>plumb serve</c> in a process of its own.</summary>
sealed class ServerProcess : IAsyncDisposable
{
    readonly Process _process;
    bool _isOver;

    ServerProcess(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    public string Url { get; }

    /// <summary>Starts it, and waits for the line that says where it is.</summary>
    public static async Task<ServerProcess> StartAsync(string folder, params IEnumerable<string> options)
    {
        var start = new ProcessStartInfo("dotnet", [Plumb.Program, "serve", .. options]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        var process = new Process { StartInfo = start };
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        // Read, also where nobody looks, or the pipe would fill and the server wait.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null) ready.TrySetException(new InvalidOperationException("The server has ended before it was ready: " + string.Join(' ', said)));
            else said.Add(line.Data);
            if (line.Data?.Split("serving on ") is [_, var rest]) ready.TrySetResult(rest.Split(' ')[0]);
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ServerProcess(process, await ready.Task);
    }

    /// <summary>Ends it at once, as the loss of power would.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isOver, true)) return;
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
