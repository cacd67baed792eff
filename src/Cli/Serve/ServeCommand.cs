using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Plumbline.Central;
using Plumbline.Central.FitPredict;

namespace Plumbline.Cli.Serve;

/// <summary>The command line of <c>plumb serve</c>.</summary>
static class ServeCommand
{
    const string PasswordVariable = "PLUMBLINE_CERTIFICATE_PASSWORD";
    const string Simulator = "simulator";
    const string Scheduler = "scheduler";
    const int UsualPort = 8080;

    static readonly (ServiceRoles Role, string Name, int UsualPort)[] Services = [(ServiceRoles.Training, "training", 8000), (ServiceRoles.Inference, "inference", 8001), (ServiceRoles.Monitoring, "monitoring", 8002)];

    // What people look for first.
    static readonly (ServiceRoles Role, string Path)[] Routes = [(ServiceRoles.Training, "/fit/SERIES"), (ServiceRoles.Inference, "/predict/SERIES"), (ServiceRoles.Monitoring, "/dashboard")];

    static readonly Option<int> Port = new("--port") { HelpName = "PORT", DefaultValueFactory = _ => Settings.Read().Number("PLUMBLINE_PORT", 0, 65535) ?? UsualPort, Description = "Where to listen; 0 takes a free one." };
    static readonly Option<string> Bind = new("--bind") { HelpName = "ADDRESS", DefaultValueFactory = _ => Settings.Read()["PLUMBLINE_BIND"] ?? "127.0.0.1", Description = "Address to listen on: an IP address, localhost, or * for all. Other than on loopback, everything needs a token." };
    static readonly Option<bool> Open = new("--open") { Description = "Let pages and APIs other than the anomaly API answer without a token, on any address. Refused with ENVIRONMENT=production." };
    static readonly Option<string[]> TrustProxy = new("--trust-proxy") { HelpName = "ADDRESS", AllowMultipleArgumentsPerToken = true, Description = "Address or network (10.0.0.0/24) of a proxy whose X-Forwarded-For is believed; may be repeated. Without it, what any proxy passes on comes from nobody known, and needs a token." };
    static readonly Option<string?> Certificate = new("--certificate") { HelpName = "FILE", Description = $"Serve HTTPS with this certificate and key: PEM with both, or PKCS#12 (.pfx, .p12; its password in {PasswordVariable})." };

    static readonly Option<string> Roles = new("--roles") { HelpName = "LIST", DefaultValueFactory = _ => Settings.Read()["PLUMBLINE_ROLES"] ?? "training,inference,monitoring,simulator,scheduler", Description = "What this process does, separated by commas: of the series services training, inference and monitoring; simulator goes on with simulated machines (plumb simulate plant); scheduler does what is due by the clock, as far as no other process does. Without training or inference only with PostgreSQL, where another process does the rest." };
    static readonly Option<int?>[] RolePorts =
    [
        .. Services.Select(service => new Option<int?>($"--{service.Name}-port") { HelpName = "PORT", Description = $"A port of the {service.Name} service alone, beside --port; {service.UsualPort} where --port is {UsualPort}." }),
    ];

    public static Command Create()
    {
        Port.Between(0, 65535);
        var command = new Command("serve", "Run the server that devices report to: the anomaly API with its documentation, on an embedded store or on PostgreSQL.")
        {
            StoreOptions.Folder, StoreOptions.Store, Port, Bind, Open, TrustProxy, Certificate, Roles,
        };
        foreach (var port in RolePorts) command.Options.Add(port);
        command.SetAction(RunAsync);
        return HelpWithExamples.With(command, """
            Examples:
              plumb serve --data /var/lib/plumbline
              plumb serve --data d --bind 0.0.0.0 --port 8443 --certificate server.pem
              plumb serve --data /var/lib/plumbline --trust-proxy 127.0.0.1     # behind nginx on this machine: see deploy/
              PLUMBLINE_STORE="Host=db;Database=plumbline;Username=plumbline" plumb serve
              DATABASE_URL=postgresql://plumbline@db/plumbline plumb serve --roles inference --port 8001

            Settings may stand in the environment, or in a file .env in the current folder: see env.example.
            Devices and people need tokens: see plumb token create --help. The log goes to standard output, one JSON object a line.
            Ctrl-C or SIGTERM: requests under way are answered, then it ends. Exit codes: 0 stopped, 1 cannot start, 2 wrong usage.
            """);
    }

    static async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        var settings = Settings.Read();
        var (roles, simulates, schedules) = RolesOf(parse.GetValue(Roles)!);
        var options = new CentralOptions
        {
            Roles = roles,
            Simulates = simulates,
            Schedules = schedules,
            RolePorts = PortsOf(parse, roles),
            Address = Address(parse.GetValue(Bind)!),
            Port = parse.GetValue(Port),
            MinimumPoints = settings.Number("Series__MinimumPoints", 1, 1_000_000) ?? settings.Number("Series:MinimumPoints", 1, 1_000_000) ?? new CentralOptions().MinimumPoints,
            IsOpen = parse.GetValue(Open),
            TrustedProxies = [.. parse.GetValue(TrustProxy)!.Select(Network)],
            Certificate = parse.GetValue(Certificate) is { } file ? Load(file) : null,
        };
        RefuseOpenInProduction(options, settings);
        if (!StoreOptions.IsShared(parse)) RefuseHalfAServer(roles);
        foreach (var name in settings.NotNeeded()) Console.Error.WriteLine($"plumb: {name} is not needed: models are cached in the program itself.");
        await using var database = await StoreOptions.OpenAsync(parse, claim: true);
        await using var server = CentralServer.Create(options, database);
        await StartAsync(server, options, cancel);

