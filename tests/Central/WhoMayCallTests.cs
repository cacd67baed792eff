using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>Every route that exists, from every place, with every kind of token.</summary>
public sealed class WhoMayCallTests
{
    static readonly IPAddress? Outside = NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(address => address.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

    /// <summary>Where the server listens, from where it is called ("outside" is this machine's own address on its network), whether with --open; and whether pages are open then.</summary>
    public static TheoryData<string, string, bool, bool> Places => new()
    {
        { "127.0.0.1", "127.0.0.1", false, true },
        { "127.0.0.2", "127.0.0.2", false, true },
        { "0.0.0.0", "127.0.0.1", false, false },
        { "0.0.0.0", "127.0.0.1", true, true },
        { "0.0.0.0", "outside", false, false },
        { "0.0.0.0", "outside", true, true },
        { "outside", "outside", false, false },
        { "outside", "outside", true, true },
    };

    [Theory, MemberData(nameof(Places))]
    public async Task Each_route_answers_whom_it_should(string bound, string called, bool isOpen, bool arePagesOpen)
    {
        if (Outside is null && (bound == "outside" || called == "outside")) Assert.Skip("this machine has no address but loopback.");
        await using var server = await TestServer.StartAsync(options: new CentralOptions { Address = Address(bound), IsOpen = isOpen });
        var caller = $"http://{Address(called)}:{server.Port}";
        var expired = await server.TokenAsync(Scopes.Admin);
        server.Clock.Time += TimeSpan.FromDays(366);
        var revoked = await server.TokenAsync(Scopes.Admin);
        await server.RevokeAsync(revoked);
        var admin = await server.TokenAsync(Scopes.Admin);
        var id = await ReportAsync(server, caller, admin);
        var calls = 0;

        foreach (var route in server.Routes)
        {
            var access = route.Metadata.GetMetadata<Access>()!;
            var isPublic = access == Access.Anyone || (access.IsPage && arePagesOpen);
            foreach (var invalid in new[] { null, expired, revoked, "plumb_nonsense" })
            {
                var status = await CallAsync(route, invalid);
                if (isPublic) ShouldHavePassed(route, status);
                else status.ShouldBe(HttpStatusCode.Unauthorized, $"{route.RoutePattern.RawText} {invalid}");
            }
            foreach (var scope in new[] { Scopes.Edge, Scopes.Read, Scopes.Write, Scopes.Admin })
            {
                var isAllowed = isPublic || access.Need == Scopes.None || access.Need.HasFlag(scope);
                var status = await CallAsync(route, await server.TokenAsync(scope));
                if (isAllowed) ShouldHavePassed(route, status);
                else status.ShouldBe(HttpStatusCode.Forbidden, $"{route.RoutePattern.RawText} {scope}");
                if (!IsAnomalies(route)) continue;
                var elsewhere = await CallAsync(route, await server.TokenAsync(scope, 99));
                if (!isAllowed) elsewhere.ShouldBe(HttpStatusCode.Forbidden);
                else if (route.RoutePattern.RawText!.Contains("{id", StringComparison.Ordinal)) elsewhere.ShouldBe(HttpStatusCode.NotFound);
                else if (Method(route) == "POST") elsewhere.ShouldBe(HttpStatusCode.Forbidden);
            }
            calls++;
        }
        calls.ShouldBeGreaterThan(5);

        async Task<HttpStatusCode> CallAsync(RouteEndpoint route, string? token)
        {
            var method = Method(route);
            var path = route.RoutePattern.RawText!.Replace("{id:long}", $"{id}", StringComparison.Ordinal);
            using var content = method switch { "POST" => Body("""{ "sourceType": "log", "description": "x", "siteId": 1 }"""), "PATCH" => Body("""{ "state": "acknowledged" }"""), _ => null };
            return (await server.SendAsync(HttpMethod.Parse(method), caller + path, token, content)).Status;
        }
    }

    // The anomaly API is asked what it can answer; of the others it is enough that they, and not the gate, answered.
    static void ShouldHavePassed(RouteEndpoint route, HttpStatusCode status)
    {
        if (IsAnomalies(route)) status.ShouldBe(HttpStatusCode.OK, route.RoutePattern.RawText);
        else status.ShouldNotBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden, HttpStatusCode.InternalServerError);
    }

    static bool IsAnomalies(RouteEndpoint route) => route.RoutePattern.RawText!.StartsWith(TestServer.Anomalies, StringComparison.Ordinal);

    static string Method(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single();

    static IPAddress Address(string text) => text == "outside" ? Outside! : IPAddress.Parse(text);

    static async Task<long> ReportAsync(TestServer server, string caller, string token)
    {
        using var body = Body("""{ "sourceType": "log", "description": "x", "siteId": 1 }""");
        return (await server.SendAsync(HttpMethod.Post, caller + TestServer.Anomalies, token, body)).Body["id"]!.GetValue<long>();
    }

    static StringContent Body(string json) => new(json, Encoding.UTF8, "application/json");
}
