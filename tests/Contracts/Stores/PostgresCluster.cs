using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Plumbline.Stores;

/// <summary>A PostgreSQL server of our own: free port, temporary folder, unprivileged user. It ends with the process that started it, however that ends.</summary>
sealed class PostgresCluster : IDisposable
{
    const string Binaries = "/usr/lib/postgresql/15/bin";

    // Stands between us and the server: when its standard input ends, because we close it or because we are no more, so does the server, and the folder goes.
    // setpriv becomes the program that it starts: the process that is ended is the server itself.
    const string Watch = """
        folder=$1; shift
        "$@" </dev/null &
        read -r _
        kill -INT $!
        wait $!
        rm -rf "$folder"
        """;

    readonly Process _watch;
    bool _isOver;

    PostgresCluster(Process watch, string folder, string connection)
    {
        _watch = watch;
        Folder = folder;
        Connection = connection;
    }

    public string Folder { get; }

    public string Connection { get; }

    static bool IsRoot => Environment.UserName == "root";

    /// <param name="isDurable">Whether what it commits is on the disk. Where nothing pulls the plug, it need not be.</param>
    /// <exception cref="PlatformNotSupportedException">PostgreSQL is not installed, and this is no Debian on which we could install it.</exception>
    public static async Task<PostgresCluster> StartAsync(bool isDurable)
    {
        Install();
        var folder = Directory.CreateTempSubdirectory("plumbline-pg-").FullName;
        // The unprivileged user must be able to enter.
        Run("chmod", "0755", folder);
        foreach (var name in new[] { "data", "sock" })
        {
            if (IsRoot) Run("install", "-d", "-o", "postgres", "-g", "postgres", "-m", "0700", $"{folder}/{name}");
            else Directory.CreateDirectory($"{folder}/{name}");
        }
        string[] asOther = IsRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : [];
        Run([.. asOther, $"{Binaries}/initdb", "-D", $"{folder}/data", "-U", "app", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"]);

        var port = FreePort();
        string[] server = [.. asOther, $"{Binaries}/postgres", "-D", $"{folder}/data", "-p", $"{port}", "-k", $"{folder}/sock"];
        string[] settings = ["listen_addresses=127.0.0.1", $"fsync={(isDurable ? "on" : "off")}", "max_connections=200"];
        var ready = new TaskCompletionSource();
        var watch = Launch(["sh", "-c", Watch, "watch", folder, .. server, .. settings.SelectMany(setting => new[] { "-c", setting })], line =>
        {
            if (line is null) ready.TrySetException(new InvalidOperationException("PostgreSQL has ended before it was ready."));
            else if (line.Contains("database system is ready to accept connections", StringComparison.Ordinal)) ready.TrySetResult();
        });
        await ready.Task;
        return new PostgresCluster(watch, folder, $"Host=127.0.0.1;Port={port};Username=app;Database=postgres;Pooling=false");
    }

    /// <returns>The connection string of an empty database.</returns>
    public async Task<string> CreateAsync(string name)
    {
        await using var connection = new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(Connection) { Database = name, Pooling = true, MaxPoolSize = 20 }.ToString();
    }

    /// <summary>Ends it as the end of this process would: by the end of a pipe.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isOver, true)) return;
        _watch.StandardInput.Close();
        _watch.WaitForExit();
        _watch.Dispose();
    }

    static void Install()
    {
        if (File.Exists($"{Binaries}/postgres")) return;
        if (!File.Exists("/etc/debian_version")) throw new PlatformNotSupportedException("PostgreSQL 15 is not installed, and this is not a Debian machine on which we could install it.");
        string[] asRoot = IsRoot ? [] : ["sudo", "-n"];
        Run([.. asRoot, "apt-get", "update"]);
        Run([.. asRoot, "apt-get", "install", "-y", "--no-install-recommends", "postgresql-15"]);
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static void Run(params string[] command)
    {
        using var process = Launch(command, _ => { });
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}");
    }

    static Process Launch(string[] command, Action<string?> hear)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/", UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        var process = new Process { StartInfo = start };
        // Read, also where nobody listens, or the pipe would fill and the server wait.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => hear(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
