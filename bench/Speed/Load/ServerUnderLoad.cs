using System.Diagnostics;

namespace Plumbline.Bench.Speed.Load;

/// <summary><c>plumb serve</c> in a process of its own, on a free port.</summary>
sealed class ServerUnderLoad : IDisposable
{
    readonly Process _process;

    ServerUnderLoad(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    public Uri Url { get; }

    public static async Task<ServerUnderLoad> StartAsync(string plumb, string[] store)
    {
        var started = new TaskCompletionSource<Uri>();
        var process = new Process { StartInfo = new(plumb, ["serve", "--port", "0", .. store]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true } };
        // The log, a line a request, is read as a log collector would read it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data?.Split("serving on ") is [_, var rest]) started.TrySetResult(new Uri(rest.Split(' ')[0]));
            if (line.Data is null) started.TrySetException(new InvalidOperationException("plumb serve has ended"));
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ServerUnderLoad(process, await started.Task);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
