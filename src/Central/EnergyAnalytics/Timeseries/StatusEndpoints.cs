using System.Text.Json;
using Plumbline.Central.EnergyAnalytics.Anomalies;
using Plumbline.Central.Storage;
using Plumbline.Energy;
using Plumbline.Energy.Kpis;
using Plumbline.Energy.Rollups;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics.Timeseries;

/// <summary>What machines are doing: <c>/api/v1/machines/{id}/status-history</c>, <c>/status</c>, <c>/machines/status/{machine_name}</c>.</summary>
static class StatusEndpoints
{
    const string Root = "/api/v1/machines/";
    const int LongestNotes = 2000;
    const int LongestName = 200;

    static readonly TimeSpan LongestHistory = TimeSpan.FromDays(366);

    static readonly Access MayRead = new(Scopes.Read | Scopes.Write | Scopes.Admin, IsPage: true);
    static readonly Access MayWrite = new(Scopes.Write | Scopes.Admin, IsPage: true);

    public static void Map(IEndpointRouteBuilder app, IEnergyStore store, IMachineAnomalyStore anomalies, TimeProvider clock)
    {
        app.MapGet(Root + "{id}/status-history", context => HistoryAsync(context, store)).WithMetadata(MayRead);
        app.MapPost(Root + "{id}/status", context => TellAsync(context, store, clock)).WithMetadata(MayWrite);
        app.MapGet(Root + "status/{machine_name}", context => NowAsync(context, store, anomalies, clock)).WithMetadata(MayRead);
    }

    static async Task HistoryAsync(HttpContext context, IEnergyStore store)
    {
        var errors = new FieldErrors();
        var query = new QueryFields(context.Request.Query, errors);
        var (period, energy) = (EnergyRequest.Period(query, errors, "start_time", "end_time"), EnergyRequest.Energy(query.Text("energy_type"), errors));
        var interval = Interval.Of(query.Text("interval"), Interval.Hour, errors, Interval.FiveMinutes, Interval.Quarter, Interval.Hour, Interval.Day);
        if (!errors.Any && interval.IsTooShortFor(period, out var sentence)) errors.Add("interval", sentence);
        if (!errors.Any && period.Length > LongestHistory) errors.Add("end_time", $"must be within {LongestHistory.TotalDays} days of start_time: every reading is looked at.");
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        if (await MachineAsync(context, store) is not { } machine) return;
        var log = (await store.LogAsync(machine, energy, period, context.RequestAborted)).Between(period.Start, period.End);
        var told = (await store.WorkAsync([machine], energy, period, withDrivers: true, context.RequestAborted)).Told[0];
        var history = StatusHistory.Of(log, interval.Of(period, SiteClock.Find(machine.Factory.TimeZone) ?? SiteClock.Utc), told);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("machine_id", machine.Machine.Id);
            json.WriteString("machine_name", machine.Machine.Name);
            json.WriteString("start_time", UtcTime.Format(period.Start));
            json.WriteString("end_time", UtcTime.Format(period.End));
            json.WriteString("interval", interval.Name);
            if (history.Stretches.Count == 0) json.WriteString("message", EnergyRequest.NoReadings);
            history.Write(json);
            json.WriteEndObject();
        });
    }

    static async Task TellAsync(HttpContext context, IEnergyStore store, TimeProvider clock)
    {
        using var body = await RequestBody.ReadObjectAsync(context);
        if (body is null) return;
        var errors = new FieldErrors();
        var fields = new BodyFields(body.RootElement, errors);
        var mode = EnumNames.Find<OperatingMode>(fields.Text("status", LongestName));
        if (mode is null or OperatingMode.Unknown) errors.Add("status", "must be one of idle, running, maintenance, fault, offline.");
        var (start, end) = (fields.Has("start_time") ? fields.RequiredTime("start_time") : clock.Now(), fields.Has("end_time") ? fields.RequiredTime("end_time") : (DateTime?)null);
        if (end is { } until && until <= start && !errors.Any) errors.Add("end_time", "must be after start_time.");
        var notes = fields.Text("notes", LongestNotes) ?? "";
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        if (await MachineAsync(context, store) is not { } machine) return;
        await store.TellAsync(machine, new(start, end, mode!.Value, notes));
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("machine_id", machine.Machine.Id);
            json.WriteString("machine_name", machine.Machine.Name);
            json.WriteString("status", mode.Value.Snake());
            json.WriteString("start_time", UtcTime.Format(start));
            json.WriteString("end_time", end is { } known ? UtcTime.Format(known) : null);
            json.WriteString("notes", notes);
            json.WriteEndObject();
        });
    }

    static async Task NowAsync(HttpContext context, IEnergyStore store, IMachineAnomalyStore anomalies, TimeProvider clock)
    {
        var name = (string)context.GetRouteValue("machine_name")!;
        var machine = (await store.MachinesAsync(context.RequestAborted)).FirstOrDefault(machine => machine.Machine.Name == name && context.MaySee(machine.Factory.SiteId));
        if (machine is null)
        {
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"there is no machine '{(name.Length <= 40 ? name : name[..40] + "…")}'.");
            return;
        }

        var now = clock.Now();
        var site = SiteClock.Find(machine.Factory.TimeZone) ?? SiteClock.Utc;
        var today = new Period(site.StartOf(site.At(now).Date), now.AddMicroseconds(1));
        var latest = LatestReading.Of(machine, await store.LatestAsync(machine, EnergyType.Electricity, context.RequestAborted));
        var work = await store.WorkAsync([machine], EnergyType.Electricity, today, withDrivers: true, context.RequestAborted);
        var told = work.Told[0].LastOrDefault(told => told.Start <= now && !(told.Until <= now));
        var open = await anomalies.CountAsync(new([machine.Number], IsResolved: false), context.RequestAborted);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("machine_id", machine.Machine.Id);
            json.WriteString("machine_name", machine.Machine.Name);
            json.WriteString("machine_type", machine.Machine.Type.Snake());
            json.WriteBoolean("is_active", machine.Machine.IsActive);
            json.WriteString("status", told is not null ? MachineStatus.Of(told.Mode, double.NaN) : latest?.Status ?? "unknown");
            json.WriteString("last_reading_at", latest is null ? null : UtcTime.Format(latest.Time));
            json.WriteFinite("power_kw", latest?.PowerKw ?? double.NaN);
            json.WriteStartObject("today");
            var kpis = EnergyKpis.Of(work.Slices[0], today, work.Terms);
            json.WriteFinite("energy_kwh", kpis.EnergyKwh.Value ?? double.NaN);
            json.WriteFinite("avg_power_kw", kpis.MeanKw.Value ?? double.NaN);
            json.WriteFinite("peak_demand_kw", kpis.Peak.Value?.Kw ?? double.NaN);
            json.WriteFinite("production_units", kpis.Units.Value ?? double.NaN);
            json.WriteEndObject();
            json.WriteNumber("active_anomalies", open.Values.Sum());
            MachineAnomalyJson.BySeverity(json, open);
            json.WriteString("timestamp", UtcTime.Format(now));
            json.WriteEndObject();
        });
    }

    /// <returns>Null where the request was answered.</returns>
    static async Task<KeptMachine?> MachineAsync(HttpContext context, IEnergyStore store)
    {
        var text = (string)context.GetRouteValue("id")!;
        if (Guid.TryParse(text, out var id)) return await EnergyRequest.MachineAsync(context, store, id);
        await Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"there is no machine {(text.Length <= 40 ? text : text[..40] + "…")}.");
        return null;
    }
}
