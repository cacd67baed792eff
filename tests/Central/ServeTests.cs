using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Stores;
using Shouldly;
using Xunit;

namespace Plumbline.Central.Tests;

/// <summary>The program itself: <c>plumb serve</c> and <c>plumb token</c> as processes.</summary>
public sealed class ServeTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("plumbline-serve-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(TestStore.Kinds), MemberType = typeof(TestStore))]
    public async Task What_was_confirmed_survives_kill_9_and_a_stop_drains(string kind)
    {
        string[] store = kind == "sqlite" ? ["--data", Path.Combine(_folder, "data")] : ["--store", await PrivatePostgres.NewDatabaseAsync()];
        var token = (await ServeProcess.RunAsync(["token", "create", "--name", "well1", "--scope", "edge", "--site", "35482", "--expires", "365d", .. store])).Output.Trim();
        token.ShouldStartWith("plumb_");
        var confirmed = new List<long>();

        for (var round = 0; round < 2; round++)
        {
            using var server = await ServeProcess.StartAsync(["serve", "--port", "0", .. store]);
            confirmed.AddRange(await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ReportAsync(server.Url, token))));
            server.Process.Kill();
            await server.Process.WaitForExitAsync();
        }

        using (var server = await ServeProcess.StartAsync(["serve", "--port", "0", .. store]))
        {
            using var client = ServeProcess.ClientOf(token);
            var list = JsonNode.Parse(await client.GetStringAsync(server.Url + TestServer.Anomalies + "?pageSize=100"))!;
            list["items"]!.AsArray().Select(item => item!["id"]!.GetValue<long>()).Order().ShouldBe(confirmed.Order());
            using var stop = Process.Start("kill", ["-TERM", $"{server.Process.Id}"]);
            await server.Process.WaitForExitAsync();
            server.Process.ExitCode.ShouldBe(0);
            $"{server.Output}{server.Messages}".ShouldNotContain(token[19..]);
            server.Output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => JsonNode.Parse(line) != null);
        }
        var listed = await ServeProcess.RunAsync(["token", "list", .. store]);
        listed.Output.ShouldContain("well1");
        // Written at the stop, at the latest.
        listed.Output.ShouldNotContain("never");
        listed.Output.ShouldNotContain(token[19..]);
    }

    [Fact]
    public async Task Tokens_are_made_listed_rotated_and_revoked_by_command()
    {
        string[] store = ["--data", _folder];
        var first = (await ServeProcess.RunAsync(["token", "create", "--name", "ops", "--scope", "read", "--scope", "write", .. store])).Output.Trim();
        var twice = await ServeProcess.RunAsync(["token", "create", "--name", "ops", "--scope", "read", .. store]);
        var rotated = (await ServeProcess.RunAsync(["token", "rotate", "ops", .. store])).Output.Trim();
        using var server = await ServeProcess.StartAsync(["serve", "--port", "0", .. store]);
        var statusOf = async (string token) =>
        {
            using var client = ServeProcess.ClientOf(token);
            return (await client.GetAsync(server.Url + TestServer.Anomalies)).StatusCode;
        };

        twice.Code.ShouldBe(1);
        twice.Messages.ShouldContain("there is a token 'ops' already");
        (await statusOf(first)).ShouldBe(HttpStatusCode.Unauthorized);
        (await statusOf(rotated)).ShouldBe(HttpStatusCode.OK);
        (await ServeProcess.RunAsync(["token", "revoke", "ops", .. store])).Code.ShouldBe(0);
        (await statusOf(rotated)).ShouldBe(HttpStatusCode.Unauthorized);
        (await ServeProcess.RunAsync(["token", "revoke", "ops", .. store])).Code.ShouldBe(1);
        Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(_folder, "plumbline.db"))).ShouldNotContain(rotated[19..]);
    }

    [Fact]
    public async Task A_start_that_cannot_be_is_told_in_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await ShouldFailAsync(1, $"port {port} on 127.0.0.1 is in use", "serve", "--data", _folder, "--port", $"{port}");
        await ShouldFailAsync(1, "cannot be made", "serve", "--data", "/dev/null/data");
        await ShouldFailAsync(1, "the store cannot be reached", "serve", "--store", "Host=127.0.0.1;Port=1;Username=x");
        await ShouldFailAsync(1, "cannot be read", "serve", "--store", "bogus=1;Password=hush");
        await ShouldFailAsync(1, "is not an address", "serve", "--data", _folder, "--bind", "somewhere.example");
        await ShouldFailAsync(1, "missing.pem", "serve", "--data", _folder, "--certificate", "missing.pem");
        await ShouldFailAsync(1, "'10.0.0.0/99' is not the address of a proxy", "serve", "--data", _folder, "--trust-proxy", "10.0.0.0/99");
        await ShouldFailAsync(1, "--roles leaves out training, and no other process can do it", "serve", "--data", _folder, "--roles", "inference,monitoring");
        await ShouldFailAsync(1, "--roles leaves out inference", "serve", "--data", _folder, "--roles", "training");
        await ShouldFailAsync(2, "'5x' is not a duration", "token", "create", "--name", "a", "--scope", "read", "--expires", "5x");

        async Task ShouldFailAsync(int code, string sentence, params string[] arguments)
        {
            var run = await ServeProcess.RunAsync(arguments);
            run.Code.ShouldBe(code, run.Messages);
            run.Messages.ShouldContain(sentence);
            run.Messages.ShouldNotContain("   at ");
            (run.Output + run.Messages).ShouldNotContain("hush");
        }
    }

    [Theory, InlineData("production"), InlineData("Production"), InlineData("prodution")]
    public async Task Open_pages_are_refused_where_the_environment_is_not_known_to_be_harmless(string environment)
    {
        var run = await ServeProcess.RunAsync(["serve", "--data", _folder, "--port", "0", "--open"], ("ENVIRONMENT", environment));

        run.Code.ShouldBe(1);
        run.Messages.ShouldContain($"--open is not for ENVIRONMENT={environment}");
        Directory.EnumerateFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_embedded_store_has_one_server_at_a_time_and_the_next_when_that_one_is_killed()
    {
        var link = Path.Combine(_folder, "link.db");
        string[] first = ["--data", _folder];
        using (var server = await ServeProcess.StartAsync(["serve", "--port", "0", .. first]))
        {
            File.CreateSymbolicLink(link, Path.Combine(_folder, "plumbline.db"));
            foreach (var (arguments, environment) in new (string[], (string, string)[])[] { (first, []), ([], [("DATABASE_URL", Path.Combine(_folder, "plumbline.db"))]), ([], [("DATABASE_URL", "sqlite:///" + link)]) })
            {
                var second = await ServeProcess.RunAsync(["serve", "--port", "0", .. arguments], environment);
                second.Code.ShouldBe(1);
                second.Messages.ShouldContain($"data folder '{_folder}' is in use by another plumb serve");
                second.Messages.ShouldContain("--store");
            }
            (await ServeProcess.RunAsync(["token", "create", "--name", "beside", "--scope", "read", .. first])).Code.ShouldBe(0);
            (await ServeProcess.RunAsync(["token", "list", .. first])).Output.ShouldContain("beside");
            server.Process.Kill();
            await server.Process.WaitForExitAsync();
        }
        using var next = await ServeProcess.StartAsync(["serve", "--port", "0", "--roles", "training,inference", .. first]);
        next.Messages.ToString().ShouldContain("sqlite store");
    }

    [Fact]
    public async Task A_process_of_one_role_names_the_addresses_that_it_has()
    {
        using var server = await ServeProcess.StartAsync(["serve", "--port", "0", "--roles", "inference", "--store", await PrivatePostgres.NewDatabaseAsync()]);
        using var stop = Process.Start("kill", ["-TERM", $"{server.Process.Id}"]);
        // All that it says is read then.
        await server.Process.WaitForExitAsync();

        var said = server.Messages.ToString();
        said.ShouldContain($"{server.Url}/predict/SERIES");
        said.ShouldNotContain("/fit/SERIES");
        said.ShouldNotContain("/dashboard");
    }

    [Fact]
    public async Task With_a_certificate_it_speaks_https_only()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = Path.Combine(_folder, "server.pem");
        await File.WriteAllTextAsync(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());

        using var server = await ServeProcess.StartAsync(["serve", "--data", _folder, "--port", "0", "--certificate", file]);

        server.Url.ShouldStartWith("https://");
        using var handler = new SocketsHttpHandler
        {
            SslOptions = { CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { certificate }, RevocationMode = X509RevocationMode.NoCheck } },
        };
        using var client = new HttpClient(handler);
        (await client.GetAsync(server.Url + "/health")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<HttpRequestException>(client.GetAsync(server.Url.Replace("https", "http", StringComparison.Ordinal) + "/health"));
    }

    static async Task<long> ReportAsync(string url, string token)
    {
        using var client = ServeProcess.ClientOf(token);
        using var body = new StringContent("""{"sourceType":"log","description":"x"}""", Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(url + TestServer.Anomalies, body);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!["id"]!.GetValue<long>();
    }
}
