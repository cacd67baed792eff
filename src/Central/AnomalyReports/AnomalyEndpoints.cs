using System.Text.Json;

namespace Plumbline.Central.AnomalyReports;

/// <summary><c>/api/v1/edge/anomalies</c>: devices report, people and programs ask, acknowledge and resolve. Always with a token.</summary>
static class AnomalyEndpoints
{
    const string Route = "/api/v1/edge/anomalies";
    const int LongestNote = 4000;
    const int LongestKey = 255;

    static readonly Access MayReport = new(Scopes.Edge | Scopes.Write | Scopes.Admin);
    static readonly Access MayRead = new(Scopes.Edge | Scopes.Read | Scopes.Write | Scopes.Admin);
    static readonly Access MayHandle = new(Scopes.Write | Scopes.Admin);

    public static void Map(IEndpointRouteBuilder app, IAnomalyStore store, TimeProvider clock)
    {
        app.MapPost(Route, context => SubmitAsync(context, store, clock)).WithMetadata(MayReport);
        app.MapGet(Route, context => ListAsync(context, store)).WithMetadata(MayRead);
        app.MapGet(Route + "/{id:long}", context => FindAsync(context, store)).WithMetadata(MayRead);
        app.MapPatch(Route + "/{id:long}", context => AdvanceAsync(context, store, clock)).WithMetadata(MayHandle);
    }

    static async Task SubmitAsync(HttpContext context, IAnomalyStore store, TimeProvider clock)
    {
        using var body = await RequestBody.ReadObjectAsync(context);
        if (body is null) return;

        var caller = context.Features.GetRequiredFeature<Caller>();
        var now = clock.Now();
        var errors = new FieldErrors();
        var key = IdempotencyKey(context.Request, errors);
        var report = Report(body.RootElement, caller, now, errors);
        if (errors.Any || report is null)
        {
            await Problem.WriteAsync(context, errors);
            return;
        }
        if (!caller.MaySee(report.SiteId))
        {
            await Problem.WriteAsync(context, StatusCodes.Status403Forbidden, $"the token '{caller.Name}' is not good for site {report.SiteId}.");
            return;
        }

        var digest = StrictJson.Digest(body.RootElement);
        key ??= AnomalyBody.HasTimestamp(body.RootElement) ? "body:" + Convert.ToHexStringLower(digest) : null;
        var submission = await store.SubmitAsync(report, new Receipt(caller.TokenId, key, digest, now));
        if (submission.Outcome == SubmissionOutcome.Differs)
            await Problem.WriteAsync(context, StatusCodes.Status409Conflict, $"this Idempotency-Key came with another body before (anomaly {submission.Anomaly.Id}).");
        else
            await AnomalyJson.WriteAsync(context, submission.Anomaly);
    }

    /// <summary>The report, with the caller's site where it names none.</summary>
    static AnomalyReport? Report(JsonElement body, Caller caller, DateTime now, FieldErrors errors)
    {
        var report = AnomalyBody.Read(body, now, errors);
        if (report is null || report.SiteId is not null || caller.IsGoodForAllSites) return report;
        if (caller.Sites is [var only]) return report with { SiteId = only };
        errors.Add("siteId", "is required: the token is good for several sites.");
        return null;
    }

    static async Task ListAsync(HttpContext context, IAnomalyStore store)
    {
        var caller = context.Features.GetRequiredFeature<Caller>();
        var errors = new FieldErrors();
        var query = new AnomalyQuery(context.Request.Query, errors);
        var site = query.SiteId();
        var filter = query.Filter(site is { } one ? [one] : caller.IsGoodForAllSites ? null : caller.Sites);
        var page = query.Page();
        if (errors.Any) await Problem.WriteAsync(context, errors);
        else if (site is not null && !caller.MaySee(site)) await Problem.WriteAsync(context, StatusCodes.Status403Forbidden, $"the token '{caller.Name}' is not good for site {site}.");
        else await AnomalyJson.WriteAsync(context, await store.ListAsync(filter, page, context.RequestAborted), page);
    }

    static async Task FindAsync(HttpContext context, IAnomalyStore store)
    {
        if (await VisibleAsync(context, store) is { } anomaly) await AnomalyJson.WriteAsync(context, anomaly);
    }

    static async Task AdvanceAsync(HttpContext context, IAnomalyStore store, TimeProvider clock)
    {
        if (await VisibleAsync(context, store) is not { } anomaly) return;
        using var body = await RequestBody.ReadObjectAsync(context);
        if (body is null) return;

        var errors = new FieldErrors();
        var state = State(body.RootElement, errors);
        var note = Note(body.RootElement, errors);
        if (errors.Any)
        {
            await Problem.WriteAsync(context, errors);
            return;
        }
        var handling = new Handling(clock.Now(), context.Features.GetRequiredFeature<Caller>().Name, note);
        var advance = await store.AdvanceAsync(anomaly.Id, state, handling);
        if (advance is null) await NotFoundAsync(context, anomaly.Id);
        else if (advance.Refusal is { } refusal) await Problem.WriteAsync(context, StatusCodes.Status409Conflict, refusal);
        else await AnomalyJson.WriteAsync(context, advance.Anomaly);
    }

    /// <summary>The anomaly of the route. One of another site is not there, for this caller: the answer does not tell the two apart.</summary>
    static async Task<Anomaly?> VisibleAsync(HttpContext context, IAnomalyStore store)
    {
        var id = long.Parse((string)context.GetRouteValue("id")!);
        var anomaly = await store.FindAsync(id, context.RequestAborted);
        if (anomaly is not null && context.Features.GetRequiredFeature<Caller>().MaySee(anomaly.Report.SiteId)) return anomaly;
        await NotFoundAsync(context, id);
        return null;
    }

    static Task NotFoundAsync(HttpContext context, long id) => Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"there is no anomaly {id}.");

    static string? IdempotencyKey(HttpRequest request, FieldErrors errors)
    {
        var sent = request.Headers["Idempotency-Key"];
        if (sent.Count == 0) return null;
        if (sent is [{ Length: > 0 and <= LongestKey } key] && key.All(c => c is > ' ' and <= '~')) return key;
        errors.Add("Idempotency-Key", $"must be one header of 1 to {LongestKey} printable characters.");
        return null;
    }

    static AnomalyState State(JsonElement body, FieldErrors errors)
    {
        var state = body.TryGetProperty("state", out var value) && value.ValueKind == JsonValueKind.String ? AnomalyJson.StateNamed(value.GetString()!) : null;
        if (state is null) errors.Add("state", "is required: \"acknowledged\" or \"resolved\".");
        return state ?? AnomalyState.Open;
    }

    static string? Note(JsonElement body, FieldErrors errors)
    {
        if (!body.TryGetProperty("note", out var value) || value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= LongestNote } text && !text.Contains('\0')) return text;
        errors.Add("note", $"must be a text of at most {LongestNote} characters, without NUL.");
        return null;
    }
}
