using System.Net;
using System.Security.Cryptography.X509Certificates;
using Plumbline.Central.FitPredict;

namespace Plumbline.Central;

/// <summary>How the server runs.</summary>
sealed record CentralOptions
{
    /// <summary>Where it listens. A loopback address unless someone chose otherwise.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0 takes a free one.</summary>
    public int Port { get; init; } = 8080;

    /// <summary>Pages and APIs that are not guarded by scopes need no token, whatever the address. The anomaly API needs one all the same.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Proxies that say truly, in X-Forwarded-For, for whom they ask.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>With its private key: the server then speaks HTTPS only.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Which of the series services this process is. The other capabilities are always there.</summary>
    public ServiceRoles Roles { get; init; } = ServiceRoles.All;

    /// <summary>Whether this process goes on with simulated machines, where there are any.</summary>
    public bool Simulates { get; init; } = true;

    /// <summary>Whether this process does what is due by the clock, as far as no other does.</summary>
    public bool Schedules { get; init; }

    /// <summary>Ports beside the common one, each of a single role.</summary>
    public IReadOnlyList<(ServiceRoles Role, int Port)> RolePorts { get; init; } = [];

    /// <summary>Models of series that are kept in memory at most.</summary>
    public int CachedModels { get; init; } = 200_000;

    /// <summary>Points that a fit of a series needs at least, whatever its detector could do with. 1 or more.</summary>
    public int MinimumPoints { get; init; } = 3;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The span in which a token's requests are counted.</summary>
    public TimeSpan RateWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long requests under way may take to end when the server is stopped.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(30);

    public bool IsLoopback => IPAddress.IsLoopback(Address);

    /// <summary>Whether pages answer this request without a token: with <see cref="IsOpen"/>, or where all of it stays on this machine.</summary>
    public bool IsOpenTo(HttpContext context) => IsOpen || (IsLoopback && context.Features.GetRequiredFeature<Origin>().IsLoopback(context.Request.Host));

    public string Url(int port) => new UriBuilder(Certificate is null ? "http" : "https", Host(), port).Uri.ToString().TrimEnd('/');

    string Host() => Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any) ? Dns.GetHostName() : Address.ToString();
}
