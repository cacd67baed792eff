using Plumbline.Cli;
using Plumbline.Cli.Query;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli.Query;

public sealed class ConnectionTests : IDisposable
{
    const string Secret = "plumb_of_the_config";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("plumb-query-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_token_is_taken_from_the_environment_and_the_server_is_this_machine()
    {
        var connection = Connection.Of(new(), name => name == "ANOMALY_API_TOKEN" ? " plumb_x\n" : null);

        connection.BaseUrl.ShouldBe(new Uri("http://127.0.0.1:8080/api/v1"));
        connection.Token.Reveal().ShouldBe("plumb_x");
    }

    [Fact]
    public void The_command_line_goes_before_the_configuration_and_that_before_the_environment()
    {
        var config = Config("""{ "api": { "base_url": "https://central.example/api/v1/", "bearer_token": "${TOKEN_OF_DEVICE}" }, "site_info": { "site_id": 35482, "pump_id": 1 } }""");
        var environment = (string name) => name switch { "TOKEN_OF_DEVICE" => Secret, "ANOMALY_API_TOKEN" => "plumb_environment", _ => null };

        var configured = Connection.Of(new() { ConfigPath = config }, environment);
        var given = Connection.Of(new() { ConfigPath = config, Token = "plumb_given", ApiUrl = "https://other.example/api/v1" }, environment);

        (configured.BaseUrl.AbsoluteUri, configured.Token.Reveal()).ShouldBe(("https://central.example/api/v1", Secret));
        (given.BaseUrl.AbsoluteUri, given.Token.Reveal()).ShouldBe(("https://other.example/api/v1", "plumb_given"));
    }

    [Theory]
    [InlineData("http://central.example/api/v1", "is plain http to another machine")]
    [InlineData("central.example", "is not an address")]
    [InlineData("ftp://central.example", "is not an address")]
    [InlineData("https://me:pass@central.example/api/v1", "name and password")]
    [InlineData("https://central.example/api/v1?token=x", "a query")]
    public void An_address_that_a_token_must_not_go_to_is_refused(string url, string sentence)
    {
        var message = Should.Throw<BadInputException>(() => Connection.Of(new() { ApiUrl = url, Token = "plumb_x" }, _ => null)).Message;

        message.ShouldContain(sentence);
        message.ShouldNotContain("pass@");
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/api/v1", false)]
    [InlineData("http://localhost/api/v1", false)]
    [InlineData("http://[::1]:8080/api/v1", false)]
    [InlineData("http://central.example/api/v1", true)]
    [InlineData("https://central.example/api/v1", false)]
    public void Loopback_https_and_what_is_allowed_expressly_are_taken(string url, bool allow) =>
        Connection.Of(new() { ApiUrl = url, Token = "plumb_x", AllowInsecure = allow }, _ => null).BaseUrl.ShouldBe(new Uri(url));

    [Fact]
    public void No_token_is_told_with_how_to_get_one() =>
        Should.Throw<BadInputException>(() => Connection.Of(new(), _ => "")).Message.ShouldBe(
            "no token: set ANOMALY_API_TOKEN, or give --config or --token. 'plumb token create --name me --scope read', run beside the server, makes one.");

    [Fact]
    public void A_token_that_is_none_is_not_shown()
    {
        var message = Should.Throw<BadInputException>(() => Connection.Of(new() { Token = "se cret" }, _ => null)).Message;

        message.ShouldStartWith("--token is not a token");
        message.ShouldNotContain("cret");
    }

    [Theory]
    [InlineData("""{ "anomaly_reporting": { "enabled": false }, "api": { "base_url": "https://central.example/api/v1", "bearer_token": "plumb_x" } }""", "API client not configured: anomaly_reporting.enabled is false in ", "set it to true")]
    [InlineData("""{ "api": { "base_url": "" } }""", "API client not configured: api.base_url is empty in ", "write the address")]
    public void A_configuration_that_reports_nothing_says_so(string json, string cause, string remedy)
    {
        var message = Should.Throw<BadInputException>(() => Connection.Of(new() { ConfigPath = Config(json) }, _ => null)).Message;

        message.ShouldStartWith(cause);
        message.ShouldContain(remedy);
        Connection.Of(new() { ConfigPath = Config(json), ApiUrl = "https://central.example/api/v1", Token = "plumb_y" }, _ => null).Token.Reveal().ShouldBe("plumb_y");
    }

    string Config(string json)
    {
        var path = Path.Combine(_folder.FullName, "deployment_config.json");
        File.WriteAllText(path, json);
        return path;
    }
}
