using System.CommandLine;
using Plumbline.Cli.Query;

namespace Plumbline.Cli.Register;

/// <summary>Which server a command talks to, and as whom: the options that such commands share.</summary>
sealed class ServerSettings
{
    readonly Option<string?> _url;
    readonly Option<string?> _token = new("--token") { HelpName = "TOKEN", Description = $"Better: {Connection.TokenVariable} in the environment. Not needed for the server on this machine." };
    readonly Option<string?> _caFile = new("--ca-file") { HelpName = "FILE", Description = "PEM file with the private authorities to trust, in place of the system's." };
    readonly Option<bool> _allowInsecure = new("--allow-insecure") { Description = "Send the token over plain http to another machine, where whoever listens can read it." };

    public ServerSettings(string name = "--api-url", params string[] others) =>
        _url = new(name, others) { HelpName = "URL", Description = $"Where the API is (default {Connection.LocalUrl}, the server on this machine)." };

    public IEnumerable<Option> All => [_url, _token, _caFile, _allowInsecure];

    /// <summary>Whether a server was named.</summary>
    public bool IsNamed(ParseResult parse) => parse.GetValue(_url) is not null;

    /// <exception cref="BadInputException">The address or the token cannot be used.</exception>
    public PlantServer Open(ParseResult parse) => new(Connection.Of(
        new() { ApiUrl = Whole(parse.GetValue(_url)), Token = parse.GetValue(_token), CaPath = parse.GetValue(_caFile), AllowInsecure = parse.GetValue(_allowInsecure) },
        Environment.GetEnvironmentVariable, needsToken: false));

    // The address of a server alone means its API.
    static string? Whole(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.AbsolutePath == "/" && address.Query.Length == 0 ? url.TrimEnd('/') + "/api/v1" : url;
}
