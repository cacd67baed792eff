using System.Text.Json;
using Plumbline.Intake;

namespace Plumbline.Central.ReadingsIntake;

/// <summary><c>POST /api/v1/readings</c> and <c>/api/v2/write</c>: readings of machines and of any series; <c>/api/v1/readings/rejects</c>: what could not be taken.</summary>
static class ReadingEndpoints
{
    const string Rejects = "/api/v1/readings/rejects";
    const int ShownAtOnce = 20;
    const int LargestPage = 1000;
    const int UsualPage = 100;

    static readonly Access MayWrite = new(Scopes.Edge | Scopes.Write | Scopes.Admin, IsPage: true);
    static readonly Access MayRead = new(Scopes.Read | Scopes.Write | Scopes.Admin, IsPage: true);
    static readonly Access MayHandle = new(Scopes.Write | Scopes.Admin, IsPage: true);

    public static void Map(IEndpointRouteBuilder app, ReadingInlet inlet)
    {
        app.MapPost("/api/v1/readings", context => TakeJsonAsync(context, inlet)).WithMetadata(MayWrite, Frequent.Instance);
        app.MapPost("/api/v2/write", context => TakeLinesAsync(context, inlet)).WithMetadata(MayWrite, Frequent.Instance, InfluxErrors.Instance);
        app.MapGet(Rejects, context => ListAsync(context, inlet.Rejects)).WithMetadata(MayRead);
        app.MapDelete(Rejects, context => RemoveAsync(context, inlet.Rejects)).WithMetadata(MayHandle);
        app.MapPost(Rejects + "/replay", context => ReplayAsync(context, inlet)).WithMetadata(MayHandle);
    }

    static async Task TakeJsonAsync(HttpContext context, ReadingInlet inlet)
    {
        var type = context.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        var areLines = type is "application/x-ndjson" or "application/ndjson" or "application/jsonl";
        if (!areLines && context.Request.ContentType is not null && !context.Request.HasJsonContentType())
        {
            await Problem.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "send the rows as application/json, or one on each line as application/x-ndjson; line protocol goes to /api/v2/write.");
            return;
        }

        if (await BatchBody.ReadAsync(context) is not { } text) return;
        try
        {
            var message = await inlet.TakeAsync(text, new(inlet.Clock.Now(), RowFormat.Json, "", Sites(context)), areLines, context.RequestAborted);
            if (message.Rows == 0) await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "body: there are no rows in it.");
            else if (message.Accepted == 0) await Problem.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, Refusal(message));
            else await JsonAnswer.WriteAsync(context, json => Write(json, message));
        }
        catch (InvalidInputException bad)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, bad.Message);
        }
    }

    static async Task TakeLinesAsync(HttpContext context, ReadingInlet inlet)
    {
        var precision = context.Request.Query["precision"] is [{ Length: > 0 } said, ..] ? said : "ns";
        // What the older interface calls them.
        if (precision is "n" or "u") precision += "s";
        if (ReadingInlet.TicksOf(precision) is null)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, $"precision '{(precision.Length <= 20 ? precision : precision[..20])}' is none of ns, us, ms and s.");
            return;
        }

        if (await BatchBody.ReadAsync(context) is not { } text) return;
        var message = await inlet.TakeAsync(text, new(inlet.Clock.Now(), RowFormat.Line, precision, Sites(context)), areLines: true, context.RequestAborted);
        if (message.Rejected.Count == 0) context.Response.StatusCode = StatusCodes.Status204NoContent;
        else await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, Refusal(message));
    }

    static async Task ListAsync(HttpContext context, IRejectStore rejects)
    {
        if (!await MayHandleAllAsync(context)) return;
        var errors = new FieldErrors();
        var query = new QueryFields(context.Request.Query, errors);
        var (code, after, take) = (query.Text("code"), query.Whole("after", 0, long.MaxValue, 0), (int)query.Whole("limit", 1, LargestPage, UsualPage));
        if (errors.Any)
        {
            await Problem.WriteAsync(context, errors);
            return;
        }

        var page = await rejects.ListAsync(code, after, take, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total_count", page.Total);
            json.WriteStartObject("by_code");
            foreach (var (kind, count) in page.ByCode) json.WriteNumber(kind, count);
            json.WriteEndObject();
            json.WriteStartArray("rejects");
            foreach (var reject in page.Items)
            {
                json.WriteStartObject();
                json.WriteNumber("id", reject.Id);
                json.WriteString("received_at", UtcTime.Format(reject.Arrival.At));
                json.WriteString("format", reject.Arrival.Format.ToString().ToLowerInvariant());
                Write(json, reject.Row);
                json.WriteString("row", reject.Row.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    static async Task RemoveAsync(HttpContext context, IRejectStore rejects)
    {
        if (!await MayHandleAllAsync(context)) return;
        var removed = await rejects.RemoveAsync(new QueryFields(context.Request.Query, new()).Text("code"));
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("removed", removed);
            json.WriteEndObject();
        });
    }

    static async Task ReplayAsync(HttpContext context, ReadingInlet inlet)
    {
        if (!await MayHandleAllAsync(context)) return;
        var (taken, left) = await inlet.ReplayAsync(new QueryFields(context.Request.Query, new()).Text("code"), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("accepted", taken);
            json.WriteNumber("rejected", left);
            json.WriteEndObject();
        });
    }

    // A row that could not be read belongs to no site.
    static async Task<bool> MayHandleAllAsync(HttpContext context)
    {
        if (context.Features.Get<Caller>() is not { IsGoodForAllSites: false } caller) return true;
        await Problem.WriteAsync(context, StatusCodes.Status403Forbidden, $"the token '{caller.Name}' is good for some sites only: what could not be read belongs to none.");
        return false;
    }

    static IReadOnlyList<long>? Sites(HttpContext context) => context.Features.Get<Caller>() is { IsGoodForAllSites: false } caller ? caller.Sites : null;

    static string Refusal(ReadingMessage message)
    {
        var first = message.Rejected[0];
        return $"{message.Rejected.Count} of {message.Rows} rows cannot be taken; the first is {first.Where}: {first.What} They are kept, and can be tried again: {Rejects}.";
    }

    static void Write(Utf8JsonWriter json, ReadingMessage message)
    {
        json.WriteStartObject();
        json.WriteNumber("accepted", message.Accepted);
        json.WriteNumber("rejected", message.Rejected.Count);
        json.WriteNumber("ignored_values", message.Ignored);
        json.WriteStartArray("rejects");
        foreach (var row in message.Rejected.Take(ShownAtOnce))
        {
            json.WriteStartObject();
            Write(json, row);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, RejectedRow row)
    {
        json.WriteString("where", row.Where);
        json.WriteString("code", row.Code);
        json.WriteString("what", row.What);
    }
}
