using System.Net;
using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>Who a request comes from, and for whom the pages are therefore open.</summary>
public sealed class OriginTests
{
    [Theory]
    [InlineData("127.0.0.1", "", "", "127.0.0.1")]
    [InlineData("::1", "", "", "::1")]
    [InlineData("::ffff:127.0.0.1", "", "", "127.0.0.1")]
    [InlineData("203.0.113.5", "", "", "203.0.113.5")]
    // A header of a proxy that nobody spoke of: somebody, but who?
    [InlineData("127.0.0.1", "X-Forwarded-For: 127.0.0.1", "", "unknown")]
    [InlineData("203.0.113.5", "X-Forwarded-For: 127.0.0.1", "", "unknown")]
    [InlineData("203.0.113.5", "X-Forwarded-For: 127.0.0.1", "127.0.0.1/32", "unknown")]
    [InlineData("127.0.0.1", "Forwarded: for=127.0.0.1", "", "unknown")]
    [InlineData("127.0.0.1", "X-Real-IP: 127.0.0.1", "", "unknown")]
    [InlineData("127.0.0.1", "Via: 1.1 squid", "", "unknown")]
    // A proxy that is trusted: the last entry is its own word.
    [InlineData("127.0.0.1", "X-Forwarded-For: 203.0.113.5", "127.0.0.1/32", "203.0.113.5")]
    [InlineData("127.0.0.1", "X-Forwarded-For: 127.0.0.1, 203.0.113.5", "127.0.0.1/32", "203.0.113.5")]
    [InlineData("127.0.0.1", "X-Forwarded-For: 127.0.0.1", "127.0.0.1/32", "127.0.0.1")]
    [InlineData("10.1.2.3", "X-Forwarded-For: 203.0.113.5:4711", "10.0.0.0/8", "203.0.113.5")]
    [InlineData("::ffff:10.1.2.3", "X-Forwarded-For: 2001:db8::1", "10.0.0.0/8", "2001:db8::1")]
    [InlineData("10.1.2.3", "X-Forwarded-For: [2001:db8::1]:4711", "10.0.0.0/8", "2001:db8::1")]
    [InlineData("127.0.0.1", "X-Forwarded-For: nonsense", "127.0.0.1/32", "unknown")]
    [InlineData("127.0.0.1", "X-Forwarded-For: 127.0.0.1,", "127.0.0.1/32", "unknown")]
    [InlineData("127.0.0.1", "", "127.0.0.1/32", "unknown")]
    public void The_client_is_who_a_trusted_proxy_says_and_else_who_is_connected(string peer, string header, string trusted, string client)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        if (header.Split(": ", 2) is [var name, var value]) context.Request.Headers[name] = value;

        var origin = Origin.Of(context, trusted.Length == 0 ? [] : [IPNetwork.Parse(trusted)]);

        origin.ToString().ShouldBe(client);
    }

    [Fact]
    public void Of_two_headers_the_last_counts()
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Request.Headers["X-Forwarded-For"] = new[] { "127.0.0.1", "203.0.113.5" };

        Origin.Of(context, [IPNetwork.Parse("127.0.0.1/32")]).ToString().ShouldBe("203.0.113.5");
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1:8080", true)]
    [InlineData("127.0.0.1", "localhost", true)]
    [InlineData("::1", "[::1]:8080", true)]
    [InlineData("127.8.9.1", "LOCALHOST:1", true)]
    // A page of another site, which made its own name point to this machine.
    [InlineData("127.0.0.1", "attacker.example:8080", false)]
    [InlineData("127.0.0.1", "127.0.0.1.attacker.example", false)]
    [InlineData("127.0.0.1", "", false)]
    [InlineData("203.0.113.5", "127.0.0.1:8080", false)]
    public void Only_who_is_at_this_machine_and_asks_this_machine_is_on_loopback(string client, string host, bool expected) =>
        new Origin(IPAddress.Parse(client)).IsLoopback(new HostString(host)).ShouldBe(expected);

    [Fact]
    public async Task Pages_are_shut_to_what_a_proxy_passes_on_and_to_names_that_were_made_to_point_here()
    {
        await using var server = await TestServer.StartAsync();
        var token = await server.TokenAsync(Scopes.Read);

        (await server.GetAsync("/openapi.json")).Status.ShouldBe(HttpStatusCode.OK);
        foreach (var (name, value) in new[] { ("X-Forwarded-For", "127.0.0.1"), ("Forwarded", "for=127.0.0.1"), ("Host", "attacker.example") })
        {
            (await server.GetAsync("/openapi.json", headers: (name, value))).Status.ShouldBe(HttpStatusCode.Unauthorized, name);
            (await server.GetAsync("/openapi.json", token, (name, value))).Status.ShouldBe(HttpStatusCode.OK, name);
            (await server.GetAsync("/health", headers: (name, value))).Status.ShouldBe(HttpStatusCode.OK, name);
        }
    }

    [Fact]
    public async Task The_log_names_the_client_and_never_the_header()
    {
        await using var server = await TestServer.StartAsync(options: new CentralOptions { TrustedProxies = [IPNetwork.Parse("127.0.0.1/32")] });

        await server.GetAsync("/health", headers: ("X-Forwarded-For", "evil words, 203.0.113.5"));
        await server.GetAsync("/health", headers: ("X-Forwarded-For", "evil words"));

        server.Log.Lines.ShouldContain(line => line.Contains("from 203.0.113.5 (", StringComparison.Ordinal));
        server.Log.Lines.ShouldContain(line => line.Contains("from unknown (", StringComparison.Ordinal));
        server.Log.Lines.ShouldNotContain(line => line.Contains("evil", StringComparison.Ordinal));
    }
}
