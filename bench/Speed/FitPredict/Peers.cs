using Npgsql;
using Plumbline.Bench.Speed.Load;
using Plumbline.Stores;

namespace Plumbline.Bench.Speed.FitPredict;

/// <summary>A private Redis and FastAPI services on it and on PostgreSQL, each in processes that end with this one.</summary>
sealed class Peers : IDisposable
{
    readonly string _folder;
    readonly List<Service> _services = [];

    Peers(string folder) => _folder = folder;

    public required int RedisPort { get; init; }

    /// <param name="folder">The one of the Python programs.</param>
    public static async Task<Peers> StartAsync(string folder)
    {
        var port = Service.FreePort();
        var redis = await Service.StartAsync(Service.Unprivileged("redis-server", "--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/tmp"), "Ready to accept connections");
        var peers = new Peers(folder) { RedisPort = port };
        peers._services.Add(redis);
        return peers;
    }

    /// <param name="program">A module of the folder.</param>
    /// <param name="environment">Its settings.</param>
    public async Task<Uri> ServeAsync(string program, params (string Name, string Value)[] environment)
    {
        var port = Service.FreePort();
        var workers = Environment.ProcessorCount;
        // A worker for each core, the fast loop and parser, no line of log for a request.
        string[] command = ["/usr/bin/python3", "-m", "uvicorn", $"{program}:app", "--app-dir", _folder, "--host", "127.0.0.1", "--port", $"{port}", "--workers", $"{workers}", "--loop", "uvloop", "--http", "httptools", "--no-access-log"];
        var settings = environment.Append(("PYTHONDONTWRITEBYTECODE", "1")).ToDictionary(pair => pair.Item1, pair => pair.Item2);
        _services.Add(await Service.StartAsync(command, "Application startup complete", workers, settings));
        return new Uri($"http://127.0.0.1:{port}");
    }

    /// <summary>A database with the tables of the services, and what they connect with.</summary>
    public async Task<(string Name, string Value)[]> StoresAsync(PostgresCluster postgres, string name, string keep)
    {
        var place = await postgres.CreateAsync(name);
        await using (var connection = new NpgsqlConnection(place))
        {
            await connection.OpenAsync();
            await using var tables = new NpgsqlCommand(await File.ReadAllTextAsync(Path.Combine(_folder, "predict.sql")), connection);
            await tables.ExecuteNonQueryAsync();
        }
        var server = new NpgsqlConnectionStringBuilder(place);
        return [("DATABASE_URL", $"postgresql://{server.Username}@{server.Host}:{server.Port}/{name}"), ("REDIS_URL", $"redis://127.0.0.1:{RedisPort}/{_services.Count}"), ("KEEP", keep)];
    }

    public void Dispose()
    {
        foreach (var service in Enumerable.Reverse(_services)) service.Dispose();
    }
}
