using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Plumbline.Edge.Configuration;

namespace Plumbline.Cli.Query;

/// <summary>Where to ask, and with which token.</summary>
sealed class Connection
{
    public const string LocalUrl = "http://127.0.0.1:8080/api/v1";
    public const string TokenVariable = "ANOMALY_API_TOKEN";

    Connection(Uri baseUrl, BearerToken? token, string? caPath)
    {
        BaseUrl = baseUrl;
        TokenIfAny = token;
        CaPath = caPath;
    }

    /// <summary>Such as <c>https://central.example/api/v1</c>, without a slash at its end.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Where a token is needed, there is one.</summary>
    public BearerToken Token => TokenIfAny ?? throw new InvalidOperationException("This connection was made without a token.");

    public BearerToken? TokenIfAny { get; }

    public string? CaPath { get; }

    /// <summary>What the command line says goes before the configuration file, which goes before the environment.</summary>
    /// <param name="options">Of the command line.</param>
    /// <param name="environment">A variable by its name.</param>
    /// <param name="needsToken">Whether it is an error that there is none.</param>
    /// <exception cref="BadInputException">No token, an address that is none, or one that a token must not be sent to.</exception>
    public static Connection Of(ServerOptions options, Func<string, string?> environment, bool needsToken = true)
    {
        var api = options.ConfigPath is { } path ? Configured(path, options, environment) : null;
        var url = options.ApiUrl is { } given ? Address(given, options.AllowInsecure) : api?.BaseUrl ?? new Uri(LocalUrl);
        var token = TokenOf("--token", options.Token) ?? api?.Token ?? TokenOf(TokenVariable, environment(TokenVariable));
        if (token is null && needsToken) throw new BadInputException($"no token: set {TokenVariable}, or give --config or --token. 'plumb token create --name me --scope read', run beside the server, makes one.");
        return new(new Uri(url.AbsoluteUri.TrimEnd('/')), token, options.CaPath ?? api?.CaFile);
    }

    /// <summary>What requests go through.</summary>
    /// <exception cref="BadInputException">The CA file cannot be used.</exception>
    public SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler
        {
            // The token goes to the address that was named, and nowhere else.
            AllowAutoRedirect = false,
            UseProxy = !BaseUrl.IsLoopback,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = TimeSpan.FromSeconds(15),
        };
        if (CaPath is { } ca) handler.SslOptions = Trusting(ca);
        return handler;
    }

    static ApiOptions? Configured(string path, ServerOptions options, Func<string, string?> environment)
    {
        var config = DeploymentConfig.Read(path, environment);
        // An address on the command line need not be configured.
        if (config.Reports || options.ApiUrl is not null) return config.Api;
        var cause = config.Reporting.Enabled ? "api.base_url is empty" : "anomaly_reporting.enabled is false";
        var remedy = config.Reporting.Enabled ? "write the address of the centre there" : "set it to true";
        throw new BadInputException($"API client not configured: {cause} in '{path}'; {remedy}, or ask without --config, with --api-url and {TokenVariable}.");
    }

    static Uri Address(string text, bool allowsInsecure)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            throw new BadInputException($"--api-url '{Terminal.Plain(text)}' is not an address; write it as https://central.example/api/v1.");
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            throw new BadInputException("--api-url holds a name and password, a query or a fragment; leave them out. The token has an option of its own.");
        if (url.Scheme == "http" && !url.IsLoopback && !allowsInsecure)
            throw new BadInputException($"--api-url '{url.AbsoluteUri}' is plain http to another machine: whoever listens on the way would read the token. Use https, or --allow-insecure if you must.");
        return url;
    }

    static BearerToken? TokenOf(string source, string? text)
    {
        var token = text?.Trim() ?? "";
        if (token.Length == 0) return null;
        return BearerToken.IsGood(token) ? new BearerToken(token) : throw new BadInputException($"{source} is not a token: it holds blanks or characters that no token has.");
    }

    static SslClientAuthenticationOptions Trusting(string caPath)
    {
        var trusted = new X509Certificate2Collection();
        try
        {
            trusted.ImportFromPem(System.Text.Encoding.UTF8.GetString(InputFile.ReadAll(caPath, "CA file")));
        }
        catch (CryptographicException e)
        {
            throw new BadInputException($"CA file '{caPath}' cannot be read: {e.Message}");
        }
        if (trusted.Count == 0) throw new BadInputException($"CA file '{caPath}' holds no certificate in PEM (-----BEGIN CERTIFICATE-----).");
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(trusted);
        return new() { CertificateChainPolicy = policy };
    }
}
