using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace Plumbline.Stores;

/// <summary>A PostgreSQL cluster of our own, one for the process that runs the tests: free port, temporary folder, unprivileged user, ended by its process id.</summary>
static class PrivatePostgres
{
    const string Binaries = "/usr/lib/postgresql/15/bin";

    static readonly Lock Starting = new();
    static string? _connection;
    static int _databases;

    /// <summary>The connection string of an empty database.</summary>
    public static async Task<string> NewDatabaseAsync()
    {
        lock (Starting) _connection ??= Start();
        var name = $"test{Interlocked.Increment(ref _databases)}";
        await using var connection = new NpgsqlConnection(_connection);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"create database {name}", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_connection) { Database = name, Pooling = true, MaxPoolSize = 20 }.ToString();
    }

    static string Start()
    {
        Install();
        var folder = Directory.CreateTempSubdirectory("plumbline-pg-").FullName;
        // The unprivileged user must be able to enter.
        Run("chmod", "0755", folder);
        var isRoot = Environment.UserName == "root";
        foreach (var name in new[] { "data", "sock" })
        {
            if (isRoot) Run("install", "-d", "-o", "postgres", "-g", "postgres", "-m", "0700", $"{folder}/{name}");
            else Directory.CreateDirectory($"{folder}/{name}");
        }
        // setpriv becomes the program that it starts: the process we end is the server itself.
        string[] asOther = isRoot ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : [];
        Run([.. asOther, $"{Binaries}/initdb", "-D", $"{folder}/data", "-U", "app", "--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C"]);

        var port = FreePort();
        // No sync to disk: nothing here pulls the plug.
        var server = Launch([.. asOther, $"{Binaries}/postgres", "-D", $"{folder}/data", "-p", $"{port}", "-k", $"{folder}/sock", "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "max_connections=200"]);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(server, folder);
        var connection = $"Host=127.0.0.1;Port={port};Username=app;Database=postgres;Pooling=false";
        WaitUntilReady(connection, server);
        return connection;
    }

    static void Install()
    {
        if (File.Exists($"{Binaries}/postgres")) return;
        if (!File.Exists("/etc/debian_version")) Assert.Skip("PostgreSQL 15 is not installed, and this is not a Debian machine on which we could install it.");
        string[] asRoot = Environment.UserName == "root" ? [] : ["sudo", "-n"];
        Run([.. asRoot, "apt-get", "update"]);
        Run([.. asRoot, "apt-get", "install", "-y", "--no-install-recommends", "postgresql-15"]);
    }

    static void WaitUntilReady(string connection, Process server)
    {
        var deadline = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var attempt = new NpgsqlConnection(connection);
                attempt.Open();
                return;
            }
            catch (NpgsqlException) when (!server.HasExited && deadline.Elapsed < TimeSpan.FromSeconds(60))
            {
                Thread.Sleep(20);
            }
        }
    }

    static void Stop(Process server, string folder)
    {
        Run("kill", "-INT", $"{server.Id}");
        if (!server.WaitForExit(TimeSpan.FromSeconds(20))) server.Kill();
        Directory.Delete(folder, recursive: true);
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    static void Run(params string[] command)
    {
        using var process = Launch(command);
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}");
    }

    static Process Launch(string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/", UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        var process = Process.Start(start)!;
        // Read and thrown away, or the pipe would fill and the server wait.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }
}
