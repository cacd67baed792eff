using System.Text.Json;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics.Anomalies;

/// <summary><c>/api/v1/anomaly/...</c>: what is unusual in the hours of machines.</summary>
static class MachineAnomalyEndpoints
{
    const string Root = "/api/v1/anomaly/";
    const int LongestName = 200;
    const int LongestNotes = 2000;
    const int MostActive = 500;
    const double UsualConfidence = 0.85;
    const double MostValue = 1e15;

    static readonly string[] Severities = ["critical", "warning", "info", "normal"];
    static readonly string[] ToldTypes = ["spike", "drop", "drift", "unknown"];

    static readonly Access MayRead = new(Scopes.Read | Scopes.Write | Scopes.Admin, IsPage: true);
    static readonly Access MayWrite = new(Scopes.Write | Scopes.Admin, IsPage: true);

    public static void Map(IEndpointRouteBuilder app, IEnergyStore energy, IMachineAnomalyStore anomalies, TimeProvider clock)
    {
        app.MapPost(Root + "detect", context => DetectAsync(context, energy, new(energy, anomalies, clock))).WithMetadata(MayWrite);
        app.MapPost(Root + "create", context => CreateAsync(context, energy, anomalies, clock)).WithMetadata(MayWrite);
        app.MapGet(Root + "recent", context => ListAsync(context, energy, anomalies, Recent)).WithMetadata(MayRead);
        app.MapGet(Root + "search", context => ListAsync(context, energy, anomalies, Search)).WithMetadata(MayRead);
        app.MapGet(Root + "active", context => ActiveAsync(context, energy, anomalies)).WithMetadata(MayRead);
        app.MapPut(Root + "{anomaly_id}/resolve", context => ResolveAsync(context, anomalies, clock)).WithMetadata(MayWrite);
    }

