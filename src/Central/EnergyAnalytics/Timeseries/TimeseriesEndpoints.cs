using System.Text.Json;
using Plumbline.Central.Storage;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics.Timeseries;

/// <summary><c>/api/v1/timeseries/...</c>: energy, power and specific consumption over time, for charts.</summary>
static class TimeseriesEndpoints
{
    const string Root = "/api/v1/timeseries/";
    const int MostMachines = 50;

    static readonly Access MayRead = new(Scopes.Read | Scopes.Write | Scopes.Admin, IsPage: true);

    static readonly Metric Energy = new("energy", "kWh", "sum", stretch => stretch.Work is { Power.Seconds: > 0 } work ? work.EnergyKwh : null);
    static readonly Metric Power = new("power", "kW", "average", stretch => stretch.Work is { Power.Seconds: > 0 } work ? work.Power.Mean : null);
    static readonly Metric Sec = new("sec", "kWh/unit", "ratio of sums", stretch => stretch.Work is { Units: > 0, Power.Seconds: > 0 } work ? work.EnergyKwh / work.Units : null);

    public static void Map(IEndpointRouteBuilder app, IEnergyStore store)
    {
        app.MapGet(Root + "energy", context => OneAsync(context, store, Energy, errors => Interval.Of(Named(context), Interval.Hour, errors, Interval.Minute, Interval.FiveMinutes, Interval.Quarter, Interval.Hour, Interval.Day))).WithMetadata(MayRead);
        app.MapGet(Root + "power", context => OneAsync(context, store, Power, errors => Interval.Of(Named(context), Interval.Quarter, errors, Interval.Minute, Interval.FiveMinutes, Interval.Quarter, Interval.Hour))).WithMetadata(MayRead);
        app.MapGet(Root + "sec", context => OneAsync(context, store, Sec, errors => Interval.Of(Named(context), Interval.Day, errors, Interval.Hour, Interval.Day, Interval.Week))).WithMetadata(MayRead);
        app.MapGet(Root + "multi-machine/energy", context => ManyAsync(context, store)).WithMetadata(MayRead);
        app.MapGet(Root + "latest/{machine_id}", context => LatestAsync(context, store)).WithMetadata(MayRead);
    }

    static string? Named(HttpContext context) => new QueryFields(context.Request.Query, new()).Text("interval");

    static async Task OneAsync(HttpContext context, IEnergyStore store, Metric metric, Func<FieldErrors, Interval> read)
    {
        var errors = new FieldErrors();
        var query = new QueryFields(context.Request.Query, errors);
        var id = query.Id("machine_id");
        var (period, interval, energy) = Asked(query, errors, read);
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        if (await EnergyRequest.MachineAsync(context, store, id) is not { } machine) return;
        var stretches = await MachineStretch.ReadAsync(store, machine, energy, period, interval, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            Head(json, machine);
            json.WriteString("metric", metric.Name);
            json.WriteString("interval", interval.Name);
            Times(json, period);
            Points(json, metric, stretches);
            json.WriteString("aggregation", metric.Aggregation);
            json.WriteEndObject();
        });
    }

    static async Task ManyAsync(HttpContext context, IEnergyStore store)
    {
        var errors = new FieldErrors();
        var query = new QueryFields(context.Request.Query, errors);
        var (period, interval, energy) = Asked(query, errors, wrong => Interval.Of(Named(context), Interval.Hour, wrong, Interval.Hour, Interval.Day));
        var ids = new List<Guid>();
        foreach (var text in (query.Text("machine_ids") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct())
        {
            if (Guid.TryParse(text, out var id)) ids.Add(id);
            else errors.Add("machine_ids", $"'{(text.Length <= 40 ? text : text[..40] + "…")}' is not a UUID.");
        }

        if (ids.Count is 0 or > MostMachines) errors.Add("machine_ids", $"is required: 1 to {MostMachines} UUIDs with commas between them.");
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        var found = new List<(KeptMachine Machine, IReadOnlyList<MachineStretch> Stretches)>();
        foreach (var id in ids)
        {
            if (await EnergyRequest.MachineAsync(context, store, id) is not { } machine) return;
            found.Add((machine, await MachineStretch.ReadAsync(store, machine, energy, period, interval, context.RequestAborted)));
        }

        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("interval", interval.Name);
            Times(json, period);
            json.WriteStartArray("machines");
            foreach (var (machine, stretches) in found)
            {
                json.WriteStartObject();
                Head(json, machine);
                Points(json, Energy, stretches);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteNumber("total_machines", found.Count);
            json.WriteEndObject();
        });
    }

    static async Task LatestAsync(HttpContext context, IEnergyStore store)
    {
        var errors = new FieldErrors();
        var energy = EnergyRequest.Energy(new QueryFields(context.Request.Query, errors).Text("energy_type"), errors);
        if (!Guid.TryParse((string)context.GetRouteValue("machine_id")!, out var id)) errors.Add("machine_id", "must be a UUID.");
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        if (await EnergyRequest.MachineAsync(context, store, id) is not { } machine) return;
        var latest = LatestReading.Of(machine, await store.LatestAsync(machine, energy, context.RequestAborted));
        if (latest is null) await Problem.WriteAsync(context, StatusCodes.Status404NotFound, "No data for this machine.");
        else
        {
            await JsonAnswer.WriteAsync(context, json =>
            {
                json.WriteStartObject();
                Head(json, machine);
                json.WriteString("timestamp", UtcTime.Format(latest.Time));
                json.WriteFinite("power_kw", latest.PowerKw);
                json.WriteFinite("energy_kwh", latest.EnergyKwh);
                json.WriteString("status", latest.Status);
                json.WriteEndObject();
            });
        }
    }

    static (Period, Interval, EnergyType) Asked(QueryFields query, FieldErrors errors, Func<FieldErrors, Interval> read)
    {
        var (period, interval, energy) = (EnergyRequest.Period(query, errors, "start_time", "end_time"), read(errors), EnergyRequest.Energy(query.Text("energy_type"), errors));
        if (!errors.Any && interval.IsTooShortFor(period, out var sentence)) errors.Add("interval", sentence);
        return (period, interval, energy);
    }

    static void Head(Utf8JsonWriter json, KeptMachine machine)
    {
        json.WriteString("machine_id", machine.Machine.Id);
        json.WriteString("machine_name", machine.Machine.Name);
    }

    static void Times(Utf8JsonWriter json, Period period)
    {
        json.WriteString("start_time", UtcTime.Format(period.Start));
        json.WriteString("end_time", UtcTime.Format(period.End));
    }

    /// <summary>Those that are known: what is not is left out, and never 0.</summary>
    static void Points(Utf8JsonWriter json, Metric metric, IReadOnlyList<MachineStretch> stretches)
    {
        var count = 0;
        json.WriteStartArray("data_points");
        foreach (var stretch in stretches)
        {
            if (metric.Of(stretch) is not { } value) continue;
            json.WriteStartObject();
            json.WriteString("timestamp", UtcTime.Format(stretch.Time.Start));
            json.WriteNumber("value", value);
            json.WriteString("unit", metric.Unit);
            json.WriteEndObject();
            count++;
        }

        json.WriteEndArray();
        json.WriteNumber("total_points", count);
    }

    sealed record Metric(string Name, string Unit, string Aggregation, Func<MachineStretch, double?> Of);
}
