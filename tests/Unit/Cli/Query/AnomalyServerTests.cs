using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Plumbline.Cli;
using Plumbline.Cli.Query;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli.Query;

/// <summary>Whatever goes wrong on the way: one sentence that names the cause and the remedy, and never the token.</summary>
public sealed class AnomalyServerTests
{
    const string Empty = """{"items":[],"total":0}""";

    readonly List<string> _said = [];
    readonly List<TimeSpan> _waits = [];

    public static TheoryData<int, string, string, string> Refusals => new()
    {
        { 400, """{"detail":"page: must be 1 or more"}""", "400: the server does not accept the question. The server says: page: must be 1 or more.", "/docs" },
        { 401, """{"detail":"the token is missing."}""", "401: the token is invalid or expired; it may also have been revoked or rotated.", "plumb token create" },
        { 403, """{"detail":"the token 'well1' is not good for site 7."}""", "403: the token is in force, but not for this. The server says: the token 'well1' is not good for site 7.", "--scope read" },
        { 404, "<html>", "404: there is no anomaly API at http://127.0.0.1", "/api/v1" },
        { 429, "{}", "429: too many requests", "Come back later" },
        { 500, "", "500: the server cannot answer now.", "/health" },
        { 503, """{"detail":"the store is away"}""", "503: the server cannot answer now. The server says: the store is away.", "/health" },
        { 418, "{}", "418: the server refuses the question.", "--api-url" },
        { 200, "<html>Sign in</html>", "answers, but not with JSON (application/problem+json)", "proxy" },
        { 200, "", "answers, but not with JSON", "/api/v1" },
    };

