using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text.Json;

namespace Plumbline.Cli.Query;

/// <summary>Why the API gave no answer, and what can be done about it.</summary>
/// <param name="Cause">A sentence.</param>
/// <param name="Remedy">A sentence.</param>
sealed record Trouble(string Cause, string Remedy)
{
    const int LongestDetail = 400;

    /// <summary>Whether the same question may be answered a little later.</summary>
    public bool MayPass { get; init; }

    /// <summary>When to come back, as the server says; null where it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public string Sentence => $"{Cause} {Remedy}";

    /// <summary>Of an answer other than 200.</summary>
    public static Trouble Of(HttpResponseMessage response, byte[] body, Uri api)
    {
        var code = (int)response.StatusCode;
        var said = Detail(body);
        var detail = said.Length > 0 ? $" The server says: {said}" : "";
        return code switch
        {
            400 => new($"400: the server does not accept the question.{detail}", "Another version of the API, perhaps; its /docs says what it takes."),
            401 => new($"401: the token is invalid or expired; it may also have been revoked or rotated.{detail}", $"Check {Connection.TokenVariable} (or --token, or the configuration), or have another one made: 'plumb token list' and 'plumb token create', run beside the server."),
            403 => new($"403: the token is in force, but not for this.{detail}", "Ask for one that may read (--scope read) and is good for the site, or leave out --site."),
            404 => new($"404: there is no anomaly API at {api}.{detail}", "Check --api-url; it usually ends in /api/v1."),
            408 or >= 500 => new($"{code}: the server cannot answer now.{detail}", "It is in trouble, or something in front of it is (a proxy, its database): look into its log and at its /health, then ask again.") { MayPass = true },
            429 => Busy(response.Headers.RetryAfter, detail),
            >= 300 and < 400 => new($"{code}: the server sends us elsewhere, to {Terminal.Plain(response.Headers.Location?.ToString() ?? "an address that it does not name")}.", "A token is not sent after a redirection: give that address with --api-url if you trust it."),
            _ => new($"{code}: the server refuses the question.{detail}", "Check --api-url."),
        };
    }

    /// <summary>Of an answer that never came.</summary>
    public static Trouble Of(HttpRequestException e, Connection connection)
    {
        var api = connection.BaseUrl;
        var isTls = api.Scheme == "https" && (e.HttpRequestError == HttpRequestError.SecureConnectionError || e.InnerException is AuthenticationException);
        return e.HttpRequestError switch
        {
            _ when isTls => Tls(e, connection),
            HttpRequestError.NameResolutionError => new($"there is no host '{api.Host}': its name cannot be resolved.", "Check --api-url, and the network.") { MayPass = true },
            HttpRequestError.ConnectionError => new($"cannot connect to {api.Host} port {api.Port}: {Inner(e)}.", api.IsLoopback
                ? "Is the server running? Start it with 'plumb serve', or say where it is with --api-url."
                : "Check --api-url, whether the server runs, and the firewalls on the way.")
            { MayPass = true },
            HttpRequestError.ConfigurationLimitExceeded => new($"the answer of {api} is larger than any page of anomalies.", "Check --api-url."),
            _ => new($"{api} hung up without an answer that can be read: {Inner(e)}.", api.Scheme == "http" ? "If the server speaks https, write https:// in --api-url." : "Ask again; if it stays so, look into the server's log.") { MayPass = true },
        };
    }

    public static Trouble TimedOut(Uri api, TimeSpan limit) =>
        new($"no answer from {api} within {limit.TotalSeconds:0.#} s.", "The server is overloaded, or something on the way swallows the connection (a firewall, a proxy, a VPN that is down). Ask for less (--days), or again later.") { MayPass = true };

    public static Trouble NotJson(HttpResponseMessage response, Uri api) =>
        new($"{api} answers, but not with JSON ({Terminal.Plain(response.Content.Headers.ContentType?.MediaType ?? "of no named type")}).", "Is --api-url the address of the anomaly API? It usually ends in /api/v1. A proxy's login or error page may stand in between.");

    static Trouble Busy(RetryConditionHeaderValue? after, string detail)
    {
        var wait = after?.Delta ?? after?.Date - DateTimeOffset.UtcNow;
        var when = wait is { } time ? $"Come back in {Math.Ceiling(time.TotalSeconds):#,0} s" : "Come back later";
        return new($"429: too many requests; those that the token may make in an hour are used up.{detail}", $"{when}, ask for less (--days, --max-results), or have a token made with more (plumb token create --rate).")
        {
            RetryAfter = wait is { } pause ? TimeSpan.FromSeconds(Math.Max(1, pause.TotalSeconds)) : null,
        };
    }

    static Trouble Tls(HttpRequestException e, Connection connection)
    {
        var why = Innermost(e).Message;
        // What a server of plain http answers to a handshake is no handshake.
        if (why.Contains("frame", StringComparison.OrdinalIgnoreCase) || why.Contains("wrong version", StringComparison.OrdinalIgnoreCase) || why.Contains("packet length", StringComparison.OrdinalIgnoreCase))
            return new($"{connection.BaseUrl.Host} port {connection.BaseUrl.Port} does not speak TLS.", "If it is plain http, write http:// in --api-url (another machine also needs --allow-insecure).");
        return new($"the certificate of {connection.BaseUrl.Host} is not trusted: {Terminal.Plain(why).TrimEnd('.')}.", connection.CaPath is { } ca
            ? $"It was not issued by an authority in '{ca}', is out of date, or is for another host name."
            : "Is it issued by an authority of your own? Name that with --ca-file. Otherwise check the host name and the date.");
    }

    static string Inner(HttpRequestException e) => Terminal.Plain(Innermost(e).Message).TrimEnd('.');

    static Exception Innermost(Exception e) => e.InnerException is { } inner ? Innermost(inner) : e;

    /// <summary>The sentence of a problem document (RFC 9457), as far as there is one.</summary>
    public static string Detail(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("detail", out var detail) || detail.ValueKind != JsonValueKind.String) return "";
            var text = Terminal.Plain(detail.GetString()!);
            return text.Length > LongestDetail ? text[..LongestDetail] + "…" : text.TrimEnd('.') + ".";
        }
        catch (JsonException)
        {
            return "";
        }
    }
}
