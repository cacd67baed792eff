using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Plumbline.Cli.Query;

/// <summary>Asks the anomaly API, and says in one sentence why that cannot be done.</summary>
sealed class AnomalyServer : IDisposable
{
    const int MostTries = 4;

    // 100 anomalies of 256 KiB are the largest page.
    const int LargestAnswer = 64 << 20;

    static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    readonly Connection _connection;
    readonly HttpClient _client;
    bool _hasAnswered;

    public AnomalyServer(Connection connection)
    {
        _connection = connection;
        _client = new HttpClient(connection.Handler()) { Timeout = TimeSpan.FromSeconds(30), MaxResponseContentBufferSize = LargestAnswer };
    }

    /// <summary>How long an answer may take.</summary>
    public TimeSpan Timeout
    {
        get => _client.Timeout;
        init => _client.Timeout = value;
    }

    /// <summary>Waits before the next try.</summary>
    public Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;

    /// <summary>Told why there is a wait.</summary>
    public Action<string> Say { get; init; } = Terminal.Notice;

    /// <summary>The answer to a query string.</summary>
    /// <exception cref="BadInputException">There is none. Once the server has answered, what may pass is tried again a few times.</exception>
    public async Task<JsonElement> AskAsync(string query, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            var (answer, trouble) = await TryAsync(query, cancel);
            if (answer is { } json)
            {
                _hasAnswered = true;
                return json;
            }
            var wait = trouble!.RetryAfter ?? (trouble.MayPass && _hasAnswered ? TimeSpan.FromSeconds(1 << (tries - 1)) : TimeSpan.MaxValue);
            if (wait > LongestWait || tries == MostTries) throw new BadInputException(_connection.Token.Censor(trouble.Sentence));
            Say($"{_connection.Token.Censor(trouble.Cause)} Waiting {Math.Ceiling(wait.TotalSeconds)} s, then trying again.");
            await Wait(wait, cancel);
        }
    }

    public void Dispose() => _client.Dispose();

    async Task<(JsonElement? Answer, Trouble? Trouble)> TryAsync(string query, CancellationToken cancel)
    {
        var url = new Uri($"{_connection.BaseUrl}/edge/anomalies?{query}");
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _connection.Token.Reveal());
        request.Headers.Accept.Add(new("application/json"));
        try
        {
            using var response = await _client.SendAsync(request, cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            if (response.StatusCode != HttpStatusCode.OK) return (null, Trouble.Of(response, body, _connection.BaseUrl));
            return Json(body) is { } json ? (json, null) : (null, Trouble.NotJson(response, _connection.BaseUrl));
        }
        catch (HttpRequestException e)
        {
            return (null, Trouble.Of(e, _connection));
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, Trouble.TimedOut(_connection.BaseUrl, Timeout));
        }
    }

    static JsonElement? Json(byte[] body)
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
}