    [Theory, MemberData(nameof(Refusals))]
    public async Task A_refusal_names_cause_and_remedy(int status, string body, string cause, string remedy)
    {
        using var centre = Centre.Always(status, body);

        var sentence = await RefusalAsync(centre.Url);

        sentence.ShouldContain(cause);
        sentence.ShouldContain(remedy);
        centre.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_token_is_sent_as_it_is_and_never_shown_even_where_the_server_repeats_it()
    {
        using var centre = Centre.Always(403, $$"""{"detail":"\u001b[31mnot with {{Centre.Token}}"}""");

        var sentence = await RefusalAsync(centre.Url);

        centre.Requests.ShouldHaveSingleItem().Authorization.ShouldBe("Bearer " + Centre.Token);
        centre.Requests.Single().Address.ShouldStartWith("/api/v1/edge/anomalies?page=1");
        sentence.ShouldContain("(token)");
        sentence.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task A_redirection_is_not_followed()
    {
        using var centre = Centre.Always(307, "", "text/plain", ("Location", "https://elsewhere.example/api/v1"));

        (await RefusalAsync(centre.Url)).ShouldContain("307: the server sends us elsewhere, to https://elsewhere.example/api/v1.");
    }

    [Fact]
    public async Task A_short_wait_that_the_server_asks_for_is_kept_and_told()
    {
        var tries = 0;
        using var centre = new Centre(context =>
        {
            context.Response.Headers["Retry-After"] = "7";
            Centre.Write(context, ++tries < 3 ? 429 : 200, tries < 3 ? "{}" : Empty);
        });
        using var server = Server(centre.Url);

        (await server.AskAsync("page=1", default)).GetProperty("total").GetInt32().ShouldBe(0);

        _waits.ShouldBe([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)]);
        _said[0].ShouldBe("429: too many requests; those that the token may make in an hour are used up. Waiting 7 s, then trying again.");
    }

    [Fact]
    public async Task A_long_wait_is_left_to_the_user()
    {
        using var centre = Centre.Always(429, "{}", "application/problem+json", ("Retry-After", "2400"));

        var sentence = await RefusalAsync(centre.Url);

        sentence.ShouldContain("Come back in 2,400 s");
        sentence.ShouldContain("--rate");
        _waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Once_it_has_answered_what_may_pass_is_tried_again_and_not_for_ever()
    {
        var tries = 0;
        using var centre = new Centre(context => Centre.Write(context, ++tries is 1 or 3 ? 200 : 503, Empty));
        using var server = Server(centre.Url);

        await server.AskAsync("page=1", default);
        await server.AskAsync("page=2", default);
        (await Should.ThrowAsync<BadInputException>(server.AskAsync("page=3", default))).Message.ShouldStartWith("503");

        _waits.Select(wait => wait.TotalSeconds).ShouldBe([1, 1, 2, 4]);
        _said.ShouldAllBe(line => line.StartsWith("503"));
    }

    [Fact]
    public async Task Nobody_listening_is_told_with_what_to_start()
    {
        string url;
        using (var centre = Centre.Always(200, Empty)) url = centre.Url;

        var sentence = await RefusalAsync(url);

        sentence.ShouldContain("cannot connect to 127.0.0.1 port");
        sentence.ShouldContain("refused");
        sentence.ShouldContain("plumb serve");
    }

    [Fact]
    public void A_host_that_is_not_there_is_named()
    {
        var trouble = Trouble.Of(new HttpRequestException(HttpRequestError.NameResolutionError, "no"), Centre.Connection("https://centrall.example/api/v1"));

        trouble.Sentence.ShouldBe("there is no host 'centrall.example': its name cannot be resolved. Check --api-url, and the network.");
    }

    [Fact]
    public async Task Silence_is_told_as_such()
    {
        using var release = new ManualResetEventSlim();
        using var centre = new Centre(_ => release.Wait(TestContext.Current.CancellationToken));
        using var server = new AnomalyServer(Centre.Connection(centre.Url)) { Timeout = TimeSpan.FromMilliseconds(50) };

        var sentence = (await Should.ThrowAsync<BadInputException>(server.AskAsync("page=1", default))).Message;
        release.Set();

        sentence.ShouldContain("within 0.1 s");
        sentence.ShouldContain("firewall");
    }

    [Fact]
    public async Task A_certificate_of_an_unknown_authority_is_refused_until_it_is_named()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var withKey = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        using var listener = Raw(async stream =>
        {
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsServerAsync(withKey);
            await ReadRequestAsync(tls);
            await tls.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Empty.Length}\r\nConnection: close\r\n\r\n{Empty}"));
        });
        var url = $"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/api/v1";
        var ca = Path.GetTempFileName();
        await File.WriteAllTextAsync(ca, certificate.ExportCertificatePem());

        var sentence = await RefusalAsync(url);
        using var trusting = new AnomalyServer(Centre.Connection(url, ca));
        var answer = await trusting.AskAsync("page=1", default);
        File.Delete(ca);

        sentence.ShouldContain("the certificate of 127.0.0.1 is not trusted");
        sentence.ShouldContain("--ca-file");
        answer.GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task Plain_http_and_https_mixed_up_are_told_either_way()
    {
        using var centre = Centre.Always(200, Empty);
        using var hangsUp = Raw(ReadRequestAsync);

        (await RefusalAsync(centre.Url.Replace("http://", "https://"))).ShouldContain("write http:// in --api-url");
        var sentence = await RefusalAsync($"http://127.0.0.1:{((IPEndPoint)hangsUp.LocalEndpoint).Port}/api/v1");
        sentence.ShouldContain("hung up without an answer");
        sentence.ShouldContain("write https://");
    }

    [Fact]
    public void A_CA_file_that_is_none_is_named()
    {
        Should.Throw<BadInputException>(() => new AnomalyServer(Centre.Connection("https://central.example/api/v1", "nowhere.pem"))).Message.ShouldBe("CA file 'nowhere.pem' does not exist.");
        Should.Throw<BadInputException>(() => new AnomalyServer(Centre.Connection("https://central.example/api/v1", typeof(Centre).Assembly.Location))).Message.ShouldContain("CA file");
    }

    AnomalyServer Server(string url) => new(Centre.Connection(url))
    {
        Say = _said.Add,
        Wait = (wait, _) =>
        {
            _waits.Add(wait);
            return Task.CompletedTask;
        },
    };

    async Task<string> RefusalAsync(string url)
    {
        using var server = Server(url);
        var sentence = (await Should.ThrowAsync<BadInputException>(server.AskAsync("page=1", default))).Message;
        sentence.ShouldNotContain(Centre.Token);
        sentence.ShouldNotContain("Exception");
        sentence.ShouldEndWith(".");
        return sentence;
    }

    static TcpListener Raw(Func<Stream, Task> serve)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = AcceptAsync(listener, serve);
        return listener;
    }

    static async Task AcceptAsync(TcpListener listener, Func<Stream, Task> serve)
    {
        while (true)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                await serve(client.GetStream());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
            catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
            {
                // The other side did not like what it saw, which is what is tested.
            }
        }
    }

    static async Task ReadRequestAsync(Stream stream)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8) && await stream.ReadAsync(buffer.AsMemory(length)) is > 0 and var read) length += read;
    }
}