        Console.Error.WriteLine($"plumb: serving on {server.Url} ({database.Kind} store)");
        Console.Error.WriteLine($"  anomaly API    {server.Url}/api/v1/edge/anomalies   (needs a token: plumb token create)");
        Console.Error.WriteLine($"  documentation  {server.Url}/docs   {server.Url}/redoc   {server.Url}/openapi.json");
        if (roles != ServiceRoles.None) Console.Error.WriteLine($"  any series     {string.Join("   ", Routes.Where(route => roles.HasFlag(route.Role)).Select(route => server.Url + route.Path))}");
        foreach (var (role, url) in options.RolePorts.Zip(server.Urls.Skip(1), (port, url) => (port.Role, url))) Console.Error.WriteLine($"    {role.ToString().ToLowerInvariant(),-12} {url}");
        Console.Error.WriteLine($"  health         {server.Url}/health   {server.Url}/healthcheck   {server.Url}/metrics");
        if (options.IsOpen && !options.IsLoopback) Console.Error.WriteLine("  WARNING: --open: whoever reaches this address may read the pages and APIs other than the anomaly API.");
        if (!options.IsLoopback && options.Certificate is null) Console.Error.WriteLine("  WARNING: plain HTTP on an address that others reach: tokens cross the network unencrypted. Use --certificate, or nginx in front.");

        await server.RunUntilStoppedAsync(cancel);
        Console.Error.WriteLine("plumb: stopped; every request under way was answered.");
        return ExitCode.Done;
    }

    // A word that we do not know may be a misspelt "production".
    static void RefuseOpenInProduction(CentralOptions options, Settings settings)
    {
        var environment = settings["ENVIRONMENT"];
        if (options.IsOpen && environment?.ToLowerInvariant() is not (null or "" or "development" or "test"))
            throw new BadInputException($"--open is not for ENVIRONMENT={environment}: it lets pages and APIs answer without a token. Leave it out, or set ENVIRONMENT to development or test.");
    }

    // The process that would do the rest is refused as well: an embedded store has one server.
    static void RefuseHalfAServer(ServiceRoles roles)
    {
        foreach (var (role, name, _) in Services)
        {
            if (role != ServiceRoles.Monitoring && !roles.HasFlag(role))
                throw new BadInputException($"--roles leaves out {name}, and no other process can do it: an embedded store has one server. Add {name}, or give the processes PostgreSQL to share (--store \"Host=db;Database=plumbline;Username=plumbline\").");
        }
    }

    static async Task StartAsync(CentralServer server, CentralOptions options, CancellationToken cancel)
    {
        try
        {
            await server.StartAsync(cancel);
        }
        catch (IOException e)
        {
            var isTaken = e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException;
            var ports = string.Join(", ", options.RolePorts.Select(port => port.Port).Prepend(options.Port).Where(port => port > 0));
            throw new BadInputException(isTaken ? $"port {ports} on {options.Address} is in use{(options.RolePorts.Count > 0 ? ", or one of them" : "")}; choose another with --port." : $"cannot listen on {options.Address}: {e.Message}");
        }
        catch (System.Net.Sockets.SocketException e)
        {
            throw new BadInputException($"cannot listen on {options.Address} port {options.Port}: {e.Message}");
        }
    }

    static (ServiceRoles Services, bool Simulates, bool Schedules) RolesOf(string list)
    {
        const string All = "training, inference, monitoring, simulator and scheduler";
        var (roles, simulates, schedules) = (ServiceRoles.None, false, false);
        foreach (var name in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (name == Simulator) simulates = true;
            else if (name == Scheduler) schedules = true;
            else roles |= Services.FirstOrDefault(service => service.Name == name) is { Name: not null } service ? service.Role : throw new BadInputException($"'{name}' is no role; there are {All}.");
        }
        return roles == ServiceRoles.None && !simulates && !schedules ? throw new BadInputException($"--roles names none; there are {All}.") : (roles, simulates, schedules);
    }

    static List<(ServiceRoles Role, int Port)> PortsOf(ParseResult parse, ServiceRoles roles)
    {
        var isUsual = parse.GetValue(Port) == UsualPort;
        return [.. Services.Select((service, i) => (service.Role, Port: parse.GetValue(RolePorts[i]) ?? (isUsual ? service.UsualPort : (int?)null)))
            .Where(port => port.Port is not null && roles.HasFlag(port.Role)).Select(port => (port.Role, port.Port!.Value))];
    }

    static IPAddress Address(string text) => text switch
    {
        "localhost" => IPAddress.Loopback,
        "*" => IPAddress.Any,
        _ => IPAddress.TryParse(text, out var address) ? address : throw new BadInputException($"'{text}' is not an address to bind to; write an IP address, localhost or *."),
    };

    static IPNetwork Network(string text)
    {
        if (IPAddress.TryParse(text, out var address)) return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return IPNetwork.TryParse(text, out var network) ? network : throw new BadInputException($"'{text}' is not the address of a proxy; write an IP address, or a network as 10.0.0.0/24.");
    }

    static X509Certificate2 Load(string file)
    {
        try
        {
            return Path.GetExtension(file).ToLowerInvariant() is ".pfx" or ".p12"
                ? X509CertificateLoader.LoadPkcs12FromFile(file, Environment.GetEnvironmentVariable(PasswordVariable))
                : X509Certificate2.CreateFromPemFile(file);
        }
        catch (CryptographicException e)
        {
            throw new BadInputException($"certificate '{file}' cannot be used: {e.Message}");
        }
    }
}
