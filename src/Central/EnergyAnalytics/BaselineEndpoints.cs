using System.Text.Json;
using Plumbline.Central.Storage;
using Plumbline.Energy.Baselines;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary><c>/api/v1/baseline/...</c>: what a machine should use, given what it had to do; and how far from that it is.</summary>
static class BaselineEndpoints
{
    const string Root = "/api/v1/baseline/";
    const int LongestName = 200;
    const int MostDrivers = 50;

    static readonly Access MayRead = new(Scopes.Read | Scopes.Write | Scopes.Admin, IsPage: true);
    static readonly Access MayTrain = new(Scopes.Write | Scopes.Admin, IsPage: true);

    public static void Map(IEndpointRouteBuilder app, IEnergyStore store, TimeProvider clock)
    {
        app.MapPost(Root + "train", context => TrainAsync(context, store, clock)).WithMetadata(MayTrain);
        app.MapGet(Root + "deviation", context => DeviationAsync(context, store)).WithMetadata(MayRead);
        app.MapPost(Root + "predict", context => PredictAsync(context, store)).WithMetadata(MayRead);
        app.MapGet(Root + "models", context => ListAsync(context, store)).WithMetadata(MayRead);
        app.MapGet(Root + "model/{model_id}", context => FindAsync(context, store)).WithMetadata(MayRead);
    }

