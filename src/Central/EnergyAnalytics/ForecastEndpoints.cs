using NodaTime;
using Plumbline.Central.Storage;
using Plumbline.Energy.Forecasts;
using Plumbline.Energy.Kpis;
using Plumbline.Numerics.Forecasting;
using Plumbline.Plant;

namespace Plumbline.Central.EnergyAnalytics;

/// <summary><c>/api/v1/forecast/...</c>: the power that a machine will take, in the next hour, day or week.</summary>
static class ForecastEndpoints
{
    const string Root = "/api/v1/forecast/";
    const int LongestName = 200;
    const int FewestDays = 7;
    const int MostDays = 90;

    // What looks ahead without a training of its own.
    const int UntrainedDays = 28;
    const double MostLoadKw = 1_000_000;

    static readonly Access MayRead = new(Scopes.Read | Scopes.Write | Scopes.Admin, IsPage: true);
    static readonly Access MayTrain = new(Scopes.Write | Scopes.Admin, IsPage: true);

    public static void Map(IEndpointRouteBuilder app, IEnergyStore energies, IForecastStore forecasts, TimeProvider clock)
    {
        var room = new Room(energies, forecasts, clock);
        app.MapPost(Root + "train/arima", context => TrainAsync(context, room, ForecastMethod.Arima)).WithMetadata(MayTrain);
        app.MapPost(Root + "train/prophet", context => TrainAsync(context, room, ForecastMethod.Additive)).WithMetadata(MayTrain);
        app.MapPost(Root + "predict", context => PredictAsync(context, room)).WithMetadata(MayRead);
        app.MapGet(Root + "demand", context => DemandAsync(context, room)).WithMetadata(MayRead);
        app.MapGet(Root + "peak", context => PeakAsync(context, room)).WithMetadata(MayRead);
        app.MapGet(Root + "models/{machine_id}", context => ListAsync(context, room)).WithMetadata(MayRead);
        app.MapGet(Root + "short-term", context => ShortTermAsync(context, room)).WithMetadata(MayRead);
        app.MapPost(Root + "optimal-schedule", context => ScheduleAsync(context, room)).WithMetadata(MayRead);
    }

    static async Task TrainAsync(HttpContext context, Room room, ForecastMethod method)
    {
        using var body = await RequestBody.ReadObjectAsync(context);
        if (body is null) return;
        var errors = new FieldErrors();
        var fields = new BodyFields(body.RootElement, errors);
        var id = fields.RequiredId("machine_id");
        var days = (int)(fields.Number("lookback_days", FewestDays, MostDays) ?? FewestDays);
        var (isOrderFree, hasRegressors) = (fields.Flag("auto_order") ?? true, fields.Flag("use_regressors") ?? false);
        var energy = EnergyRequest.Energy(fields.Text("energy_type", LongestName), errors);
        if (await RefusedAsync(context, errors) || await EnergyRequest.MachineAsync(context, room.Energies, id) is not { } machine) return;
        var (quarters, hours, _) = await room.SeriesAsync(machine, energy, days, context.RequestAborted);
        var (training, unavailable) = LoadTraining.Of(method, quarters, hours, days, context.RequestAborted);
        if (training is null)
        {
            await NoDataAsync(context, hours, unavailable!);
            return;
        }

        if (!isOrderFree) training = training with { Warnings = [.. training.Warnings, "auto_order: the order is always chosen by AICc."] };
        if (hasRegressors && method == ForecastMethod.Additive) training = training with { Warnings = [.. training.Warnings, "use_regressors: none is used, for nobody knows what they will be."] };
        var kept = await room.Forecasts.AddAsync(machine, energy, training, room.Clock.Now());
        await JsonAnswer.WriteAsync(context, json => ForecastJson.Training(json, kept));
    }

    static async Task PredictAsync(HttpContext context, Room room)
    {
        using var body = await RequestBody.ReadObjectAsync(context);
        if (body is null) return;
        var errors = new FieldErrors();
        var fields = new BodyFields(body.RootElement, errors);
        var (id, horizon) = (fields.RequiredId("machine_id"), Horizon(fields.Text("horizon", LongestName), errors));
        var steps = (int)(fields.Number("periods", 1, horizon.MostSteps) ?? horizon.Steps);
        var (method, energy) = (Method(fields.Text("method", LongestName), errors), EnergyRequest.Energy(fields.Text("energy_type", LongestName), errors));
        if (await RefusedAsync(context, errors)) return;
        await AnswerAsync(context, room, new(id, energy, horizon, steps, method));
    }

