using System.CommandLine;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Plumbline.Central;

namespace Plumbline.Cli.Serve;

/// <summary>The command line of <c>plumb serve</c>.</summary>
static class ServeCommand
{
    const string PasswordVariable = "PLUMBLINE_CERTIFICATE_PASSWORD";

    static readonly Option<int> Port = new("--port") { HelpName = "PORT", DefaultValueFactory = _ => 8080, Description = "Where to listen; 0 takes a free one." };
    static readonly Option<string> Bind = new("--bind") { HelpName = "ADDRESS", DefaultValueFactory = _ => "127.0.0.1", Description = "Address to listen on: an IP address, localhost, or * for all. Other than on loopback, everything needs a token." };
    static readonly Option<bool> Open = new("--open") { Description = "Let pages and APIs other than the anomaly API answer without a token, on any address. Refused with ENVIRONMENT=production." };
    static readonly Option<string[]> TrustProxy = new("--trust-proxy") { HelpName = "ADDRESS", AllowMultipleArgumentsPerToken = true, Description = "Address or network (10.0.0.0/24) of a proxy whose X-Forwarded-For is believed; may be repeated. Without it, what any proxy passes on comes from nobody known, and needs a token." };
    static readonly Option<string?> Certificate = new("--certificate") { HelpName = "FILE", Description = $"Serve HTTPS with this certificate and key: PEM with both, or PKCS#12 (.pfx, .p12; its password in {PasswordVariable})." };

    public static Command Create()
    {
        Port.Between(0, 65535);
        var command = new Command("serve", "Run the server that devices report to: the anomaly API with its documentation, on an embedded store or on PostgreSQL.")
        {
            StoreOptions.Folder, StoreOptions.Store, Port, Bind, Open, TrustProxy, Certificate,
        };
        command.SetAction(RunAsync);
        return HelpWithExamples.With(command, """
            Examples:
              plumb serve --data /var/lib/plumbline
              plumb serve --data d --bind 0.0.0.0 --port 8443 --certificate server.pem
              plumb serve --data /var/lib/plumbline --trust-proxy 127.0.0.1     # behind nginx on this machine: see deploy/
              PLUMBLINE_STORE="Host=db;Database=plumbline;Username=plumbline" plumb serve

            Devices and people need tokens: see plumb token create --help. The log goes to standard output, one JSON object a line.
            Ctrl-C or SIGTERM: requests under way are answered, then it ends. Exit codes: 0 stopped, 1 cannot start, 2 wrong usage.
            """);
    }

    static async Task<int> RunAsync(ParseResult parse, CancellationToken cancel)
    {
        var options = new CentralOptions
        {
            Address = Address(parse.GetValue(Bind)!),
            Port = parse.GetValue(Port),
            IsOpen = parse.GetValue(Open),
            TrustedProxies = [.. parse.GetValue(TrustProxy)!.Select(Network)],
            Certificate = parse.GetValue(Certificate) is { } file ? Load(file) : null,
        };
        RefuseOpenInProduction(options);
        await using var database = await StoreOptions.OpenAsync(parse);
        await using var server = CentralServer.Create(options, database);
        await StartAsync(server, options, cancel);

        Console.Error.WriteLine($"plumb: serving on {server.Url} ({database.Kind} store)");
        Console.Error.WriteLine($"  anomaly API    {server.Url}/api/v1/edge/anomalies   (needs a token: plumb token create)");
        Console.Error.WriteLine($"  documentation  {server.Url}/docs   {server.Url}/redoc   {server.Url}/openapi.json");
        Console.Error.WriteLine($"  health         {server.Url}/health");
        if (options.IsOpen && !options.IsLoopback) Console.Error.WriteLine("  WARNING: --open: whoever reaches this address may read the pages and APIs other than the anomaly API.");
        if (!options.IsLoopback && options.Certificate is null) Console.Error.WriteLine("  WARNING: plain HTTP on an address that others reach: tokens cross the network unencrypted. Use --certificate, or nginx in front.");

        await server.RunUntilStoppedAsync(cancel);
        Console.Error.WriteLine("plumb: stopped; every request under way was answered.");
        return ExitCode.Done;
    }

    // A word that we do not know may be a misspelt "production".
    static void RefuseOpenInProduction(CentralOptions options)
    {
        var environment = Environment.GetEnvironmentVariable("ENVIRONMENT");
        if (options.IsOpen && environment?.ToLowerInvariant() is not (null or "" or "development" or "test"))
            throw new BadInputException($"--open is not for ENVIRONMENT={environment}: it lets pages and APIs answer without a token. Leave it out, or set ENVIRONMENT to development or test.");
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
            throw new BadInputException(isTaken ? $"port {options.Port} on {options.Address} is in use; choose another with --port." : $"cannot listen on {options.Address}: {e.Message}");
        }
        catch (System.Net.Sockets.SocketException e)
        {
            throw new BadInputException($"cannot listen on {options.Address} port {options.Port}: {e.Message}");
        }
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