    static async Task TrainAsync(HttpContext context, IEnergyStore store, TimeProvider clock)
    {
        using var body = await RequestBody.ReadObjectAsync(context);
        if (body is null) return;
        var errors = new FieldErrors();
        var fields = new BodyFields(body.RootElement, errors);
        var id = fields.RequiredId("machine_id");
        var period = EnergyRequest.Checked(new(fields.RequiredTime("start_date"), fields.RequiredTime("end_date")), errors, "start_date", "end_date");
        var energy = EnergyRequest.Energy(fields.Text("energy_type", LongestName), errors);
        var options = new BaselineOptions
        {
            Drivers = Drivers(fields, errors),
            MinimumSamples = (int)(fields.Number("min_samples", 2, 1_000_000) ?? new BaselineOptions().MinimumSamples),
        };
        var isForced = fields.Flag("force") ?? false;
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        if (await EnergyRequest.MachineAsync(context, store, id) is not { } machine || await HoursAsync(context, store, machine, energy, period) is not { } hours) return;
        var outcome = BaselineTraining.Train(hours, options);
        if (outcome.Baseline is not { } baseline)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, outcome.Unavailable!);
            return;
        }

        var kept = await store.AddAsync(machine, energy, baseline, clock.Now(), before => isForced || IsNoWorse(baseline, before));
        await JsonAnswer.WriteAsync(context, json => Write(json, kept, [
            .. baseline.Warnings, .. kept.IsActive ? (string[])[] : [$"Version {kept.Version} is kept, but not used: out of sample it is worse than the one in use. Send \"force\": true to use it all the same."],
        ]));
    }

    static async Task DeviationAsync(HttpContext context, IEnergyStore store)
    {
        var errors = new FieldErrors();
        var query = new QueryFields(context.Request.Query, errors);
        var (id, period, energy) = (query.Id("machine_id"), EnergyRequest.Period(query, errors), EnergyRequest.Energy(query.Text("energy_type"), errors));
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        if (await EnergyRequest.MachineAsync(context, store, id) is not { } machine || await InUseAsync(context, store, machine, energy) is not { } kept) return;
        if (await HoursAsync(context, store, machine, energy, period) is not { } hours) return;
        var outcome = EnergyDeviation.Of(kept.Baseline, hours);
        if (outcome.Deviation is not { } deviation)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, outcome.Unavailable!);
            return;
        }

        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("machine_id", machine.Machine.Id);
            json.WriteString("machine_name", machine.Machine.Name);
            json.WriteString("model_id", kept.Id);
            json.WriteNumber("baseline_model_version", kept.Version);
            BaselineJson.Deviation(json, deviation);
            json.WriteEndObject();
        });
    }

    static async Task PredictAsync(HttpContext context, IEnergyStore store)
    {
        using var body = await RequestBody.ReadObjectAsync(context);
        if (body is null) return;
        var errors = new FieldErrors();
        var fields = new BodyFields(body.RootElement, errors);
        var (id, name) = (fields.Id("machine_id"), fields.Text("seu_name", LongestName));
        if (!fields.Has("machine_id") && !fields.Has("seu_name")) errors.Add("machine_id", "is required, or seu_name: the name of a machine.");
        var energy = EnergyRequest.Energy(fields.Text("energy_source", LongestName) ?? fields.Text("energy_type", LongestName), errors);
        var features = Features(fields, errors);
        var withMessage = fields.Flag("include_message") ?? false;
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        id ??= (await store.MachinesAsync(context.RequestAborted)).FirstOrDefault(machine => machine.Machine.Name == name)?.Machine.Id ?? Guid.Empty;
        if (await EnergyRequest.MachineAsync(context, store, id.Value) is not { } machine || await InUseAsync(context, store, machine, energy) is not { } kept) return;
        var outcome = HourPrediction.Of(kept.Baseline, features);
        if (outcome.Prediction is not { } prediction)
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, outcome.Unavailable!);
            return;
        }

        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("machine_id", machine.Machine.Id);
            json.WriteNumber("model_version", kept.Version);
            json.WriteStartObject("features");
            foreach (var (feature, value) in features) json.WriteNumber(feature, value);
            json.WriteEndObject();
            json.WriteNumber("predicted_energy_kwh", prediction.PredictedKwh);
            json.WriteStartObject("interval");
            json.WriteNumber("confidence", EnergyBaseline.Confidence);
            json.WriteNumber("low_kwh", prediction.LowKwh);
            json.WriteNumber("high_kwh", prediction.HighKwh);
            json.WriteEndObject();
            json.WriteString("energy_unit", "kWh");
            BaselineJson.Texts(json, "warnings", prediction.Warnings);
            if (withMessage) json.WriteString("message", FormattableString.Invariant($"{machine.Machine.Name} should use {prediction.PredictedKwh:0.##} kWh in such an hour, and in nine of ten between {prediction.LowKwh:0.##} and {prediction.HighKwh:0.##} kWh."));
            json.WriteEndObject();
        });
    }

    static async Task ListAsync(HttpContext context, IEnergyStore store)
    {
        var errors = new FieldErrors();
        var query = new QueryFields(context.Request.Query, errors);
        Guid? id = query.Text("machine_id") is null ? null : query.Id("machine_id");
        var source = query.Text("energy_source");
        var explains = query.Flag("include_explanation") ?? false;
        if (source is not null) EnergyRequest.Energy(source, errors);
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        KeptMachine? machine = null;
        if (id is { } one && (machine = await EnergyRequest.MachineAsync(context, store, one)) is null) return;
        var name = query.Text("seu_name");
        var models = (await store.BaselinesAsync(machine, context.RequestAborted)).Where(kept => context.MaySee(kept.Machine.Factory.SiteId) && (name is null || kept.Machine.Machine.Name == name) && (source is null || kept.Energy.Snake() == source)).ToList();
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("total_models", models.Count);
            json.WriteStartArray("models");
            foreach (var kept in models) Write(json, kept, kept.Baseline.Warnings, explains);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    static async Task FindAsync(HttpContext context, IEnergyStore store)
    {
        var errors = new FieldErrors();
        var explains = new QueryFields(context.Request.Query, errors).Flag("include_explanation") ?? false;
        if (errors.Any)
        {
            await EnergyRequest.RefuseAsync(context, errors);
            return;
        }

        var text = (string)context.GetRouteValue("model_id")!;
        var kept = Guid.TryParse(text, out var id) ? await store.BaselineAsync(id, context.RequestAborted) : null;
        if (kept is null || !context.MaySee(kept.Machine.Factory.SiteId)) await Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"there is no model {(text.Length <= 40 ? text : text[..40] + "…")}.");
        else await JsonAnswer.WriteAsync(context, json => Write(json, kept, kept.Baseline.Warnings, explains));
    }

    static async Task<KeptBaseline?> InUseAsync(HttpContext context, IEnergyStore store, KeptMachine machine, EnergyType energy)
    {
        if (await store.BaselineAsync(machine, energy, context.RequestAborted) is { } kept) return kept;
        await Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"there is no baseline of {energy.Snake()} for '{machine.Machine.Name}': train one first (POST {Root}train).");
        return null;
    }

    /// <returns>Null where the request was answered, because there is nothing to look at.</returns>
    public static async Task<EnergyHours?> HoursAsync(HttpContext context, IEnergyStore store, KeptMachine machine, EnergyType energy, Period period)
    {
        var hours = EnergyRequest.HoursOf(period);
        if (hours.End > hours.Start)
        {
            var work = await store.WorkAsync([machine], energy, hours, withDrivers: true, context.RequestAborted);
            if (work.Slices[0].Count > 0) return work.HoursOf(hours);
        }

        await Problem.WriteAsync(context, StatusCodes.Status404NotFound, EnergyRequest.NoReadings);
        return null;
    }

    public static bool IsNoWorse(EnergyBaseline baseline, EnergyBaseline? before) => before is null || !(baseline.OutOfSample.CvRmsePct > before.OutOfSample.CvRmsePct);

    /// <returns>Null where none is named: they are chosen.</returns>
    public static IReadOnlyList<string>? Drivers(BodyFields fields, FieldErrors errors, string field = "drivers")
    {
        var drivers = fields.Texts(field, MostDrivers);
        foreach (var name in drivers ?? [])
            if (!Driver.All.Contains(name)) errors.Add(field, $"'{(name.Length <= 40 ? name : name[..40] + "…")}' is none of {string.Join(", ", Driver.All)}.");
        return drivers is { Count: > 0 } ? drivers : null;
    }

    static Dictionary<string, double> Features(BodyFields fields, FieldErrors errors)
    {
        var features = new Dictionary<string, double>();
        if (fields.Field("features") is not { ValueKind: JsonValueKind.Object } given)
        {
            errors.Add("features", "is required: an object of numbers by name of driver.");
            return features;
        }

        foreach (var field in given.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Number) features[field.Name] = field.Value.GetDouble();
            else errors.Add($"features.{(field.Name.Length <= 40 ? field.Name : field.Name[..40] + "…")}", "must be a number.");
        }

        return features;
    }

    static void Write(Utf8JsonWriter json, KeptBaseline kept, IEnumerable<string> warnings, bool explains = false)
    {
        json.WriteStartObject();
        json.WriteString("model_id", kept.Id);
        json.WriteString("machine_id", kept.Machine.Machine.Id);
        json.WriteString("machine_name", kept.Machine.Machine.Name);
        json.WriteString("energy_type", kept.Energy.Snake());
        json.WriteNumber("model_version", kept.Version);
        json.WriteBoolean("is_active", kept.IsActive);
        json.WriteString("trained_at", UtcTime.Format(kept.CreatedAt));
        json.WriteString("model_path", $"{Root}model/{kept.Id}");
        BaselineJson.Baseline(json, kept.Baseline);
        BaselineJson.Texts(json, "warnings", warnings);
        if (explains)
        {
            json.WriteStartObject("explanation");
            json.WriteString("text", BaselineFormula.Explanation(kept.Baseline));
            json.WriteString("formula_readable", BaselineFormula.Readable(kept.Baseline));
            json.WriteString("formula_technical", BaselineFormula.Technical(kept.Baseline));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
