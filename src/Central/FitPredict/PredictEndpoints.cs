using System.Buffers;
using System.Diagnostics;
using Plumbline.Detectors;

namespace Plumbline.Central.FitPredict;

/// <summary><c>POST /predict/{series_id}</c> and its batch: whether values are normal, by the latest version of the model or the one that is asked for.</summary>
static class PredictEndpoints
{
    // A thousand an hour, which is plenty for reports, is not one reading every three seconds.
    static readonly Access MayPredict = new(Scopes.Edge | Scopes.Read | Scopes.Write | Scopes.Admin, IsPage: true, IsUncounted: true);

    public static void Map(IEndpointRouteBuilder app, SeriesService service)
    {
        app.MapPost("/predict/{series_id}", context => PredictAsync(context, service)).WithMetadata(MayPredict, Frequent.Instance);
        app.MapPost("/predict/{series_id}/batch", context => BatchAsync(context, service)).WithMetadata(MayPredict);
    }

    static async Task PredictAsync(HttpContext context, SeriesService service)
    {
        var start = Stopwatch.GetTimestamp();
        var seriesId = (string?)context.GetRouteValue("series_id");
        if (!SeriesId.IsValid(seriesId)) await SeriesRoute.RefuseAsync(context, "series_id", SeriesId.Wanted);
        else if (!SeriesRoute.TryVersion(context, out var version)) await SeriesRoute.RefuseAsync(context, "version", SeriesId.WantedVersion);
        else if (!RequestBody.IsJson(context.Request)) await Problem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "send the body as application/json, in UTF-8, not compressed.");
        else if (await ReadAsync(context) is not { } body) await Problem.WriteAsync(context, StatusCodes.Status413PayloadTooLarge, $"the body is larger than {PredictBody.LargestBytes / 1024} KiB.");
        else if (body.Errors is { } errors) await Problem.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, errors.Detail, errors);
        else if (await service.Cache.FindAsync(seriesId!, version, CancellationToken.None) is not { } model) await SeriesRoute.NotFoundAsync(context, seriesId!, version);
        else
        {
            if (model.IsUnconfirmed) WarnOf(context.Response);
            var assessment = model.Model.Score(body.Time, body.Value);
            Write(context.Response, model, body.Time, assessment, assessment.Severity(body.Value));
            service.Log.Count(1);
            if (assessment.IsAnomaly) service.Log.Keep(Detected(seriesId!, model.Version, body.Time, body.Value, assessment.Score, service.Clock));
            service.InferenceTimes.Record(Stopwatch.GetTimestamp() - start);
        }
    }

    /// <returns>Null where it is too large.</returns>
    static async ValueTask<(DateTime Time, double Value, FieldErrors? Errors)?> ReadAsync(HttpContext context)
    {
        var pipe = context.Request.BodyReader;
        while (true)
        {
            // Ends by itself where the client goes; asking for a token would make one for every request.
            var read = await pipe.ReadAsync(CancellationToken.None);
            if (read.Buffer.Length > PredictBody.LargestBytes)
            {
                pipe.AdvanceTo(read.Buffer.End);
                if (!read.IsCompleted) await RequestBody.DiscardAsync(pipe, context.RequestAborted);
                return null;
            }
            if (read.IsCompleted)
            {
                FieldErrors? errors = null;
                var text = read.Buffer.IsSingleSegment ? read.Buffer.FirstSpan : read.Buffer.ToArray();
                PredictBody.TryRead(text, out var time, out var value, ref errors);
                pipe.AdvanceTo(read.Buffer.End);
                return (time, value, errors);
            }
            pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    static void Write(HttpResponse response, CachedModel model, DateTime time, in Assessment assessment, double severity)
    {
        var text = new Utf8Text(response.BodyWriter.GetSpan(512));
        text.Add("{\"anomaly\":"u8);
        text.Add(assessment.IsAnomaly ? "true"u8 : "false"u8);
        text.Add(",\"model_version\":\""u8);
        text.Add(model.Name);
        text.Add("\",\"timestamp\":"u8);
        text.Add(Seconds.Of(time));
        text.Add(",\"score\":"u8);
        text.Add(assessment.Score);
        text.Add(",\"expected\":"u8);
        text.Add(assessment.Expected);
        text.Add(",\"lower\":"u8);
        text.Add(assessment.Lower);
        text.Add(",\"upper\":"u8);
        text.Add(assessment.Upper);
        text.Add(",\"severity\":"u8);
        text.Add(severity);
        text.Add("}"u8);
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = text.Length;
        response.BodyWriter.Advance(text.Length);
    }

    static async Task BatchAsync(HttpContext context, SeriesService service)
    {
        if (await SeriesRoute.IdAsync(context) is not { } seriesId) return;
        if (!SeriesRoute.TryVersion(context, out var version))
        {
            await SeriesRoute.RefuseAsync(context, "version", SeriesId.WantedVersion);
            return;
        }
        using var place = await service.LongBodies.EnterAsync(context);
        if (await SeriesBody.ReadAsync(context) is not { } body) return;
        if (await service.Cache.FindAsync(seriesId, version, context.RequestAborted) is not { } model)
        {
            await SeriesRoute.NotFoundAsync(context, seriesId, version);
            return;
        }

        if (model.IsUnconfirmed) WarnOf(context.Response);
        var batch = new ScoredBatch(model.Model, body);
        service.Log.Count(batch.Rows);
        foreach (var row in batch.Anomalies) service.Log.Keep(Detected(seriesId, model.Version, batch.Times[row], body.Values[row], batch.Scores[row], service.Clock));
        await batch.WriteAsync(context, seriesId, model.Version);
    }

    // The words are those of RFC 7234, section 5.5.1.
    static void WarnOf(HttpResponse response) => response.Headers.Warning = "110 - \"Response is Stale\"";

    static Detection Detected(string seriesId, long version, DateTime time, double value, double score, TimeProvider clock) =>
        new(seriesId, version, time, value, double.IsFinite(score) ? score : null, clock.Now());
}
