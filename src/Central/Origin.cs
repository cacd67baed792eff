using System.Net;

namespace Plumbline.Central;

/// <summary>Where a request comes from: the client, and not the proxy that passed it on.</summary>
/// <param name="Address">Null where it cannot be known: the request was passed on by a proxy that we were not told to trust, or that did not say for whom.</param>
sealed record Origin(IPAddress? Address)
{
    // Any of them says that somebody passed the request on.
    static readonly string[] Traces = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"];

    /// <param name="trusted">The proxies whose word is taken. Of what X-Forwarded-For says only the last entry is theirs; the rest may be the client's invention.</param>
    public static Origin Of(HttpContext context, IReadOnlyList<IPNetwork> trusted)
    {
        var headers = context.Request.Headers;
        var peer = Plain(context.Connection.RemoteIpAddress);
        if (peer is not null && trusted.Any(network => network.Contains(peer))) return new Origin(LastOf(headers["X-Forwarded-For"].LastOrDefault()));
        return new Origin(Traces.Any(headers.ContainsKey) ? null : peer);
    }

    /// <summary>Whether somebody at this machine asks this machine. A request that carries another host's name is a web page's, which had that name point here.</summary>
    public bool IsLoopback(HostString asked) =>
        Address is not null && IPAddress.IsLoopback(Address)
        && (asked.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(asked.Host, out var host) && IPAddress.IsLoopback(host)));

    public override string ToString() => Address?.ToString() ?? "unknown";

    static IPAddress? LastOf(string? forwarded) =>
        IPEndPoint.TryParse(forwarded?.Split(',')[^1].Trim() ?? "", out var client) ? Plain(client.Address) : null;

    static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
