using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Plumbline.Client;

/// <summary>Fits models to series, and asks whether new values are normal. Has no state of its own; safe from many threads. Does not own the clients that it is given.</summary>
/// <remarks>Every method throws a <see cref="SeriesException"/> where the service answers with an error, and an <see cref="HttpRequestException"/> where it does not answer.</remarks>
public sealed class SeriesClient
{
    readonly HttpClient _training;
    readonly HttpClient _inference;
    readonly HttpClient _monitoring;

    /// <summary>For a server that is all of it.</summary>
    /// <param name="http">With the address of the server, and a token where it wants one.</param>
    public SeriesClient(HttpClient http)
        : this(http, http, http)
    {
    }

    /// <summary>For services with addresses of their own.</summary>
    public SeriesClient(HttpClient training, HttpClient inference, HttpClient monitoring) => (_training, _inference, _monitoring) = (training, inference, monitoring);

    /// <summary>Learns what is normal, and keeps it as the next version of the series.</summary>
    /// <param name="seriesId">1 to 128 letters, digits, '_', '.', ':' or '-'.</param>
    /// <param name="times">Increasing; fractions of a second are left out. At most 1,000,000.</param>
    /// <param name="values">One a time, finite.</param>
    /// <param name="settings">Null for the defaults.</param>
    /// <param name="cancel">Gives up waiting; the version may be made all the same.</param>
    public Task<FittedModel> FitAsync(string seriesId, IReadOnlyList<DateTimeOffset> times, IReadOnlyList<double> values, FitSettings? settings = null, CancellationToken cancel = default)
    {
        settings ??= new();
        var body = new FitBody(Seconds(times), values, settings.Detector, settings.Threshold, settings.Parameters, settings.Direction, settings.MinDeviation, settings.AllowConstant);
        return AskAsync(_training, HttpMethod.Post, $"fit/{Escaped(seriesId)}", JsonContent.Create(body, SeriesJson.Default.FitBody), SeriesJson.Default.FittedModel, cancel);
    }

    /// <summary>Judges one reading.</summary>
    /// <param name="seriesId">A series that was fitted.</param>
    /// <param name="time">When the value was measured.</param>
    /// <param name="value">Finite, in the unit of the values that were fitted.</param>
    /// <param name="version">Such as v2; null for the latest.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public async Task<Prediction> PredictAsync(string seriesId, DateTimeOffset time, double value, string? version = null, CancellationToken cancel = default)
    {
        var content = JsonContent.Create(new ReadingBody(time.ToUnixTimeSeconds(), value), SeriesJson.Default.ReadingBody);
        using var answer = await SendAsync(_inference, HttpMethod.Post, $"predict/{Escaped(seriesId)}{Version(version)}", content, cancel).ConfigureAwait(false);
        var prediction = await ReadAsync(answer, SeriesJson.Default.Prediction, cancel).ConfigureAwait(false);
        return answer.Headers.Contains("Warning") ? prediction with { IsConfirmed = false } : prediction;
    }

