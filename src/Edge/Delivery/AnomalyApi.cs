using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Plumbline.Edge.Configuration;

namespace Plumbline.Edge.Delivery;

/// <summary>The centre, as a device sees it: takes reports, sometimes only at the second try. Not for several threads at once.</summary>
/// <param name="options">With an address and a token.</param>
/// <param name="clock">What time limits are measured with.</param>
/// <param name="delay">Waits between tries; null: by the clock.</param>
/// <param name="jitter">Makes the waits differ; null: by chance.</param>
sealed class AnomalyApi(ApiOptions options, TimeProvider clock, Func<TimeSpan, CancellationToken, Task>? delay = null, Random? jitter = null) : IDisposable
{
    // An answer repeats the report, and a few fields more.
    const int LargestAnswerBytes = 2 * PendingReport.LargestBytes;

    readonly Func<TimeSpan, CancellationToken, Task> _delay = delay ?? ((span, cancel) => Task.Delay(span, clock, cancel));
    readonly Backoff _backoff = new(options.RetryDelay, jitter ?? Random.Shared);
    readonly Uri _address = new($"{(options.BaseUrl ?? throw new ArgumentException("There is no centre to report to.", nameof(options))).AbsoluteUri.TrimEnd('/')}/edge/anomalies");
    readonly BearerToken _token = options.Token ?? throw new ArgumentException("There is no token to report with.", nameof(options));

    // Made for the first report: most runs have none, and the machinery of HTTP and TLS costs more than the rest of them.
    HttpClient? _client;

    /// <summary>Sends a report, again where that may help.</summary>
    /// <param name="report">With its key: a second arrival changes nothing at the centre.</param>
    /// <param name="limit">Tries and waits end with it.</param>
    /// <param name="cancel">Stops at once; whether the centre has the report is then not known.</param>
    public async Task<ApiAnswer> SubmitAsync(PendingReport report, TimeLimit limit, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await TryAsync(report, limit, cancel);
            if (answer.Verdict != ApiVerdict.Unavailable || attempt >= options.RetryAttempts) return answer;
            var wait = _backoff.After(attempt, answer.RetryAfter);
            if (wait >= limit.Remaining) return answer;
            await _delay(wait, cancel);
        }
    }

    // Inlined, it would have the machinery loaded with whatever method holds an API of this kind.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Dispose() => _client?.Dispose();

    async Task<ApiAnswer> TryAsync(PendingReport report, TimeLimit limit, CancellationToken cancel)
    {
        var patience = limit.Remaining < options.Timeout ? limit.Remaining : options.Timeout;
        using var timer = new CancellationTokenSource(patience, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancel);
        try
        {
            using var request = Request(report);
            using var response = await (_client ??= Client()).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            var body = await BodyAsync(response, both.Token);
            return AnswerReading.Of(response, body, _token, clock);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new(ApiVerdict.Unavailable, $"{_address.Authority} gave no answer within {patience.TotalSeconds:0.#} s");
        }
        catch (HttpRequestException e)
        {
            return new(ApiVerdict.Unavailable, AnswerReading.Words(e, _address, _token));
        }
        catch (IOException e)
        {
            return new(ApiVerdict.Unavailable, $"{_address.Authority} broke off in the middle of its answer ({AnswerReading.Clause(_token.Censor(e.Message))})");
        }
    }

    HttpRequestMessage Request(PendingReport report)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ByteArrayContent(report.Body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token.Reveal());
        request.Headers.Add("Idempotency-Key", report.Key);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return request;
    }

    /// <summary>As much of the answer as any answer of the centre has; of a longer one its beginning.</summary>
    static async Task<byte[]> BodyAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancel);
        var body = new byte[Math.Min(response.Content.Headers.ContentLength ?? LargestAnswerBytes, LargestAnswerBytes)];
        var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancel);
        return body[..length];
    }

    HttpClient Client()
    {
        var handler = new SocketsHttpHandler
        {
            // Wherever it leads, the token is not for there.
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        if (options.CaFile is { } file) handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = Trusting(file) };
        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    static X509ChainPolicy Trusting(string caFile)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(caFile);
        return policy;
    }
}
