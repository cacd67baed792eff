using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Plumbline.Central.AnomalyReports;
using Plumbline.Central.ApiPages;
using Plumbline.Central.EnergyAnalytics;
using Plumbline.Central.EnergyAnalytics.Anomalies;
using Plumbline.Central.EnergyAnalytics.Timeseries;
using Plumbline.Central.FitPredict;
using Plumbline.Central.Jobs;
using Plumbline.Central.MachineSimulator;
using Plumbline.Central.PlantRegister;
using Plumbline.Central.ReadingsIntake;
using Plumbline.Central.Storage;
using Plumbline.Central.Tokens;

namespace Plumbline.Central;

/// <summary>The program in the middle: joins the store, the slices and the web server. Owns neither the store nor the options.</summary>
sealed class CentralServer : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly CentralOptions _options;

    CentralServer(WebApplication app, CentralOptions options)
    {
        _app = app;
        _options = options;
    }

    /// <summary>Where it listens; known once it has started.</summary>
    public string Url => Urls[0];

    /// <summary>All addresses: the common one, then those of single roles in the order of the options.</summary>
    public IReadOnlyList<string> Urls =>
        [.. _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(address => _options.Url(new Uri(address).Port))];

    /// <summary>Every route, for the tests that ask something of all of them.</summary>
    public IReadOnlyList<RouteEndpoint> Routes => [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <param name="database">Migrated already.</param>
    /// <param name="more">Routes beside the server's own: what it is measured against.</param>
    public static CentralServer Create(CentralOptions options, Database database, Action<ILoggingBuilder>? logging = null, Action<IEndpointRouteBuilder>? more = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        ConfigureLog(builder.Logging);
        logging?.Invoke(builder.Logging);
        // A connection keeps its buffer while it waits (4 KiB of each): a system call less for every request.
        builder.WebHost.UseKestrelCore().UseSockets(sockets => sockets.WaitForDataBeforeAllocatingBuffer = false).UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => ConfigureKestrel(kestrel, options));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain);

        ITokenStore tokens = new TokenTable(database);
        var lastUse = new LastUse(tokens, options.Clock);
        builder.Services.AddHostedService(_ => lastUse);
        builder.Services.AddRateLimiter(_ => { });
        var metrics = new MetricSet();
        var meter = new RequestMeter();
        var series = new SeriesService(database, options, metrics);
        builder.Services.AddHostedService(_ => series.Watch);
        builder.Services.AddHostedService(_ => series.Log);
        builder.Services.AddHostedService(_ => series.Heartbeat);
        IEnergyStore energy = new EnergyTable(database);
        builder.Services.AddHostedService(services => new HourRefresh(energy, options.Clock, services.GetRequiredService<ILoggerFactory>().CreateLogger("Plumbline.Central")));
        IMachineAnomalyStore unusual = new MachineAnomalyTable(database);
        IJobStore runs = new JobTable(database);
        builder.Services.AddSingleton(services => new JobScheduler(ServerJobs.Of(energy, unusual, runs, options.Clock), runs, database, options.Clock, services.GetRequiredService<ILoggerFactory>().CreateLogger("Quartz")));
        if (options.Schedules) builder.Services.AddHostedService(services => services.GetRequiredService<JobScheduler>());
        var simulated = new LiveMachines(new SimulatorTable(database), options.Clock);
        if (options.Simulates) builder.Services.AddHostedService(services => new LiveFeed(simulated, services.GetRequiredService<ILoggerFactory>().CreateLogger("Plumbline.Central")));

        var app = builder.Build();
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Plumbline.Central");
        var gate = new TokenGate(new RecentTokens(tokens, options.Clock), lastUse, options.Clock, options.IsOpenTo);
        app.Use((context, next) =>
        {
            context.Features.Set(Origin.Of(context, options.TrustedProxies));
            return next(context);
        });
        app.Use((context, next) => meter.WatchAsync(context, next));
        app.Use((context, next) => RequestLog.WatchAsync(context, next, log));
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = context => RequestLog.AnswerAsync(context, log), SuppressDiagnosticsCallback = _ => true });
        app.Use(SecurityHeaders.AddAsync);
        app.UseStatusCodePages(page => Problem.WriteAsync(page.HttpContext, page.HttpContext.Response.StatusCode, Sentence(page.HttpContext)));
        app.UseWhen(context => HttpMethods.IsHead(context.Request.Method), head => head.Use(AnswerAsGetAsync));
        // Where clients of an analytics service behind a proxy look for it.
        app.UsePathBase("/api/analytics");
        app.UseRouting();
        app.Use((context, next) => gate.PassAsync(context, next));
        app.UseWhen(RateLimit.Counts, limited => limited.UseRateLimiter(RateLimit.Options(options.RateWindow)));
        app.UseWhen(context => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method), pages => DocumentationPages.Use(pages));
        DocumentationPages.Map(app);
        var scheduler = app.Services.GetRequiredService<JobScheduler>();
        Health.Map(app, database, series, scheduler, options.Clock);
        MetricsPage.Map(app, metrics, meter, database);
        AnomalyEndpoints.Map(app, new AnomalyTable(database), options.Clock);
        series.Map(app);
        PlantEndpoints.Map(app, new PlantTable(database));
        KpiEndpoints.Map(app, energy, options.Clock);
        BaselineEndpoints.Map(app, energy, options.Clock);
        SeuEndpoint.Map(app, energy, options.Clock);
        ForecastEndpoints.Map(app, energy, new ForecastTable(database), options.Clock);
        MachineAnomalyEndpoints.Map(app, energy, unusual, options.Clock);
        TimeseriesEndpoints.Map(app, energy);
        StatusEndpoints.Map(app, energy, unusual, options.Clock);
        ReadingEndpoints.Map(app, new(new ReadingTable(database), new RejectTable(database), options.Clock, metrics));
        SchedulerEndpoints.Map(app, scheduler, runs, options.Clock);
        if (options.Simulates) SimulatorEndpoints.Map(app, simulated, options.Clock);
        more?.Invoke(app);
        if (options.IsOpen) Log.IsOpen(log);
        return new CentralServer(app, options);
    }

    /// <exception cref="IOException">The port is in use.</exception>
    public Task StartAsync(CancellationToken cancel) => _app.StartAsync(cancel);

    /// <summary>Runs until stopped by <paramref name="cancel"/> or a signal; requests under way are answered first.</summary>
    public async Task RunUntilStoppedAsync(CancellationToken cancel)
    {
        var stopped = new TaskCompletionSource();
        await using var onCancel = cancel.Register(() => stopped.TrySetResult());
        await using var onSignal = _app.Lifetime.ApplicationStopping.Register(() => stopped.TrySetResult());
        await stopped.Task;
        await StopAsync(CancellationToken.None);
    }

    public Task StopAsync(CancellationToken cancel) => _app.StopAsync(cancel);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    static void ConfigureLog(ILoggingBuilder log)
    {
        log.AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
        // The framework's own lines name whole addresses, queries included.
        log.AddFilter("Microsoft", LogLevel.Warning);
        log.AddFilter("Quartz", LogLevel.Warning);
        // It would make an activity of every request, for lines that the filter before drops.
        log.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // A port in use is told in a sentence by whoever starts the server.
        log.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
    }

    static void ConfigureKestrel(Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions kestrel, CentralOptions options)
    {
        kestrel.AddServerHeader = false;
        // A little above our own limit, which answers with a sentence: the frames of a chunked body count here.
        kestrel.Limits.MaxRequestBodySize = 2 * RequestBody.LargestBytes;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxConcurrentConnections = 10_000;
        Listen(options.Port, role: null);
        foreach (var (role, port) in options.RolePorts) Listen(port, new RolePort(role));

        void Listen(int port, RolePort? role) => kestrel.Listen(options.Address, port, listen =>
        {
            if (options.Certificate is { } certificate) listen.UseHttps(certificate);
            if (role is not null) listen.Use(next => connection =>
            {
                connection.Features.Set(role);
                return next(connection);
            });
        });
    }

    // The web server sends the head alone of what the route writes.
    static async Task AnswerAsGetAsync(HttpContext context, RequestDelegate next)
    {
        context.Request.Method = HttpMethods.Get;
        try
        {
            await next(context);
        }
        finally
        {
            context.Request.Method = HttpMethods.Head;
        }
    }

    static string Sentence(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => "there is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => "this address does not take that method.",
        _ => "the request was refused.",
    };
}

static partial class Log
{
    [LoggerMessage(10, LogLevel.Warning, "open: pages and APIs other than the anomaly API answer anyone who can reach this address, without a token (--open)")]
    public static partial void IsOpen(ILogger log);
}
