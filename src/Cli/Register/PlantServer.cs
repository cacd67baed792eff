using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Plumbline.Cli.Query;

namespace Plumbline.Cli.Register;

/// <summary>Asks a server for its plant, and changes it; says in one sentence why that cannot be done. On loopback no token is needed.</summary>
sealed class PlantServer : IDisposable
{
    readonly Connection _connection;
    readonly HttpClient _client;

    public PlantServer(Connection connection)
    {
        _connection = connection;
        // A large batch of readings may have to wait for its turn.
        _client = new HttpClient(connection.Handler()) { Timeout = TimeSpan.FromSeconds(100), MaxResponseContentBufferSize = 64 << 20 };
        if (connection.TokenIfAny is { } token) _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Reveal());
        _client.DefaultRequestHeaders.Accept.Add(new("application/json"));
    }

    /// <summary>The server itself, without <c>/api/v1</c>.</summary>
    public string Root => _connection.BaseUrl.AbsoluteUri.EndsWith("/api/v1", StringComparison.Ordinal) ? _connection.BaseUrl.AbsoluteUri[..^"/api/v1".Length] : _connection.BaseUrl.AbsoluteUri;

    /// <summary>A list of the register.</summary>
    /// <param name="path">Below <c>/api/v1</c>.</param>
    /// <exception cref="BadInputException">There is no answer.</exception>
    public async Task<IReadOnlyList<JsonElement>> ListAsync(string path, CancellationToken cancel) => [.. (await SendAsync(HttpMethod.Get, path, body: null, cancel)).EnumerateArray()];

    /// <summary>The answer to a request; the undefined element where it has no body.</summary>
    /// <exception cref="BadInputException">There is none, or the server refuses.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, string? body, CancellationToken cancel)
    {
        using var content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        var (status, text) = await TryAsync(method, $"{_connection.BaseUrl}/{path}", content, cancel);
        if (status is not (HttpStatusCode.OK or HttpStatusCode.NoContent)) throw Refused(Trouble.Detail(text), status);
        return text.Length == 0 ? default : Json(text) ?? throw new BadInputException($"{_connection.BaseUrl} answers, but not with JSON: is --api-url the address of the API? It usually ends in /api/v1.");
    }

    /// <summary>What the server says to a request that it may well refuse: 200, 204, 400, 404, 409 and 422 are answers.</summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public async Task<(HttpStatusCode Status, byte[] Body)> TryAsync(HttpMethod method, string url, HttpContent? content, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, url) { Content = content };
        try
        {
            using var response = await _client.SendAsync(request, cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            return response.StatusCode switch
            {
                HttpStatusCode.OK or HttpStatusCode.NoContent or HttpStatusCode.BadRequest or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity => (response.StatusCode, body),
                HttpStatusCode.Unauthorized when _connection.TokenIfAny is null => throw new BadInputException($"401: this server needs a token: set {Connection.TokenVariable}. 'plumb token create --name me --scope write', run beside the server, makes one."),
                HttpStatusCode.Forbidden => throw new BadInputException(Censored($"403: the token is in force, but not for this. The server says: {Trouble.Detail(body)} To change anything, it needs the scope write.")),
                _ => throw new BadInputException(Censored(Trouble.Of(response, body, _connection.BaseUrl).Sentence)),
            };
        }
        catch (HttpRequestException e)
        {
            throw new BadInputException(Censored(Trouble.Of(e, _connection).Sentence));
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new BadInputException(Censored(Trouble.TimedOut(_connection.BaseUrl, _client.Timeout).Sentence));
        }
    }

    public static JsonElement? Json(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();

    BadInputException Refused(string detail, HttpStatusCode status) => new(Censored(detail.Length > 0 ? detail : $"{(int)status}: the server refuses, and does not say why: is --api-url the address of the API? It usually ends in /api/v1."));

    string Censored(string text) => _connection.TokenIfAny?.Censor(text) ?? text;
}
