using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests.Deploy;

/// <summary>A real nginx with the configuration that we ship, but for addresses and a certificate of its own, in front of a server.</summary>
sealed class Nginx : IDisposable
{
    const string Program = "/usr/sbin/nginx";

    readonly Process _process;
    readonly X509Certificate2? _certificate;

    Nginx(Process process, X509Certificate2? certificate, params int[] ports)
    {
        _process = process;
        _certificate = certificate;
        Ports = ports;
    }

    public int Port => Ports[0];

    /// <summary>All ports that it listens on, in the order of the configuration.</summary>
    public IReadOnlyList<int> Ports { get; }

    /// <summary>An address of this machine that is not loopback: who calls it is, for nginx, somebody else. Null where the machine has none.</summary>
    public static IPAddress? Outside { get; } = NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(address => address.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

    public static async Task<Nginx> StartAsync(Scratch scratch, string upstream)
    {
        Install();
        var port = FreePort();
        var certificate = Certify(scratch);
        var shipped = File.ReadAllText(Path.Combine(Checkout.Folder, "deploy", "nginx.conf"));
        var listen = string.Join(' ', Addresses.Select(address => $"listen {address}:{port} ssl http2;"));
        var site = Swap(shipped, ("listen 443 ssl http2;", listen), ("listen [::]:443 ssl http2;", ""), ("server 127.0.0.1:8080;", $"server {new Uri(upstream).Authority};"),
            ("/etc/plumbline/tls/fullchain.pem", scratch["certificate.pem"]), ("/etc/plumbline/tls/privkey.pem", scratch["key.pem"]));
        return new Nginx(await LaunchAsync(scratch, site), certificate, port);
    }

    /// <summary>In front of the three services, on free ports in place of theirs.</summary>
    public static async Task<Nginx> StartServicesAsync(Scratch scratch, string training, IReadOnlyList<string> inference, string monitoring)
    {
        Install();
        int[] ports = [FreePort(), FreePort(), FreePort()];
        var site = Swap(
            File.ReadAllText(Path.Combine(Checkout.Folder, "deploy", "nginx-services.conf")),
            [
                .. ports.SelectMany((port, i) => new[] { ($"listen 127.0.0.1:800{i};", $"listen 127.0.0.1:{port};"), ($"    800{i} ", $"    {port} ") }),
                ("127.0.0.1:18000", new Uri(training).Authority), ("127.0.0.1:18001", new Uri(inference[0]).Authority), ("127.0.0.1:18011", new Uri(inference[1]).Authority), ("127.0.0.1:18002", new Uri(monitoring).Authority),
            ]);
        return new Nginx(await LaunchAsync(scratch, site), certificate: null, ports);
    }

    public HttpClient Client(IPAddress address) => new(new SocketsHttpHandler
    {
        SslOptions = { CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { _certificate! }, RevocationMode = X509RevocationMode.NoCheck } },
    })
    {
        BaseAddress = new Uri($"https://{address}:{Port}"),
    };

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        _certificate?.Dispose();
    }

    static IEnumerable<IPAddress> Addresses => Outside is null ? [IPAddress.Loopback] : [IPAddress.Loopback, Outside];

    static void Install()
    {
        if (!File.Exists(Program)) Debian.Install("nginx-light");
    }

    static async Task<Process> LaunchAsync(Scratch scratch, string site)
    {
        File.WriteAllText(scratch["nginx.conf"], $$"""
            daemon off;
            {{(Environment.UserName == "root" ? "user root;" : "")}}
            pid {{scratch["nginx.pid"]}};
            error_log stderr notice;
            events { }
            http {
                access_log off;
                client_body_temp_path {{scratch["body"]}};
                proxy_temp_path {{scratch["proxy"]}};
                fastcgi_temp_path {{scratch["fastcgi"]}};
                uwsgi_temp_path {{scratch["uwsgi"]}};
                scgi_temp_path {{scratch["scgi"]}};
                {{site}}
            }
            """);
        var check = Plumb.Start(scratch.Path, Program, ["-t", "-c", scratch["nginx.conf"], "-p", scratch.Path], new Dictionary<string, string>());
        check.ExitCode.ShouldBe(0, check.Errors);
        check.Errors.ShouldNotContain("[warn]");
        check.Errors.ShouldNotContain("[emerg]");
        var started = new TaskCompletionSource();
        var process = new Process { StartInfo = new ProcessStartInfo(Program, ["-c", scratch["nginx.conf"], "-p", scratch.Path]) { UseShellExecute = false, RedirectStandardError = true } };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null) started.TrySetException(new InvalidOperationException("nginx has ended"));
            else if (line.Data.Contains("start worker process ", StringComparison.Ordinal)) started.TrySetResult();
        };
        process.Start();
        process.BeginErrorReadLine();
        await started.Task;
        return process;
    }

    static X509Certificate2 Certify(Scratch scratch)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=plumbline.example", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var address in Addresses) names.AddIpAddress(address);
        foreach (var name in (string[])["localhost", "plumbline.example"]) names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(scratch["certificate.pem"], certificate.ExportCertificatePem());
        File.WriteAllText(scratch["key.pem"], key.ExportPkcs8PrivateKeyPem());
        return certificate;
    }

    static string Swap(string text, params (string Shipped, string Here)[] swaps)
    {
        foreach (var (shipped, here) in swaps)
        {
            text.ShouldContain(shipped);
            text = text.Replace(shipped, here, StringComparison.Ordinal);
        }
        return text;
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