    static async Task DemandAsync(HttpContext context, Room room)
    {
        var errors = new FieldErrors();
        var query = new QueryFields(context.Request.Query, errors);
        var (id, horizon) = (query.Id("machine_id"), Horizon(query.Text("horizon"), errors));
        var steps = (int)query.Whole("periods", 1, horizon.MostSteps, horizon.Steps);
        var (method, energy) = (Method(query.Text("method"), errors), EnergyRequest.Energy(query.Text("energy_type"), errors));
        if (await RefusedAsync(context, errors)) return;
        await AnswerAsync(context, room, new(id, energy, horizon, steps, method));
    }

    static async Task AnswerAsync(HttpContext context, Room room, Ask ask)
    {
        if (await LookAheadAsync(context, room, ask) is { } look) await JsonAnswer.WriteAsync(context, json => ForecastJson.Forecast(json, look, ask.Horizon, room.Clock.Now()));
    }

    static async Task PeakAsync(HttpContext context, Room room)
    {
        var errors = new FieldErrors();
        var query = new QueryFields(context.Request.Query, errors);
        var (id, energy) = (query.Id("machine_id"), EnergyRequest.Energy(query.Text("energy_type"), errors));
        if (await RefusedAsync(context, errors)) return;
        if (await LookAheadAsync(context, room, new(id, energy, LoadHorizon.Medium, LoadHorizon.Medium.Steps, null)) is { } look) await JsonAnswer.WriteAsync(context, json => ForecastJson.Peak(json, look, room.Clock.Now()));
    }

    static async Task ListAsync(HttpContext context, Room room)
    {
        var errors = new FieldErrors();
        if (!Guid.TryParse((string)context.GetRouteValue("machine_id")!, out var id)) errors.Add("machine_id", "must be a UUID.");
        var energy = EnergyRequest.Energy(new QueryFields(context.Request.Query, errors).Text("energy_type"), errors);
        if (await RefusedAsync(context, errors) || await EnergyRequest.MachineAsync(context, room.Energies, id) is not { } machine) return;
        var kept = await room.Forecasts.ForecastsAsync(machine, energy, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, json => ForecastJson.Trainings(json, machine, kept));
    }

    static async Task ShortTermAsync(HttpContext context, Room room)
    {
        var errors = new FieldErrors();
        var query = new QueryFields(context.Request.Query, errors);
        Guid? id = query.Text("machine_id") is null ? null : query.Id("machine_id");
        var energy = EnergyRequest.Energy(query.Text("energy_type"), errors);
        if (await RefusedAsync(context, errors)) return;
        KeptMachine? machine = null;
        if (id is { } one && (machine = await EnergyRequest.MachineAsync(context, room.Energies, one)) is null) return;
        var machines = machine is not null ? [machine] : (await room.Energies.MachinesAsync(context.RequestAborted)).Where(each => each.Machine.IsActive && context.MaySee(each.Factory.SiteId)).ToList();
        var (days, skipped) = (new List<DayAhead>(), new List<(KeptMachine Machine, string Reason)>());
        foreach (var each in machines)
        {
            var (_, hours, terms) = await room.SeriesAsync(each, energy, UntrainedDays, context.RequestAborted);
            if (hours.Insufficient(LoadHorizon.Medium) is not { } reason) days.Add(new(each, hours, terms, LoadForecast.Of(ForecastMethod.Ets, hours, LoadHorizon.Medium, LoadHorizon.Medium.Steps)));
            else if (machine is null) skipped.Add((each, reason));
            else
            {
                await NoDataAsync(context, hours, reason);
                return;
            }
        }

        await JsonAnswer.WriteAsync(context, json =>
        {
            if (machine is not null) ForecastJson.Day(json, days[0]);
            else ForecastJson.Days(json, days, skipped);
        });
    }

