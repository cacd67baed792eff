using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Plumbline.Edge.Configuration;

namespace Plumbline.Edge.Delivery;

/// <summary>What an answer over HTTP means for a report.</summary>
static class AnswerReading
{
    const int LongestExcerpt = 300;

    public static ApiAnswer Of(HttpResponseMessage response, byte[] body, BearerToken token, TimeProvider clock)
    {
        var text = token.Censor(Encoding.UTF8.GetString(body));
        var status = response.StatusCode;
        var said = $"{(int)status}: {Excerpt(text, status)}";
        return Meaning(response, body, said, token) with { Text = $"{(int)status} {status}\n\n{text}\n", RetryAfter = RetryAfter(response.Headers, clock) };
    }

    static ApiAnswer Meaning(HttpResponseMessage response, byte[] body, string said, BearerToken token) => (int)response.StatusCode switch
    {
        // A login page of the network between says 200 too.
        >= 200 and < 300 => IsRecord(body)
            ? new(ApiVerdict.Accepted, "")
            : new(ApiVerdict.Unavailable, $"{(int)response.StatusCode}, but the answer is not a stored anomaly: is api.base_url the address of the centre"),
        >= 300 and < 400 => new(ApiVerdict.Blocked, $"{(int)response.StatusCode}: the centre is elsewhere{token.Censor(Elsewhere(response))}; put its address into api.base_url (the token is not sent on)"),
        409 => new(ApiVerdict.ToldOtherwise, said),
        400 or 413 or 422 => new(ApiVerdict.Rejected, said),
        401 => new(ApiVerdict.Blocked, $"{said}. The token is wrong, expired or revoked: make one at the centre with plumb token create or rotate, and set it on the device"),
        403 => new(ApiVerdict.ForeignSite, $"{said}. The token is not good for this: make one with the scope edge and this site, or mend site_info.site_id"),
        404 or 405 => new(ApiVerdict.Blocked, $"{said}. There is no anomaly API at this address: mend api.base_url, which ends in /api/v1"),
        408 or 429 or >= 500 => new(ApiVerdict.Unavailable, said),
        _ => new(ApiVerdict.Blocked, said),
    };

    static bool IsRecord(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("id", out var id) && id.ValueKind is JsonValueKind.Number or JsonValueKind.String;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    static string Elsewhere(HttpResponseMessage response) => response.Headers.Location is { IsAbsoluteUri: true } place ? $", at {place.GetLeftPart(UriPartial.Authority)}" : "";

    /// <summary>A date is reckoned from the date that the centre gives: the device's own clock may be wrong.</summary>
    static TimeSpan? RetryAfter(HttpResponseHeaders headers, TimeProvider clock)
    {
        var span = headers.RetryAfter?.Delta ?? (headers.RetryAfter?.Date - (headers.Date ?? clock.GetUtcNow()));
        return span < TimeSpan.Zero ? TimeSpan.Zero : span;
    }

    /// <summary>The sentence of a problem document, else the first line, else the name of the status.</summary>
    static string Excerpt(string text, HttpStatusCode status)
    {
        var said = Detail(text) ?? text.AsSpan().Trim().ToString();
        said = Clause(said);
        return said.Length == 0 ? status.ToString() : said;
    }

    static string? Detail(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("detail", out var detail) && detail.ValueKind == JsonValueKind.String
                ? detail.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Foreign text as part of a sentence of ours: one line, not too long, no full stop.</summary>
    public static string Clause(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? text : text[..end];
        if (line.Length > LongestExcerpt) line = line[..LongestExcerpt] + "…";
        return string.Concat(line.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c)).Trim().TrimEnd('.');
    }

    public static string Words(HttpRequestException e, Uri address, BearerToken token)
    {
        var cause = Clause(token.Censor((e.InnerException ?? e).Message));
        return e.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => $"the name {address.Host} is not known ({cause})",
            HttpRequestError.ConnectionError => $"no connection to {address.Authority} ({cause})",
            HttpRequestError.SecureConnectionError => $"no trusted TLS connection to {address.Authority} ({cause}; a private authority goes into api.ca_file)",
            HttpRequestError.ProxyTunnelError => $"the proxy does not let through to {address.Authority} ({cause})",
            _ => $"{address.Authority} did not answer as a server does ({cause})",
        };
    }
}