    static async Task DetectAsync(HttpContext context, IEnergyStore energy, AnomalySearch search)
    {
        using var body = await RequestBody.ReadObjectAsync(context);
        if (body is null) return;
        var errors = new FieldErrors();
        var fields = new BodyFields(body.RootElement, errors);
        var id = fields.RequiredId("machine_id");
        var period = EnergyRequest.Checked(new(fields.RequiredTime("start"), fields.RequiredTime("end")), errors, "start", "end");
        var type = EnergyRequest.Energy(fields.Text("energy_type", LongestName), errors);
        var question = new AnomalyQuestion(fields.Number("contamination", 0, 0.5), fields.Flag("use_baseline") ?? true);
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        if (await EnergyRequest.MachineAsync(context, energy, id) is not { } machine) return;
        var hours = EnergyRequest.HoursOf(period);
        var findings = hours.End > hours.Start ? await search.RunAsync(machine, type, hours, question, context.RequestAborted) : null;
        if (findings is null) await Problem.WriteAsync(context, StatusCodes.Status404NotFound, EnergyRequest.NoReadings);
        else if (findings.Outcome.Unavailable is { } why) await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, why);
        else await JsonAnswer.WriteAsync(context, json => MachineAnomalyJson.Findings(json, machine, period, question, findings));
    }

    static async Task CreateAsync(HttpContext context, IEnergyStore energy, IMachineAnomalyStore anomalies, TimeProvider clock)
    {
        using var body = await RequestBody.ReadObjectAsync(context);
        if (body is null) return;
        var errors = new FieldErrors();
        var fields = new BodyFields(body.RootElement, errors);
        var (id, at) = (fields.RequiredId("machine_id"), fields.RequiredTime("detected_at"));
        var (kind, severity) = (OneOf(fields, "anomaly_type", ToldTypes, errors), OneOf(fields, "severity", ["critical", "warning", "normal"], errors));
        var (metric, value, expected) = (fields.Text("metric_name", LongestName), fields.Number("metric_value", -MostValue, MostValue), fields.Number("expected_value", -MostValue, MostValue));
        var (deviation, confidence) = (fields.Number("deviation_percent", -MostValue, MostValue), fields.Number("confidence_score", 0, 1) ?? UsualConfidence);
        var type = EnergyRequest.Energy(fields.Text("energy_type", LongestName), errors);
        var isResolved = fields.Flag("is_resolved") ?? false;
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        if (await EnergyRequest.MachineAsync(context, energy, id) is not { } machine) return;
        var told = new MachineAnomaly
        {
            Id = Guid.CreateVersion7(),
            Machine = machine,
            Energy = type,
            DetectedAt = at,
            Type = kind,
            Severity = severity,
            Metric = metric ?? "",
            Value = value,
            Expected = expected,
            DeviationPct = deviation,
            Confidence = confidence,
            CreatedAt = clock.Now(),
            IsResolved = isResolved,
            ResolvedAt = isResolved ? clock.Now() : null,
        };
        var (kept, saved) = await anomalies.AddAsync([told]);
        if (saved == 0 && !SaysTheSame(kept[0], told))
            await Problem.WriteAsync(context, StatusCodes.Status409Conflict, $"there is another anomaly of this machine at {UtcTime.Format(at)}{(metric is null ? "" : $" in {metric}")}: {kept[0].Id}.");
        else await JsonAnswer.WriteAsync(context, json => MachineAnomalyJson.Write(json, kept[0]));
    }

    static bool SaysTheSame(MachineAnomaly one, MachineAnomaly other) =>
        (one.Type, one.Severity, one.Value, one.Expected, one.DeviationPct, one.Confidence) == (other.Type, other.Severity, other.Value, other.Expected, other.DeviationPct, other.Confidence);

    static Listing Search(QueryFields query, FieldErrors errors)
    {
        var (start, end, severity, isResolved) = (Time(query, "start_date"), Time(query, "end_date"), Severity(query, errors), query.Flag("is_resolved"));
        var limit = (int)query.Whole("limit", 1, 500, 100);
        return new(new(null, start, end, severity, isResolved), limit, json =>
        {
            Text(json, "start_date", start);
            Text(json, "end_date", end);
            json.WriteString("severity", severity);
            if (isResolved is { } flag) json.WriteBoolean("is_resolved", flag);
            else json.WriteNull("is_resolved");
            json.WriteNumber("limit", limit);
        });
    }

    static Listing Recent(QueryFields query, FieldErrors errors)
    {
        var (start, end, severity) = (Time(query, "start_time"), Time(query, "end_time"), Severity(query, errors));
        return new(new(null, start, end, severity), (int)query.Whole("limit", 1, 200, 50), json =>
        {
            json.WriteString("severity", severity);
            Text(json, "start_time", start);
            Text(json, "end_time", end);
            json.WriteString("time_window", (start, end) switch
            {
                (null, null) => "the newest",
                ({ } from, null) => $"since {UtcTime.Format(from)}",
                (null, { } until) => $"before {UtcTime.Format(until)}",
                ({ } from, { } until) => $"{UtcTime.Format(from)} to {UtcTime.Format(until)}",
            });
        });
    }

    static async Task ListAsync(HttpContext context, IEnergyStore energy, IMachineAnomalyStore anomalies, Func<QueryFields, FieldErrors, Listing> read)
    {
        var errors = new FieldErrors();
        var query = new QueryFields(context.Request.Query, errors);
        var (id, listing) = (MachineId(query), read(query, errors));
        if (listing.Filter is { Start: { } start, End: { } end } && end <= start && !errors.Any) errors.Add(query.Text("end_date") is null ? "end_time" : "end_date", "must be after the start.");
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        if (await SeenAsync(context, energy, id) is not { } seen) return;
        var (newest, total) = await anomalies.ListAsync(listing.Filter with { Machines = seen.Numbers }, listing.Most, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total_count", total);
            json.WriteStartObject("filters");
            json.WriteString("machine_id", id?.ToString());
            listing.WriteFilters(json);
            json.WriteEndObject();
            MachineAnomalyJson.All(json, newest);
            json.WriteEndObject();
        });
    }

    static async Task ActiveAsync(HttpContext context, IEnergyStore energy, IMachineAnomalyStore anomalies)
    {
        var errors = new FieldErrors();
        var id = MachineId(new QueryFields(context.Request.Query, errors));
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        if (await SeenAsync(context, energy, id) is not { } seen) return;
        var filter = new AnomalyFilter(seen.Numbers, IsResolved: false);
        var (newest, total) = await anomalies.ListAsync(filter, MostActive, context.RequestAborted);
        var counts = await anomalies.CountAsync(filter, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total_count", total);
            MachineAnomalyJson.BySeverity(json, counts);
            MachineAnomalyJson.All(json, newest);
            json.WriteEndObject();
        });
    }

    static async Task ResolveAsync(HttpContext context, IMachineAnomalyStore anomalies, TimeProvider clock)
    {
        using var body = await RequestBody.ReadObjectAsync(context);
        if (body is null) return;
        var errors = new FieldErrors();
        var notes = new BodyFields(body.RootElement, errors).Text("resolution_notes", LongestNotes);
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        var text = (string)context.GetRouteValue("anomaly_id")!;
        var found = Guid.TryParse(text, out var id) ? await anomalies.FindAsync(id, context.RequestAborted) : null;
        if (found is null || !context.MaySee(found.Machine.Factory.SiteId))
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"there is no anomaly {(text.Length <= 40 ? text : text[..40] + "…")}.");
            return;
        }

        await anomalies.ResolveAsync(id, notes, clock.Now());
        var resolved = (await anomalies.FindAsync(id, context.RequestAborted))!;
        await JsonAnswer.WriteAsync(context, json => MachineAnomalyJson.Write(json, resolved));
    }

    /// <summary>The machines that the caller may see, or the one that it names.</summary>
    /// <returns>Null where the request was answered, because there is no such machine; numbers are null where all may be seen.</returns>
    static async Task<Seen?> SeenAsync(HttpContext context, IEnergyStore energy, Guid? id)
    {
        if (id is { } one) return await EnergyRequest.MachineAsync(context, energy, one) is { } machine ? new([machine.Number]) : null;
        if (context.Features.Get<Caller>() is not { IsGoodForAllSites: false }) return new(null);
        return new([.. (await energy.MachinesAsync(context.RequestAborted)).Where(machine => context.MaySee(machine.Factory.SiteId)).Select(machine => machine.Number)]);
    }

    static Guid? MachineId(QueryFields query) => query.Text("machine_id") is null ? null : query.Id("machine_id");

    static DateTime? Time(QueryFields query, string name) => query.Text(name) is null ? null : query.Time(name);

    static string? Severity(QueryFields query, FieldErrors errors)
    {
        var severity = query.Text("severity");
        if (severity is not null && !Severities.Contains(severity)) errors.Add("severity", $"must be one of {string.Join(", ", Severities)}.");
        return severity;
    }

    static string OneOf(BodyFields fields, string name, string[] accepted, FieldErrors errors)
    {
        var text = fields.Text(name, LongestName);
        if (text is null || !accepted.Contains(text)) errors.Add(name, $"must be one of {string.Join(", ", accepted)}.");
        return text ?? "";
    }

    static void Text(Utf8JsonWriter json, string name, DateTime? time) => json.WriteString(name, time is { } known ? UtcTime.Format(known) : null);

    sealed record Seen(IReadOnlyList<int>? Numbers);

    /// <param name="Filter">But for the machines.</param>
    sealed record Listing(AnomalyFilter Filter, int Most, Action<Utf8JsonWriter> WriteFilters);
}
