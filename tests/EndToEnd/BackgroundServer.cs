using System.Runtime.Versioning;

namespace Plumbline.EndToEnd.Tests;

/// <summary>The server in the background, by the script that <c>make start</c> runs, on the folder <c>data</c> of a scratch folder.</summary>
[UnsupportedOSPlatform("windows")]
sealed class BackgroundServer : IDisposable
{
    readonly Scratch _scratch;
    readonly Dictionary<string, string> _environment;

    public BackgroundServer(Scratch scratch, int port = 0)
    {
        _scratch = scratch;
        var program = scratch["plumb"];
        File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{Plumb.Program}' \"$@\"\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _environment = new() { ["PLUMB"] = program, ["DATA"] = scratch["data"], ["PORT"] = $"{port}" };
    }

    public string Log => File.ReadAllText(_scratch["data/server.log"]);

    public int ProcessId => int.Parse(File.ReadAllLines(_scratch["data/server.pid"])[0]);

    public string Url => File.ReadAllLines(_scratch["data/server.pid"])[1];

    public Outcome Run(params string[] verb) => Plumb.Start(_scratch.Path, Path.Combine(Checkout.Folder, "deploy", "server.sh"), verb, _environment);

    /// <returns>The token, for everything.</returns>
    public string Token() => Plumb.Run(_scratch.Path, "token", "create", "--data", _scratch["data"], "--name", "all", "--scope", "admin", "--rate", "1000000").Output.Trim();

    public void Dispose() => Run("stop");
}
