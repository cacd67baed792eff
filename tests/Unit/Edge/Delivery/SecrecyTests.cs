using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Plumbline.Edge.Configuration;
using Plumbline.Edge.Delivery;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge.Delivery;

/// <summary>The token goes to the centre, and nowhere else.</summary>
public sealed class SecrecyTests
{
    // Whatever it says, a hostile or careless server says it with the token in it.
    static readonly string Echo = $$"""{"detail":"who is Bearer {{Device.Secret}}?","title":"{{Device.Secret}}"}""";

    public static TheoryData<int> Statuses => [200, 301, 400, 401, 403, 404, 409, 413, 418, 422, 429, 500, 503];

    [Theory, MemberData(nameof(Statuses))]
    public async Task Token_is_in_nothing_that_a_flush_says_or_writes(int status)
    {
        using var centre = new LoopbackCentre(Reaction.Answer(status, Echo, $"Location: http://{Device.Secret}/", $"X-Echo: {Device.Secret}"));
        using var device = new Device(centre);
        foreach (var hour in Enumerable.Range(0, 3)) device.Outbox.Add(Device.Payload(Device.Hour(hour)));

        var outcome = await device.FlushAsync();

        centre.Requests[0].Headers["Authorization"].ShouldContain(Device.Secret);
        outcome.Remarks.ShouldNotBeEmpty();
        string.Join('\n', outcome.Remarks).ShouldNotContain(Device.Secret, Case.Insensitive);
        device.Everything().ShouldNotContain(Device.Secret, Case.Insensitive);
    }

    [Theory]
    [InlineData("HTTP/1.1 {0} OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 {0}\r\nContent-Length: {0}\r\n\r\n")]
    [InlineData("{0}\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n{0}\r\n\r\n")]
    public async Task Token_in_an_answer_that_is_no_HTTP_is_not_repeated(string answer)
    {
        using var centre = new LoopbackCentre(Reaction.Raw(string.Format(System.Globalization.CultureInfo.InvariantCulture, answer, Device.Secret), Ending.Close));
        using var device = new Device(centre);
        device.Outbox.Add(Device.Payload(Device.Hour(0)));

        var outcome = await device.FlushAsync();

        outcome.Waiting.ShouldBe(1);
        string.Join('\n', outcome.Remarks).ShouldNotContain(Device.Secret);
    }

    [Fact]
    public void Token_is_in_no_text_of_the_options()
    {
        var options = new ApiOptions { BaseUrl = new("https://central.example/api/v1"), Token = new BearerToken(Device.Secret) };

        $"{options} {new DeploymentConfig { Api = options }}".ShouldNotContain(Device.Secret);
        options.Token.ToString().ShouldBe("(not shown)");
        Should.Throw<ArgumentException>(() => new BearerToken(Device.Secret + "\r\nX: y")).Message.ShouldNotContain(Device.Secret);
    }

    [Fact]
    public async Task Certificate_that_nobody_vouches_for_gets_no_token()
    {
        using var certificate = Certificate("localhost");
        using var centre = new LoopbackCentre(certificate, Reaction.Stored);
        using var device = new Device(centre);
        device.Outbox.Add(Device.Payload(Device.Hour(0)));

        var outcome = await device.FlushAsync();

        centre.Requests.ShouldBeEmpty();
        device.Waits.Count.ShouldBe(2);
        outcome.Waiting.ShouldBe(1);
        outcome.Remarks[0].ShouldContain("no trusted TLS connection");
        outcome.Remarks[0].ShouldContain("api.ca_file");
    }

    [Theory]
    [InlineData("localhost", 1)]
    [InlineData("other.example", 0)] // vouched for, and of another host
    public async Task Private_authority_is_trusted_for_the_hosts_that_it_names(string host, int sent)
    {
        using var certificate = Certificate(host);
        using var centre = new LoopbackCentre(certificate, Reaction.Stored);
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, certificate.ExportCertificatePem());
            using var device = new Device(centre, options => options with { CaFile = file });
            device.Outbox.Add(Device.Payload(Device.Hour(0)));

            (await device.FlushAsync()).Sent.Count.ShouldBe(sent);

            centre.Requests.Count.ShouldBe(sent);
        }
        finally
        {
            File.Delete(file);
        }
    }

    static X509Certificate2 Certificate(string host)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