    /// <summary>Judges readings that follow one another.</summary>
    /// <param name="seriesId">A series that was fitted.</param>
    /// <param name="times">Increasing. At most 1,000,000.</param>
    /// <param name="values">One a time, finite.</param>
    /// <param name="withBounds">Whether expected values and bounds are wanted.</param>
    /// <param name="version">Such as v2; null for the latest.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task<PredictedBatch> PredictAsync(
        string seriesId, IReadOnlyList<DateTimeOffset> times, IReadOnlyList<double> values, bool withBounds = false, string? version = null, CancellationToken cancel = default) => AskAsync(
        _inference, HttpMethod.Post, $"predict/{Escaped(seriesId)}/batch{Version(version)}", JsonContent.Create(new BatchBody(Seconds(times), values, withBounds), SeriesJson.Default.BatchBody), SeriesJson.Default.PredictedBatch, cancel);

    /// <summary>The points that a version was trained on, with what it flags of them.</summary>
    public Task<TrainedSeries> PlotAsync(string seriesId, string? version = null, CancellationToken cancel = default) => AskAsync(
        _monitoring, HttpMethod.Get, $"plot?series_id={Escaped(seriesId)}{Version(version).Replace('?', '&')}", content: null, SeriesJson.Default.TrainedSeries, cancel);

    /// <summary>A page of the series, in the order of their ids.</summary>
    /// <param name="skip">Series before the page.</param>
    /// <param name="take">1 to 1000.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task<ModelPage> ListAsync(int skip = 0, int take = 100, CancellationToken cancel = default) => AskAsync(
        _monitoring, HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"models?skip={skip}&take={take}"), content: null, SeriesJson.Default.ModelPage, cancel);

    /// <summary>Deletes a version, or all of them.</summary>
    /// <param name="seriesId">A series that was fitted.</param>
    /// <param name="version">Null for all.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>What was deleted, the newest first.</returns>
    public async Task<IReadOnlyList<string>> DeleteAsync(string seriesId, string? version = null, CancellationToken cancel = default)
    {
        var path = $"models/{Escaped(seriesId)}{(version is null ? "" : "/" + Escaped(version))}";
        return (await AskAsync(_training, HttpMethod.Delete, path, content: null, SeriesJson.Default.DeletedModels, cancel).ConfigureAwait(false)).Deleted;
    }

    /// <summary>The detectors, with their parameters.</summary>
    public async Task<IReadOnlyList<DetectorDescription>> DetectorsAsync(CancellationToken cancel = default) =>
        (await AskAsync(_training, HttpMethod.Get, "detectors", content: null, SeriesJson.Default.DetectorList, cancel).ConfigureAwait(false)).Detectors;

    static async Task<T> AskAsync<T>(HttpClient service, HttpMethod method, string path, HttpContent? content, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        using var answer = await SendAsync(service, method, path, content, cancel).ConfigureAwait(false);
        return await ReadAsync(answer, type, cancel).ConfigureAwait(false);
    }

    static async Task<HttpResponseMessage> SendAsync(HttpClient service, HttpMethod method, string path, HttpContent? content, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        request.Headers.Accept.ParseAdd("application/json");
        return await service.SendAsync(request, cancel).ConfigureAwait(false);
    }

    static async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        if (!answer.IsSuccessStatusCode) throw await RefusalAsync(answer, cancel).ConfigureAwait(false);
        try
        {
            return await answer.Content.ReadFromJsonAsync(type, cancel).ConfigureAwait(false) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException trouble)
        {
            throw new SeriesException(answer.StatusCode, $"the answer is none of a series service: {trouble.Message}", trouble);
        }
    }

    static async Task<SeriesException> RefusalAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        ProblemBody? problem = null;
        try
        {
            problem = await answer.Content.ReadFromJsonAsync(SeriesJson.Default.ProblemBody, cancel).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            // Somebody in between has answered, a proxy: there is the status at least.
        }
        var detail = problem?.Detail ?? $"{(int)answer.StatusCode} {answer.ReasonPhrase}";
        return answer.StatusCode switch
        {
            HttpStatusCode.NotFound => new ModelNotFoundException(detail),
            HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.UnprocessableEntity => new BadSeriesException(answer.StatusCode, detail, problem?.Errors ?? []),
            HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable => new SeriesUnavailableException(answer.StatusCode, detail, answer.Headers.RetryAfter?.Delta),
            _ => new SeriesException(answer.StatusCode, detail),
        };
    }

    static string Escaped(string text) => Uri.EscapeDataString(text);

    static string Version(string? version) => version is null ? "" : "?version=" + Escaped(version);

    static long[] Seconds(IReadOnlyList<DateTimeOffset> times)
    {
        var seconds = new long[times.Count];
        for (var i = 0; i < seconds.Length; i++) seconds[i] = times[i].ToUnixTimeSeconds();
        return seconds;
    }
}