    static async Task ScheduleAsync(HttpContext context, Room room)
    {
        using var body = await RequestBody.ReadObjectAsync(context);
        if (body is null) return;
        var errors = new FieldErrors();
        var fields = new BodyFields(body.RootElement, errors);
        var (id, date) = (fields.RequiredId("machine_id"), fields.RequiredTime("date"));
        if (!fields.Has("load_kw")) errors.Add("load_kw", "is required: a number over 0.");
        var load = fields.Number("load_kw", double.Epsilon, MostLoadKw) ?? 1;
        var energy = EnergyRequest.Energy(fields.Text("energy_type", LongestName), errors);
        if (await RefusedAsync(context, errors)) return;
        if (await LookAheadAsync(context, room, new(id, energy, LoadHorizon.Long, LoadHorizon.Long.MostSteps, null)) is not { } look) return;
        var day = look.Terms.Clock.At(date).Date;
        var (schedule, unavailable) = LoadSchedule.Of(look.Forecast, day, load, look.Terms.Clock, look.Terms.Tariffs);
        if (schedule is null) await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, unavailable!);
        else await JsonAnswer.WriteAsync(context, json => ForecastJson.Schedule(json, look, day, load, schedule, room.Clock.Now()));
    }

    /// <returns>Null where the request was answered, for there is no machine, no training or no data.</returns>
    static async Task<LookAhead?> LookAheadAsync(HttpContext context, Room room, Ask ask)
    {
        if (await EnergyRequest.MachineAsync(context, room.Energies, ask.Machine) is not { } machine) return null;
        var kept = await room.Forecasts.ForecastsAsync(machine, ask.Energy, context.RequestAborted);
        var trained = kept.FirstOrDefault(one => ask.Method is null || one.Training.Trials.Any(trial => trial.Method == ask.Method.Name));
        if (trained is null)
        {
            var what = ask.Method is null ? "forecast model" : $"model '{ask.Method.Name}'";
            await Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"there is no {what} of {ask.Energy.Snake()} for '{machine.Machine.Name}': train one first (POST {Root}train/arima or {Root}train/prophet).");
            return null;
        }

        var (quarters, hours, terms) = await room.SeriesAsync(machine, ask.Energy, trained.Training.LookbackDays, context.RequestAborted);
        var series = ask.Horizon.Step == hours.Step ? hours : quarters;
        if (series.Insufficient(ask.Horizon) is { } reason)
        {
            await NoDataAsync(context, series, reason);
            return null;
        }

        var trials = trained.Training.At(ask.Horizon);
        // A horizon that the training's data did not reach is answered by what was best at the next nearer one.
        if (trials.Count == 0) trials = LoadHorizon.All.Reverse().Select(trained.Training.At).First(nearer => nearer.Count > 0);
        var method = ask.Method ?? ForecastMethod.All.Single(one => one.Name == trials[0].Method);
        return new(machine, trained, trials, LoadForecast.Of(method, series, ask.Horizon, ask.Steps), terms);
    }

    static Task NoDataAsync(HttpContext context, LoadSeries series, string reason) =>
        Problem.WriteAsync(context, series.PowerKw.Length == 0 ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest, reason);

    static async Task<bool> RefusedAsync(HttpContext context, FieldErrors errors)
    {
        if (errors.Any) await EnergyRequest.RefuseAsync(context, errors);
        return errors.Any;
    }

    static LoadHorizon Horizon(string? name, FieldErrors errors)
    {
        var horizon = name is null ? LoadHorizon.Short : LoadHorizon.All.FirstOrDefault(one => one.Name == name);
        if (horizon is null) errors.Add("horizon", "must be short, medium or long.");
        return horizon ?? LoadHorizon.Short;
    }

    // "prophet" is what clients of other services call the additive model.
    static ForecastMethod? Method(string? name, FieldErrors errors)
    {
        if (name is null) return null;
        var method = ForecastMethod.All.FirstOrDefault(one => one.Name == (name == "prophet" ? ForecastMethod.Additive.Name : name));
        if (method is null) errors.Add("method", $"must be one of {string.Join(", ", ForecastMethod.All.Select(one => one.Name))}.");
        return method;
    }

    sealed record Ask(Guid Machine, EnergyType Energy, LoadHorizon Horizon, int Steps, ForecastMethod? Method);

    sealed record Room(IEnergyStore Energies, IForecastStore Forecasts, TimeProvider Clock)
    {
        /// <summary>The last days until now, by the quarter and by the hour; what has not ended is not in it.</summary>
        public async Task<(LoadSeries Quarters, LoadSeries Hours, KpiTerms Terms)> SeriesAsync(KeptMachine machine, EnergyType energy, int days, CancellationToken cancel)
        {
            var now = Clock.Now();
            var hour = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerHour));
            var quarter = now.AddTicks(-(now.Ticks % LoadHorizon.Short.Step.Ticks));
            var work = await Energies.WorkAsync([machine], energy, new(hour.AddDays(-days), quarter > hour ? quarter : hour), withDrivers: true, cancel);
            var slices = work.Slices[0];
            return (LoadSeries.Of(slices, LoadHorizon.Short.Step), LoadSeries.Of([.. slices.Where(slice => slice.Start < hour)], LoadHorizon.Medium.Step), work.Terms);
        }
    }
}

/// <summary>A forecast, and what it rests on.</summary>
/// <param name="Trials">Of its horizon, the best first.</param>
sealed record LookAhead(KeptMachine Machine, KeptForecast Trained, IReadOnlyList<MethodTrial> Trials, LoadForecast Forecast, KpiTerms Terms);

/// <summary>The day that follows a machine's data.</summary>
sealed record DayAhead(KeptMachine Machine, LoadSeries Hours, KpiTerms Terms, LoadForecast Forecast);
