using Plumbline.SeriesContracts;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>All services in one server, on SQLite.</summary>
public sealed class FitPredictContractOnSqlite(FitPredictContractOnSqlite.SetUp services) : SeriesContract(services), IClassFixture<FitPredictContractOnSqlite.SetUp>
{
    public sealed class SetUp() : OneServer("sqlite");
}

/// <summary>All services in one server, on PostgreSQL.</summary>
public sealed class FitPredictContractOnPostgres(FitPredictContractOnPostgres.SetUp services) : SeriesContract(services), IClassFixture<FitPredictContractOnPostgres.SetUp>
{
    public sealed class SetUp() : OneServer("postgres");
}

/// <summary>A server with a port for each service.</summary>
public abstract class OneServer(string kind) : ISeriesServices, IAsyncLifetime
{
    TestServer? _server;

    public Uri Training => new(_server!.Urls[1]);

    public Uri Inference => new(_server!.Urls[2]);

    public Uri Monitoring => new(_server!.Urls[3]);

    public async ValueTask InitializeAsync()
    {
        var roles = new[] { (FitPredict.ServiceRoles.Training, 0), (FitPredict.ServiceRoles.Inference, 0), (FitPredict.ServiceRoles.Monitoring, 0) };
        _server = await TestServer.StartAsync(kind, new CentralOptions { RolePorts = roles });
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
