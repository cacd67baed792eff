using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Plumbline.Bench.Speed.Load;

/// <summary>A server in a process that ends with this one, however this one ends.</summary>
sealed class Service : IDisposable
{
    // Ends the server when its own standard input ends, because we close it or because we are no more.
    const string Watch = """
        "$@" </dev/null &
        echo "pid $!"
        read -r _
        kill -TERM $!
        wait $!
        """;

    readonly Process _watch;

    Service(Process watch, int pid, string readyLine) => (_watch, Pid, ReadyLine) = (watch, pid, readyLine);

    public int Pid { get; }

    /// <summary>What it said when it was ready.</summary>
    public string ReadyLine { get; }

    /// <param name="command">A program that stays in the foreground, and its arguments.</param>
    /// <param name="ready">Part of the line that it prints when it is ready.</param>
    /// <param name="lines">How many such lines make it ready.</param>
    public static async Task<Service> StartAsync(string[] command, string ready, int lines = 1, IReadOnlyDictionary<string, string>? environment = null)
    {
        var started = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo("sh", ["-c", Watch, "watch", .. command]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var (pid, said) = (0, new List<string>());
        var watch = new Process { StartInfo = start };
        // Its log is read to the end, as a log collector would read it.
        watch.OutputDataReceived += (_, line) => Hear(line.Data);
        watch.ErrorDataReceived += (_, line) => Hear(line.Data);
        watch.Start();
        watch.BeginOutputReadLine();
        watch.BeginErrorReadLine();
        var readyLine = await started.Task;
        return new Service(watch, pid, readyLine);

        void Hear(string? line)
        {
            if (started.Task.IsCompleted) return;
            lock (said)
            {
                if (line is null) started.TrySetException(new InvalidOperationException($"{string.Join(' ', command)} has ended: {string.Join('\n', said)}"));
                else if (pid == 0 && line.StartsWith("pid ", StringComparison.Ordinal)) pid = int.Parse(line[4..]);
                else said.Add(line);
                if (line is not null && line.Contains(ready, StringComparison.Ordinal) && --lines == 0) started.TrySetResult(line);
            }
        }
    }

    /// <summary>The same command, as a user that may do nothing else on this machine.</summary>
    public static string[] Unprivileged(params string[] command) =>
        Environment.UserName == "root" ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", .. command] : command;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>The most memory that it has had at once so far.</summary>
    public double PeakMegabytes => Field("VmHWM:") / 1024;

    public double Megabytes => Field("VmRSS:") / 1024;

    double Field(string name) => double.Parse(File.ReadLines($"/proc/{Pid}/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2]);

    public void Dispose()
    {
        _watch.StandardInput.Close();
        _watch.WaitForExit();
        _watch.Dispose();
    }
}
